import { createHash } from 'node:crypto';

import { expect, test, vi } from 'vitest';

import { NOW, sandboxOffice, servedBundle, STATEMENT } from '../../test/sandbox-label.ts';
import { canonicalJson } from '../canonical-json.ts';
import { verifyBundle } from '../verify-label.ts';
import { labelContext } from './context.ts';
import { buildLabelCredential } from './label-credential.ts';

/** Of the canonical JSON for `https://label.example.org`. A change of a term is a new version of the context. */
const CONTEXT_V1 = 'c450cadd923cc4f880fa8e5fff157939f90677f82df3208374c97f1c7d00d714';

test('the context of our own terms is frozen under its version', () => {
  const text = canonicalJson(labelContext('https://label.example.org'));
  expect(createHash('sha256').update(text).digest('hex')).toBe(CONTEXT_V1);
});

test('every member of our own in a credential is a term of that context', () => {
  const credential = buildLabelCredential({ ...STATEMENT, supersedes: 'a'.repeat(43) });
  if (!credential.ok) throw new Error(JSON.stringify(credential.refusal));
  const { '@context': terms = {} } = labelContext('https://label.example.org') as Record<string, object>;
  const { cyberLabel } = credential.value['credentialSubject'] as { cyberLabel: object };
  expect(Object.keys(cyberLabel)).toContain('supersedes');
  for (const term of ['cyberLabel', ...Object.keys(cyberLabel)]) expect(Object.keys(terms)).toContain(term);
});

test('a verification fetches nothing: contexts are read by their names and their order', async () => {
  const office = await sandboxOffice();
  const bundle = await servedBundle(office);
  const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no connection'));
  const { outcome } = await verifyBundle({ bundle, anchors: office.anchors, now: NOW });
  expect([outcome, asked.mock.calls]).toEqual(['VALID', []]);
  asked.mockRestore();
});
