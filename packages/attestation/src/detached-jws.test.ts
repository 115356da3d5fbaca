import { describe, expect, test } from 'vitest';
import fc from 'fast-check';

import { ed25519Signer, p256Signer } from '../test/sandbox-label.ts';
import { toBase64Url } from './base64.ts';
import { utf8 } from './bytes.ts';
import { readDetached, signDetached, verifyDetached } from './detached-jws.ts';

const SIGNERS = [await p256Signer('one'), await ed25519Signer('two')] as const;
const [P256, ED25519] = SIGNERS;
const REPORT = utf8('report: sandbox\n');

/** What becomes of a signature over a document by a key. */
async function judged(text: string, document: Uint8Array, jwk = P256.publicJwk) {
  const read = readDetached(text, document);
  const found = read.ok ? await verifyDetached(read.value, document, jwk) : read;
  return found.ok ? 'holds' : found.refusal.code;
}

/** The same signature under another header. */
const under = (jws: string, header: unknown) =>
  `${toBase64Url(utf8(typeof header === 'string' ? header : JSON.stringify(header)))}..${jws.split('..')[1] ?? ''}`;

describe('a signature beside a report', () => {
  test('holds over any bytes, detached or with them in it, and over no others', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(),
        fc.constantFrom(...SIGNERS),
        async (document, place, signer) => {
          const jws = await signDetached(document, signer);
          expect(await judged(jws, document, signer.publicJwk)).toBe('holds');
          const whole = jws.replace('..', `.${toBase64Url(document)}.`);
          expect(await judged(whole, document, signer.publicJwk)).toBe('holds');
          const changed = Uint8Array.from([...document, 0]);
          const at = place % changed.length;
          changed[at] = ((changed[at] ?? 0) + 1) % 256;
          expect(await judged(jws, changed, signer.publicJwk)).toBe('wrong-signature');
          if (document.length > 0)
            expect(await judged(whole, changed, signer.publicJwk)).toBe('jws-of-another-document');
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is of the key that its header names, and of no other', async () => {
    const jws = await signDetached(REPORT, P256);
    expect(await judged(jws, REPORT, ED25519.publicJwk)).toBe('algorithm-not-of-this-key');
    const other = await p256Signer('other');
    expect(await judged(jws, REPORT, other.publicJwk)).toBe('wrong-signature');
  });

  test.each([
    ['something critical', { crit: ['b64'], b64: false }],
    ['no algorithm', { alg: 'none' }],
    ['an algorithm of shared secrets', { alg: 'HS256' }],
    ['a key of its own', { jwk: {} }],
    ['an address of a key', { jku: 'https://sandbox.example/keys' }],
    ['another purpose', { typ: 'vc+jwt' }],
    ['no purpose', { typ: undefined }],
    ['a key by another name', { kid: 'did:web:sandbox.example#vc-1' }],
  ])('is refused with %s in its header', async (_, more) => {
    const jws = await signDetached(REPORT, P256);
    const header: unknown = JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString());
    expect(await judged(under(jws, { ...(header as object), ...more }), REPORT)).toBe('header-not-allowed');
  });

  test.each([
    ['nothing', ''],
    ['two parts', 'a.b'],
    ['four parts', 'a..b.c'],
    ['a header that is no JSON', 'AAAA..'],
    ['letters of another alphabet', '++++..////'],
  ])('is malformed where it is %s', async (_, text) => {
    expect(await judged(text, REPORT)).toBe('malformed-jws');
  });

  test('is malformed with a header that names a member twice, is too long, or a signature of another length', async () => {
    const jws = await signDetached(REPORT, P256);
    expect(await judged(under(jws, '{"alg":"ES256","alg":"ES256"}'), REPORT)).toBe('malformed-jws');
    expect(await judged(under(jws, { alg: 'x'.repeat(400) }), REPORT)).toBe('malformed-jws');
    expect(await judged(`${jws}AAAA`, REPORT)).toBe('malformed-jws');
  });
});
