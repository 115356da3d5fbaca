import { weakest } from '@assay/vocabulary/confidence';
import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import { editionRef, provisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Provision, StandardEdition } from '@assay/vocabulary/standard';

import type { Catalogue } from './catalogue.ts';

export type Relation = CrosswalkPair['relation'];
type Strength = CrosswalkPair['strength'];

/** How one provision lies to another, and the way from the one to the other: no surer and no stronger than its weakest step. */
export type Link = Pick<CrosswalkPair, 'from' | 'to' | 'relation' | 'strength' | 'confidence'> & {
  /** The provisions passed, from the first to the last. */
  readonly way: readonly ProvisionRef[];
  /** Whether a step leads from one edition of a standard to another in which the provision was changed. */
  readonly changedEdition: boolean;
};

/** How all provisions of a catalogue lie to one another. */
export type Relations = {
  /** The best way to a provision from each one that is related to it; from itself it is the same. */
  linksTo(to: ProvisionRef): ReadonlyMap<ProvisionRef, Link>;
  /** The provisions that a provision is made of: those below it, or those it was split into later. */
  partsOf(of: ProvisionRef): readonly ProvisionRef[];
};

/** Steps of the longest way: up or down within a document, over a hub such as EN 303 645, and on. */
const LONGEST = 3;

/** Finds the ways as they are asked for and keeps them. */
export function relationsIn(catalogue: Catalogue): Relations {
  const steps = Map.groupBy(stepsIn(catalogue), ({ to }) => to);
  const parts = partsIn(catalogue);
  const known = new Map<ProvisionRef, ReadonlyMap<ProvisionRef, Link>>();
  return {
    linksTo: (to) => {
      const found = known.get(to) ?? waysTo(to, steps);
      known.set(to, found);
      return found;
    },
    partsOf: (of) => parts.get(of) ?? [],
  };
}

/** What `a` is to `c` where it is the one to `b` and `b` the other to `c`; absent where nothing follows. */
export function composed(one: Relation, other: Relation): Relation | undefined {
  if (one === 'equal') return other;
  if (other === 'equal') return one;
  if (one === other && one !== 'intersects') return one;
  // What holds all of a thing shares with it whatever that thing shares, or lies within.
  if (one === 'superset') return 'intersects';
  if (one === 'intersects' && other === 'subset') return 'intersects';
  return undefined;
}

/** Whether a link leaves nothing of the provision it leads to open. */
export function coversWhole({ relation }: Pick<Link, 'relation'>): boolean {
  return relation === 'equal' || relation === 'superset';
}

const OTHER_WAY: Readonly<Record<Relation, Relation>> = {
  equal: 'equal',
  subset: 'superset',
  superset: 'subset',
  intersects: 'intersects',
};

function stepsIn(catalogue: Catalogue): readonly Link[] {
  const crosswalk = [...catalogue.crosswalk.values()]
    .flat()
    .flatMap((pair) => [step(pair), step({ ...pair, ...turned(pair) })]);
  const within = [...catalogue.standards.values()].flatMap((standard) => [
    ...nesting(standard),
    ...succession(standard, catalogue),
  ]);
  return [...crosswalk, ...within];
}

type Step = Pick<Link, 'from' | 'to' | 'relation' | 'strength' | 'confidence'>;

function step({ from, to, relation, strength, confidence }: Step, changedEdition = false): Link {
  return { from, to, relation, strength, confidence, way: [from, to], changedEdition };
}

function turned({ from, to, relation }: Step): Pick<Step, 'from' | 'to' | 'relation'> {
  return { from: to, to: from, relation: OTHER_WAY[relation] };
}

/** An entry above holds what stands below it. That this is meant is our reading of how such documents are built. */
function nesting(standard: StandardEdition): readonly Link[] {
  const edition = editionRef(standard.id, standard.edition);
  const known = new Map(standard.provisions.map((provision) => [provision.id, provision]));
  return standard.provisions.flatMap((below) => {
    const above = below.parent === undefined ? undefined : known.get(below.parent);
    if (!above) return [];
    const down: Step = {
      from: provisionRef(edition, above.id),
      to: provisionRef(edition, below.id),
      relation: 'superset',
      strength: 'strong',
      confidence: weakest(['likely', above.confidence, below.confidence]),
    };
    return [step(down), step({ ...down, ...turned(down) })];
  });
}

/** A later provision and what it follows from: the same, one part of it, or changed so that neither holds the other. */
function succession(later: StandardEdition, catalogue: Catalogue): readonly Link[] {
  if (later.succeeds === undefined) return [];
  const [here, before] = [editionRef(later.id, later.edition), editionRef(later.id, later.succeeds)];
  if (!catalogue.standards.has(before)) return [];
  return later.provisions.flatMap((provision) =>
    (provision.predecessors ?? []).flatMap(({ id, relation, confidence }) => {
      const back: Step = {
        from: provisionRef(here, provision.id),
        to: provisionRef(before, id),
        relation: relation === 'same' ? 'equal' : relation === 'part' ? 'subset' : 'intersects',
        strength: 'strong',
        confidence,
      };
      const changed = relation !== 'same';
      // A part may have been sharpened when it was split off: the earlier whole is not taken to hold it.
      const onwards: Relation = changed ? 'intersects' : 'equal';
      return [step(back, changed), step({ ...back, ...turned(back), relation: onwards }, changed)];
    }),
  );
}

type Part = { readonly whole: ProvisionRef; readonly part: ProvisionRef };

function partsIn(catalogue: Catalogue): ReadonlyMap<ProvisionRef, readonly ProvisionRef[]> {
  const all = [...catalogue.standards.values()].flatMap((standard) =>
    standard.provisions.flatMap((provision) => partOf(provision, standard)),
  );
  const parts = [...Map.groupBy(all, ({ whole }) => whole)];
  return new Map(parts.map(([whole, made]) => [whole, made.map(({ part }) => part).sort()]));
}

function partOf(provision: Provision, { id, edition, succeeds }: StandardEdition): readonly Part[] {
  const here = editionRef(id, edition);
  const part = provisionRef(here, provision.id);
  const above = provision.parent === undefined ? [] : [provisionRef(here, provision.parent)];
  const before =
    succeeds === undefined
      ? []
      : (provision.predecessors ?? [])
          .filter(({ relation }) => relation === 'part')
          .map((one) => provisionRef(editionRef(id, succeeds), one.id));
  return [...above, ...before].map((whole) => ({ whole, part }));
}

function waysTo(
  to: ProvisionRef,
  steps: ReadonlyMap<ProvisionRef, readonly Link[]>,
): ReadonlyMap<ProvisionRef, Link> {
  const itself = step({ from: to, to, relation: 'equal', strength: 'strong', confidence: 'sure' });
  const best = new Map<ProvisionRef, Link>([[to, { ...itself, way: [to] }]]);
  let edge: readonly Link[] = [{ ...itself, way: [to] }];
  for (let length = 0; length < LONGEST; length += 1) {
    edge = edge.flatMap((onwards) =>
      (steps.get(onwards.from) ?? []).flatMap((first) => {
        const link = onwards.way.includes(first.from) ? undefined : joined(first, onwards);
        return link ? [link] : [];
      }),
    );
    for (const link of edge) {
      const before = best.get(link.from);
      if (!before || isBetter(link, before)) best.set(link.from, link);
    }
  }
  return best;
}

function joined(first: Link, onwards: Link): Link | undefined {
  const relation = composed(first.relation, onwards.relation);
  if (!relation) return undefined;
  return {
    from: first.from,
    to: onwards.to,
    relation,
    strength: STRENGTH[first.strength] < STRENGTH[onwards.strength] ? first.strength : onwards.strength,
    confidence: weakest([first.confidence, onwards.confidence]),
    way: [first.from, ...onwards.way],
    changedEdition: first.changedEdition || onwards.changedEdition,
  };
}

const STRENGTH: Readonly<Record<Strength, number>> = { strong: 2, medium: 1, weak: 0 };
const SURENESS = { sure: 2, likely: 1, uncertain: 0 } as const;

/** Whether one link serves better than another: covering whole, then surer, stronger, shorter; names break ties. */
export function isBetter(one: Link, other: Link): boolean {
  const by =
    Number(coversWhole(one)) - Number(coversWhole(other)) ||
    SURENESS[one.confidence] - SURENESS[other.confidence] ||
    STRENGTH[one.strength] - STRENGTH[other.strength] ||
    other.way.length - one.way.length;
  return by > 0 || (by === 0 && one.way.join(' ') < other.way.join(' '));
}
