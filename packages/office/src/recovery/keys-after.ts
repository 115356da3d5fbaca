import type { EntryOf } from '@assay/attestation/log/entry';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Placed } from '../6-register/published-entries.ts';
import { activeKey, announcedKey, type KeyRecord } from '../keys/key-book.ts';
import { sameKey } from '../keys/keyring.ts';
import type { HeldKey } from './own-log-keys.ts';

type KeyEntry = 'key.added' | 'key.retired' | 'key.revoked';

/** An entry about a key that cannot follow on this book. */
export type KeyDiffers = { readonly code: 'key-differs'; readonly at: string };

/**
 * The key book after one more entry of the log. What the book knows already only gets its place in the log. The log tells
 * no activation by itself: a key signs from the moment the one before it was retired or revoked, the first of its use at
 * once (`change-keys.ts`, `begin-log.ts`).
 */
export function keysAfter(
  book: readonly KeyRecord[],
  { index, entry }: Placed<KeyEntry>,
  held: HeldKey,
): Result<readonly KeyRecord[], KeyDiffers> {
  const { kid, use, time } = entry;
  const said = { at: time, after: index, entry: { index, time } };
  const known = book.find((key) => key.kid === kid);
  if (entry.type === 'key.added') return added(book, { ...entry, known, said, held });
  if (!known || known.use !== use) return refuse({ code: 'key-differs', at: kid });
  const { retired, revoked } = known;
  const told =
    entry.type === 'key.retired'
      ? { ...known, retired: { ...said, ...retired } }
      : {
          ...known,
          revoked: { ...said, reason: entry.reason, lastGoodIndex: entry.lastGoodIndex, ...revoked },
        };
  const successor = activeKey(book, use) === known ? announcedKey(book, use) : undefined;
  return ok(
    book.map((key) => (key === known ? told : key === successor ? { ...key, activated: time } : key)),
  );
}

type Added = EntryOf<'key.added'> & {
  readonly known: KeyRecord | undefined;
  readonly said: KeyRecord['added'];
  readonly held: HeldKey;
};

function added(
  book: readonly KeyRecord[],
  { kid, use, jwk, time, known, said, held }: Added,
): Result<readonly KeyRecord[], KeyDiffers> {
  if (known)
    return known.use === use && sameKey(known.jwk, jwk)
      ? ok(book.map((key) => (key === known ? { ...key, added: { ...said, ...key.added } } : key)))
      : refuse({ code: 'key-differs', at: kid });
  const first = !book.some((key) => key.use === use);
  const { provider, place } = held;
  return ok([...book, { kid, use, jwk, provider, place, added: said, ...(first && { activated: time }) }]);
}
