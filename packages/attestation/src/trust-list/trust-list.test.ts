import type { Result } from '@assay/vocabulary/result';
import { flattenedVerify, importJWK } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';

import { DID, ed25519Signer, instant, NOW, p256Signer, sandboxOffice } from '../../test/sandbox-label.ts';
import { toBase64Url } from '../base64.ts';
import { utf8 } from '../bytes.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Signer } from '../key.ts';
import { acceptTrustList, type Held } from './accept-trust-list.ts';
import { addRootSignature, readSignedTrustList, unsignedTrustList } from './signed-trust-list.ts';
import { anchorsOf, parseRoots, parseTrustList, type TrustList } from './trust-list.ts';

let roots: readonly Signer[];
let strangers: readonly Signer[];
let list: TrustList;

beforeAll(async () => {
  const office = await sandboxOffice();
  roots = [await ed25519Signer('root 1'), await ed25519Signer('root 2'), await p256Signer('root 3')];
  strangers = [await ed25519Signer('stranger 1'), await ed25519Signer('stranger 2')];
  list = {
    version: 7,
    issued: instant('2026-11-01T00:00:00Z'),
    expires: instant('2027-01-30T00:00:00Z'),
    rootKeys: roots.map(({ publicJwk }) => publicJwk),
    rootThreshold: 2,
    ...office.anchors,
  };
});

const valueOf = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

const raise = (): never => {
  throw new Error('there is a first root');
};

async function signed(by: readonly (Signer | undefined)[], more: Partial<TrustList> = {}): Promise<string> {
  let text = valueOf(await unsignedTrustList({ ...list, ...more }));
  for (const root of by) if (root) text = valueOf(await addRootSignature(text, root));
  return text;
}

const held = (): Held => ({ roots: { rootKeys: list.rootKeys, rootThreshold: 2 } });
async function heldAfter(text: string): Promise<Held> {
  return { ...held(), current: valueOf(await readSignedTrustList(text)) };
}
async function refusalOf(text: string, client: Held = held(), now = NOW) {
  const accepted = await acceptTrustList(text, client, now);
  return accepted.ok ? null : accepted.refusal;
}

describe('a trust list', () => {
  test('signed by two of three roots is taken, and says whom to believe', async () => {
    const accepted = valueOf(await acceptTrustList(await signed([roots[0], roots[2]]), held(), NOW));
    expect(accepted.list.version).toBe(7);
    expect(anchorsOf(accepted.list).administrators[0]?.did).toBe(DID);
  });

  test('each signature is one that another library verifies by itself', async () => {
    const { payload, signatures } = valueOf(await readSignedTrustList(await signed(roots))).jws;
    for (const [i, one] of signatures.entries()) {
      const jwk = roots[i]?.publicJwk;
      if (!jwk) throw new Error('a signature too many');
      const { protectedHeader } = await flattenedVerify(
        { ...one, payload },
        await importJWK({ ...jwk }, roots[i]?.alg),
      );
      expect(protectedHeader?.typ).toBe('cyberlabel-trust-list+jws');
    }
  });

  test('signed by one root is not taken, however often it signed', async () => {
    const text = await signed([roots[0]]);
    const { payload, signatures } = valueOf(await readSignedTrustList(text)).jws;
    const thrice = canonicalJson({ payload, signatures: [signatures[0], signatures[0], signatures[0]] });
    const few = { code: 'too-few-roots', by: 'held', signed: 1, needed: 2 };
    expect(await refusalOf(text)).toEqual(few);
    expect(await refusalOf(thrice)).toEqual(few);
    expect(valueOf(await addRootSignature(text, roots[0] ?? raise()))).toBe(text);
  });

  test('signed by strangers as well gains nothing by them', async () => {
    expect(await refusalOf(await signed([roots[0], ...strangers]))).toMatchObject({ by: 'held', signed: 1 });
    expect(await refusalOf(await signed([roots[0], roots[1], ...strangers]))).toBeNull();
  });

  test('whose roots change needs both the old ones and the new ones', async () => {
    const next = { version: 8, rootKeys: strangers.map(({ publicJwk }) => publicJwk) };
    const client = await heldAfter(await signed([roots[0], roots[1]]));
    expect(await refusalOf(await signed([roots[0], roots[1]], next), client)).toMatchObject({
      by: 'named',
      signed: 0,
    });
    expect(await refusalOf(await signed(strangers, next), client)).toMatchObject({ by: 'held', signed: 0 });
    const both = await signed([roots[0], roots[1], ...strangers], next);
    expect(await refusalOf(both, client)).toBeNull();
    const after = { ...next, version: 9 };
    expect(await refusalOf(await signed([roots[0], roots[1]], after), await heldAfter(both))).toMatchObject({
      by: 'held',
    });
    expect(await refusalOf(await signed(strangers, after), await heldAfter(both))).toBeNull();
  });

  test('that is older than the one held is a rollback; of the same version and other content, a fork', async () => {
    const client = await heldAfter(await signed([roots[0], roots[1]]));
    expect(await refusalOf(await signed([roots[0], roots[1]], { version: 6 }), client)).toEqual({
      code: 'trust-list-rollback',
      held: 7,
      offered: 6,
    });
    const other = await signed([roots[0], roots[1]], { policy: 'quorum none\n# another\n' });
    expect(await refusalOf(other, client)).toEqual({ code: 'trust-list-forked', version: 7 });
    expect(await refusalOf(await signed([roots[1], roots[2]]), client)).toBeNull();
  });

  test('ends by itself, and does not begin before it was issued', async () => {
    const text = await signed([roots[0], roots[1]]);
    expect(await refusalOf(text, held(), instant('2027-01-30T00:00:00Z'))).toMatchObject({
      code: 'trust-list-expired',
    });
    expect(await refusalOf(text, held(), instant('2026-10-31T23:54:59Z'))).toMatchObject({
      code: 'trust-list-not-yet-issued',
    });
    expect(await refusalOf(text, held(), instant('2026-10-31T23:55:00Z'))).toBeNull();
  });

  test('a changed byte of the payload leaves it without signatures', async () => {
    const { payload, signatures } = valueOf(await readSignedTrustList(await signed(roots))).jws;
    const stated = Buffer.from(payload, 'base64url').toString().replace('"version":7', '"version":8');
    const forged = canonicalJson({ payload: toBase64Url(utf8(stated)), signatures });
    expect(await refusalOf(forged)).toMatchObject({ code: 'too-few-roots', signed: 0 });
  });
});

describe('what is no trust list', () => {
  const complaintsOf = async (more: Record<string, unknown>) => {
    const read = await parseTrustList({ ...list, ...more });
    return read.ok ? null : read.refusal.complaints.map(({ path }) => path);
  };

  test('lives too long, cannot meet its threshold, names a root twice or a weak one', async () => {
    expect(await complaintsOf({})).toBeNull();
    expect(await complaintsOf({ expires: '2027-01-30T00:00:01Z' })).toEqual(['/expires']);
    expect(await complaintsOf({ expires: list.issued })).toEqual(['/expires']);
    expect(await complaintsOf({ rootThreshold: 4 })).toEqual(['/rootThreshold']);
    expect(await complaintsOf({ rootKeys: [list.rootKeys[0], list.rootKeys[0]] })).toEqual(['/rootKeys']);
    const lowOrder = { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(Uint8Array.of(1, ...new Uint8Array(31))) };
    expect(await complaintsOf({ rootKeys: [lowOrder, ...list.rootKeys] })).toEqual(['/rootKeys/0']);
    expect(await complaintsOf({ more: 1 })).toEqual(['/more']);
    expect(await complaintsOf({ policy: 'quorum nobody' })).toEqual(['/policy']);
  });

  test('is refused by its form: not general JSON, another type, a second way to write the payload', async () => {
    const { payload, signatures } = valueOf(await readSignedTrustList(await signed([roots[0]]))).jws;
    const [one] = signatures;
    const header = (members: object) => ({ ...one, protected: toBase64Url(utf8(JSON.stringify(members))) });
    const kid = 'A'.repeat(43);
    const loose = toBase64Url(utf8(JSON.stringify(list, null, 1)));
    const cases: readonly (readonly [unknown, string])[] = [
      ['', 'malformed-trust-list'],
      ['a.b.c', 'malformed-trust-list'],
      [{ payload, signatures, more: 1 }, 'malformed-trust-list'],
      [{ payload, signatures: [{ ...one, header: {} }] }, 'malformed-trust-list'],
      [
        { payload, signatures: [header({ alg: 'none', kid, typ: 'cyberlabel-trust-list+jws' })] },
        'header-not-allowed',
      ],
      [
        { payload, signatures: [header({ alg: 'HS256', kid, typ: 'cyberlabel-trust-list+jws' })] },
        'header-not-allowed',
      ],
      [{ payload, signatures: [header({ alg: 'Ed25519', kid, typ: 'vc+jwt' })] }, 'header-not-allowed'],
      [
        {
          payload,
          signatures: [header({ alg: 'Ed25519', kid, typ: 'cyberlabel-trust-list+jws', crit: ['b64'] })],
        },
        'header-not-allowed',
      ],
      [{ payload: loose, signatures }, 'malformed-trust-list'],
      [{ payload: toBase64Url(utf8('{}')), signatures }, 'not-a-trust-list'],
      ['{"payload":"'.padEnd(4 * 1024 * 1024 + 1, 'A'), 'trust-list-too-long'],
    ];
    for (const [value, code] of cases) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      expect([text.slice(0, 60), (await refusalOf(text))?.code]).toEqual([text.slice(0, 60), code]);
    }
  });

  test('roots out of band are as strict', () => {
    expect(parseRoots({ rootKeys: list.rootKeys, rootThreshold: 2 })).toMatchObject({ ok: true });
    for (const bad of [
      {},
      { rootKeys: [], rootThreshold: 1 },
      { rootKeys: list.rootKeys, rootThreshold: 4 },
      { rootKeys: list.rootKeys, rootThreshold: 0 },
    ])
      expect(parseRoots(bad)).toMatchObject({ refusal: { code: 'not-a-trust-list' } });
  });
});
