import type { Dossier } from '@assay/vocabulary/dossier';
import { editionRef, provisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { GroupResult } from '@assay/vocabulary/test-report';

import type { Catalogue } from '../../0-programme/catalogue.ts';
import type { Submission } from '../collect.ts';
import { orderedEvidence, orderedParts, orderedReports, orderedStatements } from '../ordered.ts';

/** The place of every provision of a catalogue in lists made for one dossier. */
export type Places = {
  readonly of: ReadonlyMap<ProvisionRef, number>;
  readonly refs: readonly ProvisionRef[];
};

/** A submission read once: each provision finds what is said about it without looking through the rest. */
export type Heard = {
  readonly submission: Submission;
  /** The dossier with its components and IXIT rows in one order. */
  readonly inOrder: Dossier;
  readonly refs: Places;
  /** By place: 0 nothing stated, `n` the n-th statement and no other, -1 several. */
  readonly stated: Int32Array;
  /** By place: 0 no evidence, else a link, counted from 1; evidence may cover many provisions. */
  readonly shown: Int32Array;
  /** The evidence of each link, and the link after it, 0 at the end. */
  readonly links: { readonly item: readonly number[]; readonly next: readonly number[] };
  /** By place: what reports found, in their order. */
  readonly found: ReadonlyMap<number, readonly Found[]>;
  /** Ids of the components in their order; absent where two are named alike. */
  readonly components: readonly string[] | undefined;
  /** IXIT tables that have rows. */
  readonly tables: ReadonlySet<string>;
};

type Found = { readonly report: number; readonly result: GroupResult };

const places = new WeakMap<Catalogue, Places>();

/** Gives every provision of a catalogue its place, once: a catalogue never changes. */
export function placesOf(catalogue: Catalogue): Places {
  const known = places.get(catalogue);
  if (known) return known;
  const refs = [...catalogue.standards.values()].flatMap((standard) =>
    standard.provisions.map(({ id }) => provisionRef(editionRef(standard.id, standard.edition), id)),
  );
  const once = [...new Set(refs)];
  const fresh = { of: new Map(once.map((ref, place) => [ref, place])), refs: once };
  places.set(catalogue, fresh);
  return fresh;
}

/** Reads a submission once. What is said of provisions that the catalogue does not know speaks for nothing. */
export function hear(catalogue: Catalogue, { dossier, reports }: Submission): Heard {
  const known = placesOf(catalogue);
  const submission = { dossier, reports: orderedReports(reports) };
  const stated = new Int32Array(known.refs.length);
  let count = 0;
  let last = -1;
  for (const { provision } of dossier.statements) {
    count += 1;
    const place = placeAfter(last, provision, known);
    if (place === undefined) continue;
    stated[place] = stated[place] === 0 ? count : -1;
    last = place;
  }
  return {
    submission,
    inOrder: orderedParts(dossier),
    refs: known,
    stated,
    ...shownIn(dossier, known),
    found: foundIn(submission.reports, known),
    components: distinctIds(dossier),
    tables: tablesWithRows(dossier),
  };
}

/** Provisions are mostly named in the order of their standard: to compare with the next is cheaper than to look up. */
function placeAfter(last: number, ref: ProvisionRef, { of, refs }: Places): number | undefined {
  return refs[last + 1] === ref ? last + 1 : of.get(ref);
}

function shownIn({ evidence }: Dossier, known: Places): Pick<Heard, 'shown' | 'links'> {
  const shown = new Int32Array(known.refs.length);
  const item: number[] = [];
  const next: number[] = [];
  let count = 0;
  let last = -1;
  for (const { covers } of evidence) {
    for (const ref of covers) {
      const place = placeAfter(last, ref, known);
      if (place === undefined) continue;
      last = place;
      const before = shown[place] ?? 0;
      if (before > 0 && item[before - 1] === count) continue;
      item.push(count);
      next.push(before);
      shown[place] = item.length;
    }
    count += 1;
  }
  return { shown, links: { item, next } };
}

function foundIn(reports: Submission['reports'], known: Places): Heard['found'] {
  const found = new Map<number, Found[]>();
  for (const [place, report] of reports.entries())
    for (const result of report.results) {
      const on = known.of.get(result.provision);
      if (on === undefined) continue;
      const list = found.get(on);
      if (list) list.push({ report: place, result });
      else found.set(on, [{ report: place, result }]);
    }
  return found;
}

function distinctIds({ components }: Dossier): Heard['components'] {
  const ids = components.map(({ id }) => id).sort();
  return ids.every((id, place) => place === 0 || id !== ids[place - 1]) ? ids : undefined;
}

function tablesWithRows({ ixit }: Dossier): ReadonlySet<string> {
  return new Set(ixit.filter(({ rows }) => rows.length > 0).map(({ table }) => table));
}

/** Only what a submission says about some provisions; whoever looks at no others finds the same as in the whole. */
export function narrowed(heard: Heard, places: readonly number[]): Submission {
  const { dossier, reports } = heard.submission;
  const items = new Set(places.flatMap((place) => itemsOn(heard, place)));
  const results = Map.groupBy(
    places.flatMap((place) => heard.found.get(place) ?? []),
    ({ report }) => report,
  );
  return {
    dossier: {
      ...heard.inOrder,
      statements: orderedStatements(statementsOn(heard, places)),
      evidence: orderedEvidence(dossier.evidence.filter((_item, place) => items.has(place))),
    },
    reports: reports.flatMap((report, place) => {
      const mine = results.get(place);
      return mine ? [{ ...report, results: mine.map(({ result }) => result) }] : [];
    }),
  };
}

function statementsOn({ submission, stated, refs }: Heard, places: readonly number[]): Dossier['statements'] {
  const { statements } = submission.dossier;
  return places.flatMap((place) => {
    const number = stated[place] ?? 0;
    if (number >= 0) return statements[number - 1] ?? [];
    return statements.filter(({ provision }) => refs.of.get(provision) === place);
  });
}

/** Places of the evidence that covers a provision. */
function itemsOn({ shown, links }: Heard, place: number): readonly number[] {
  const items: number[] = [];
  for (let link = shown[place] ?? 0; link > 0; link = links.next[link - 1] ?? 0)
    items.push(links.item[link - 1] ?? 0);
  return items;
}
