import type { EditionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';

import type { Office } from './office.ts';

/** The edition a case was opened under. It was there when the case was opened; an edition never goes away. */
export function schemeOf(office: Pick<Office, 'library'>, ref: EditionRef): SchemeEdition {
  const scheme = office.library.catalogue.schemes.get(ref);
  if (!scheme) throw new Error(`the edition ${ref} is named in a case file and not in the library`);
  return scheme;
}

/** The scheme's sentences in a language, or in English where there are none in it. */
export function textsOf(
  office: Pick<Office, 'library'>,
  scheme: SchemeEdition,
  language = 'en',
): SchemeTexts['texts'] {
  const languages = office.library.texts.get(scheme.id);
  return languages?.get(language) ?? languages?.get('en') ?? {};
}
