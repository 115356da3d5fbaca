import { createHash } from 'node:crypto';

import { beforeAll, describe, expect, test } from 'vitest';

import { editions } from '../../test/editions.ts';
import { readMakersFile, type Editions } from './read-makers-file.ts';

let known: Editions;
beforeAll(async () => {
  known = await editions();
});

const STANDARD = {
  'bom-ref': 'en303645',
  name: 'ETSI EN 303 645',
  version: '3.1.3',
  requirements: [
    { 'bom-ref': 'r1', identifier: '5.1-1', title: 'Passwords' },
    { 'bom-ref': 'r2', identifier: 'Provision 5.3-2' },
    { 'bom-ref': 'r9', identifier: '9.9-9' },
  ],
};
const CLAIM = { 'bom-ref': 'c1', target: 't', predicate: 'One password a device.', evidence: ['e1'] };
const CONTENT = Buffer.from('Sandbox test protocol').toString('base64');
const EVIDENCE = {
  'bom-ref': 'e1',
  description: 'Protocol of the sandbox',
  created: '2026-10-01T12:00:00Z',
  data: [
    {
      name: 'protocol',
      contents: { attachment: { contentType: 'text/plain', encoding: 'base64', content: CONTENT } },
    },
  ],
};

type Map = Readonly<Record<string, unknown>>;
function bom(maps: readonly Map[], more: Map = {}, standards: readonly Map[] = [STANDARD]) {
  const text = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    definitions: { standards },
    declarations: {
      attestations: [{ summary: 'Sandbox', map: maps }],
      claims: [CLAIM],
      evidence: [EVIDENCE],
      ...more,
    },
  });
  const read = readMakersFile('bom.json', new TextEncoder().encode(text), known);
  if (!read.ok) throw new Error(read.refusal.code);
  const { statements, evidence, notes } = read.value;
  return {
    statements,
    evidence,
    told: notes.filter(({ kind }) => kind !== 'taken').map(({ kind, code }) => `${kind} ${code}`),
  };
}

describe('a CycloneDX document with declarations', () => {
  test('states what its attestations say of provisions that are known, with the evidence of their claims', () => {
    const read = bom([
      { requirement: 'r1', claims: ['c1'], conformance: { score: 1, rationale: 'Tested.' } },
      { requirement: 'r2', conformance: { score: 0, rationale: 'No update yet.' } },
    ]);
    expect(read.statements).toEqual([
      {
        provision: 'etsi-en-303-645@3.1.3#5.1-1',
        supported: 'yes',
        reason: 'Tested. One password a device.',
      },
      { provision: 'etsi-en-303-645@3.1.3#5.3-2', supported: 'no', reason: 'No update yet.' },
    ]);
    expect(read.evidence).toMatchObject([
      {
        id: 'e1',
        digest: `sha256:${createHash('sha256').update('Sandbox test protocol').digest('hex')}`,
        received: '2026-10-01',
        covers: ['etsi-en-303-645@3.1.3#5.1-1'],
      },
    ]);
    expect(read.told).toEqual(['not-taken requirement-unknown']);
  });

  test('may name provisions by our own references, without defining the standard', () => {
    const read = bom([{ requirement: 'etsi-en-303-645@3.1.3#5.1-1', claims: ['c1'] }], {}, []);
    expect(read.statements.map(({ supported }) => supported)).toEqual(['yes']);
  });

  test.each([
    ['conformance in between', { requirement: 'r1', claims: ['c1'], conformance: { score: 0.5 } }],
    ['a claim and its contrary', { requirement: 'r1', claims: ['c1'], counterClaims: ['c2'] }],
    ['nothing said at all', { requirement: 'r1' }],
  ])('with %s loses it rather than choosing', (_, map) => {
    const read = bom([map]);
    expect(read.statements).toEqual([]);
    expect(read.told).toContain('lost conformance-unclear');
  });

  test('that says yes and no of one provision loses the second', () => {
    const read = bom([
      { requirement: 'r1', claims: ['c1'], conformance: { score: 1 } },
      { requirement: 'r1', conformance: { score: 0 } },
    ]);
    expect(read.statements.map(({ supported }) => supported)).toEqual(['yes']);
    expect(read.told).toContain('lost duplicate-provision');
  });

  test('of another edition of a standard speaks of nothing here', () => {
    const read = bom([{ requirement: 'r1', claims: ['c1'] }], {}, [{ ...STANDARD, version: '4.0.0' }]);
    expect(read.statements).toEqual([]);
    expect(read.told).toContain('not-taken map-of-unknown-requirement');
  });

  test('tells signatures, assessors, targets and whatever else is not read', () => {
    const read = bom([{ requirement: 'r1', claims: ['c1'], confidence: { score: 1 } }], {
      signature: {},
      assessors: [],
      affirmation: {},
    });
    expect(read.told.filter((one) => one === 'not-taken member-not-read')).toHaveLength(4);
  });

  test.each([
    ['without content', { data: [] }, 'evidence-without-content'],
    ['without a day', { created: undefined }, 'evidence-undated'],
    ['for no claim', { 'bom-ref': 'e2' }, 'evidence-of-nothing'],
  ])('with evidence %s does not take it, and says why', (_, change, code) => {
    const read = bom([{ requirement: 'r1', claims: ['c1'] }], { evidence: [{ ...EVIDENCE, ...change }] });
    expect(read.evidence).toEqual([]);
    expect(read.told).toContain(`not-taken ${code}`);
  });

  test('that is nested without end is refused', () => {
    const text = '{"bomFormat":"CycloneDX","declarations":' + '['.repeat(200) + ']'.repeat(200) + '}';
    const read = readMakersFile('bom.json', new TextEncoder().encode(text), known);
    expect(read).toMatchObject({ ok: false, refusal: { code: 'too-deep' } });
  });
});
