import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import { cyclonedxDeclarationsOf } from '@assay/formats/cyclonedx-declarations';

import type { Words } from '../words.ts';
import type { GapAnswer } from './gap.ts';
import { beginningOf, inputsOf, TOOL } from './made-by.ts';

/** The findings of a gap as CycloneDX 1.6 declarations, one attestation per scheme. */
export function gapCyclonedx(
  answer: GapAnswer,
  { catalogue, words }: { readonly catalogue: Catalogue; readonly words: Words },
): object {
  return cyclonedxDeclarationsOf({
    tool: TOOL,
    at: beginningOf(answer.asOf),
    dossier: answer.dossier.document,
    inputs: inputsOf(answer),
    schemes: answer.answers.map(({ scheme, evaluation }) => ({
      title: answer.names.get(scheme)?.title ?? scheme,
      owner: catalogue.schemes.get(scheme)?.owner ?? '',
      levels: answer.names.get(scheme)?.levels ?? [],
      evaluation,
    })),
    standards: catalogue.standards,
    say: (reason) => words.reason(reason),
  });
}
