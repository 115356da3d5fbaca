import { join } from 'node:path';

import { createIntl } from '@formatjs/intl';

import { readFileAs } from '@assay/formats/read-document';
import { SchemeTextsKind } from '@assay/vocabulary/scheme';

/**
 * Languages in which labels are printed: those of the schemes whose letters the typeface has. Chinese and Japanese would
 * need typefaces of 75 MB each.
 */
export const ARTWORK_LANGUAGES = ['en', 'de', 'es', 'fi'] as const;
export type ArtworkLanguage = (typeof ARTWORK_LANGUAGES)[number];

/** The sentence of a key, with its facts. */
export type Say = (key: string, facts?: Readonly<Record<string, string>>) => string;

/** Reads `texts/artwork/<language>.yaml` below `home`. A missing sentence is a fault of ours and throws. */
export async function loadSentences(home: string, language: ArtworkLanguage): Promise<Say> {
  const file = join(home, 'texts', 'artwork', `${language}.yaml`);
  const read = await readFileAs(SchemeTextsKind, file);
  if (!read.ok) throw new Error(`${file}: ${JSON.stringify(read.refusal)}`);
  const messages = read.value.document.texts;
  const onError = (error: Error) => {
    throw error;
  };
  const intl = createIntl({ locale: language, messages, onError });
  return (key, facts = {}) => intl.formatMessage({ id: key }, facts);
}
