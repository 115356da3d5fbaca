import type { Instant } from '@assay/vocabulary/instant';
import type { LabelId } from '@assay/vocabulary/ids';

import { readCompactJws, verifyCompactJws, type CompactJws } from '../credential/compact-jws.ts';
import { readLabelCredential, type LabelCredentialModel } from '../credential/read-label-credential.ts';
import { administratorCode, parseLabelId } from '../label-id.ts';
import { parseLabelUrl } from '../qr/label-url.ts';
import type { KeyUse } from '../key.ts';
import type { TrustAnchors, TrustedAdministrator, TrustedKey } from '../trust.ts';
import type { Entry } from '../log/entry.ts';
import { failed, passed, type Finding } from './report.ts';

/** Clocks of honest parties differ; a little is forgiven towards the future, never towards the past. */
const CLOCK_SKEW_SECONDS = 300;

export function credentialForm(text: string): Finding<CompactJws> {
  const jws = readCompactJws(text);
  return jws.ok ? passed(jws.value, `compact JWS by ${jws.value.header.kid}`) : failed(jws.refusal.code);
}

export function credentialModel(jws: CompactJws): Finding<LabelCredentialModel> {
  const model = readLabelCredential(jws.payload);
  if (model.ok) return passed(model.value, 'VCDM 2.0 label credential');
  return failed(model.refusal.complaints.map(({ path, expected }) => `${path}: ${expected}`).join('; '));
}

/** The id asked for, the id in the credential and the id in its URL are one, and the URL is on a host of the scheme. */
export function labelIdAsked(
  vc: LabelCredentialModel,
  anchors: TrustAnchors,
  asked: string | undefined,
): Finding<LabelId> {
  const { labelId } = vc.credentialSubject.cyberLabel;
  const url = parseLabelUrl(vc.credentialSubject.id, anchors.scheme.qrHosts);
  if (!url.ok) return failed(`label URL: ${url.refusal.code}`);
  if (url.value.labelId !== labelId) return failed('the label URL names another label');
  if (asked === undefined) return passed(labelId, labelId);
  const wanted = parseLabelId(asked);
  if (!wanted.ok) return failed(wanted.refusal.code);
  return wanted.value === labelId
    ? passed(labelId, labelId)
    : failed(`asked for ${wanted.value}, this is ${labelId}`);
}

export function trustedAdministrator(
  labelId: LabelId,
  vc: LabelCredentialModel,
  anchors: TrustAnchors,
): Finding<TrustedAdministrator> {
  const code = administratorCode(labelId);
  const administrator = anchors.administrators.find((known) => known.code === code);
  if (administrator === undefined) return failed(`no administrator ${code} in the trust anchors`);
  if (vc.issuer.id !== administrator.did) return failed('the issuer is not the administrator of this label');
  return passed(administrator, `${administrator.did}, ${administrator.status}`);
}

/** The pinned key that the header names: of the right use, of this administrator. */
export function pinnedKey(
  jws: CompactJws,
  administrator: TrustedAdministrator,
  use: KeyUse,
): Finding<TrustedKey> {
  const key = administrator.keys.find(({ kid }) => kid === jws.header.kid);
  if (key === undefined) return failed(`unknown key ${jws.header.kid}`);
  if (key.use !== use || !key.kid.startsWith(`${administrator.did}#`))
    return failed(`${key.kid} is not a ${use} key of this administrator`);
  return passed(key, key.kid);
}

export async function jwsSignature(jws: CompactJws, key: TrustedKey): Promise<Finding<true>> {
  const verified = await verifyCompactJws(jws, key.jwk);
  return verified.ok ? passed(true, `${jws.header.alg} by ${key.kid}`) : failed(verified.refusal.code);
}

export function keyPeriod(key: TrustedKey, entry: Entry): Finding<true> {
  return key.notBefore <= entry.time && entry.time <= key.notAfter
    ? passed(true, `logged at ${entry.time}`)
    : failed(`logged at ${entry.time}, outside of the life of ${key.kid}`);
}

export function keyNotRevoked(key: TrustedKey, index: number): Finding<true> {
  if (key.lastGoodIndex === undefined) return passed(true, 'not revoked');
  return index <= key.lastGoodIndex
    ? passed(true, `revoked after leaf ${key.lastGoodIndex}; this is leaf ${index}`)
    : failed(`revoked: nothing after leaf ${key.lastGoodIndex} counts`);
}

/** `[validFrom, validUntil)`; expired is computed here and written nowhere. */
export function validityDates(vc: LabelCredentialModel, entry: Entry, now: Instant): Finding<true> {
  if (now >= vc.validUntil) return failed(`ended at ${vc.validUntil}`, 'EXPIRED');
  if (now < vc.validFrom) return failed(`begins at ${vc.validFrom}`, 'NOT_YET_VALID');
  if (isAhead(entry.time, now))
    return failed(`logged at ${entry.time}, which is in the future`, 'NOT_YET_VALID');
  return passed(true, `${vc.validFrom} to ${vc.validUntil}`);
}

/** Whether an instant lies further in the future than clocks may differ. */
export function isAhead(instant: Instant, now: Instant): boolean {
  return Date.parse(instant) > Date.parse(now) + CLOCK_SKEW_SECONDS * 1000;
}
