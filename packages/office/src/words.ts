import { join } from 'node:path';

import { createIntl, type IntlShape } from '@formatjs/intl';

import { readFileAs } from '@assay/formats/read-document';
import type { Reason } from '@assay/vocabulary/evaluation';
import { SchemeTextsKind } from '@assay/vocabulary/scheme';

/** Facts of a code as the arguments of its sentence. */
export type Facts = Readonly<Record<string, unknown>>;

/** The sentences of one language, by code. */
export type Words = {
  /** The sentence of one reason, without those below it. */
  reason(reason: Pick<Reason, 'code' | 'facts'>): string;
  /** The sentence of a refusal: its code and its other members. */
  refusal(refusal: { readonly code: string } & Facts): string;
  /** The sentence of a complaint about a document. */
  complaint(complaint: { readonly code: string; readonly facts: Facts }): string;
};

/** Reads `texts/<language>.yaml` below `home`. A code without a sentence is shown as the code, never as nothing. */
export async function loadWords(home: string, language = 'en'): Promise<Words> {
  const file = await readFileAs(SchemeTextsKind, join(home, 'texts', `${language}.yaml`));
  if (!file.ok) throw new Error(`texts/${language}.yaml: ${JSON.stringify(file.refusal)}`);
  const intl = createIntl({ locale: language, messages: file.value.document.texts, onError: ignoreMissing });
  return {
    reason: ({ code, facts }) => say(intl, 'reason', code, { part: 'none', ...facts }),
    refusal: ({ code, ...facts }) => say(intl, 'refusal', code, facts),
    complaint: ({ code, facts }) => say(intl, 'complaint', code, facts),
  };
}

function say(intl: IntlShape, kind: string, code: string, facts: Facts): string {
  const id = `${kind}.${code}`;
  if (!Object.hasOwn(intl.messages, id)) return code;
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      SPOKEN.has(name) ? spoken(intl, plain(value)) : plain(value),
    ]),
  );
  return intl.formatMessage({ id }, values).trim();
}

/** Facts whose values are codes with a word of their own. */
const SPOKEN: ReadonlySet<string> = new Set(['activity', 'competence', 'has', 'needs']);

function spoken(intl: IntlShape, value: string | number): string | number {
  const id = `word.${String(value)}`;
  return Object.hasOwn(intl.messages, id) ? intl.formatMessage({ id }) : value;
}

function plain(value: unknown): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value);
}

function ignoreMissing(error: { readonly code: string; readonly message: string }): void {
  if (error.code !== 'MISSING_DATA' && error.code !== 'MISSING_TRANSLATION') throw new Error(error.message);
}
