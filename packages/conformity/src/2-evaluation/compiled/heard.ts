import type { Statement } from '@assay/vocabulary/dossier';
import { editionRef, provisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { GroupResult } from '@assay/vocabulary/test-report';

import type { Catalogue } from '../../0-programme/catalogue.ts';
import type { Submission } from '../collect.ts';
import { orderedDossier, orderedReports } from '../ordered.ts';

/** The place of every provision of a catalogue in lists made for one dossier. */
export type Places = ReadonlyMap<ProvisionRef, number>;

/** What a submission says about one provision: places in the lists of the dossier, in their order. */
type Word = {
  readonly statements: Statement[];
  /** Places in the dossier's evidence; one item may cover several provisions. */
  readonly evidence: number[];
  readonly results: { readonly report: number; readonly result: GroupResult }[];
};

/** A submission read once: each provision finds what is said about it without looking through the rest. */
export type Heard = {
  readonly submission: Submission;
  readonly words: readonly (Word | undefined)[];
  /** Ids of the components in their order; absent where two are named alike. */
  readonly components: readonly string[] | undefined;
  /** IXIT tables that have rows. */
  readonly tables: ReadonlySet<string>;
};

/** Gives every provision of a catalogue its place. */
export function placesOf(catalogue: Catalogue): Places {
  const refs = [...catalogue.standards.values()].flatMap((standard) =>
    standard.provisions.map(({ id }) => provisionRef(editionRef(standard.id, standard.edition), id)),
  );
  return new Map([...new Set(refs)].map((ref, place) => [ref, place]));
}

/** Reads a submission once. What is said of provisions that the catalogue does not know speaks for nothing. */
export function hear(places: Places, { dossier, reports }: Submission): Heard {
  const submission = { dossier, reports: orderedReports(reports) };
  const words: (Word | undefined)[] = Array.from({ length: places.size });
  const wordOn = (ref: ProvisionRef): Word | undefined => {
    const place = places.get(ref);
    if (place === undefined) return undefined;
    return (words[place] ??= { statements: [], evidence: [], results: [] });
  };
  for (const statement of dossier.statements) wordOn(statement.provision)?.statements.push(statement);
  for (const [place, item] of dossier.evidence.entries())
    for (const ref of item.covers) {
      const word = wordOn(ref);
      if (word && word.evidence.at(-1) !== place) word.evidence.push(place);
    }
  for (const [place, report] of submission.reports.entries())
    for (const result of report.results) wordOn(result.provision)?.results.push({ report: place, result });
  return { submission, words, components: distinctIds(dossier), tables: tablesWithRows(dossier) };
}

function distinctIds({ components }: Submission['dossier']): Heard['components'] {
  const ids = components.map(({ id }) => id).sort();
  return ids.every((id, place) => place === 0 || id !== ids[place - 1]) ? ids : undefined;
}

function tablesWithRows({ ixit }: Submission['dossier']): ReadonlySet<string> {
  return new Set(ixit.filter(({ rows }) => rows.length > 0).map(({ table }) => table));
}

/** Only what a submission says about some provisions; whoever looks at no others finds the same as in the whole. */
export function narrowed({ submission, words }: Heard, places: readonly number[]): Submission {
  const { dossier, reports } = submission;
  const said = places.flatMap((place) => words[place] ?? []);
  const items = new Set(said.flatMap(({ evidence }) => evidence));
  const results = Map.groupBy(
    said.flatMap((word) => word.results),
    ({ report }) => report,
  );
  return {
    dossier: orderedDossier({
      ...dossier,
      statements: said.flatMap(({ statements }) => statements),
      evidence: [...items]
        .sort((one, other) => one - other)
        .flatMap((place) => dossier.evidence[place] ?? []),
    }),
    reports: reports.flatMap((report, place) => {
      const mine = results.get(place);
      return mine ? [{ ...report, results: mine.map(({ result }) => result) }] : [];
    }),
  };
}
