import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';

import { about, type Complaint, type Filed } from './complaint.ts';
import { textKeysOf } from './text-keys.ts';

/** Every language says everything that the edition refers to; English is among them, for whoever reads no other. */
export function checkTexts(
  { file, document: scheme }: Filed<SchemeEdition>,
  texts: readonly Filed<SchemeTexts>[],
): readonly Complaint[] {
  const say = about(file);
  if (texts.length === 0) return [say('/id', 'no-texts', { id: scheme.id })];
  const keys = textKeysOf(scheme);
  const english = texts.some(({ document }) => document.language === 'en');
  return [
    ...(english
      ? []
      : [
          say('/id', 'language-missing', {
            language: 'en',
            has: texts.map(({ document }) => document.language).join(', '),
          }),
        ]),
    ...texts.flatMap(({ file: from, document: { language, texts: said } }) =>
      keys
        .filter(({ key }) => !Object.hasOwn(said, key))
        .map(({ key, path }) => say(path, 'text-missing', { key, language, texts: from })),
    ),
  ];
}

/** A file of texts is named for its language: `texts/fi.yaml` holds Finnish. */
export function checkLanguage({ file, document }: Filed<SchemeTexts>): readonly Complaint[] {
  const name = (file.split('/').at(-1) ?? '').replace(/\.yaml$/, '');
  return name === document.language
    ? []
    : [about(file)('/language', 'language-misnamed', { language: document.language, name })];
}
