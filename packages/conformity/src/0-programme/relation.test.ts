import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { expressions, schemeWorlds } from '../../test/arbitrary-schemes.ts';
import * as small from '../../test/small-world.ts';
import { truthOf } from '../2-evaluation/truth.ts';
import { catalogueOf } from './catalogue.ts';
import { isImplied } from './implied.ts';
import { composed, relationsIn, type Relation } from './relation.ts';

type Things = ReadonlySet<number>;

const within = (one: Things, other: Things) => [...one].every((item) => other.has(item));
const sharing = (one: Things, other: Things) => [...one].some((item) => other.has(item));

/** How one set lies to another; absent where they share nothing. */
function relationOf(one: Things, other: Things): Relation | undefined {
  if (within(one, other)) return within(other, one) ? 'equal' : 'subset';
  if (within(other, one)) return 'superset';
  return sharing(one, other) ? 'intersects' : undefined;
}

/** Whether a relation is true of two sets: sets that are equal also hold each other, and share a part. */
function holds(relation: Relation, one: Things, other: Things): boolean {
  switch (relation) {
    case 'equal':
      return relationOf(one, other) === 'equal';
    case 'subset':
      return within(one, other);
    case 'superset':
      return within(other, one);
    case 'intersects':
      return sharing(one, other);
  }
}

test('what follows from two relations holds of sets', () => {
  const things = fc.uniqueArray(fc.nat(5), { minLength: 1 }).map((items): Things => new Set(items));
  fc.assert(
    fc.property(things, things, things, (a, b, c) => {
      const [one, other] = [relationOf(a, b), relationOf(b, c)];
      const both = one && other && composed(one, other);
      if (both) expect(holds(both, a, c)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('a condition taken to be implied is never false where the given ones hold', () => {
  const answer = fc.constantFrom('yes' as const, 'no' as const);
  fc.assert(
    fc.property(
      expressions,
      fc.array(expressions, { maxLength: 3 }),
      fc.record({ f: answer, g: answer, h: answer }),
      (wanted, given, facts) => {
        fc.pre(isImplied(wanted, given));
        fc.pre(given.every((one) => truthOf(one, facts).value === 'yes'));
        expect(truthOf(wanted, facts).value).toBe('yes');
      },
    ),
    { numRuns: 300 },
  );
});

const OTHER = small.edition('other@1');
const THIRD = small.edition('third@1');
const pair = (from: string, to: string, more: Partial<CrosswalkPair> = {}): CrosswalkPair => ({
  from: from as ProvisionRef,
  to: to as ProvisionRef,
  relation: 'equal',
  strength: 'strong',
  confidence: 'sure',
  source: 'invented for tests',
  ...more,
});
const provisions = [small.provision('1-1'), small.provision('1-2')];
const world = (...pairs: readonly CrosswalkPair[]) =>
  relationsIn(
    catalogueOf({
      facts: { facts: [] },
      standards: [
        small.standard(provisions),
        small.standard(provisions, [], { id: 'other' }),
        small.standard(provisions, [], { id: 'third' }),
      ],
      schemes: [],
      pairs,
    }),
  );
const linkOf = (relations: ReturnType<typeof world>, from: string, to: string) =>
  relations.linksTo(to as ProvisionRef).get(from as ProvisionRef);
const [hub, left, right] = [`${small.FIRST}#1-1`, `${OTHER}#1-1`, `${THIRD}#1-1`];

test('a pair is read both ways: what holds all of another lies around it, what lies within does not cover', () => {
  const relations = world(pair(hub, left, { relation: 'superset' }));
  expect(linkOf(relations, hub, left)?.relation).toBe('superset');
  expect(linkOf(relations, left, hub)?.relation).toBe('subset');
});

test('a way over a hub is no surer and no stronger than its weakest step', () => {
  const relations = world(
    pair(hub, left, { confidence: 'uncertain' }),
    pair(hub, right, { confidence: 'likely', strength: 'weak' }),
  );
  expect(linkOf(relations, left, right)).toMatchObject({
    ...{ relation: 'equal', confidence: 'uncertain', strength: 'weak' },
    way: [left, hub, right],
  });
});

test('that both share a part with a hub says nothing of the two', () => {
  const shares = { relation: 'intersects' } as const;
  const relations = world(pair(hub, left, shares), pair(hub, right, shares));
  expect(linkOf(relations, left, right)).toBeUndefined();
});

test('the surer of two ways is taken, and a circle of pairs comes to an end', () => {
  const relations = world(pair(left, right, { confidence: 'uncertain' }), pair(hub, left), pair(hub, right));
  expect(linkOf(relations, left, right)).toMatchObject({ confidence: 'sure', way: [left, hub, right] });
});

test('in any world each provision is the same as itself, and no link is surer than its steps', () => {
  const rank = { sure: 2, likely: 1, uncertain: 0 };
  fc.assert(
    fc.property(schemeWorlds, ({ documents, source }) => {
      const doubtful = (documents.pairs ?? []).map((one) => ({ ...one, confidence: 'uncertain' as const }));
      const relations = relationsIn(catalogueOf({ ...documents, pairs: doubtful }));
      for (const { from, provisions: ids } of source.requirements)
        for (const id of ids) {
          const ref = `${from}#${id}` as ProvisionRef;
          expect(relations.linksTo(ref).get(ref)).toMatchObject({ relation: 'equal', confidence: 'sure' });
          for (const { way, confidence } of relations.linksTo(ref).values())
            if (
              way.some((one) => one.startsWith('sandbox-other')) &&
              way.some((one) => one.startsWith('sandbox-standard'))
            )
              expect(rank[confidence]).toBe(0);
        }
    }),
    { numRuns: 60 },
  );
});
