import type { Inputs } from '@assay/vocabulary/case-event';
import { editionRef, type Digest, type EditionRef } from '@assay/vocabulary/ids';
import type { Profile } from '@assay/conformity/2-evaluation/requirement';

import type { Library } from '../0-programme/load-library.ts';

type Documents = {
  readonly dossier: Digest;
  readonly reports: readonly Digest[];
  readonly programme?: Digest;
};

/** The digests of all that an evaluation was made from, so that anybody with the same files can make it again. */
export function inputsOf(library: Library, scheme: Profile, documents: Documents): Inputs {
  const standards = [...new Set(scheme.requirements.map((group) => group.from))];
  return {
    ...documents,
    scheme: digestOfEdition(library, editionRef(scheme.id, scheme.edition)),
    standards: Object.fromEntries(standards.map((ref) => [ref, digestOfEdition(library, ref)])),
  };
}

function digestOfEdition(library: Library, ref: EditionRef): Digest {
  const digest = library.digests.get(ref);
  if (!digest) throw new Error(`no digest of ${ref}`);
  return digest;
}
