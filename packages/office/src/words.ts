import { join } from 'node:path';

import { createIntl, type IntlShape } from '@formatjs/intl';

import { readFileAs } from '@assay/formats/read-document';
import type { Reason } from '@assay/vocabulary/evaluation';
import { SchemeTextsKind, type SchemeTexts } from '@assay/vocabulary/scheme';

import { keptTexts } from './kept-texts.ts';

/** Facts of a code as the arguments of its sentence. */
export type Facts = Readonly<Record<string, unknown>>;

/** The sentences of one language, by code. */
export type Words = {
  /** The sentence of one reason, without those below it. */
  reason(reason: Pick<Reason, 'code' | 'facts'>): string;
  /** The sentence of a refusal: its code and its other members. */
  refusal(refusal: { readonly code: string } & Facts): string;
  /** The sentence of a complaint about a document, and how to mend it. */
  complaint(complaint: { readonly code: string; readonly facts: Facts }): string;
  /** The same in its parts, with why it matters. */
  told(complaint: { readonly code: string; readonly facts: Facts }): Told;
  /** What is known of the clause of ISO/IEC 27404 that a check looks to, and how well. */
  basis(clause: { readonly clause: string; readonly confidence: string }): string;
  /** The sentence of what became of a place of an imported file. */
  note(note: { readonly code: string; readonly facts: Facts }): string;
  /** Subject and text of a mail, by what it tells of. */
  mail(kind: string, facts: Facts): { readonly subject: string; readonly body: string };
};

/** What is wrong, why that matters, and how to mend it. Why and remedy are the same for all complaints of a code. */
export type Told = { readonly what: string; readonly why: string; readonly remedy: string };

/**
 * Reads `texts/<language>.yaml` below `home`. A code without a sentence is shown as the code, never as nothing. `cache`
 * names a folder where the texts are kept ready.
 */
export async function loadWords(home: string, language = 'en', cache?: string): Promise<Words> {
  const file = join(home, 'texts', `${language}.yaml`);
  const messages = cache === undefined ? await textsIn(file) : await keptTexts(file, language, cache);
  const intl = createIntl({ locale: language, messages, onError: ignoreMissing });
  return {
    reason: ({ code, facts }) => say(intl, 'reason', code, { part: 'none', ...facts }),
    refusal: ({ code, ...facts }) => say(intl, 'refusal', code, facts),
    complaint: (complaint) => {
      const { what, remedy } = told(intl, complaint);
      return remedy === '' ? what : `${what} ${remedy}`;
    },
    told: (complaint) => told(intl, complaint),
    basis: (clause) => say(intl, 'basis', 'iso-iec-27404', clause),
    note: ({ code, facts }) => say(intl, 'note', code, facts),
    mail: (kind, facts) => ({
      subject: say(intl, 'mailSubject', kind, facts),
      body: say(intl, 'mailText', kind, facts),
    }),
  };
}

/** A file that cannot be read is refused in one sentence; why that matters is the same for all of them. */
function told(intl: IntlShape, { code, facts }: { readonly code: string; readonly facts: Facts }): Told {
  const has = (id: string) => Object.hasOwn(intl.messages, id);
  if (!has(`complaint.${code}`) && has(`refusal.${code}`))
    return {
      what: say(intl, 'refusal', code, facts),
      why: say(intl, 'why', 'unreadable', {}),
      remedy: say(intl, 'remedy', 'unreadable', {}),
    };
  const part = (kind: string) => (has(`${kind}.${code}`) ? say(intl, kind, code, facts) : '');
  return { what: say(intl, 'complaint', code, facts), why: part('why'), remedy: part('remedy') };
}

async function textsIn(file: string): Promise<SchemeTexts['texts']> {
  const read = await readFileAs(SchemeTextsKind, file);
  if (!read.ok) throw new Error(`${file}: ${JSON.stringify(read.refusal)}`);
  return read.value.document.texts;
}

function say(intl: IntlShape, kind: string, code: string, facts: Facts): string {
  const id = `${kind}.${code}`;
  if (!Object.hasOwn(intl.messages, id)) return code;
  const values = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      SPOKEN.has(name) ? spoken(intl, plain(value)) : named(intl, code, plain(value)),
    ]),
  );
  return intl.formatMessage({ id }, values).trim();
}

/** Facts whose values are codes with a word of their own. */
const SPOKEN: ReadonlySet<string> = new Set(['activity', 'competence', 'has', 'needs', 'wanted']);

function spoken(intl: IntlShape, value: string | number): string | number {
  const id = `word.${String(value)}`;
  return Object.hasOwn(intl.messages, id) ? intl.formatMessage({ id }) : value;
}

/** Codes that name a member of an application or of a label's page, and where the words for it stand. */
const NAMING: Readonly<Record<string, string>> = {
  'member-missing': 'member',
  'disclosure-missing': 'disclosed',
};

/** A member that is named by its JSON pointer or its key, in words; one without words as it is. */
function named(intl: IntlShape, code: string, value: string | number): string | number {
  const kind = Object.hasOwn(NAMING, code) ? NAMING[code] : undefined;
  if (kind === undefined || typeof value === 'number') return value;
  const id = `${kind}.${value.replace(/^\//, '').replaceAll('/', '.')}`;
  return Object.hasOwn(intl.messages, id) ? intl.formatMessage({ id }) : value;
}

function plain(value: unknown): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value);
}

function ignoreMissing(error: { readonly code: string; readonly message: string }): void {
  if (error.code !== 'MISSING_DATA' && error.code !== 'MISSING_TRANSLATION') throw new Error(error.message);
}
