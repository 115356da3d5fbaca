import { provisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { Method, SchemeEdition } from '@assay/vocabulary/scheme';

import { isAskedFor } from '../1-application/product-class.ts';
import { maxAgeOf } from '../2-evaluation/requirement.ts';
import { reason } from '../reason.ts';
import type { Catalogue } from './catalogue.ts';
import { categoriesNamed } from './check-references.ts';
import { compareAges, compareMethods } from './compare-methods.ts';
import { less, more, undecided, without } from './directions.ts';
import { lineage, type Descent } from './lineage.ts';
import { upward, type Reading, type SchemeChange } from './scheme-change.ts';

/** What an edition asks of products of one category in respect of one provision. */
type Demand = {
  readonly ref: ProvisionRef;
  readonly level: number;
  readonly principle: string;
  readonly method: Method;
  readonly maxAgeDays: number | 'unset' | undefined;
  readonly justified: boolean;
};

/**
 * How the demands of two editions differ, whatever groups they are written in: each requirement that came, went, was
 * renumbered, moved to another level or is assessed otherwise, for each category of products that is named anywhere.
 */
export function demandChanges(
  before: SchemeEdition,
  after: SchemeEdition,
  catalogue: Catalogue,
): readonly SchemeChange[] {
  const categories = [...new Set([...categoriesNamed(before), ...categoriesNamed(after)])].sort();
  const found = categories.flatMap((category) =>
    counted(between(demandsOf(before, category), demandsOf(after, category), catalogue)).map((one) => ({
      ...one,
      category,
    })),
  );
  return [...Map.groupBy(found, ({ key }) => key).values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    return same.length === categories.length
      ? [first.change]
      : [{ ...first.change, categories: same.map(({ category }) => category) }];
  });
}

/** Changes of one category, each with a key of its own: two requirements that become one may change alike. */
function counted(changes: readonly SchemeChange[]): readonly { change: SchemeChange; key: string }[] {
  return [...Map.groupBy(changes, (change) => JSON.stringify(change))].flatMap(([text, alike]) =>
    alike.map((change, nth) => ({ change, key: `${text} ${String(nth)}` })),
  );
}

function demandsOf(scheme: SchemeEdition, category: string): ReadonlyMap<ProvisionRef, Demand> {
  const asked = scheme.requirements.filter((group) => isAskedFor(scheme, group, category));
  return new Map(
    asked.flatMap((group) => {
      const method = scheme.methods.find(({ id }) => id === group.method);
      if (!method) throw new Error(`${scheme.id}@${scheme.edition} has no method ${group.method}`);
      const shared = {
        level: group.level,
        principle: group.principle ?? '',
        method,
        maxAgeDays: maxAgeOf(scheme, method),
        justified: group.justifiedNotApplicable,
      };
      return group.provisions.map((id) => {
        const ref = provisionRef(group.from, id);
        return [ref, { ref, ...shared }] as const;
      });
    }),
  );
}

type Demands = ReturnType<typeof demandsOf>;

function between(before: Demands, after: Demands, catalogue: Catalogue): readonly SchemeChange[] {
  const kept = [...before.values()].flatMap((one) => {
    const same = after.get(one.ref);
    return same ? altered(one, same) : [];
  });
  const gone = [...before.values()].filter(({ ref }) => !after.has(ref));
  const come = [...after.values()].filter(({ ref }) => !before.has(ref));
  const pairs = renumbered(gone, come, catalogue);
  return [
    ...kept,
    ...pairs.flatMap(({ one, other, descent }) => [followed(one, other, descent), ...altered(one, other)]),
    ...gone
      .filter((one) => !pairs.some((pair) => pair.one === one))
      .map((one) => whole('removed', one, less(reason('asks-less')))),
    ...come
      .filter((one) => !pairs.some((pair) => pair.other === one))
      .map((one) => whole('added', one, more(reason('asks-more')))),
  ];
}

type Pair = { readonly one: Demand; readonly other: Demand; readonly descent: Descent };

/** Requirements of which one follows from the other, whichever of the two editions is the later. */
function renumbered(gone: readonly Demand[], come: readonly Demand[], catalogue: Catalogue): readonly Pair[] {
  const back = new Map([...gone, ...come].map(({ ref }) => [ref, lineage(catalogue, ref)]));
  const leads = (from: Demand, to: Demand) => back.get(to.ref)?.find((step) => step.from === from.ref);
  return gone.flatMap((one) =>
    come.flatMap((other) => {
      const descent = leads(one, other) ?? leads(other, one);
      return descent ? [{ one, other, descent }] : [];
    }),
  );
}

function followed(one: Demand, other: Demand, { relation, change }: Descent): SchemeChange {
  return {
    ...{ what: 'renumbered', member: 'requirements', item: other.ref, aspect: '' },
    ...{ before: one.ref, after: other.ref },
    direction: relation === 'same' ? 'neutral' : 'changed',
    because: reason(`renumbered-${relation}`, { change }),
  };
}

function whole(what: 'added' | 'removed', demand: Demand, reading: Reading): SchemeChange {
  const { activity, party, competence } = demand.method;
  const said = `level ${String(demand.level)}; ${[activity, party, competence].join(', ')}`;
  return {
    ...{ what, member: 'requirements', item: demand.ref, aspect: '' },
    ...(what === 'added' ? { after: said } : { before: said }),
    ...reading,
  };
}

/** What differs between two demands for one and the same thing, side by side. */
function altered(one: Demand, other: Demand): readonly SchemeChange[] {
  const sides: readonly (readonly [string, Side, Side, () => Reading])[] = [
    ['level', one.level, other.level, () => levels(one.level, other.level)],
    ['principle', one.principle, other.principle, undecided],
    ...(['activity', 'party', 'competence'] as const).map(
      (aspect) =>
        [
          aspect,
          one.method[aspect],
          other.method[aspect],
          () => compareMethods(one.method, other.method)[aspect] ?? undecided(),
        ] as const,
    ),
    ['maxAge', one.maxAgeDays, other.maxAgeDays, () => compareAges(one.maxAgeDays, other.maxAgeDays)],
    [
      'justifiedNotApplicable',
      one.justified,
      other.justified,
      () => (one.justified ? more(reason('asks-more')) : less(reason('asks-less'))),
    ],
    ['method', one.method.id, other.method.id, () => without(reason('told-elsewhere'))],
  ];
  return sides
    .filter(([, before, after]) => before !== after)
    .map(([aspect, before, after, read]) => ({
      what: aspect === 'level' ? 'moved' : 'altered',
      ...{ member: 'requirements', item: other.ref, aspect },
      ...{ before: said(before), after: said(after) },
      ...read(),
    }));
}

/** Asked at a lower level, a requirement stands in the way of more labels. */
function levels(before: number, after: number): Reading {
  return upward(-before, -after) === 'stricter' ? more(reason('asks-more')) : less(reason('asks-less'));
}

type Side = string | number | boolean | undefined;

function said(value: Side): string {
  return value === undefined || value === '' ? 'none' : String(value);
}
