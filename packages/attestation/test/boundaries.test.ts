import { beforeAll, describe, expect, test } from 'vitest';
import { addSeconds } from '@assay/vocabulary/instant';

import { formatBundle, type Bundle } from '../src/bundle.ts';
import { ed25519Bytes, type Signer } from '../src/key.ts';
import { formatVkey, noteKey, SIGNATURE_TYPE, type NoteKey } from '../src/log/note-key.ts';
import { signatureLine } from '../src/log/note.ts';
import { verifyBundle } from '../src/verify-label.ts';
import { ed25519Signer, grantedBundle, instant, sandboxOffice, type Office } from './sandbox-label.ts';

const DAY = 86_400;
const COSIGNED = instant('2026-11-21T12:00:00Z');
let office: Office;
let witness: Signer;
let key: NoteKey;
let bundle: Bundle;
beforeAll(async () => {
  office = await sandboxOffice();
  witness = await ed25519Signer('w');
  const publicKey = ed25519Bytes(witness.publicJwk) ?? new Uint8Array();
  key = await noteKey({ name: 'w.sandbox.example', type: SIGNATURE_TYPE.cosignature, publicKey });
  bundle = await grantedBundle(office, { listsAt: instant('2026-11-22T00:00:00Z') });
});

/** A label that one witness saw at COSIGNED, asked about so many seconds later. */
async function asked(seconds: number, made: Bundle = bundle) {
  const [, text = ''] = /\n\n(.*?\n)\n/s.exec(made.proof) ?? [];
  const line = await signatureLine(text, { ...key, time: Date.parse(COSIGNED) / 1000 }, witness);
  const anchors = { ...office.anchors, policy: `witness w ${formatVkey(key)}\nquorum w\n` };
  const served = formatBundle({ ...made, proof: made.proof + line });
  const found = await verifyBundle({ bundle: served, anchors, now: addSeconds(COSIGNED, seconds) });
  const freshness = found.checks.find(({ id }) => id === 'log-freshness');
  return { ...found, warned: freshness?.detail.startsWith('warning') === true };
}

describe('a checkpoint that was cosigned', () => {
  test.each([
    [DAY - 1, 'VALID', false],
    [DAY, 'VALID', false],
    [DAY + 1, 'VALID', true],
    [7 * DAY - 1, 'VALID', true],
    [7 * DAY, 'VALID', true],
    [7 * DAY + 1, 'STALE', false],
  ] as const)('%i seconds ago is %s', async (seconds, outcome, warned) => {
    const lists = await grantedBundle(office, { listsAt: addSeconds(COSIGNED, seconds - 60) });
    const found = await asked(seconds, lists);
    expect([found.outcome, found.warned, found.witnessed]).toEqual([outcome, warned, true]);
    expect(found.evidenceTime).toBe(COSIGNED);
  });

  test('counts up to five minutes ahead of the clock, for clocks differ, and no further', async () => {
    const lists = await grantedBundle(office, { listsAt: addSeconds(COSIGNED, -600) });
    expect((await asked(-300, lists)).outcome).toBe('VALID');
    const ahead = await asked(-301, lists);
    expect([ahead.outcome, ahead.checks.find(({ ok }) => !ok)?.id]).toEqual(['INVALID', 'log-witnesses']);
  });
});

describe('a status list', () => {
  test.each([
    [7 * DAY - 1, 'VALID'],
    [7 * DAY, 'STALE'],
    [7 * DAY + 1, 'STALE'],
  ] as const)('made %i seconds ago leaves its label %s', async (seconds, outcome) => {
    const made = await grantedBundle(office, { listsAt: addSeconds(COSIGNED, 60 - seconds) });
    expect((await asked(60, made)).outcome).toBe(outcome);
  });

  test('that begins more than five minutes from now says nothing yet', async () => {
    const at = async (seconds: number) =>
      (await asked(0, await grantedBundle(office, { listsAt: addSeconds(COSIGNED, seconds) }))).outcome;
    expect([await at(300), await at(301)]).toEqual(['VALID', 'NOT_YET_VALID']);
  });
});
