import type { Dossier } from '@assay/vocabulary/dossier';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import { dossier, group, NOW, scheme } from '../../test/small-world.ts';
import { missingFrom } from './completeness.ts';
import { inScope } from './scope.ts';

const sourced = { source: 'none', confidence: 'sure' } as const;
const demanding: SchemeEdition = scheme([group(1, ['1-1'])], {
  scope: {
    categories: ['lighting', 'camera'],
    excludedCategories: [],
    inclusion: [{ id: 'for-consumers', when: { fact: 'f' }, ...sourced }],
    exclusions: [{ id: 'medical', when: { all: [{ fact: 'g' }, { fact: 'h' }] }, ...sourced }],
  },
  applicationForm: ['/product/name', '/product/gtins', '/contacts/securityTxt'],
  declarations: [{ id: 'truth', version: '2', text: 'declaration.truth', ...sourced }],
  disclosures: [
    { field: 'updates', required: true, label: 'disclosure.updates', ...sourced },
    { field: 'inventories', required: true, label: 'disclosure.inventories', ...sourced },
    { field: 'supportPeriod', required: true, label: 'disclosure.supportPeriod', ...sourced },
    { field: 'passwordChange', required: false, label: 'disclosure.passwordChange', ...sourced },
    { field: 'laboratory', required: true, label: 'disclosure.laboratory', ...sourced },
  ],
});
const signed = {
  declaration: 'truth',
  version: '2',
  signer: 'Sandbox Signer',
  capacity: 'Owner',
  signedAt: NOW,
};
const whole: Dossier = dossier({
  product: { ...dossier().product, gtins: ['00012345678905'] },
  contacts: { security: 'security@sandbox.example', securityTxt: 'https://sandbox.example/security.txt' },
  facts: { f: 'yes', g: 'no' },
  disclosures: { updates: { automatic: 'yes', how: { says: 'By itself.' } }, sbom: 'no', hbom: 'yes' },
  declarations: [signed],
});
const missing = (given: Dossier, declared: Dossier['declarations'] = []) =>
  missingFrom(demanding, given, declared).map((reason) => [reason.code, ...Object.values(reason.facts)]);

describe('an application', () => {
  test('that has everything lacks nothing, whatever it may fail later', () => {
    expect(missing(whole)).toEqual([]);
  });

  test.each<[string, Partial<Dossier>, readonly unknown[]]>([
    [
      'an empty list of the form',
      { product: { ...whole.product, gtins: [] } },
      ['member-missing', '/product/gtins'],
    ],
    ['a member of the form', { contacts: { security: 'x' } }, ['member-missing', '/contacts/securityTxt']],
    ['a declaration', { declarations: [] }, ['declaration-missing', 'truth', '2']],
    [
      'a declaration in its version',
      { declarations: [{ ...signed, version: '1' }] },
      ['declaration-outdated', 'truth', '2', '1'],
    ],
    ['a disclosure', { disclosures: { sbom: 'no', hbom: 'yes' } }, ['disclosure-missing', 'updates']],
    [
      'half of the inventories',
      { disclosures: { updates: { automatic: 'yes', how: { says: 'By itself.' } }, sbom: 'no' } },
      ['disclosure-missing', 'inventories'],
    ],
    [
      'a support period',
      { supportPeriod: { state: 'not-published' } },
      ['disclosure-missing', 'supportPeriod'],
    ],
    ['an answer that scope turns on', { facts: { g: 'no' } }, ['scope-fact-unanswered', 'f']],
  ])('is told that it lacks %s', (_what, less, expected) => {
    expect(missing({ ...whole, ...less })).toEqual([expected]);
  });

  test('that promises no support discloses that', () => {
    expect(missing({ ...whole, supportPeriod: { state: 'unsupported' } })).toEqual([]);
  });

  test('lacks security information and a contact that the scheme publishes, but nothing that a label brings with it', () => {
    const fields = [
      'category',
      'models',
      'level',
      'labelId',
      'validity',
      'declaration',
      'contact',
      'securityInformation',
    ] as const;
    const open: SchemeEdition = {
      ...demanding,
      disclosures: fields.map((field) => ({
        field,
        required: true,
        label: 'disclosure.any',
        ...sourced,
      })),
    };
    const lacks = (given: Dossier) => missingFrom(open, given, []).map((reason) => reason.facts['field']);
    expect(lacks({ ...whole, contacts: { ...whole.contacts, security: '' } })).toEqual([
      'contact',
      'securityInformation',
    ]);
    const told = { ...whole.disclosures, securityInformation: { says: 'A page of advisories.' } };
    expect(lacks({ ...whole, disclosures: told })).toEqual([]);
  });

  test('may bring its declarations with it', () => {
    expect(missing({ ...whole, declarations: [] }, [signed])).toEqual([]);
  });

  test('never finds a member on the prototype', () => {
    const form = {
      ...demanding,
      applicationForm: ['/constructor', '/product/toString', '/product/models/length', '/product/models/0'],
    };
    expect(missingFrom(form, whole, []).map((one) => one.facts['pointer'])).toEqual([
      '/constructor',
      '/product/toString',
      '/product/models/length',
    ]);
  });
});

describe('scope', () => {
  const grounds = (given: Dossier, by: SchemeEdition = demanding) => {
    const answer = inScope(by, given);
    return answer.ok
      ? answer.value
      : answer.refusal.grounds.map((one) => [one.code, ...Object.values(one.facts)]);
  };
  const open = (categories: readonly string[], excluded: readonly string[] = []): SchemeEdition => ({
    ...demanding,
    scope: {
      ...demanding.scope,
      categories: [...categories],
      excludedCategories: excluded.map((category) => ({ category, ...sourced })),
    },
  });

  test('takes a product of its categories with every question answered', () => {
    expect(grounds(whole)).toEqual({ ask: [] });
  });

  test('asks each open question once', () => {
    expect(grounds({ ...whole, facts: {} })).toEqual({ ask: ['f', 'g', 'h'] });
    expect(grounds({ ...whole, facts: { f: 'yes', g: 'yes', h: 'unknown' } })).toEqual({ ask: ['h'] });
  });

  test('refuses another category, an exclusion that applies and an inclusion that fails, all at once', () => {
    const other = {
      ...whole,
      product: { ...whole.product, category: 'car' },
      facts: { f: 'no', g: 'yes', h: 'yes' },
    };
    expect(grounds(other)).toEqual([
      ['category-not-taken', 'car', 'lighting, camera'],
      ['inclusion-fails', 'for-consumers', 'f'],
      ['exclusion-applies', 'medical', 'g, h'],
    ]);
    expect(missing({ ...whole, product: other.product })[0]).toEqual([
      'category-not-taken',
      'car',
      'lighting, camera',
    ]);
  });

  test('open to any consumer product still leaves out what it excludes', () => {
    expect(grounds(whole, open(['any-consumer-iot']))).toEqual({ ask: [] });
    expect(grounds(whole, open(['any-consumer-iot'], ['lighting']))).toEqual([
      ['category-excluded', 'lighting'],
    ]);
  });
});
