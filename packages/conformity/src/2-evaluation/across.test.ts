import type { ProvisionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { expect, test } from 'vitest';

import { dossier, group, provision, says, scheme, shows, standard, TODAY } from '../../test/small-world.ts';
import { catalogueOf } from '../0-programme/catalogue.ts';
import { gapAcross } from './across.ts';

const STANDARD = standard(['1-1', '1-2', '1-3'].map((id) => provision(id)));
const asks = (id: string, ...provisions: readonly string[]): SchemeEdition =>
  scheme([group(1, provisions)], { id });

/** Schemes asked of a dossier that shows only the given provisions. */
function across(schemes: readonly SchemeEdition[], shown: readonly string[]) {
  const catalogue = catalogueOf({ facts: { facts: [] }, standards: [STANDARD], schemes });
  const evidence = shown.length > 0 ? [shows(shown)] : [];
  const submission = {
    dossier: dossier({ statements: shown.map((id) => says(id, 'yes')), evidence }),
    reports: [],
  };
  return gapAcross({ schemes, catalogue, submission, bodies: [], asOf: TODAY });
}

test('a gap that several schemes share is one thing to do, and what unlocks most comes first', () => {
  const { fixes } = across(
    [asks('alpha', '1-1', '1-2'), asks('beta', '1-1'), asks('gamma', '1-1', '1-3')],
    ['1-3'],
  );
  expect(fixes.map(({ requirement, waits, unlocks }) => [requirement, waits, unlocks])).toEqual([
    ['sandbox-standard@1#1-1', ['alpha@1', 'beta@1', 'gamma@1'], ['beta@1', 'gamma@1']],
    ['sandbox-standard@1#1-2', ['alpha@1'], []],
  ]);
});

test('a scheme that takes no applications waits for a fix, but no fix unlocks it, and open ones go before it', () => {
  const closed = (id: string, ...provisions: readonly string[]): SchemeEdition => ({
    ...asks(id, ...provisions),
    status: 'closed-to-new',
  });
  const { fixes } = across([closed('alpha', '1-1'), closed('beta', '1-1'), asks('gamma', '1-2', '1-3')], []);
  expect(fixes.map(({ requirement, waits, unlocks }) => [requirement, waits, unlocks])).toEqual([
    ['sandbox-standard@1#1-2', ['gamma@1'], []],
    ['sandbox-standard@1#1-3', ['gamma@1'], []],
    ['sandbox-standard@1#1-1', ['alpha@1', 'beta@1'], []],
  ]);
});

test('a scheme whose first level is reached is asked for the next, up to its highest', () => {
  const stepped = scheme([group(1, ['1-1']), group(2, ['1-2'])]);
  const asked = (shown: readonly string[]) =>
    across([stepped], shown).answers.map(({ evaluation }) => evaluation.level);
  expect(asked([])).toMatchObject([{ asked: 1, declared: 0 }]);
  expect(asked(['1-1'])).toMatchObject([{ asked: 2, declared: 1 }]);
  expect(asked(['1-1', '1-2'])).toMatchObject([{ asked: 2, declared: 2 }]);
  expect(across([stepped], ['1-1', '1-2']).fixes).toEqual([]);
});

test('a scheme that does not take the product is told with its grounds and asks for nothing', () => {
  const scope = { categories: ['toys'], excludedCategories: [], inclusion: [], exclusions: [] };
  const { answers, outOfScope, fixes } = across([scheme([group(1, ['1-1'])], { scope })], []);
  expect(answers).toEqual([]);
  expect(outOfScope).toMatchObject([
    { scheme: 'sandbox-scheme@1', grounds: [{ code: 'category-not-taken' }] },
  ]);
  expect(fixes).toEqual([]);
});

test('what is met in another standard is offered for the provision it leads to, and settles nothing there', () => {
  const other = { ...STANDARD, id: 'other-standard' };
  const pairFrom = (from: string) => ({
    from: `other-standard@1#${from}` as ProvisionRef,
    to: 'sandbox-standard@1#1-1' as ProvisionRef,
    relation: 'subset' as const,
    strength: 'strong' as const,
    confidence: 'likely' as const,
    source: 'invented for tests',
  });
  const schemes = [asks('alpha', '1-1')];
  const pairs = [pairFrom('1-2'), pairFrom('1-3')];
  const catalogue = catalogueOf({ facts: { facts: [] }, standards: [STANDARD, other], schemes, pairs });
  const met = 'other-standard@1#1-2' as ProvisionRef;
  const submission = {
    dossier: dossier({
      statements: [{ ...says('1-2', 'yes'), provision: met }],
      evidence: [shows([], { id: 'proof', covers: [met] })],
    }),
    reports: [],
  };
  const { answers, fixes } = gapAcross({ schemes, catalogue, submission, bodies: [], asOf: TODAY });
  expect(answers).toMatchObject([{ evaluation: { level: { declared: 0 } } }]);
  expect(fixes.map(({ offers }) => offers.map(({ from, relation }) => [from, relation]))).toEqual([
    [[met, 'subset']],
  ]);
});
