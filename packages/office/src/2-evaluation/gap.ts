import { isInForce } from '@assay/conformity/0-programme/catalogue';
import { gapAcross, type Across } from '@assay/conformity/2-evaluation/across';
import { editionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Library } from '../0-programme/load-library.ts';
import { readPapers, type Papers, type PapersRefusal, type ReadPapers } from './papers.ts';

export type GapQuestion = Papers & {
  /** Scheme ids to look at; none: every scheme with an edition in force. */
  readonly schemes: readonly string[];
  readonly asOf: CalendarDate;
};

export type GapAnswer = Across & { readonly asOf: CalendarDate; readonly inputs: ReadPapers['digests'] };
export type GapRefusal =
  PapersRefusal | { readonly code: 'unknown-scheme'; readonly scheme: string; readonly known: string };

/** How far a dossier is from each scheme that is in force on a day, and which next step serves most of them. */
export async function gapFiles(
  library: Library,
  question: GapQuestion,
): Promise<Result<GapAnswer, GapRefusal>> {
  const inForce = [...library.catalogue.schemes.values()].filter((scheme) =>
    isInForce(scheme, question.asOf),
  );
  const unknown = question.schemes.find((id) => !inForce.some((scheme) => scheme.id === id));
  if (unknown !== undefined) {
    const known = inForce.map((scheme) => editionRef(scheme.id, scheme.edition)).join(', ');
    return refuse({ code: 'unknown-scheme', scheme: unknown, known });
  }
  const papers = await readPapers(library, question);
  if (!papers.ok) return papers;
  const { submission, bodies, digests } = papers.value;
  const schemes = inForce.filter(({ id }) => question.schemes.length === 0 || question.schemes.includes(id));
  const { asOf } = question;
  return ok({
    ...gapAcross({ schemes, catalogue: library.catalogue, submission, bodies, asOf }),
    asOf,
    inputs: digests,
  });
}
