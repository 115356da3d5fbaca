import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import { editionRef, provisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  condition,
  dossier,
  group,
  provision,
  says,
  scheme,
  shows,
  standard,
  TODAY,
  world,
} from '../../test/small-world.ts';
import { catalogueOf } from '../0-programme/catalogue.ts';
import { gapAcross, type Across } from './across.ts';

const IDS = ['1-1', '1-2', '1-3'] as const;
const STANDARDS = ['base', 'other', 'third'] as const;

/** Three standards of three provisions each, and a scheme of its own for each of them. */
const standards = STANDARDS.map((id) =>
  standard(
    IDS.map((one) => provision(one)),
    [],
    { id },
  ),
);
const schemes = STANDARDS.map((id) =>
  scheme([group(1, [...IDS], { from: editionRef(id, '1') })], { id: `asks-${id}` }),
);
const ref = (standardId: string, id: string): ProvisionRef => provisionRef(editionRef(standardId, '1'), id);

type Link = Pick<CrosswalkPair, 'from' | 'to'> & Partial<CrosswalkPair>;

function across(links: readonly Link[], shown: readonly ProvisionRef[] = [], asked = schemes): Across {
  const pairs = links.map((link) => ({
    ...({
      relation: 'intersects',
      strength: 'medium',
      confidence: 'likely',
      source: 'invented for tests',
    } as const),
    ...link,
  }));
  const catalogue = catalogueOf({ facts: { facts: [] }, standards, schemes: asked, pairs });
  const submission = {
    dossier: dossier({
      statements: shown.map((provisionShown) => ({ ...says('1-1', 'yes'), provision: provisionShown })),
      evidence: shown.length > 0 ? [shows([], { id: 'proof', covers: [...shown] })] : [],
    }),
    reports: [],
  };
  return gapAcross({ schemes: asked, catalogue, submission, bodies: [], asOf: TODAY });
}

const stepOn = (found: Across, provisionAsked: ProvisionRef) =>
  found.steps.find((step) => step.provision === provisionAsked);

test('gaps that one provision speaks for are one step, each through its relation', () => {
  const step = stepOn(
    across([
      { from: ref('base', '1-1'), to: ref('other', '1-2'), relation: 'equal' },
      { from: ref('base', '1-1'), to: ref('third', '1-3'), strength: 'strong', confidence: 'uncertain' },
    ]),
    ref('base', '1-1'),
  );
  expect(step?.helps.map(({ fix, relation }) => [fix.requirement, relation])).toEqual([
    [ref('third', '1-3'), 'intersects'],
    [ref('other', '1-2'), 'equal'],
  ]);
  expect(step).toMatchObject({
    ...{ waits: ['asks-base@1'], related: ['asks-other@1', 'asks-third@1'] },
    ...{ todo: { code: 'do-state' }, confidence: 'uncertain' },
  });
});

test('a weak relation joins nothing', () => {
  const { steps, fixes } = across([{ from: ref('base', '1-1'), to: ref('other', '1-1'), strength: 'weak' }]);
  expect(steps).toHaveLength(fixes.length);
  expect(steps.every(({ helps }) => helps.length === 0)).toBe(true);
});

test('where the provision is met already, the step is to offer what is shown', () => {
  const met = ref('base', '1-1');
  const links = [
    { from: met, to: ref('other', '1-1') },
    { from: met, to: ref('third', '1-1') },
  ];
  const step = stepOn(across(links, [met]), met);
  expect(step).toMatchObject({
    todo: { code: 'do-offer' },
    waits: [],
    unlocks: [],
    related: ['asks-other@1', 'asks-third@1'],
  });
  expect(step?.fix).toBeUndefined();
});

test('where nobody asks for the provision that joins two gaps, the step is one for several', () => {
  const links = [
    { from: ref('base', '1-1'), to: ref('other', '1-1') },
    { from: ref('base', '1-1'), to: ref('third', '1-1') },
  ];
  const found = across(links, [], schemes.slice(1));
  expect(stepOn(found, ref('base', '1-1'))?.todo.code).toBe('do-for-several');
});

test('a single gap keeps its own name when nobody waits for the provision that leads to it', () => {
  const found = across([{ from: ref('base', '1-1'), to: ref('other', '1-1') }], [], schemes.slice(1));
  expect(stepOn(found, ref('base', '1-1'))).toBeUndefined();
  expect(stepOn(found, ref('other', '1-1'))?.helps).toEqual([]);
});

test('a step unlocks what its own gap unlocks, whatever else it may help with', () => {
  const link = {
    from: ref('base', '1-1'),
    to: ref('other', '1-1'),
    relation: 'equal',
    strength: 'strong',
  } as const;
  // Only 1-1 is missing in `other`: closing it unlocks that scheme, but the step that is like it does not.
  const shown = [ref('other', '1-2'), ref('other', '1-3')];
  const step = stepOn(across([link], shown), ref('base', '1-1'));
  expect(step?.unlocks).toEqual([]);
  expect(step?.helps.map(({ fix }) => fix.unlocks)).toEqual([['asks-other@1']]);
});

test('a gap unlocks exactly the schemes whose level is reached once it is closed', () => {
  fc.assert(
    fc.property(fc.subarray(STANDARDS.flatMap((id) => IDS.map((one) => ref(id, one)))), (shown) => {
      const reachedBy = ({ answers }: Across) =>
        answers.filter(({ evaluation }) => evaluation.level.declared === 1).map(({ scheme: one }) => one);
      const before = across([], shown);
      for (const { requirement, unlocks } of before.fixes) {
        const after = reachedBy(across([], [...shown, requirement]));
        expect(after.filter((one) => !reachedBy(before).includes(one))).toEqual(unlocks);
      }
    }),
    { numRuns: 30 },
  );
});

test('a question unlocks nothing for sure, even where its answer alone is missing', () => {
  const asked = world({
    provisions: [provision('1-1', { conditions: ['c'] })],
    conditions: [condition('c', { fact: 'f' })],
  });
  const submission = { dossier: asked.dossier, reports: [] };
  const found = gapAcross({ ...asked, schemes: [asked.scheme], submission, asOf: TODAY });
  expect(found.steps).toMatchObject([
    { todo: { code: 'do-answer' }, unlocks: [], mayUnlock: ['sandbox-scheme@1'] },
  ]);
});

test('gaps that turn on the same answer are one step', () => {
  const ids = ['1-1', '1-2', '1-3'];
  const asked = world({
    provisions: ids.map((id) => provision(id, { conditions: [id === '1-3' ? 'd' : 'c'] })),
    conditions: [condition('c', { fact: 'f' }), condition('d', { fact: 'g' })],
  });
  const submission = { dossier: asked.dossier, reports: [] };
  const { steps } = gapAcross({ ...asked, schemes: [asked.scheme], submission, asOf: TODAY });
  expect(
    steps.map(({ provision: named, decides }) => [named, decides.map(({ requirement }) => requirement)]),
  ).toEqual([
    ['sandbox-standard@1#1-1', ['sandbox-standard@1#1-2']],
    ['sandbox-standard@1#1-3', []],
  ]);
});

describe('whatever the crosswalk says', () => {
  const refs = STANDARDS.flatMap((id) => IDS.map((one) => ref(id, one)));
  const link = fc
    .record({
      from: fc.constantFrom(...refs),
      to: fc.constantFrom(...refs),
      relation: fc.constantFrom('equal', 'subset', 'superset', 'intersects'),
      strength: fc.constantFrom('strong', 'medium', 'weak'),
      confidence: fc.constantFrom('sure', 'likely', 'uncertain'),
    })
    .filter(({ from, to }) => from.split('@')[0] !== to.split('@')[0]) as fc.Arbitrary<Link>;

  test('each gap stands in exactly one step, no step is surer than its links, and none unlocks more than its gap', () => {
    fc.assert(
      fc.property(fc.array(link, { maxLength: 12 }), fc.subarray(refs), (links, shown) => {
        const { fixes, steps } = across(links, shown);
        const placed = steps.flatMap(({ fix, decides, helps }) => [
          ...decides,
          ...(fix ? [fix] : []),
          ...helps.map((help) => help.fix),
        ]);
        expect(placed.map(({ requirement }) => requirement).sort()).toEqual(
          fixes.map(({ requirement }) => requirement).sort(),
        );
        for (const { fix, unlocks, helps, confidence } of steps) {
          expect(unlocks).toEqual(fix?.unlocks ?? []);
          if (helps.some((help) => help.confidence === 'uncertain')) expect(confidence).toBe('uncertain');
          expect(helps.some(({ strength }) => strength === 'weak')).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });
});
