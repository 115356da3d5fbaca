import { fromDigits } from '@assay/attestation/qr/decimal';
import { labelSymbol, type LabelSymbol } from '@assay/attestation/qr/label-symbol';
import type { EditionRef } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Library } from '../../0-programme/load-library.ts';
import { ARTWORK_LANGUAGES, type ArtworkLanguage } from './sentences.ts';
import type { LabelFacts } from './wording.ts';

/** A label as its record or its verified credential has it: the names of scheme and level are still to be looked up. */
export type NamedLabel = Omit<LabelFacts, 'scheme' | 'level'> & {
  readonly edition: EditionRef;
  readonly rank: number;
};

export type NoWords =
  | { readonly code: 'edition-not-held'; readonly edition: EditionRef }
  | { readonly code: 'language-not-offered'; readonly language: string; readonly offered: readonly string[] };

/** Languages in which a label of this edition can be printed: those that its scheme speaks and the typeface has. */
export function printLanguages(
  { texts, catalogue }: Pick<Library, 'texts' | 'catalogue'>,
  edition: EditionRef,
): readonly ArtworkLanguage[] {
  const spoken = texts.get(catalogue.schemes.get(edition)?.id ?? '');
  return ARTWORK_LANGUAGES.filter((language) => spoken?.has(language) === true);
}

/** What the label states in the words of its scheme; no label mixes two languages. */
export function labelFacts(
  library: Pick<Library, 'texts' | 'catalogue'>,
  { edition, rank, ...label }: NamedLabel,
  language: string,
): Result<{ readonly facts: LabelFacts; readonly language: ArtworkLanguage }, NoWords> {
  const scheme = library.catalogue.schemes.get(edition);
  const level = scheme?.levels.find((one) => one.rank === rank);
  if (!scheme || !level) return refuse({ code: 'edition-not-held', edition });
  const offered = printLanguages(library, edition);
  const chosen = offered.find((one) => one === language);
  if (chosen === undefined)
    return refuse({ code: 'language-not-offered', language: language.slice(0, 20), offered });
  const texts = library.texts.get(scheme.id)?.get(chosen) ?? {};
  const named = { rank, of: scheme.levels.length, name: texts[level.name] ?? level.name };
  const facts = { ...label, scheme: texts[scheme.title] ?? scheme.title, level: named };
  return ok({ facts, language: chosen });
}

/**
 * The code of a label to draw: of its address alone, or of the text of its offline code as it was published. Throws for a
 * text that we did not publish.
 */
export function labelCode(
  label: Pick<LabelFacts, 'host' | 'labelId'>,
  offlineText: string | undefined,
): LabelSymbol {
  const digits = offlineText === undefined ? undefined : (/#1(\d+)$/.exec(offlineText.trim())?.[1] ?? '');
  const offline = digits === undefined ? undefined : fromDigits(digits);
  if (offline?.ok === false || digits === '') throw new Error(`this is no offline code of ${label.labelId}`);
  const symbol = labelSymbol({ ...label, ...(offline && { offline: offline.value }) });
  if (!symbol.ok || (offlineText !== undefined && symbol.value.text !== offlineText.trim()))
    throw new Error(`the offline code is not one of ${label.labelId}`);
  return symbol.value;
}
