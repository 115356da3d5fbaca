import { createPublicKey, verify } from 'node:crypto';

import { isStrictKey, type KeyUse, type Signer } from '@assay/attestation/key';
import { shortKid } from '@assay/attestation/qr/cose-sign1';
import type { Instant } from '@assay/vocabulary/instant';

import { KIND_OF, type KeyRecord } from './key-book.ts';
import { KeyFault } from './key-fault.ts';
import { holderOf } from './key-holder.ts';
import { providerFor, readKeySettings } from './key-settings.ts';

type Asked = {
  readonly use: KeyUse;
  readonly did: string;
  readonly folder: string;
  readonly book: readonly KeyRecord[];
  readonly at: Instant;
  /** Size of the log now: its announcement will stand behind. */
  readonly after: number;
};

/**
 * The next key of a use, made where the settings say, as a record that is still to be kept. One that was made before and
 * never kept is taken again. Throws where it cannot sign, is a weak one, or could be taken for another.
 */
export async function newKey({ use, did, folder, book, at, after }: Asked): Promise<KeyRecord> {
  const number = Math.max(0, ...book.filter((key) => key.use === use).map(numberOf)) + 1;
  const name = `${use}-${String(number)}`;
  const settings = await readKeySettings(folder);
  const provider = providerFor(settings, use);
  const holder = holderOf(provider, settings, folder);
  const asked = { place: holder.place(name), kid: `${did}#${name}`, alg: KIND_OF[use] };
  const signer = (await holder.find(asked)) ?? (await holder.make(asked));
  await tryOut(signer);
  await refuseConfusable(signer, use, book);
  const { kid, publicJwk: jwk } = signer;
  return { kid, use, jwk, provider, place: asked.place, added: { at, after } };
}

/** kids are `did#use-N`. */
function numberOf({ kid }: KeyRecord): number {
  return Number(/-(\d+)$/.exec(kid)?.[1] ?? 0);
}

/** A key that cannot sign must be found before anybody is told to rely on it. */
export async function tryOut(signer: Signer): Promise<void> {
  if (!isStrictKey(signer.publicJwk))
    throw new KeyFault('not-a-key', `${signer.kid}: the public key is a weak one, or no point of its curve`);
  const message = new TextEncoder().encode(`this key is ${signer.kid}`);
  const signature = await signer.sign(message);
  const key = createPublicKey({ key: { ...signer.publicJwk }, format: 'jwk' });
  const good =
    signer.alg === 'ES256'
      ? verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
      : verify(null, message, key, signature);
  if (!good) throw new KeyFault('signature-malformed', `${signer.kid}: what it signs does not verify`);
}

/** The same key under two names would outlive the revocation of one; a QR code names its key by four bytes only. */
async function refuseConfusable(
  { kid, publicJwk }: Signer,
  use: KeyUse,
  book: readonly KeyRecord[],
): Promise<void> {
  for (const other of book) {
    const same = other.jwk.x === publicJwk.x;
    const alike =
      use === 'qr' &&
      other.use === 'qr' &&
      Buffer.from(await shortKid(other.jwk)).equals(await shortKid(publicJwk));
    if (same || alike)
      throw new KeyFault(
        'key-twice',
        `${kid}: ${same ? 'is the very key of' : 'could be taken for'} ${other.kid}. Remove it from its holder; the next start makes another.`,
      );
  }
}
