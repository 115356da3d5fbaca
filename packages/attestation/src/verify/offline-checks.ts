import type { Instant } from '@assay/vocabulary/instant';
import type { LabelId } from '@assay/vocabulary/ids';

import { equalBytes, toHex } from '../bytes.ts';
import { didDocumentUrl } from '../did.ts';
import { administratorCode } from '../label-id.ts';
import { readCose, shortKid, verifyCose, type CoseSign1 } from '../qr/cose-sign1.ts';
import { fromDigits } from '../qr/decimal.ts';
import { parseLabelUrl } from '../qr/label-url.ts';
import { boundTo, readStatement, type OfflineStatement } from '../qr/offline-statement.ts';
import type { StatusPurpose } from '../status-list/status-list-credential.ts';
import type { TrustAnchors, TrustedAdministrator, TrustedKey } from '../trust.ts';
import { isAhead } from './credential-checks.ts';
import { failed, passed, type Finding } from './report.ts';
import { statusAt } from './status-checks.ts';

/** What was scanned: the label URL before `#1`, and the signed bytes after it. */
type Scanned = { readonly url: string; readonly cose: CoseSign1 };
type Place = { readonly host: string; readonly labelId: LabelId };

export function qrForm(text: string): Finding<Scanned> {
  const hash = text.indexOf('#');
  if (hash < 0) return failed('no offline part: only the address of the label page', 'STALE');
  if (text[hash + 1] !== '1') return failed('an offline part of an unknown form');
  const bytes = fromDigits(text.slice(hash + 2));
  if (!bytes.ok) return failed(bytes.refusal.code);
  const cose = readCose(bytes.value);
  return cose.ok
    ? passed({ url: text.slice(0, hash), cose: cose.value }, `${bytes.value.length} bytes`)
    : failed(cose.refusal.code);
}

/** The page address is on a host of the scheme: a look-alike site has another. */
export function qrUrl({ url }: Pick<Scanned, 'url'>, anchors: TrustAnchors): Finding<Place> {
  const place = parseLabelUrl(url, anchors.scheme.qrHosts);
  return place.ok ? passed(place.value, place.value.labelId) : failed(place.refusal.code);
}

export function administratorOf({ labelId }: Place, anchors: TrustAnchors): Finding<TrustedAdministrator> {
  const code = administratorCode(labelId);
  const found = anchors.administrators.find((known) => known.code === code);
  return found === undefined
    ? failed(`no administrator ${code} in the trust anchors`)
    : passed(found, `${found.did}, ${found.status}`);
}

/** The QR key of this administrator that the payload names by 4 bytes. */
export async function qrKey({ cose }: Scanned, { keys }: TrustedAdministrator): Promise<Finding<TrustedKey>> {
  for (const key of keys) {
    if (key.use === 'qr' && equalBytes(await shortKid(key.jwk), cose.kid)) return passed(key, key.kid);
  }
  return failed(`no QR key ${toHex(cose.kid)} of this administrator`);
}

export async function qrSignature(
  { cose }: Scanned,
  { host, labelId }: Place,
  key: TrustedKey,
): Promise<Finding<true>> {
  const verified = await verifyCose(cose, boundTo(host, labelId), key.jwk);
  return verified.ok ? passed(true, `signed by ${key.kid}`) : failed(verified.refusal.code);
}

export function qrStatement({ cose }: Scanned): Finding<OfflineStatement> {
  const statement = readStatement(cose.payload);
  return statement.ok
    ? passed(statement.value, `issued at ${statement.value.issuedAt}`)
    : failed(statement.refusal.code);
}

export function qrKeyPeriod({ notBefore, notAfter, kid }: TrustedKey, at: Instant): Finding<true> {
  return notBefore <= at && at <= notAfter
    ? passed(true, `signed at ${at}`)
    : failed(`signed at ${at}, outside of the life of ${kid}`);
}

/** Offline nobody can tell what a stolen key signed before it was known to be stolen: all of it is void. */
export function qrKeyGood({ lastGoodIndex }: TrustedKey): Finding<true> {
  return lastGoodIndex === undefined ? passed(true, 'not revoked') : failed('the QR key is revoked');
}

/** The bit in a list kept from an earlier visit; without one nothing is known of the state. */
export async function keptStatus(
  {
    purpose,
    now,
    lists,
  }: { readonly purpose: StatusPurpose; readonly now: Instant; readonly lists: KeptLists },
  { status }: OfflineStatement,
  administrator: TrustedAdministrator,
): Promise<Finding<Instant>> {
  const base = didDocumentUrl(administrator.did);
  if (!base.ok) return failed(base.refusal.code);
  const url = `${new URL(base.value).origin}/status/${purpose}/${status.list}`;
  const kept = lists.get(url);
  return kept === undefined
    ? failed(`no list kept of ${url}: the state was not checked`, 'STALE')
    : statusAt({ purpose, url, index: status.index }, kept, administrator, now);
}

/** Status lists as served, by the URL from which they came. */
export type KeptLists = ReadonlyMap<string, string>;

export function qrDates({ issuedAt, expiresAt }: OfflineStatement, now: Instant): Finding<true> {
  if (now >= expiresAt) return failed(`ended at ${expiresAt}`, 'EXPIRED');
  return isAhead(issuedAt, now)
    ? failed(`issued at ${issuedAt}, in the future`, 'NOT_YET_VALID')
    : passed(true, `from ${issuedAt} until ${expiresAt}`);
}
