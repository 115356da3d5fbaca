import { describe, expect, test } from 'vitest';

import type { Instant } from '@assay/vocabulary/instant';

import { DID, ed25519Signer, HOST, instant, LABEL_ID, NOW, sandboxOffice } from '../test/sandbox-label.ts';
import { mintLabelId } from './label-id.ts';
import type { Signer } from './key.ts';
import { toDigits } from './qr/decimal.ts';
import { labelUrl } from './qr/label-url.ts';
import { signOffline, type OfflineStatement } from './qr/offline-statement.ts';
import { buildStatusList, signStatusList, type StatusPurpose } from './status-list/status-list-credential.ts';
import { parseTrustAnchors, type TrustAnchors, type TrustedKey } from './trust.ts';
import { verifyQr } from './verify-qr.ts';
import { OFFLINE_CHECKS, type OfflineCheckId } from './verify/outcome.ts';

const office = await sandboxOffice();
const qr = await ed25519Signer(`${DID}#qr-2026-1`);
const STATEMENT: OfflineStatement = {
  tier: 2,
  status: { list: 3, index: 4711 },
  issuedAt: instant('2026-11-20T10:00:00Z'),
  expiresAt: instant('2028-11-20T00:00:00Z'),
  text: 'Sandbox|GW-1',
};

async function anchored(more: Partial<TrustedKey> = {}, signer: Signer = qr): Promise<TrustAnchors> {
  const key = {
    ...{ kid: signer.kid, use: 'qr' as const, jwk: signer.publicJwk },
    ...{ notBefore: instant('2026-01-01T00:00:00Z'), notAfter: instant('2027-01-01T00:00:00Z') },
    ...more,
  };
  const [first, ...others] = office.anchors.administrators;
  if (!first) throw new Error('no administrator');
  const anchors = await parseTrustAnchors({
    ...office.anchors,
    administrators: [{ ...first, keys: [...first.keys, key] }, ...others],
  });
  if (!anchors.ok) throw new Error(JSON.stringify(anchors.refusal));
  return anchors.value;
}

async function code(statement: Partial<OfflineStatement> = {}, signer: Signer = qr): Promise<string> {
  const signed = await signOffline({ ...STATEMENT, ...statement }, { host: HOST, labelId: LABEL_ID, signer });
  return `${labelUrl(HOST, LABEL_ID)}#1${toDigits(signed)}`;
}

type Kept = { readonly at?: Instant; readonly set?: StatusPurpose; readonly signer?: Signer };

async function lists({ at, set, signer }: Kept = {}): Promise<ReadonlyMap<string, string>> {
  const served = (['revocation', 'suspension'] as const).map(async (purpose) => {
    const url = `https://${HOST}/status/${purpose}/3`;
    const list = await buildStatusList({
      ...{ url, issuer: DID, purpose, sandbox: true },
      at: at ?? instant('2026-11-21T11:00:00Z'),
      set: purpose === set ? [4711] : [],
    });
    return [url, await signStatusList(list, signer ?? office.status)] as const;
  });
  return new Map(await Promise.all(served));
}

type Asked = {
  readonly text?: string;
  readonly now?: Instant;
  readonly kept?: Kept;
  readonly none?: boolean;
};

async function verify({ text, now, kept, none }: Asked = {}, anchors?: TrustAnchors) {
  return verifyQr({
    text: text ?? (await code()),
    anchors: anchors ?? (await anchored()),
    lists: none === true ? new Map() : await lists(kept),
    now: now ?? NOW,
  });
}

const failures = ({ checks }: Awaited<ReturnType<typeof verify>>): readonly OfflineCheckId[] =>
  checks.filter(({ ok }) => !ok).map(({ id }) => id);

describe('an offline code', () => {
  test('with a fresh list at hand is valid, and says what to compare and how old the list is', async () => {
    const found = await verify();
    expect(found).toMatchObject({
      outcome: 'VALID',
      labelId: LABEL_ID,
      statement: { tier: 2, text: 'Sandbox|GW-1', expiresAt: '2028-11-20T00:00:00Z' },
      evidenceTime: '2026-11-21T11:00:00Z',
    });
    expect(found.checks.map(({ id }) => id)).toEqual(OFFLINE_CHECKS);
  });

  test('as a phone reads it, in upper case, is the same', async () => {
    const [url = '', digits = ''] = (await code()).split('#');
    expect((await verify({ text: `${url.toUpperCase()}#${digits}` })).outcome).toBe('VALID');
  });

  test('without a kept list is never green: the signature is good, the state unknown', async () => {
    const found = await verify({ none: true });
    expect(found).toMatchObject({ outcome: 'STALE', evidenceTime: null, statement: { tier: 2 } });
    expect(failures(found)).toEqual(['status-revocation', 'status-suspension']);
  });

  test('says suspended, revoked, expired, not yet valid and stale by their names', async () => {
    const outcome = async (asked: Asked) => (await verify(asked)).outcome;
    expect(await outcome({ kept: { set: 'suspension' } })).toBe('SUSPENDED');
    expect(await outcome({ kept: { set: 'revocation' } })).toBe('REVOKED');
    expect(await outcome({ now: instant('2028-11-20T00:00:00Z') })).toBe('EXPIRED');
    expect(
      await outcome({ now: instant('2026-11-20T09:54:59Z'), kept: { at: instant('2026-11-20T09:00:00Z') } }),
    ).toBe('NOT_YET_VALID');
    expect(await outcome({ now: instant('2026-11-28T11:00:00Z') })).toBe('STALE');
  });

  test('an old list still says revoked, and no longer says suspended', async () => {
    const now = instant('2026-12-21T00:00:00Z');
    expect((await verify({ now, kept: { set: 'revocation' } })).outcome).toBe('REVOKED');
    expect((await verify({ now, kept: { set: 'suspension' } })).outcome).toBe('STALE');
  });

  test('that is only the address is not green', async () => {
    expect(await verify({ text: labelUrl(HOST, LABEL_ID) })).toMatchObject({
      outcome: 'STALE',
      statement: null,
    });
  });
});

describe('a forged offline code', () => {
  const invalid = async (first: OfflineCheckId, asked: Asked, anchors?: TrustAnchors) => {
    const found = await verify(asked, anchors);
    expect([found.outcome, found.statement, failures(found)[0]]).toEqual(['INVALID', null, first]);
  };

  test('moved to another label or another host is found', async () => {
    const [, digits = ''] = (await code()).split('#');
    const other = mintLabelId('SB', Uint8Array.of(9, 9, 9, 9, 9));
    await invalid('qr-signature', { text: `${labelUrl(HOST, other)}#${digits}` });
    await invalid('label-url', { text: `${labelUrl('labe1.sandbox.example', LABEL_ID)}#${digits}` });
    await invalid('administrator', {
      text: `${labelUrl(HOST, mintLabelId('XX', Uint8Array.of(1, 2, 3, 4, 5)))}#${digits}`,
    });
  });

  test('signed by a key that is not pinned, or pinned for another use, is found', async () => {
    const stranger = await ed25519Signer(`${DID}#qr-2026-1`);
    await invalid('qr-key', { text: await code({}, stranger) });
    await invalid('qr-key', { text: await code({}, office.log) });
  });

  test('signed outside of the life of its key, or by a revoked key, is found', async () => {
    await invalid('key-period', {}, await anchored({ notAfter: instant('2026-11-20T09:59:59Z') }));
    await invalid('key-not-revoked', {}, await anchored({ lastGoodIndex: 1_000_000 }));
  });

  test('with one digit changed is found', async () => {
    const text = await code();
    const start = text.indexOf('#1') + 2;
    for (const place of [start, start + 40, start + 150, text.length - 1]) {
      const digit = String((Number(text[place]) + 1) % 10);
      const found = await verify({ text: `${text.slice(0, place)}${digit}${text.slice(place + 1)}` });
      expect([place, found.outcome]).toEqual([place, 'INVALID']);
    }
  });

  test('with other text behind the hash is found', async () => {
    const [url = '', digits = ''] = (await code()).split('#');
    for (const part of ['', '2', 'x', `${digits} `, `${digits}#1`, `2${digits.slice(1)}`, '1'])
      await invalid('qr-form', { text: `${url}#${part}` });
  });

  test('gains nothing from a list that somebody else signed', async () => {
    const stranger = { ...(await ed25519Signer(office.status.kid)), alg: 'Ed25519' as const };
    await expect(lists({ signer: stranger })).rejects.toThrow('ES256');
    const kept = await lists();
    const [revocation = ''] = kept.values();
    const swapped = new Map([...kept.keys()].map((url) => [url, revocation] as const));
    const found = await verifyQr({ text: await code(), anchors: await anchored(), lists: swapped, now: NOW });
    expect([found.outcome, failures(found)]).toEqual(['INVALID', ['status-suspension']]);
  });
});

test('two QR keys that a code could not tell apart are refused as anchors', async () => {
  const anchors = await anchored();
  const [first] = anchors.administrators;
  if (!first) throw new Error('no administrator');
  const twin = { ...first.keys.at(-1), kid: `${DID}#qr-2026-2` };
  const doubled = { ...anchors, administrators: [{ ...first, keys: [...first.keys, twin] }] };
  expect(await parseTrustAnchors(doubled)).toMatchObject({
    refusal: {
      complaints: [{ path: '/administrators', expected: expect.stringContaining('QR keys') as string }],
    },
  });
});
