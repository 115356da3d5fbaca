import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';

import { about, type Complaint, type Filed } from './complaint.ts';
import { textKeysOf } from './text-keys.ts';

/** What somebody should look at in the texts of one scheme, of which these are all editions. */
export function adviseOnTexts(
  editions: readonly Filed<SchemeEdition>[],
  texts: readonly Filed<SchemeTexts>[],
): readonly Complaint[] {
  const wanted = new Set(editions.flatMap(({ document }) => textKeysOf(document).map(({ key }) => key)));
  const [first, ...more] = texts;
  return [
    ...(first && more.length === 0
      ? [about(first.file)('/language', 'one-language-only', { language: first.document.language })]
      : []),
    ...texts.flatMap(({ file, document }) =>
      Object.keys(document.texts)
        .filter((key) => !wanted.has(key))
        .map((key) => about(file)(`/texts/${key}`, 'text-unused', { key })),
    ),
  ];
}
