import { gzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { BUNDLE_LIMIT, parseBundle } from '../src/bundle.ts';
import { readCompactJws } from '../src/credential/compact-jws.ts';
import { decodeEntryBundle } from '../src/log/entry-bundle.ts';
import { parseNote } from '../src/log/note.ts';
import { parseTlogProof } from '../src/log/tlog-proof.ts';
import { fromCbor } from '../src/qr/cbor.ts';
import { fromDigits } from '../src/qr/decimal.ts';
import { decodeBitstring } from '../src/status-list/bitstring.ts';
import { readSignedTrustList } from '../src/trust-list/signed-trust-list.ts';
import { verifyBundle } from '../src/verify-label.ts';
import { NOW, sandboxOffice } from './sandbox-label.ts';

const packed = (bytes: Uint8Array) => `u${Buffer.from(bytes).toString('base64url')}`;
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

/** What it takes to say no: milliseconds, and bytes that stay. */
async function cost(act: () => unknown): Promise<readonly [number, number]> {
  const [before, begun] = [process.memoryUsage().arrayBuffers, performance.now()];
  await act();
  return [performance.now() - begun, process.memoryUsage().arrayBuffers - before];
}

describe('a packed list that is a bomb', () => {
  test('is left unpacked at 128 KiB, whatever it would come to', async () => {
    for (const archive of [
      gzipSync(new Uint8Array(256 * 1024 * 1024)),
      Buffer.concat(Array.from({ length: 64 }, () => gzipSync(new Uint8Array(16 * 1024)))),
    ]) {
      const [milliseconds, bytes] = await cost(async () =>
        expect((await decodeBitstring(packed(archive))).ok).toBe(false),
      );
      expect(milliseconds).toBeLessThan(1_000);
      expect(bytes).toBeLessThan(16 * 1024 * 1024);
    }
  });

  test('and one with something behind its end, cut short, or of another method, is none', async () => {
    const good = gzipSync(new Uint8Array(16_384));
    expect((await decodeBitstring(packed(good))).ok).toBe(true);
    const wrongSum = Buffer.from(good);
    wrongSum.writeUInt8(wrongSum.readUInt8(wrongSum.length - 8) ^ 1, wrongSum.length - 8);
    for (const bad of [
      Buffer.concat([good, Buffer.of(0)]),
      Buffer.concat([good, Buffer.from('tail')]),
      good.subarray(0, -1),
      good.subarray(1),
      wrongSum,
      Buffer.from('plain'),
    ])
      expect((await decodeBitstring(packed(bad))).ok).toBe(false);
  });
});

describe('CBOR that is a bomb', () => {
  test.each<readonly [string, string]>([
    ['a list of four billion', '9affffffff'],
    ['a list of all there can be', '9bffffffffffffffff'],
    ['a map of all there can be', 'bbffffffffffffffff'],
    ['a text longer than any', '7bffffffffffffffff'],
    ['bytes longer than any', '5b7fffffffffffffff'],
    ['a list that says more than it holds', '9a000fffff01'],
    ['a text in parts', '7f61616161ff'],
    ['bytes in parts', '5f41004100ff'],
    ['a list without end', '9f'.repeat(2_000)],
    ['a map without end', 'bf'.repeat(2_000)],
    ['tags on tags', 'c1'.repeat(4_000)],
    ['lists in lists', '81'.repeat(4_000)],
    ['maps in maps', 'a101'.repeat(2_000)],
    ['a number beyond 53 bits', '1bffffffffffffffff'],
    ['a number of any size', 'c249010000000000000000'],
    ['a number in nine bytes that needs one', '1b0000000000000001'],
    ['a length in five bytes that needs one', '5a0000000100'],
    ['a text that is no UTF-8', '61ff'],
    ['a reserved head', '1c'],
    ['a simple value', 'f8ff'],
    ['a break alone', 'ff'],
  ])('%s is nothing, and costs nothing', async (_case, text) => {
    const [milliseconds] = await cost(() => expect(fromCbor(hex(text))).toBeUndefined());
    expect(milliseconds).toBeLessThan(200);
  });
});

describe('whatever is longer than its kind may be', () => {
  test('is refused by its length', async () => {
    expect(parseBundle('x'.repeat(BUNDLE_LIMIT + 1))).toMatchObject({ refusal: { code: 'bundle-too-long' } });
    expect(readCompactJws('a'.repeat(256 * 1024 + 1))).toMatchObject({ refusal: { code: 'jws-too-long' } });
    expect(parseNote('x'.repeat(64 * 1024 + 1))).toMatchObject({ refusal: { code: 'note-too-long' } });
    expect(parseNote('—'.repeat(30_000))).toMatchObject({ refusal: { code: 'note-too-long' } });
    expect(parseTlogProof('x'.repeat(80_000))).toMatchObject({ refusal: { why: 'too long' } });
    expect(fromDigits('0'.repeat(7_106)).ok).toBe(false);
    expect((await readSignedTrustList(`{"payload":"${'A'.repeat(4 * 1024 * 1024)}"`)).ok).toBe(false);
    expect(decodeEntryBundle(new Uint8Array(2 * 257)).ok).toBe(false);
  });

  test('and what is nested without end is INVALID, not the end of the verifier', async () => {
    const { anchors } = await sandboxOffice();
    const deep = '['.repeat(200_000);
    for (const bundle of [
      deep,
      `{"credential":${deep}`,
      '{"a":'.repeat(100_000),
      `"${'\\u0000'.repeat(50_000)}"`,
    ]) {
      const [milliseconds] = await cost(async () => {
        expect((await verifyBundle({ bundle, anchors, now: NOW })).outcome).toBe('INVALID');
      });
      expect(milliseconds).toBeLessThan(1_000);
    }
    const nested = Buffer.from(`{"a":${'['.repeat(90_000)}${']'.repeat(90_000)}}`).toString('base64url');
    const header = Buffer.from('{"alg":"ES256","kid":"did:web:a.example#vc-1"}').toString('base64url');
    expect(() => readCompactJws(`${header}.${nested}.AAAA`)).not.toThrow();
  });
});
