import { describe, expect, test } from 'vitest';

import {
  DIGEST_PATTERN,
  editionRef,
  LABEL_ID_PATTERN,
  parseCaseId,
  PROVISION_REF_PATTERN,
  provisionRef,
  splitProvisionRef,
} from './ids.ts';

const isReference = (text: string) => new RegExp(PROVISION_REF_PATTERN).test(text);

describe('a global reference', () => {
  const edition = editionRef('etsi-en-303-645', '2.1.1');

  test('is made of standard, edition and provision, and comes apart again', () => {
    const ref = provisionRef(edition, '5.3-13');
    expect(ref).toBe('etsi-en-303-645@2.1.1#5.3-13');
    expect(isReference(ref)).toBe(true);
    expect(splitProvisionRef(ref)).toEqual({ edition, id: '5.3-13' });
  });

  test.each(['etsi-en-303-645@3.1.3#5.3-15A', 'nist-ir-8425@2022#1/a', 'a@1#1'])('%s is read', (text) => {
    expect(isReference(text)).toBe(true);
  });

  test.each([
    '',
    'etsi-en-303-645#5.3-13',
    'etsi-en-303-645@2.1.1',
    '@2.1.1#5.3-13',
    'ETSI@2.1.1#5.3-13',
    'etsi@2.1.1#',
    'etsi@2.1.1#5..3',
    'etsi@2.1.1#5.3-13#x',
    'etsi@2.1.1#../secret',
    ' etsi@2.1.1#5.3-13',
    'etsi@2.1.1#5.3-13\n',
  ])('%j is refused', (text) => {
    expect(isReference(text)).toBe(false);
  });
});

describe('ids that come from outside', () => {
  test.each([
    ['case_0123456789abcdef', true],
    ['case_0123456789abcdeu', false],
    ['case_0123456789ABCDEF', false],
    ['case_0123456789abcde', false],
    ['label_0123456789abcdef', false],
    ['case_0123456789abcdef\n', false],
  ])('the case id %j is taken: %s', (text, taken) => {
    expect(parseCaseId(text)).toEqual(
      taken ? { ok: true, value: text } : { ok: false, refusal: { code: 'malformed-case-id', text } },
    );
  });

  test.each([
    [`sha256:${'0a'.repeat(32)}`, true],
    [`sha256:${'0A'.repeat(32)}`, false],
    [`sha256:${'0a'.repeat(31)}`, false],
    [`sha512:${'0a'.repeat(32)}`, false],
    ['0a'.repeat(32), false],
  ])('the digest %j is taken: %s', (text, taken) => {
    expect(new RegExp(DIGEST_PATTERN).test(text)).toBe(taken);
  });

  test.each([
    ['SB7K3M9QX2J', true],
    ['SB7K3M9QXIJ', false],
    ['SB7K3M9QX2', false],
    ['sb7k3m9qx2j', false],
  ])('the label id %s has the shape of one: %s', (text, has) => {
    expect(new RegExp(LABEL_ID_PATTERN).test(text)).toBe(has);
  });
});
