/** What every holder of keys must do, whoever it is: checked with node:crypto alone. */
import { createPublicKey, randomBytes, verify } from 'node:crypto';

import type { Signer } from '@assay/attestation/key';
import { expect } from 'vitest';

import { tryOut } from '../src/keys/new-key.ts';
import type { KeyAsked, KeyHolder, KeyKind } from '../src/keys/key-holder.ts';

const KID = 'did:web:label.sandbox.example#';

/** Whether a signature is the raw 64 bytes of the algorithm over the message itself. */
export function isRawSignature(
  { alg, publicJwk }: Signer,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' });
  return (
    signature.length === 64 &&
    (alg === 'ES256'
      ? verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
      : verify(null, message, key, signature))
  );
}

type Contract = {
  readonly holder: KeyHolder;
  /** A name that no key of this holder has. */
  readonly name: string;
  readonly alg: KeyKind;
  /** Makes the key, where its operator does and not the holder. */
  readonly before?: (key: KeyAsked) => void;
  /** The longest message that can be signed. */
  readonly limit?: number;
};

/** A key is not there, then made, then found again as the same; it signs what a stranger verifies, and is of one kind. */
export async function keepsContract({ holder, name, alg, before, limit }: Contract): Promise<Signer> {
  const asked = { place: holder.place(name), kid: `${KID}${name}`, alg };
  expect(await holder.find(asked)).toBeUndefined();
  if (before) {
    await expect(holder.make(asked)).rejects.toMatchObject({ name: 'KeyFault', code: 'no-such-key' });
    before(asked);
  }
  const made = before ? await holder.find(asked) : await holder.make(asked);
  if (!made) throw new Error('the key is there now');
  expect(made).toMatchObject({
    kid: asked.kid,
    alg,
    publicJwk: { crv: alg === 'ES256' ? 'P-256' : 'Ed25519' },
  });
  await tryOut(made);
  const again = await holder.find(asked);
  expect(again).toMatchObject({ kid: made.kid, publicJwk: made.publicJwk });
  for (const size of [1, 31, 32, 64, 4_096, 4_097, 100_000]) {
    const message = new Uint8Array(randomBytes(size));
    if (limit !== undefined && size > limit) {
      await expect(made.sign(message)).rejects.toMatchObject({ code: 'message-too-long' });
      continue;
    }
    // ECDSA gives short numbers now and then: often enough to meet one.
    for (let times = 0; times < (alg === 'ES256' ? 8 : 1); times += 1)
      expect(isRawSignature(made, message, await made.sign(message)), `${alg} over ${size} bytes`).toBe(true);
  }
  const many = Array.from({ length: 20 }, () => new Uint8Array(randomBytes(500)));
  const signatures = await Promise.all(many.map((message) => made.sign(message)));
  for (const [at, message] of many.entries())
    expect(isRawSignature(made, message, signatures[at] ?? new Uint8Array())).toBe(true);
  const other = alg === 'ES256' ? 'Ed25519' : 'ES256';
  await expect(holder.find({ ...asked, alg: other })).rejects.toMatchObject({ code: 'wrong-kind' });
  return made;
}
