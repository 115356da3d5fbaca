import type { NoteKey } from '@assay/attestation/log/note-key';
import type { KeyUse, PublicJwk } from '@assay/attestation/key';

import { logKeys, noteKeys } from '../6-register/largest-seen.ts';
import { KIND_OF, readKeyBook } from '../keys/key-book.ts';
import { holderOf } from '../keys/key-holder.ts';
import { PROVIDERS, providerFor, readKeySettings, type Provider } from '../keys/key-settings.ts';
import { administratorOf, type Office } from '../office.ts';

/**
 * The keys by which our log is known: those of the key book, and those that were made after it, whose private halves lie
 * where our keys lie. What names itself in the copy alone is nobody's.
 */
export async function ownLogKeys(office: Office, folder: string): Promise<readonly NoteKey[]> {
  const book = await readKeyBook(office.records.read, administratorOf(office));
  const made: PublicJwk[] = [];
  for (let number = book.filter(({ use }) => use === 'log').length + 1; ; number += 1) {
    const held = await heldKey(folder, { kid: `${office.did}#log-${String(number)}`, use: 'log' });
    if (!held.jwk) break;
    made.push(held.jwk);
  }
  return [...(await logKeys(office)), ...(await noteKeys(office.log.origin, made))];
}

/** Who holds a key, and what it is called there; without `jwk` nobody does, and that is where it should be. */
export type HeldKey = { readonly provider: Provider; readonly place: string; readonly jwk?: PublicJwk };

/** Looks for a key by its name: first where keys of its use are made now, then where they can have been made before. */
export async function heldKey(
  folder: string,
  { kid, use }: { readonly kid: string; readonly use: KeyUse },
): Promise<HeldKey> {
  const settings = await readKeySettings(folder);
  const first = providerFor(settings, use);
  const name = kid.slice(kid.indexOf('#') + 1);
  const configured = PROVIDERS.filter((one) => one === 'file' || settings[one] !== undefined);
  for (const provider of new Set([first, ...configured])) {
    const holder = holderOf(provider, settings, folder);
    const place = holder.place(name);
    const signer = await holder.find({ place, kid, alg: KIND_OF[use] });
    if (signer) return { provider, place, jwk: signer.publicJwk };
  }
  return { provider: first, place: holderOf(first, settings, folder).place(name) };
}
