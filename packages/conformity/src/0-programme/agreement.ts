import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognitionEntry } from '@assay/vocabulary/recognition';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { schemeInForce, type Catalogue } from './catalogue.ts';
import { ranksOf, type Comparison, type Equivalence } from './equivalence.ts';

/**
 * Where a published direction and the comparison part. `not-recognised`: nothing supports it here; `conditions`: the
 * instrument asks for nothing where the comparison finds conditions; `higher-level`: the comparison would recognise more
 * than the cap; `lower-source`: a lower level of the source would reach the cap already.
 */
export type Difference = 'not-recognised' | 'conditions' | 'higher-level' | 'lower-source';

/** One published direction between schemes that are held, beside what the comparison finds for the lowest level it takes. */
export type Agreement = {
  readonly arrangement: string;
  readonly entry: RecognitionEntry;
  readonly source: { readonly scheme: EditionRef; readonly level: number };
  readonly target: { readonly scheme: EditionRef; readonly level: number };
  readonly computed: Equivalence;
  readonly differences: readonly Difference[];
};

/** Holds every published direction against the comparison, on a day. Difference is information, for nobody to remove. */
export function agreementsIn(
  catalogue: Catalogue,
  compare: Comparison,
  asOf: CalendarDate,
): readonly Agreement[] {
  return catalogue.recognitions
    .flatMap(({ arrangement, entries }) => entries.map((entry) => ({ arrangement, entry })))
    .flatMap(({ arrangement, entry }) => {
      const found = agreementOf(entry, { catalogue, compare, asOf });
      return found ? [{ arrangement, entry, ...found }] : [];
    })
    .sort((one, other) => (one.entry.id < other.entry.id ? -1 : 1));
}

type Around = {
  readonly catalogue: Catalogue;
  readonly compare: Comparison;
  readonly asOf: CalendarDate;
};

function agreementOf(
  entry: RecognitionEntry,
  { catalogue, compare, asOf }: Around,
): Omit<Agreement, 'arrangement' | 'entry'> | undefined {
  const { from, to, categories, effect } = entry;
  if ('outside' in from || 'outside' in to || to.cap === 'not-known' || effect === 'information-only')
    return undefined;
  const source = pinned(from.scheme, from.editions, catalogue, asOf);
  const target = pinned(to.scheme, to.editions, catalogue, asOf);
  if (!source || !target) return undefined;
  const { cap } = to;
  const ranks = ranksOf(source);
  const taken = levelsTaken(ranks, from.levels);
  const [lowest, highest] = [taken[0], taken.at(-1)];
  if (lowest === undefined || highest === undefined) return undefined;
  const category = categories !== 'any' && 'only' in categories ? categories.only[0] : undefined;
  const at = (level: number) => compare({ scheme: source, level }, { scheme: target, level: cap }, category);
  const computed = at(lowest);
  const below = ranks.filter((rank) => rank < lowest).map(at);
  const differences: Difference[] = [];
  if (computed.verdict === 'not') differences.push('not-recognised');
  if (computed.verdict === 'with-conditions' && effect === 'automatic-deemed') differences.push('conditions');
  if (at(highest).recognised.level > cap) differences.push('higher-level');
  if (below.some(({ verdict }) => verdict !== 'not')) differences.push('lower-source');
  return {
    source: { scheme: editionRef(source.id, source.edition), level: lowest },
    target: { scheme: editionRef(target.id, target.edition), level: cap },
    computed,
    differences,
  };
}

function levelsTaken(ranks: readonly number[], levels: readonly number[] | string): readonly number[] {
  return typeof levels === 'string' ? ranks : ranks.filter((rank) => levels.includes(rank));
}

function pinned(
  id: string,
  editions: readonly string[] | 'any',
  catalogue: Catalogue,
  day: CalendarDate,
): SchemeEdition | undefined {
  const current = schemeInForce(catalogue, id, day);
  if (editions === 'any' || (current && editions.includes(current.edition))) return current;
  const named = [...editions].sort().map((edition) => catalogue.schemes.get(editionRef(id, edition)));
  return named.findLast((scheme) => scheme !== undefined);
}
