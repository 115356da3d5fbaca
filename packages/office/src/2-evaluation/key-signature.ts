import type { Act } from '@assay/conformity/act';
import { readDetached, verifyDetached, type DetachedRefusal } from '@assay/attestation/detached-jws';
import type { Reader } from '@assay/records/open';
import { reportKeysOf } from '@assay/records/report-key';
import type { Instant } from '@assay/vocabulary/instant';
import type { SignedByKey } from '@assay/vocabulary/report-signature';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { digestOf } from '../digest.ts';

export type KeyNotTaken =
  | DetachedRefusal
  /** This laboratory has registered no key of that name; another one may have. */
  | { readonly code: 'report-key-unknown'; readonly key: string }
  | { readonly code: 'report-key-revoked'; readonly key: string; readonly since: Instant };

/**
 * The signature of a laboratory's own key over the bytes of a report, where it holds: by a key that the laboratory of
 * whoever hands it in has registered and, as of now, not revoked. What a signature says of its own time nobody can check.
 */
export async function signedByKey(
  reader: Reader,
  {
    bytes,
    jws,
    act,
  }: { readonly bytes: Uint8Array; readonly jws: string; readonly act: Pick<Act, 'by' | 'at'> },
): Promise<Result<SignedByKey, KeyNotTaken>> {
  const read = readDetached(jws.trim(), bytes);
  if (!read.ok) return read;
  const { id: person, organisation } = act.by;
  const { kid } = read.value.header;
  const key = (await reportKeysOf(reader, organisation)).find(({ thumbprint }) => thumbprint === kid);
  if (!key) return refuse({ code: 'report-key-unknown', key: kid });
  const { thumbprint, name, jwk, revoked } = key;
  if (revoked) return refuse({ code: 'report-key-revoked', key: name, since: revoked.at });
  const verified = await verifyDetached(read.value, bytes, jwk);
  if (!verified.ok) return verified;
  return ok({
    manner: 'key',
    report: digestOf(bytes),
    key: { thumbprint, name, jwk },
    jws: read.value.text,
    handedIn: { person, organisation },
    receivedAt: act.at,
  });
}

/** Why a kept signature of a key does not hold over a report; undefined where it does. */
export async function keySignatureBroken(
  { jws, key }: SignedByKey,
  bytes: Uint8Array,
): Promise<string | undefined> {
  const read = readDetached(jws, bytes);
  if (!read.ok) return read.refusal.code;
  const verified = await verifyDetached(read.value, bytes, key.jwk);
  return verified.ok ? undefined : verified.refusal.code;
}
