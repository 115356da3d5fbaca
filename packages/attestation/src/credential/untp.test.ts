import fc from 'fast-check';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { describe, expect, test } from 'vitest';

import { STATEMENT } from '../../test/sandbox-label.ts';
import { untpFaults, WITHOUT_UNTP } from '../../test/untp.ts';
import { faultsOf } from '../vc-jose-cose/document.ts';
import { buildLabelCredential } from './label-credential.ts';
import type { LabelStatement } from './label-statement.ts';

const [assessment] = STATEMENT.assessments;
if (!assessment) throw new Error('the sandbox label has one assessment');
const words = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const evidence = fc.record(
  {
    url: fc.webUrl(),
    name: words,
    digestMultibase: fc.constant('zQmYtUc4iTCbbfVSDNKvtQqrfyezPPnFvE33wFmutw9PBBk'),
    mediaType: fc.constant('application/json'),
  },
  { requiredKeys: ['url', 'name'] },
);
const disclosures = fc.record(
  {
    supportEnd: fc.constant('2031-01-01' as CalendarDate),
    updatePolicy: fc.webUrl(),
    securityTxt: fc.webUrl(),
    csafProvider: fc.webUrl(),
    sbomAvailable: fc.boolean(),
  },
  { requiredKeys: [] },
);
/** Every member that a label may have, there or not. */
const statements: fc.Arbitrary<LabelStatement> = fc
  .record({
    sandbox: fc.boolean(),
    disclosures,
    holder: fc.record(
      { id: fc.webUrl(), name: words, registeredId: words },
      { requiredKeys: ['id', 'name'] },
    ),
    assessorLevel: fc.constantFrom('self' as const, 'commercial' as const, '3rdParty' as const),
    assessmentLevel: fc.constantFrom('authority-mandate' as const, 'scheme-cab' as const),
    assessments: fc
      .array(fc.array(evidence, { maxLength: 3 }), { minLength: 1, maxLength: 2 })
      .map((lists) => lists.map((list) => ({ ...assessment, evidence: list }))),
  })
  .map((varied) => ({ ...STATEMENT, ...varied }));

describe.skipIf(WITHOUT_UNTP !== '')(`a label as UNTP's conformity credential 0.7.0${WITHOUT_UNTP}`, () => {
  test('is one, whatever it states, but for the form of its status entries', () => {
    fc.assert(
      fc.property(statements, (statement) => {
        const credential = buildLabelCredential(statement);
        fc.pre(credential.ok);
        expect(untpFaults(credential.value)).toEqual([]);
        expect(faultsOf('credential', credential.value)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    const credential = buildLabelCredential({
      ...STATEMENT,
      supersedes: 'a'.repeat(43),
      trustmark: { name: 'Sandbox mark', imageData: 'c2FuZGJveA==', mediaType: 'image/png' },
    });
    expect(credential.ok && untpFaults(credential.value)).toEqual([]);
  });

  test('differs from the schema as published in credentialStatus and nowhere else', () => {
    const credential = buildLabelCredential(STATEMENT);
    if (!credential.ok) throw new Error(JSON.stringify(credential.refusal));
    const faults = untpFaults(credential.value, 'untp');
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.filter((fault) => !fault.startsWith('/credentialStatus'))).toEqual([]);
  });

  test.each([
    ['no name', { name: undefined }],
    [
      'the contexts exchanged',
      {
        '@context': [
          'https://vocabulary.uncefact.org/untp/0.7.0/context/',
          'https://www.w3.org/ns/credentials/v2',
        ],
      },
    ],
    [
      'an index that is a number',
      {
        credentialStatus: [
          {
            type: 'BitstringStatusListEntry',
            statusPurpose: 'revocation',
            statusListIndex: 4711,
            statusListCredential: 'https://sandbox.example/3',
          },
        ],
      },
    ],
    ['another type', { type: ['VerifiableCredential'] }],
  ])('with %s is none', (_case, change) => {
    const credential = buildLabelCredential(STATEMENT);
    if (!credential.ok) throw new Error(JSON.stringify(credential.refusal));
    const changed: unknown = JSON.parse(JSON.stringify({ ...credential.value, ...change }));
    expect(untpFaults(changed)).not.toEqual([]);
  });
});
