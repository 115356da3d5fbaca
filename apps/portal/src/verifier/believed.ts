import { textOf } from '@assay/attestation/bytes';
import type { TrustAnchors } from '@assay/attestation/trust';
import { anchorsFromDid } from '@assay/attestation/trust-from-did';
import {
  acceptTrustList,
  type Held,
  type NotAccepted,
} from '@assay/attestation/trust-list/accept-trust-list';
import { readSignedTrustList } from '@assay/attestation/trust-list/signed-trust-list';
import { anchorsOf } from '@assay/attestation/trust-list/trust-list';
import { parseInstant, type Instant } from '@assay/vocabulary/instant';

import type { Keep } from './keep.ts';
import type { OwnHost } from './own-host.ts';

/** Whom this page believes, and how it came to believe them. */
export type Believed = {
  readonly anchors: TrustAnchors;
  readonly source:
    | {
        readonly kind: 'trust-list';
        readonly version: number;
        readonly issued: Instant;
        readonly since: Instant;
      }
    | { readonly kind: 'did'; readonly at: Instant };
  /** When the trust list ended, if it has: it then says nothing about today. */
  readonly ended: Instant | null;
};

/** A trust list that was offered and not taken; the one held before stays. */
export type RefusedList = { readonly code: NotAccepted['code']; readonly at: Instant; readonly text: string };

type Situation = { readonly keep: Keep; readonly host: OwnHost; readonly now: Instant };

const LARGEST = 4 * 1024 * 1024;
const LIST_PATH = '/.well-known/cyber-label/trust-list.json';
const DID_PATH = '/.well-known/did.json';

/**
 * Asks the host for the newest trust list and keeps it if it may follow the one held (trust layer, section 8). On the
 * first visit the roots that the list itself names are pinned. Whoever once had a list never goes back to `did.json`:
 * that would be the way to hide a list from a visitor.
 */
export async function refreshTrust({ keep, host, now }: Situation): Promise<void> {
  const held = await heldList(keep);
  const offered = await host.get(LIST_PATH, LARGEST);
  if (offered.kind === 'found') return takeList(textOf(offered.bytes) ?? '', { keep, now, held });
  if (offered.kind === 'unreachable' || held) return;
  await keep.write('refused-list', undefined);
  const did = await host.get(DID_PATH, LARGEST);
  const text = did.kind === 'found' ? textOf(did.bytes) : undefined;
  if (text !== undefined) await keep.write('did', { text, at: now });
}

/** What is kept of it; undefined where nothing is, or where it names nobody for this host. */
export async function believed({ keep, host, now }: Situation): Promise<Believed | undefined> {
  const held = await heldList(keep);
  if (held?.current) {
    const { list } = held.current;
    return {
      anchors: anchorsOf(list),
      source: { kind: 'trust-list', version: list.version, issued: list.issued, since: held.since },
      ended: now >= list.expires ? list.expires : null,
    };
  }
  const did = parseKept(await keep.read('did'));
  const anchors = did && (await anchorsFromDid(jsonOf(did.text), host.name));
  return anchors?.ok === true
    ? { anchors: anchors.value, source: { kind: 'did', at: did?.at ?? now }, ended: null }
    : undefined;
}

/** The last list that was offered and refused, until a good one comes. */
export async function refusedList(keep: Keep): Promise<RefusedList | undefined> {
  return parseRefused(await keep.read('refused-list'));
}

type HeldList = Held & { readonly since: Instant };

async function takeList(
  text: string,
  { keep, now, held }: { readonly keep: Keep; readonly now: Instant; readonly held: HeldList | undefined },
): Promise<void> {
  const first = held ?? (await firstRoots(text, now));
  const accepted = await acceptTrustList(text, first, now);
  await keep.write('refused-list', accepted.ok ? undefined : { code: accepted.refusal.code, at: now, text });
  if (accepted.ok) await keep.write('trust-list', { text, at: first.since });
  // A host that has a list, good or not, is believed by its list alone.
  await keep.write('did', undefined);
}

/** Trust on first use: the roots that the first list names. A list that does not read names none. */
async function firstRoots(text: string, since: Instant): Promise<HeldList> {
  const read = await readSignedTrustList(text);
  return { roots: read.ok ? read.value.list : { rootKeys: [], rootThreshold: 1 }, since };
}

async function heldList(keep: Keep): Promise<HeldList | undefined> {
  const kept = parseKept(await keep.read('trust-list'));
  const read = kept && (await readSignedTrustList(kept.text));
  return kept && read?.ok === true
    ? { roots: read.value.list, current: read.value, since: kept.at }
    : undefined;
}

type Kept = { readonly text: string; readonly at: Instant };

function parseKept(value: unknown): Kept | undefined {
  const { text, at } = (value ?? {}) as Partial<Record<keyof Kept, unknown>>;
  const instant = typeof at === 'string' ? parseInstant(at) : undefined;
  return typeof text === 'string' && instant?.ok === true ? { text, at: instant.value } : undefined;
}

function parseRefused(value: unknown): RefusedList | undefined {
  const kept = parseKept(value);
  const { code } = (value ?? {}) as { readonly code?: NotAccepted['code'] };
  return kept && code !== undefined ? { ...kept, code } : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
