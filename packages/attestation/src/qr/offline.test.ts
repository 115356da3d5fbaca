import { decode, encode } from 'cborg';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { rasterOf } from '../../test/raster.ts';
import { readByBoth } from '../../test/readers.ts';
import { ed25519Signer, HOST, instant, LABEL_ID, p256Signer } from '../../test/sandbox-label.ts';
import { toHex } from '../bytes.ts';
import { fromCbor, toCbor } from './cbor.ts';
import { readCose, shortKid, signCose, verifyCose } from './cose-sign1.ts';
import { fromDigits, toDigits } from './decimal.ts';
import { labelQr } from './label-qr.ts';
import { boundTo, readStatement, signOffline, type OfflineStatement } from './offline-statement.ts';

const STATEMENT: OfflineStatement = {
  tier: 2,
  status: { list: 3, index: 104_711 },
  issuedAt: instant('2026-11-20T00:00:00Z'),
  expiresAt: instant('2028-11-20T00:00:00Z'),
};
const BRAND_AND_MODEL = 'Sandbox|Gateway';

const signer = await ed25519Signer('did:web:label.sandbox.example#qr-2026-1');

describe('bytes as digits', () => {
  test('every byte string is read back, and by one length only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const digits = toDigits(bytes);
        expect(fromDigits(digits)).toEqual({ ok: true, value: bytes });
        expect(digits).toMatch(/^[0-9]*$/);
      }),
    );
  });

  test('blocks of seven bytes take seventeen digits, what is left 3, 5, 8, 10, 13 or 15', () => {
    const lengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 106].map((count) => toDigits(new Uint8Array(count)).length);
    expect(lengths).toEqual([0, 3, 5, 8, 10, 13, 15, 17, 20, 258]);
    expect(toDigits(Uint8Array.of(255))).toBe('255');
    expect(toDigits(new Uint8Array(7).fill(255))).toBe('72057594037927935');
  });

  test('digits that no bytes have are refused', () => {
    const bad = [
      '1',
      '12',
      '256',
      '0000',
      '65536',
      '72057594037927936',
      '１２３',
      '12a',
      '-12',
      '0'.repeat(7_090),
    ];
    for (const digits of bad)
      expect([digits, fromDigits(digits)]).toEqual([
        digits,
        { ok: false, refusal: { code: 'malformed-digits' } },
      ]);
  });
});

describe('CBOR', () => {
  test('only the deterministic form is read', () => {
    const good = toCbor(new Map([[1, -19]]));
    expect(fromCbor(good)).toEqual(new Map([[1, -19]]));
    const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
    const bad: Readonly<Record<string, string>> = {
      'a longer head than needed': 'a1180132',
      'keys in another order': 'a20401011a00000001',
      'a key twice': 'a201320132',
      'an indefinite map': 'bf0132ff',
      'an indefinite list': '9f01ff',
      'bytes that follow': 'a1013200',
      'bytes that are missing': 'a101',
      'a tag': 'd28440a04040',
      'a half float': 'f93c00',
      undefined: 'f7',
      'nothing at all': '',
      'a length beyond all bounds': '5bffffffffffffffff',
    };
    for (const [what, text] of Object.entries(bad))
      expect([what, fromCbor(hex(text))]).toEqual([what, undefined]);
  });

  test('nested lists without end are refused, not followed', () => {
    expect(fromCbor(new Uint8Array(4_096).fill(0x81))).toBeUndefined();
    expect(fromCbor(new Uint8Array(5_000).fill(0x81))).toBeUndefined();
  });
});

describe('the offline part of a code', () => {
  const sign = (statement: OfflineStatement) =>
    signOffline(statement, { host: HOST, labelId: LABEL_ID, signer });

  test('takes 106 bytes without text, as was measured, and one or two more than its text', async () => {
    expect((await sign(STATEMENT)).length).toBe(106);
    expect((await sign({ ...STATEMENT, text: 'a'.repeat(14) })).length).toBe(121);
    expect((await sign({ ...STATEMENT, text: 'a'.repeat(28) })).length).toBe(136);
    const whole = { ...STATEMENT, text: 'a'.repeat(28), vcHash16: new Uint8Array(16) };
    expect((await sign(whole)).length).toBe(153);
  });

  test('is a COSE_Sign1 with algorithm -19 and the first four bytes of the thumbprint', async () => {
    const [header, unprotected, payload, signature] = decode(await sign(STATEMENT), { useMaps: true }) as [
      Uint8Array,
      Map<number, unknown>,
      Uint8Array,
      Uint8Array,
    ];
    expect(decode(header, { useMaps: true })).toEqual(
      new Map<number, unknown>([
        [1, -19],
        [4, await shortKid(signer.publicJwk)],
      ]),
    );
    expect(unprotected.size).toBe(0);
    expect(signature.length).toBe(64);
    expect(decode(payload, { useMaps: true })).toEqual(
      new Map<number, unknown>([
        [4, 1_858_291_200],
        [6, 1_795_132_800],
        [-65_537, [2, 3, 104_711]],
      ]),
    );
  });

  test('the key name of the published Ed25519 thumbprint example is its beginning', async () => {
    // RFC 8037 appendix A.3: kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
    expect(toHex(await shortKid(jwk))).toBe(
      Buffer.from('kPrK_qmxVWaY', 'base64url').toString('hex').slice(0, 8),
    );
  });

  test('whatever it states is read back', async () => {
    const statements = fc.record({
      tier: fc.nat(20),
      status: fc.record({ list: fc.nat(5_000), index: fc.nat(131_071) }),
      text: fc.option(fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }), { nil: undefined }),
      vcHash16: fc.option(fc.uint8Array({ minLength: 16, maxLength: 16 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(statements, async ({ text, vcHash16, ...rest }) => {
        const statement = {
          ...STATEMENT,
          ...rest,
          ...(text !== undefined && { text }),
          ...(vcHash16 !== undefined && { vcHash16 }),
        };
        const cose = readCose(await sign(statement));
        expect(cose.ok && readStatement(cose.value.payload)).toEqual({ ok: true, value: statement });
      }),
      { numRuns: 40 },
    );
  });

  test('speaks for its own host and label only', async () => {
    const cose = readCose(await sign(STATEMENT));
    if (!cose.ok) throw new Error(cose.refusal.code);
    const other = 'SB00000000' as typeof LABEL_ID;
    expect((await verifyCose(cose.value, boundTo(HOST, LABEL_ID), signer.publicJwk)).ok).toBe(true);
    expect((await verifyCose(cose.value, boundTo(HOST.toUpperCase(), LABEL_ID), signer.publicJwk)).ok).toBe(
      true,
    );
    expect(
      (await verifyCose(cose.value, boundTo('labe1.sandbox.example', LABEL_ID), signer.publicJwk)).ok,
    ).toBe(false);
    expect((await verifyCose(cose.value, boundTo(HOST, other), signer.publicJwk)).ok).toBe(false);
  });

  test('any changed byte is found', async () => {
    const bytes = await sign({ ...STATEMENT, text: BRAND_AND_MODEL });
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Uint8Array.from(bytes, (byte, i) => (i === place ? byte ^ 1 : byte));
      const cose = readCose(changed);
      const good = cose.ok && (await verifyCose(cose.value, boundTo(HOST, LABEL_ID), signer.publicJwk)).ok;
      expect([place, good]).toEqual([place, false]);
    }
  });

  test('an algorithm that is not of the pinned key is refused, whatever it is called', async () => {
    const aad = boundTo(HOST, LABEL_ID);
    const payload = Uint8Array.of(0);
    const p256 = await p256Signer('did:web:label.sandbox.example#qr-p256');
    const byP256 = readCose(await signCose(payload, aad, p256));
    if (!byP256.ok) throw new Error(byP256.refusal.code);
    expect(await verifyCose(byP256.value, aad, signer.publicJwk)).toEqual({
      ok: false,
      refusal: { code: 'algorithm-not-of-this-key' },
    });
    const kid = await shortKid(signer.publicJwk);
    for (const alg of [0, 4, 5, -6, -37, 'Ed25519', null]) {
      const header = encode(
        new Map<number, unknown>([
          [1, alg],
          [4, kid],
        ]),
      );
      const bytes = encode([header, new Map(), payload, new Uint8Array(64)]);
      expect([alg, readCose(bytes)]).toEqual([alg, { ok: false, refusal: { code: 'header-not-allowed' } }]);
    }
  });

  test('a header with more in it, protected or not, is refused', async () => {
    const kid = await shortKid(signer.publicJwk);
    const alg = [
      [1, -19],
      [4, kid],
    ] as const;
    const parts = (header: Map<unknown, unknown>, unprotected: Map<unknown, unknown>) =>
      encode([encode(header), unprotected, Uint8Array.of(0), new Uint8Array(64)]);
    const bad = {
      crit: parts(new Map<unknown, unknown>([...alg, [2, [4]]]), new Map()),
      unprotected: parts(new Map<unknown, unknown>(alg), new Map([[4, kid]])),
      'long kid': parts(
        new Map<unknown, unknown>([
          [1, -19],
          [4, new Uint8Array(8)],
        ]),
        new Map(),
      ),
      'no kid': parts(new Map([[1, -19]]), new Map()),
      'three parts': encode([encode(new Map<unknown, unknown>(alg)), new Map(), Uint8Array.of(0)]),
      'detached payload': encode([
        encode(new Map<unknown, unknown>(alg)),
        new Map(),
        null,
        new Uint8Array(64),
      ]),
    };
    for (const [what, bytes] of Object.entries(bad))
      expect([what, readCose(bytes).ok]).toEqual([what, false]);
  });

  test('claims of another shape are refused', () => {
    const claims = (more: Iterable<readonly [number, unknown]>) =>
      toCbor(new Map<number, unknown>([[4, 1], [6, 1], [-65_537, [1, 0, 0]], ...more]));
    expect(readStatement(claims([])).ok).toBe(true);
    const bad = {
      'a claim more': claims([[7, 'id']]),
      'a negative index': claims([[-65_537, [1, 0, -1]]]),
      'a text where the level is': claims([[-65_537, ['1', 0, 0]]]),
      'an empty text': claims([[-65_537, [1, 0, 0, '']]]),
      'a short hash': claims([[-65_537, [1, 0, 0, new Uint8Array(15)]]]),
      'hash before text': claims([[-65_537, [1, 0, 0, new Uint8Array(16), 'text']]]),
      'two texts': claims([[-65_537, [1, 0, 0, 'a', 'b']]]),
      'the year 10000': claims([[4, 253_402_300_800]]),
      'no map': toCbor([1, 2, 3]),
    };
    for (const [what, payload] of Object.entries(bad))
      expect([what, readStatement(payload).ok]).toEqual([what, false]);
  });
});

describe('an offline code in print', () => {
  const request = {
    host: HOST,
    labelId: LABEL_ID,
    sizeMm: 21,
    title: 'Sandbox label',
    description: 'A code',
  };

  test('is read back whole by two libraries of others at the sizes of the table', async () => {
    for (const [text, modules] of [
      [undefined, 49],
      ['a'.repeat(14), 53],
      ['a'.repeat(28), 53],
    ] as const) {
      const offline = await signOffline(
        { ...STATEMENT, ...(text !== undefined && { text }) },
        { host: HOST, labelId: LABEL_ID, signer },
      );
      const qr = labelQr({ ...request, offline });
      if (!qr.ok) throw new Error(qr.refusal.code);
      expect(qr.value.modules).toBe(modules);
      expect(await readByBoth(rasterOf(qr.value.svg))).toBe(qr.value.text);
      expect(qr.value.text).toBe(`https://${HOST.toUpperCase()}/L/${LABEL_ID}#1${toDigits(offline)}`);
    }
  });

  test('is never smaller than 20 mm nor larger than version 9', () => {
    expect(labelQr({ ...request, offline: new Uint8Array(106), sizeMm: 19.9 })).toMatchObject({
      refusal: { code: 'symbol-too-small', minimumMm: 20 },
    });
    for (const [host, longest] of [
      ['label.example.org', 142],
      ['labels.example-ab.test', 139],
    ] as const) {
      const of = (count: number) =>
        labelQr({ ...request, host, offline: new Uint8Array(count).fill(255) }).ok;
      expect([host.length, of(longest), of(longest + 7)]).toEqual([host.length, true, false]);
    }
    expect(labelQr({ ...request, offline: new Uint8Array(160) })).toMatchObject({
      refusal: { code: 'offline-part-too-long', largest: 53 },
    });
    expect(labelQr({ ...request, offline: new Uint8Array(136), sizeMm: 20 })).toMatchObject({
      refusal: { code: 'module-too-small', minimumMm: 0.396, smallestMm: 53 * 0.396 },
    });
    expect(labelQr({ ...request, offline: new Uint8Array(136), sizeMm: 53 * 0.396 }).ok).toBe(true);
    expect(labelQr({ ...request, offline: new Uint8Array(136), sizeMm: 20, finePrint: true }).ok).toBe(true);
    expect(labelQr({ ...request, offline: new Uint8Array(136), sizeMm: 19, finePrint: true }).ok).toBe(false);
  });
});
