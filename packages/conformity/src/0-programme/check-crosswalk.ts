import type { Crosswalk, CrosswalkPair } from '@assay/vocabulary/crosswalk';
import { editionRef, provisionRef, splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import { unreachable } from '@assay/vocabulary/result';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { about, each, type Complaint, type Filed } from './complaint.ts';
import { cyclesOf, type Cycle, type Step } from './cycle.ts';

type Standards = readonly Filed<StandardEdition>[];

/**
 * Everything in the crosswalks that their schema cannot see: ends that lead nowhere, pairs given twice in one file or
 * two, pairs of one edition, and chains that contradict themselves.
 */
export function checkCrosswalks(
  crosswalks: readonly Filed<Crosswalk>[],
  standards: Standards,
): readonly Complaint[] {
  return [
    ...crosswalks.flatMap((crosswalk) => ends(crosswalk, standards)),
    ...givenTwice(crosswalks),
    ...cycles(crosswalks, standards),
  ];
}

function ends({ file, document }: Filed<Crosswalk>, standards: Standards): readonly Complaint[] {
  const say = about(file);
  const known = new Map(
    standards.map(({ document: { id, edition, provisions } }) => [
      editionRef(id, edition),
      new Set(provisions.map((provision) => provision.id)),
    ]),
  );
  const leadsNowhere = (ref: ProvisionRef, path: string): readonly Complaint[] => {
    const { edition, id } = splitProvisionRef(ref);
    return known.get(edition)?.has(id) === true
      ? []
      : [say(path, 'dangling-reference', { id: ref, to: 'standards' })];
  };
  return each('/pairs', document.pairs, ({ from, to }, path) => [
    ...leadsNowhere(from, `${path}/from`),
    ...leadsNowhere(to, `${path}/to`),
    ...(splitProvisionRef(from).edition === splitProvisionRef(to).edition
      ? [say(path, 'pair-within-an-edition', { from, to })]
      : []),
  ]);
}

/** Two provisions lie to one another in one way; a second pair repeats the first or contradicts it. */
function givenTwice(crosswalks: readonly Filed<Crosswalk>[]): readonly Complaint[] {
  const seen = new Map<string, string>();
  return crosswalks.flatMap(({ file, document }) =>
    each('/pairs', document.pairs, ({ from, to }, path) => {
      const pair = [from, to].sort().join(' ');
      const first = seen.get(pair);
      seen.set(pair, first ?? `${file} ${path}`);
      return first === undefined ? [] : [about(file)(path, 'pair-given-twice', { from, to, first })];
    }),
  );
}

/** Where a step of a chain is written; a predecessor is written in a standard, and is no pair of a crosswalk. */
type Written = { readonly sign: '⊂' | '='; readonly at?: { readonly file: string; readonly path: string } };

/**
 * `from` lies within `to`, which lies within … which lies within `from`: then all of them would be equal, and the pairs
 * say that they are not. Evidence would be carried round it, and count for more than it shows. Equal provisions, and
 * those that a later edition left unchanged, belong to the chain without making the contradiction.
 */
function cycles(crosswalks: readonly Filed<Crosswalk>[], standards: Standards): readonly Complaint[] {
  const steps = [
    ...crosswalks.flatMap(({ file, document }) =>
      document.pairs.flatMap((pair, index) => stepsOf(pair, { file, path: `/pairs/${String(index)}` })),
    ),
    ...standards.flatMap(unchanged),
  ];
  return cyclesOf(steps, ({ by }) => by.sign === '⊂').flatMap((cycle) => {
    const at = cycle[0]?.by.at;
    return at ? [about(at.file)(at.path, 'crosswalk-cycle', { cycle: chain(cycle) })] : [];
  });
}

function stepsOf(
  { from, to, relation }: CrosswalkPair,
  at: Written['at'] & object,
): readonly Step<Written>[] {
  // A pair of one provision with itself is told as a pair within an edition.
  if (from === to) return [];
  switch (relation) {
    case 'subset':
      return [{ from, to, by: { sign: '⊂', at } }];
    case 'superset':
      return [{ from: to, to: from, by: { sign: '⊂', at } }];
    case 'equal':
      return bothWays(from, to, { sign: '=', at });
    case 'intersects':
      return [];
    default:
      return unreachable(relation);
  }
}

function unchanged({ document: standard }: Filed<StandardEdition>): readonly Step<Written>[] {
  const { id, edition, succeeds } = standard;
  if (succeeds === undefined) return [];
  return standard.provisions.flatMap((provision) =>
    (provision.predecessors ?? [])
      .filter(({ relation }) => relation === 'same')
      .flatMap((earlier) =>
        bothWays(
          provisionRef(editionRef(id, succeeds), earlier.id),
          provisionRef(editionRef(id, edition), provision.id),
          { sign: '=' },
        ),
      ),
  );
}

function bothWays(one: string, other: string, by: Written): readonly Step<Written>[] {
  return [
    { from: one, to: other, by },
    { from: other, to: one, by },
  ];
}

function chain(cycle: Cycle<Written>): string {
  return cycle.map(({ from, by }) => `${from} ${by.sign} `).join('') + (cycle[0]?.from ?? '');
}
