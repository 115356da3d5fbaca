import { join } from 'node:path';

import { checkScheme } from '@assay/conformity/0-programme/check-scheme';
import type { EditionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { adviceOn, faultsIn } from './library-checks.ts';
import { filesOf, readLibraryFiles, type LibraryFiles } from './library-files.ts';

const ROOT = join(import.meta.dirname, '../../../..');

let library: LibraryFiles;
beforeAll(async () => {
  library = await readLibraryFiles(ROOT, await filesOf(ROOT));
});

test('the standards, schemes and crosswalks of this repository have no fault', () => {
  expect(library.unread).toEqual([]);
  expect(faultsIn(library)).toEqual([]);
  expect(library.schemes.length).toBeGreaterThanOrEqual(7);
});

test('what nobody has settled in them is told, each at its place', () => {
  const open = adviceOn(library).filter(({ code }) => code.startsWith('open-setting'));
  const nulls = library.schemes.flatMap(({ file, document }) =>
    document.settings.flatMap(({ value }, at) =>
      value === null ? [`${file} /settings/${String(at)}/value`] : [],
    ),
  );
  expect(open.map(({ file, path }) => `${file} ${path}`).sort()).toEqual(nulls.sort());
});

type Mutated = { readonly scheme: SchemeEdition; readonly code: string; readonly path: string };

/** Ways to break an edition that a person could mistake; undefined where it has no such part to break. */
const MUTATIONS: readonly ((scheme: SchemeEdition) => Mutated | undefined)[] = [
  (scheme) => ({
    scheme: group(scheme, 0, { method: 'no-such-method' }),
    ...{ code: 'requirement-without-method', path: '/requirements/0/method' },
  }),
  (scheme) => ({
    scheme: group(scheme, 0, { provisions: [...(scheme.requirements[0]?.provisions ?? []), 'no-such'] }),
    code: 'dangling-reference',
    path: `/requirements/0/provisions/${String(scheme.requirements[0]?.provisions.length)}`,
  }),
  (scheme) => ({
    scheme: group(scheme, 0, { level: 19 }),
    ...{ code: 'dangling-reference', path: '/requirements/0/level' },
  }),
  (scheme) =>
    scheme.requirements.length < 2
      ? undefined
      : {
          scheme: group(scheme, 1, { from: 'no-such-standard@1' as EditionRef }),
          ...{ code: 'dangling-reference', path: '/requirements/1/from' },
        },
  (scheme) => ({
    scheme: { ...scheme, methods: [...scheme.methods, ...scheme.methods.slice(0, 1)] },
    ...{ code: 'duplicate-id', path: `/methods/${String(scheme.methods.length)}` },
  }),
  (scheme) => exclude(scheme, 'nobody-asks', { fact: 'no_such_fact' }, 'undeclared-fact'),
  (scheme) =>
    exclude(
      scheme,
      'everything',
      { any: [{ fact: 'uses_passwords' }, { not: { fact: 'uses_passwords' } }] },
      'scope-takes-nothing',
    ),
  (scheme) => {
    const [first] = scheme.scope.inclusion;
    return first && exclude(scheme, 'what-is-wanted', first.when, 'scope-takes-nothing');
  },
  (scheme) => ({
    scheme: { ...scheme, title: 'no.such.text' },
    ...{ code: 'text-missing', path: '/title' },
  }),
  (scheme) => ({
    scheme: { ...scheme, applicationForm: [...scheme.applicationForm, '/no/such/member'] },
    ...{ code: 'form-asks-for-no-member', path: `/applicationForm/${String(scheme.applicationForm.length)}` },
  }),
  (scheme) => {
    const at = scheme.disclosures.findIndex(({ field, required }) => required && field === 'productName');
    const applicationForm = scheme.applicationForm.map((one) =>
      one === '/product/name' ? '/product/brand' : one,
    );
    return at === -1
      ? undefined
      : {
          scheme: { ...scheme, applicationForm },
          ...{ code: 'disclosure-without-field', path: `/disclosures/${String(at)}/field` },
        };
  },
  (scheme) => {
    const [clock] = scheme.clocks;
    return (
      clock && {
        scheme: { ...scheme, clocks: [{ ...clock, ends: clock.starts }, ...scheme.clocks.slice(1)] },
        ...{ code: 'clock-ends-as-it-starts', path: '/clocks/0/ends' },
      }
    );
  },
  (scheme) => ({
    scheme: { ...scheme, inForce: { ...scheme.inForce, to: scheme.inForce.from } },
    ...{ code: 'ends-before-it-begins', path: '/inForce/to' },
  }),
  (scheme) => {
    const [excluded] = scheme.scope.excludedCategories;
    return (
      excluded && {
        scheme: {
          ...scheme,
          scope: { ...scheme.scope, categories: [...scheme.scope.categories, excluded.category] },
        },
        ...{ code: 'category-taken-and-excluded', path: '/scope/excludedCategories/0/category' },
      }
    );
  },
  (scheme) => ({
    scheme: {
      ...scheme,
      methods: scheme.methods.map((one, at) =>
        at === 0 ? { ...one, activity: 'declaration', party: 'third' } : one,
      ),
    },
    ...{ code: 'method-nobody-can-perform', path: '/methods/0' },
  }),
  (scheme) =>
    scheme.declarations.length === 0
      ? undefined
      : {
          scheme: { ...scheme, roles: scheme.roles.map((one) => ({ ...one, id: `no-${one.id}` })) },
          ...{ code: 'declaration-without-signer', path: '/declarations/0' },
        },
  (scheme) => {
    const [last] = scheme.levels.slice(-1);
    const level = last && { ...last, rank: 20, symbol: 'twenty' };
    return (
      level && {
        scheme: { ...scheme, levels: [...scheme.levels, level] },
        ...{ code: 'unreachable-level', path: `/levels/${String(scheme.levels.length)}` },
      }
    );
  },
];

function group(
  scheme: SchemeEdition,
  at: number,
  more: Partial<SchemeEdition['requirements'][number]>,
): SchemeEdition {
  const requirements = scheme.requirements.map((one, index) => (index === at ? { ...one, ...more } : one));
  return { ...scheme, requirements };
}

function exclude(
  scheme: SchemeEdition,
  id: string,
  when: SchemeEdition['scope']['exclusions'][number]['when'],
  code: string,
): Mutated {
  const { exclusions } = scheme.scope;
  const test = { id, when, source: 'none', confidence: 'sure' as const };
  return {
    scheme: { ...scheme, scope: { ...scheme.scope, exclusions: [...exclusions, test] } },
    ...{ code, path: `/scope/exclusions/${String(exclusions.length)}/when` },
  };
}

describe('a real scheme that is broken', () => {
  test('in any number of ways at once is told of each of them at its place', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...library.schemes),
        fc.shuffledSubarray([...MUTATIONS], { minLength: 1 }),
        ({ file, document }, mutations) => {
          const expected: string[] = [];
          const broken = mutations.reduce((scheme, mutate) => {
            const mutated = mutate(scheme);
            if (mutated) expected.push(`${mutated.code} ${mutated.path}`);
            return mutated?.scheme ?? scheme;
          }, document);
          const facts = new Map(library.facts[0]?.document.facts.map((fact) => [fact.id, fact]));
          const { standards, schemes } = library;
          const texts = library.texts.filter((one) => one.file.startsWith(`schemes/${document.id}/`));
          const told = checkScheme({ file, document: broken }, { facts, standards, schemes, texts });
          expect(told.map(({ code, path }) => `${code} ${path}`)).toEqual(expect.arrayContaining(expected));
        },
      ),
      { numRuns: 150 },
    );
  });
});
