import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { Programme } from '@assay/vocabulary/programme';
import { expect, test } from 'vitest';

import { PEOPLE } from '../../test/sandbox-case.ts';
import {
  CASE,
  day,
  dossier,
  edition,
  group,
  instant,
  LAB,
  LABEL,
  NOW,
  says,
  scheme,
  shows,
} from '../../test/small-world.ts';
import { labelFacts, publicRecord, type Stated } from './public-record.ts';

const fact = { at: NOW, by: PEOPLE.issuer.id, because: 'SECRET reason of the office' };
const issued = {
  ...fact,
  type: 'LabelIssued' as const,
  label: LABEL,
  case: CASE,
  level: 1,
  validFrom: NOW,
  validUntil: instant('2029-11-21T00:00:00Z'),
};
const suspended: LabelEvent = {
  ...fact,
  at: instant('2027-01-01T00:00:00Z'),
  type: 'LabelSuspended',
  reasonCode: 'test-failed',
};
const programme: Programme = {
  programme: 'sandbox',
  title: 'Sandbox programme',
  sandbox: true,
  administrator: { code: 'SB', name: 'Sandbox Label Office', contact: 'desk@sandbox.example' },
  schemes: [edition('sandbox-scheme@1')],
  bodies: [LAB],
  people: [],
};
const input: Stated = {
  issued,
  dossier: dossier({
    facts: { secret_fact: 'yes' },
    statements: [{ ...says('1-1', 'yes'), reason: 'SECRET reason of the maker' }],
    evidence: [shows(['1-1'], { title: 'SECRET evidence', confidential: true })],
    declarations: [
      { declaration: 'truth', version: '1', signer: 'SECRET signer', capacity: 'Owner', signedAt: NOW },
    ],
    disclosures: { sbom: 'yes' },
  }),
  scheme: scheme([group(1, ['1-1']), group(2, ['1-2'])]),
  texts: { 'scheme.title': 'Sandbox scheme', 'level.1': 'One star', 'label.not': 'Not that it is safe.' },
  programme,
  laboratory: { body: LAB.id, name: LAB.name },
};
const recordOf = (
  stated: Stated,
  now = instant('2027-06-01T00:00:00Z'),
  history: readonly LabelEvent[] = [issued, suspended],
) =>
  publicRecord({
    ...{ facts: labelFacts(stated), history, now, witnessed: false },
    evidence: { origin: 'log.sandbox.example/2026', index: 3, credential: 'sandbox.jws' },
  });

test('the public record says what the label is, in the words of its scheme, and how it stands now', () => {
  expect(recordOf(input)).toMatchObject({
    labelId: LABEL,
    sandbox: true,
    state: 'suspended',
    stateSince: '2027-01-01T00:00:00Z',
    scheme: { edition: 'sandbox-scheme@1', name: 'Sandbox scheme (rules only: sandbox)' },
    level: { rank: 1, of: 2, name: 'One star', symbol: '*' },
    supportEnd: day('2031-12-31'),
    disclosures: { sbom: 'yes' },
    doesNotSay: ['Not that it is safe.'],
    history: [
      { at: NOW, what: 'issued' },
      { at: '2027-01-01T00:00:00Z', what: 'suspended', reasonCode: 'test-failed' },
    ],
    witnessed: false,
  });
});

test('nothing confidential gets out: no statement, fact, evidence, signer, nor who acted and why', () => {
  const text = JSON.stringify(recordOf(input));
  expect(text).not.toMatch(/SECRET|secret_fact|person_/);
});

test('expiry needs no act, and a support end that was not published is none', () => {
  const unpublished = { ...input, dossier: dossier({ supportPeriod: { state: 'not-published' } }) };
  const later = recordOf(unpublished, instant('2030-01-01T00:00:00Z'));
  expect([later.state, later.stateSince, later.supportEnd]).toEqual(['expired', issued.validUntil, null]);
});

test('a label that was never issued has no public record', () => {
  expect(() => recordOf(input, NOW, [])).toThrow('without LabelIssued');
});

test('the record names what the scheme publishes; a contact and declarations become public only where it publishes them', () => {
  expect(recordOf(input)).toMatchObject({ publishes: [], contact: null, declarations: [] });
  const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
  const open: Stated = {
    ...input,
    scheme: {
      ...input.scheme,
      declarations: [{ id: 'truth', version: '1', text: 'declaration.truth', ...sourced }],
      disclosures: (['level', 'contact', 'declaration'] as const).map((field) => ({
        field,
        required: true,
        label: 'disclosure.any',
        ...sourced,
      })),
    },
    texts: { ...input.texts, 'declaration.truth': 'All of it is true.' },
  };
  const record = recordOf(open);
  expect(record).toMatchObject({
    publishes: ['level', 'contact', 'declaration'],
    contact: 'security@sandbox.example',
    declarations: ['All of it is true.'],
  });
  expect(JSON.stringify(record)).not.toContain('SECRET');
});
