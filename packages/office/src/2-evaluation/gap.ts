import { isInForce } from '@assay/conformity/0-programme/catalogue';
import { gapAcross, type Across } from '@assay/conformity/2-evaluation/across';
import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { editionAsked, type NoSuchEdition } from '../0-programme/edition-asked.ts';
import type { Library } from '../0-programme/load-library.ts';
import { readPapers, type Papers, type PapersRefusal, type ReadPapers } from './papers.ts';

export type GapQuestion = Papers & {
  /** Schemes to look at, each by `id` or `id@edition`; none: every scheme with an edition in force. */
  readonly schemes: readonly string[];
  readonly asOf: CalendarDate;
};

export type GapAnswer = Across & {
  readonly asOf: CalendarDate;
  readonly inputs: ReadPapers['digests'];
  readonly dossier: ReadPapers['dossier'];
  /** What people call each scheme and its levels. */
  readonly names: ReadonlyMap<EditionRef, SchemeNames>;
};
export type SchemeNames = {
  readonly title: string;
  readonly levels: readonly { readonly rank: number; readonly name: string }[];
};
export type GapRefusal = PapersRefusal | NoSuchEdition;

/** How far a dossier is from each scheme that is in force on a day, and which next step serves most of them. */
export async function gapFiles(
  library: Library,
  question: GapQuestion,
): Promise<Result<GapAnswer, GapRefusal>> {
  const asked = schemesAsked(library, question);
  if (!asked.ok) return asked;
  const papers = await readPapers(library, question);
  if (!papers.ok) return papers;
  const { submission, bodies, digests, dossier } = papers.value;
  const { asOf } = question;
  return ok({
    ...gapAcross({ schemes: asked.value, catalogue: library.catalogue, submission, bodies, asOf }),
    asOf,
    inputs: digests,
    dossier,
    names: new Map(
      asked.value.map((scheme) => [editionRef(scheme.id, scheme.edition), namesOf(scheme, library.texts)]),
    ),
  });
}

/** The editions that are named, each once, or all that are in force on the day. */
function schemesAsked(
  { catalogue }: Library,
  { schemes, asOf }: GapQuestion,
): Result<readonly SchemeEdition[], NoSuchEdition> {
  if (schemes.length === 0)
    return ok([...catalogue.schemes.values()].filter((scheme) => isInForce(scheme, asOf)));
  const found = new Set<SchemeEdition>();
  for (const name of schemes) {
    const asked = editionAsked(catalogue, name, asOf);
    if (!asked.ok) return asked;
    found.add(asked.value);
  }
  return ok([...found]);
}

function namesOf({ id, title, levels }: SchemeEdition, texts: Library['texts']): SchemeNames {
  const said = texts.get(id)?.get('en') ?? {};
  return {
    title: said[title] ?? id,
    levels: levels.map(({ rank, name }) => ({ rank, name: said[name] ?? name })),
  };
}
