import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import {
  readSignedTrustList,
  rootsThatSigned,
  statesTheSame,
  type SignedTrustList,
  type SignedTrustListRefusal,
} from './signed-trust-list.ts';
import type { Roots } from './trust-list.ts';

/** What a client holds: the roots of its release, and the newest list that it has accepted. */
export type Held = { readonly roots: Roots; readonly current?: SignedTrustList };

export type NotAccepted =
  | SignedTrustListRefusal
  /** Too few roots have signed: `by` says whether those held before, or those that the list itself names. */
  | {
      readonly code: 'too-few-roots';
      readonly by: 'held' | 'named';
      readonly signed: number;
      readonly needed: number;
    }
  /** An older list than the one held: somebody may be hiding a revoked key. */
  | { readonly code: 'trust-list-rollback'; readonly held: number; readonly offered: number }
  /** Two lists of one version that state different things: the roots have been misused. */
  | { readonly code: 'trust-list-forked'; readonly version: number }
  | { readonly code: 'trust-list-expired'; readonly expires: Instant }
  | { readonly code: 'trust-list-not-yet-issued'; readonly issued: Instant };

const CLOCK_SKEW_SECONDS = 300;

/**
 * Whether a client takes a list for its own (trust layer, section 8): it is signed by the threshold of the roots that
 * the client holds and of those that the list names, is newer than the one held, and is in its time. The very list
 * that is held already is accepted again as long as it lives.
 */
export async function acceptTrustList(
  text: string,
  { roots, current }: Held,
  now: Instant,
): Promise<Result<SignedTrustList, NotAccepted>> {
  const read = await readSignedTrustList(text);
  if (!read.ok) return read;
  const { list } = read.value;
  for (const [by, asked] of [
    ['held', current?.list ?? roots],
    ['named', list],
  ] as const) {
    const signed = await rootsThatSigned(read.value, asked);
    if (signed < asked.rootThreshold)
      return refuse({ code: 'too-few-roots', by, signed, needed: asked.rootThreshold });
  }
  const grown = growth(read.value, current);
  if (!grown.ok) return grown;
  if (now >= list.expires) return refuse({ code: 'trust-list-expired', expires: list.expires });
  if (list.issued > addSeconds(now, CLOCK_SKEW_SECONDS))
    return refuse({ code: 'trust-list-not-yet-issued', issued: list.issued });
  return read;
}

function growth(
  offered: SignedTrustList,
  current: SignedTrustList | undefined,
): Result<undefined, NotAccepted> {
  if (current === undefined || offered.list.version > current.list.version) return ok(undefined);
  const { version } = current.list;
  if (offered.list.version < version)
    return refuse({ code: 'trust-list-rollback', held: version, offered: offered.list.version });
  return statesTheSame(offered, current) ? ok(undefined) : refuse({ code: 'trust-list-forked', version });
}
