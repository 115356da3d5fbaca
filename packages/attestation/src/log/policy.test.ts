import { beforeAll, describe, expect, test } from 'vitest';

import {
  ed25519Signer,
  grantedBundle,
  instant,
  NOW,
  ORIGIN,
  sandboxOffice,
  type Office,
} from '../../test/sandbox-label.ts';
import { formatBundle, type Bundle } from '../bundle.ts';
import { ed25519Bytes, type Signer } from '../key.ts';
import { verifyBundle } from '../verify-label.ts';
import { formatVkey, noteKey, SIGNATURE_TYPE, type NoteKey } from './note-key.ts';
import { signatureLine } from './note.ts';
import { meetsQuorum, parsePolicy } from './policy.ts';

const NAMES = ['w1', 'w2', 'w3'] as const;
let signers: readonly Signer[];
let keys: readonly NoteKey[];
let lines: string;
let office: Office;
let bundle: Bundle;

beforeAll(async () => {
  office = await sandboxOffice();
  bundle = await grantedBundle(office);
  signers = await Promise.all(NAMES.map((name) => ed25519Signer(`did:web:witness.example#log-${name}`)));
  keys = await Promise.all(
    signers.map((signer, i) => witnessKey(signer, `witness.example/${NAMES[i] ?? ''}`)),
  );
  lines = keys
    .map((key, i) => `witness ${NAMES[i] ?? ''} ${formatVkey(key)} https://witness.example/`)
    .join('\n');
});

const witnessKey = (signer: Signer, name: string) =>
  noteKey({
    name,
    type: SIGNATURE_TYPE.cosignature,
    publicKey: ed25519Bytes(signer.publicJwk) ?? new Uint8Array(),
  });

async function satisfiedBy(policy: string, indices: readonly number[]): Promise<boolean | string> {
  const parsed = await parsePolicy(policy);
  return parsed.ok
    ? meetsQuorum(
        parsed.value,
        keys.filter((_, i) => indices.includes(i)),
      )
    : parsed.refusal.why;
}

describe('a witness policy', () => {
  test('asks for nobody, for one, for any, for all, or for some of a group', async () => {
    expect(await satisfiedBy('quorum none\n', [])).toBe(true);
    expect(await satisfiedBy(`# comment\n\n${lines}\nquorum w1\n`, [0])).toBe(true);
    expect(await satisfiedBy(`${lines}\nquorum w1`, [1, 2])).toBe(false);
    const group = (rule: string) => `${lines}\n\tgroup g ${rule} w1 w2 w3\nquorum g\n`;
    expect(await satisfiedBy(group('2'), [0, 2])).toBe(true);
    expect(await satisfiedBy(group('2'), [1])).toBe(false);
    expect(await satisfiedBy(group('any'), [1])).toBe(true);
    expect(await satisfiedBy(group('all'), [0, 1])).toBe(false);
    const nested = `${lines}\ngroup a any w1 w2\ngroup b all a w3\nquorum b\n`;
    expect([await satisfiedBy(nested, [1, 2]), await satisfiedBy(nested, [0, 1])]).toEqual([true, false]);
  });

  test('says where each witness is asked, if anywhere', async () => {
    const [first = '', ...others] = lines.split('\n');
    const silent = `${first.split(' ').slice(0, 3).join(' ')}\n${others.join('\n')}\nquorum w1\n`;
    const policy = await parsePolicy(silent);
    expect(policy.ok && [...policy.value.addresses.keys()]).toEqual(['w2', 'w3']);
    expect(policy.ok && policy.value.addresses.get('w2')).toBe('https://witness.example/');
  });

  test('that is not wholly understood is refused', async () => {
    for (const [policy, why] of [
      ['', 'no quorum line'],
      [`${lines}\n`, 'no quorum line'],
      ['quorum none\nquorum none', 'exactly one quorum'],
      ['quorum w1', 'unknown name w1'],
      [
        `${lines.replace('https://witness.example/', 'ftp://witness.example/')}\nquorum w1`,
        'not the address of a witness',
      ],
      [`quorum w1\n${lines}`, 'unknown name w1'],
      [`${lines}\ngroup g 0 w1\nquorum g`, 'the threshold is 1 to the number of members'],
      [`${lines}\ngroup g 2 w1\nquorum g`, 'the threshold is 1 to the number of members'],
      [`${lines}\ngroup g any\nquorum g`, 'the threshold is 1 to the number of members'],
      [`${lines}\ngroup g 2 w1 w1\nquorum g`, 'w1 counts twice'],
      [`${lines}\ngroup g any none\nquorum g`, 'unknown member none'],
      [`${lines}\n${lines}\nquorum w1`, 'a witness needs a name of its own'],
      [`${lines}\n${lines.replaceAll('witness w', 'witness x')}\nquorum w1`, 'a witness twice'],
      ['witness w1 nonsense\nquorum w1', 'not the key of a witness'],
      ['delegate w1\nquorum none', 'unknown line'],
    ] as const) {
      expect(await satisfiedBy(policy, [])).toBe(why);
    }
  });
});

describe('a label whose policy wants two of three witnesses', () => {
  const answer = async (times: readonly (readonly [number, string])[], now = NOW) => {
    const [, text = ''] = /\n\n(.*?\n)\n/s.exec(bundle.proof) ?? [];
    let proof = bundle.proof;
    for (const [i, time] of times) {
      const [key, signer] = [keys[i], signers[i]];
      if (!key || !signer) throw new Error('no such witness');
      proof += await signatureLine(text, { ...key, time: Date.parse(time) / 1000 }, signer);
    }
    const anchors = { ...office.anchors, policy: `${lines}\ngroup g 2 w1 w2 w3\nquorum g\n` };
    return verifyBundle({ bundle: formatBundle({ ...bundle, proof }), anchors, now });
  };
  const [early, late] = ['2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z'];

  test('is valid and witnessed when two cosigned, and its evidence is as old as the newer one', async () => {
    expect(
      await answer([
        [0, early],
        [2, late],
      ]),
    ).toMatchObject({ outcome: 'VALID', witnessed: true, evidenceTime: late });
  });

  test('is invalid with one, with one twice, and with a cosignature from the future', async () => {
    for (const times of [
      [],
      [[0, early]],
      [
        [0, early],
        [0, late],
      ],
      [
        [0, early],
        [1, '2026-11-22T10:00:00Z'],
      ],
    ] as const) {
      const verification = await answer(times);
      expect(verification).toMatchObject({ outcome: 'INVALID', witnessed: false });
      expect(verification.checks.find(({ ok }) => !ok)?.id).toBe('log-witnesses');
    }
  });

  test('carries a warning after a day and is stale after a week', async () => {
    const days = (n: number) => new Date(Date.parse(NOW) - n * 86_400_000).toISOString().replace('.000', '');
    const warned = await answer([
      [0, days(2)],
      [1, days(3)],
    ]);
    expect(warned.outcome).toBe('VALID');
    expect(warned.checks.find(({ id }) => id === 'log-freshness')?.detail).toContain('warning');
    const stale = await answer([
      [0, days(8)],
      [1, days(9)],
    ]);
    expect([stale.outcome, stale.checks.find(({ ok }) => !ok)?.id]).toEqual(['STALE', 'log-freshness']);
  });

  test('is invalid when a known witness line was tampered with, even with two others', async () => {
    const good = await answer(
      [
        [0, early],
        [1, early],
        [2, late],
      ],
      instant('2026-11-21T12:00:00Z'),
    );
    expect(good.outcome).toBe('VALID');
    const [, , key] = keys;
    const [, , signer] = signers;
    if (!key || !signer) throw new Error('no such witness');
    const other = await signatureLine(`${ORIGIN}\n9\n`, { ...key, time: 7 }, signer);
    const proof = bundle.proof + other;
    const anchors = { ...office.anchors, policy: `${lines}\nquorum none\n` };
    const verification = await verifyBundle({
      bundle: formatBundle({ ...bundle, proof }),
      anchors,
      now: NOW,
    });
    expect([verification.outcome, verification.checks.find(({ ok }) => !ok)?.id]).toEqual([
      'INVALID',
      'log-witnesses',
    ]);
  });
});
