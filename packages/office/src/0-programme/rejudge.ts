import {
  compileEdition,
  type CompiledEdition,
  type NotEncoded,
} from '@assay/conformity/2-evaluation/compiled/compile';
import { weigherOf } from '@assay/conformity/2-evaluation/compiled/weigh';
import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import { editionRef } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { Population } from './encoded-population.ts';

export type Rejudgement = {
  readonly was: SchemeEdition;
  readonly now: SchemeEdition;
  /** At face value, or counting only what meets the methods. */
  readonly view: 'declared' | 'assessed';
};

export type RejudgeRefusal =
  NotEncoded | { readonly code: 'scope-differs'; readonly was: string; readonly now: string };

/** How many there were, how many reached a level before, and how many of those reach a lower one now. */
export type Rejudged = { readonly dossiers: number; readonly held: number; readonly lapsed: number };

/**
 * Judges every encoded dossier by an edition as it was and as it would be, and names those that would reach a lower level.
 * As of the day, and with the bodies, for which they were encoded. Whether a scheme takes a product at all is not
 * encoded: editions that differ in it are refused.
 */
export async function rejudge(
  population: Population,
  catalogue: Catalogue,
  { was, now, view }: Rejudgement,
  lapsed: (name: string) => void,
): Promise<Result<Rejudged, RejudgeRefusal>> {
  if (takes(was) !== takes(now))
    return refuse({
      code: 'scope-differs',
      was: editionRef(was.id, was.edition),
      now: editionRef(now.id, now.edition),
    });
  const before = compiledFor(population, catalogue, was);
  const after = compiledFor(population, catalogue, now);
  if (!before.ok) return before;
  if (!after.ok) return after;
  const counts = { dossiers: 0, held: 0, lapsed: 0 };
  const old = weigherOf(before.value, 0);
  const fresh = weigherOf(after.value, 0);
  await population.each((records, at, name) => {
    counts.dossiers += 1;
    const reached = old.level(records, at)[view];
    if (reached === 0) return;
    counts.held += 1;
    if (fresh.level(records, at)[view] >= reached) return;
    counts.lapsed += 1;
    lapsed(name());
  });
  return ok(counts);
}

function compiledFor(
  { layout }: Population,
  catalogue: Catalogue,
  scheme: SchemeEdition,
): Result<CompiledEdition, NotEncoded> {
  return compileEdition({ scheme, catalogue, layout, asOf: layout.asOf, bodies: layout.bodies });
}

function takes({ scope }: SchemeEdition): string {
  const { categories, excludedCategories, inclusion, exclusions } = scope;
  const conditions = [inclusion, exclusions].map((list) => list.map(({ when }) => when));
  return JSON.stringify([categories, excludedCategories.map(({ category }) => category), conditions]);
}
