import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DID, instant, p256Signer } from '../../test/sandbox-label.ts';
import { toBase64Url } from '../base64.ts';
import { readCompactJws, verifyCompactJws } from '../credential/compact-jws.ts';
import { bitstringOf, decodeBitstring, encodeBitstring, LIST_ENTRIES, readBit } from './bitstring.ts';
import { buildStatusList, readStatusList, signStatusList } from './status-list-credential.ts';

const packed = (bytes: Uint8Array) => `u${toBase64Url(gzipSync(bytes))}`;

describe('the bits of a status list', () => {
  test('index 0 is the most significant bit of the first byte', () => {
    expect([...bitstringOf([0, 9, 131_071]).subarray(0, 2)]).toEqual([0x80, 0x40]);
    expect(bitstringOf([131_071]).at(-1)).toBe(1);
    expect(bitstringOf([]).length).toBe(16_384);
  });

  test('set indices are read as set, and no others, after packing and unpacking', async () => {
    const indices = fc.uniqueArray(fc.nat(LIST_ENTRIES - 1), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(indices, fc.nat(LIST_ENTRIES - 1), async (set, other) => {
        const bits = await decodeBitstring(await encodeBitstring(bitstringOf(set)));
        if (!bits.ok) throw new Error(bits.refusal.code);
        for (const index of set) expect(readBit(bits.value, index)).toBe(true);
        expect(readBit(bits.value, other)).toBe(set.includes(other));
      }),
      { numRuns: 30 },
    );
  });

  test('an index that is none is refused at writing and unknown at reading', () => {
    for (const index of [-1, LIST_ENTRIES, 0.5, NaN]) {
      expect(() => bitstringOf([index])).toThrow();
      expect(readBit(bitstringOf([]), index)).toBeUndefined();
    }
  });

  test('an empty list is as small as was measured', async () => {
    expect((await encodeBitstring(bitstringOf([]))).length).toBeLessThanOrEqual(80);
  });

  test('short, overlong, damaged or differently packed lists are refused', async () => {
    const code = async (text: string) => {
      const bits = await decodeBitstring(text);
      return bits.ok ? null : bits.refusal.code;
    };
    expect(await code(packed(new Uint8Array(16_384)))).toBeNull();
    expect(await code(packed(new Uint8Array(16_383)))).toBe('list-too-short');
    expect(await code(packed(new Uint8Array(131_073)))).toBe('list-too-long');
    expect(await code(packed(new Uint8Array(16_384)).slice(1))).toBe('malformed-list');
    expect(await code(packed(new Uint8Array(16_384)).slice(0, -8))).toBe('malformed-list');
    expect(await code('uAAAA')).toBe('malformed-list');
    expect(await code('u')).toBe('malformed-list');
    expect(await code('')).toBe('malformed-list');
  });

  test('an archive that unpacks to a gigabyte is left unpacked', async () => {
    const bomb = packed(new Uint8Array(256 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    const started = performance.now();
    expect(await decodeBitstring(bomb)).toEqual({ ok: false, refusal: { code: 'list-too-long' } });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });
});

describe('the credential of a status list', () => {
  const statement = {
    url: 'https://label.sandbox.example/status/revocation/3',
    issuer: DID,
    purpose: 'revocation',
    at: instant('2026-11-21T11:00:00Z'),
    set: [4711],
    sandbox: true,
  } as const;

  test('has the members of the specification and lives for seven days', async () => {
    const list = await buildStatusList(statement);
    expect(list).toMatchObject({
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      id: statement.url,
      validFrom: '2026-11-21T11:00:00Z',
      validUntil: '2026-11-28T11:00:00Z',
      credentialSubject: {
        id: `${statement.url}#list`,
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
      },
    });
    expect(readStatusList(list)).toEqual({ ok: true, value: list });
  });

  test('is signed and verifies', async () => {
    const signer = await p256Signer(`${DID}#status-2026-1`);
    const jws = readCompactJws(await signStatusList(await buildStatusList(statement), signer));
    expect(jws.ok && (await verifyCompactJws(jws.value, signer.publicJwk)).ok).toBe(true);
    expect(jws.ok && readStatusList(jws.value.payload).ok).toBe(true);
  });

  test('of another type, subject or with a member more is refused', async () => {
    const list = await buildStatusList(statement);
    for (const wrong of [
      { type: ['VerifiableCredential', 'Other'] },
      { id: 'https://label.sandbox.example/status/revocation/4' },
      { validUntil: list.validFrom },
      { more: 1 },
      { credentialSubject: { ...list.credentialSubject, statusPurpose: 'message' } },
    ]) {
      expect([wrong, readStatusList({ ...list, ...wrong }).ok]).toEqual([wrong, false]);
    }
  });
});
