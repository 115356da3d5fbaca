import { formatBundle, parseBundle } from '@assay/attestation/bundle';
import { textOf } from '@assay/attestation/bytes';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { didDocumentUrl } from '@assay/attestation/did';
import { readStatusList } from '@assay/attestation/status-list/status-list-credential';
import type { TrustAnchors } from '@assay/attestation/trust';
import { signedList } from '@assay/attestation/verify/status-checks';
import type { Instant } from '@assay/vocabulary/instant';

import type { Keep } from './keep.ts';
import type { OwnHost } from './own-host.ts';

/** Status lists as served, by the address that they state; each was verified before it was kept. */
export type KeptLists = ReadonlyMap<string, string>;
/** From when to when a list may be relied on. */
export type ListDates = { readonly from: Instant; readonly until: Instant };

const LARGEST = 256 * 1024;
/** Of 131,072 labels each: nobody keeps more. */
const MOST_LISTS = 100;

/**
 * Fetches every list of the administrators on this host, whole: which label somebody will ask about is in none of the
 * requests. They are numbered from 0; the first number that is not there ends them.
 */
export async function refreshLists(keep: Keep, host: OwnHost, anchors: TrustAnchors): Promise<void> {
  if (!anchors.administrators.some(({ did }) => isHostOf(did, host.origin))) return;
  for (let number = 0; number < MOST_LISTS; number += 1) {
    const pair = await Promise.all(
      ['revocation', 'suspension'].map((purpose) =>
        host.get(`/status/${purpose}/${String(number)}`, LARGEST),
      ),
    );
    const texts = pair.flatMap((one) => (one.kind === 'found' ? [textOf(one.bytes) ?? ''] : []));
    if (texts.length === 0) return;
    await keepLists(keep, texts, anchors);
  }
}

/** Keeps each list that an administrator has signed and that is newer than the one kept: an older one is never taken. */
export async function keepLists(keep: Keep, texts: readonly string[], anchors: TrustAnchors): Promise<void> {
  const kept = new Map(await keptLists(keep));
  for (const text of texts) {
    const jws = readCompactJws(text);
    const issuer = jws.ok ? jws.value.payload['issuer'] : undefined;
    const administrator = anchors.administrators.find(({ did }) => did === issuer);
    const list = administrator && (await signedList(text, administrator));
    if (list?.ok !== true) continue;
    const { id, validFrom } = list.value;
    const before = kept.get(id);
    if (before === undefined || (datesOf(before)?.from ?? '') < validFrom) kept.set(id, text);
  }
  await keep.write('lists', Object.fromEntries(kept));
}

export async function keptLists(keep: Keep): Promise<KeptLists> {
  return new Map(parseLists(await keep.read('lists')));
}

/** The bundle with each of its lists exchanged for the one kept, where that is newer: a saved bundle hides nothing then. */
export function withNewerLists(served: string | Uint8Array, kept: KeptLists): string | Uint8Array {
  const bundle = parseBundle(served);
  if (!bundle.ok) return served;
  const [revocation, suspension] = bundle.value.statusLists;
  return formatBundle({
    ...bundle.value,
    statusLists: [newerOf(revocation, kept), newerOf(suspension, kept)],
  });
}

/** When a list began and ends, as it states itself; undefined for anything else than a list. */
export function datesOf(text: string): ListDates | undefined {
  const list = listIn(text);
  return list && { from: list.validFrom, until: list.validUntil };
}

function newerOf(text: string, kept: KeptLists): string {
  const list = listIn(text);
  const other = list && kept.get(list.id);
  return other !== undefined && (datesOf(other)?.from ?? '') > (list?.validFrom ?? '') ? other : text;
}

function listIn(text: string) {
  const jws = readCompactJws(text);
  const list = jws.ok ? readStatusList(jws.value.payload) : jws;
  return list.ok ? list.value : undefined;
}

function isHostOf(did: string, origin: string): boolean {
  const document = didDocumentUrl(did);
  return document.ok && new URL(document.value).origin === origin;
}

function parseLists(value: unknown): readonly [string, string][] {
  return Object.entries((value ?? {}) as Record<string, unknown>).flatMap(([url, text]) =>
    typeof text === 'string' ? [[url, text] as [string, string]] : [],
  );
}
