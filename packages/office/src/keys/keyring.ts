import type { KeyUse, PublicJwk, Signer } from '@assay/attestation/key';
import type { Records, Tx } from '@assay/records/open';

import type { Keyring, Office } from '../office.ts';
import { administratorOf } from '../office.ts';
import { activeKey, announcedKey, holdKeyBook, KIND_OF, readKeyBook, type KeyRecord } from './key-book.ts';
import { KeyFault } from './key-fault.ts';
import { holderOf } from './key-holder.ts';
import { readKeySettings } from './key-settings.ts';

type Of = { readonly records: Records; readonly administrator: string; readonly folder: string };

/** The keys of an office whose data lie in `folder`. Each is opened when it is first needed, then kept open. */
export function openKeyring({ records, administrator, folder }: Of): Keyring {
  const opened = new Map<string, Promise<Signer>>();
  const open = (key: KeyRecord): Promise<Signer> => {
    const known = opened.get(key.kid) ?? openKey(key, folder);
    opened.set(key.kid, known);
    // A token that is away today may be back tomorrow.
    known.catch(() => opened.delete(key.kid));
    return known;
  };
  const active = async (use: KeyUse, book: readonly KeyRecord[]): Promise<Signer> => {
    const key = activeKey(book, use);
    if (!key) throw new KeyFault('no-such-key', `no key signs for ${use}: the office was never opened`);
    return open(key);
  };
  const book = () => readKeyBook(records.read, administrator);
  return {
    active: async (use) => active(use, await book()),
    ofCheckpoints: async () => {
      const keys = await book();
      const next = announcedKey(keys, 'log');
      return [await active('log', keys), ...(next ? [await open(next)] : [])];
    },
  };
}

/** Opens a key of the book; throws where its holder has none, or another one, under that name. */
export async function openKey(key: KeyRecord, folder: string): Promise<Signer> {
  const { kid, use, jwk, provider, place } = key;
  const holder = holderOf(provider, await readKeySettings(folder), folder);
  const signer = await holder.find({ place, kid, alg: KIND_OF[use] });
  if (!signer)
    throw new KeyFault(
      'no-such-key',
      `${kid}: ${provider} has no key ${place}. Restore it, or revoke ${kid}.`,
    );
  if (!sameKey(signer.publicJwk, jwk))
    throw new KeyFault(
      'another-key',
      `${kid}: ${provider} has another key as ${place} than the log has announced`,
    );
  return signer;
}

/**
 * Whether these keys still sign for their uses, for as long as the transaction lasts: what is signed is kept only then, so
 * that nothing comes into the log after its key has left it.
 */
export async function stillSign(
  tx: Tx,
  office: Pick<Office, 'programme'>,
  signers: readonly Signer[],
): Promise<boolean> {
  const book = await holdKeyBook(tx, administratorOf(office), 'to-keep');
  return signers.every(({ kid }) => book.some((key) => key.kid === kid && activeKey(book, key.use) === key));
}

export function sameKey(one: PublicJwk, other: PublicJwk): boolean {
  return (
    one.crv === other.crv &&
    one.x === other.x &&
    (one.kty === 'EC' ? other.kty === 'EC' && one.y === other.y : true)
  );
}
