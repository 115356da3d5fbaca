import type { Instant } from '@assay/vocabulary/instant';

import { readCompactJws } from '../credential/compact-jws.ts';
import type { LabelCredentialModel } from '../credential/read-label-credential.ts';
import { decodeBitstring, readBit } from '../status-list/bitstring.ts';
import {
  readStatusList,
  type StatusListCredential,
  type StatusPurpose,
} from '../status-list/status-list-credential.ts';
import type { TrustedAdministrator } from '../trust.ts';
import { isAhead, jwsSignature, pinnedKey } from './credential-checks.ts';
import { failed, passed, type Finding } from './report.ts';

/** Where a label's bit stands: the list of one purpose by its URL, and the index in it. */
type Place = { readonly purpose: StatusPurpose; readonly url: string; readonly index: number };

/** The list of one purpose that the credential names: the bit must be clear in it. */
export async function labelStatus(
  { purpose, now }: { readonly purpose: StatusPurpose; readonly now: Instant },
  jwsText: string,
  vc: LabelCredentialModel,
  administrator: TrustedAdministrator,
): Promise<Finding<Instant>> {
  const entry = vc.credentialStatus.find(({ statusPurpose }) => statusPurpose === purpose);
  const place = { purpose, url: entry?.statusListCredential ?? '', index: Number(entry?.statusListIndex) };
  return statusAt(place, jwsText, administrator, now);
}

/** A list signed by a status key, the very one that is meant, fresh, and its bit clear. */
export async function statusAt(
  { purpose, url, index }: Place,
  jwsText: string,
  administrator: TrustedAdministrator,
  now: Instant,
): Promise<Finding<Instant>> {
  const list = await signedList(jwsText, administrator);
  if (!list.ok) return list;
  const { id, issuer, credentialSubject, validFrom, validUntil } = list.value;
  if (id !== url) return failed(`another list: ${id}`);
  if (credentialSubject.statusPurpose !== purpose)
    return failed(`a list for ${credentialSubject.statusPurpose}`);
  if (issuer !== administrator.did) return failed('a list of another issuer');
  const bits = await decodeBitstring(credentialSubject.encodedList);
  if (!bits.ok) return failed(bits.refusal.code);
  const bit = readBit(bits.value, index);
  if (bit === undefined) return failed(`the list does not reach index ${index}`);
  const set = `index ${index} is set in the list of ${validFrom}`;
  // Revoked is final, so an old list says it as well as a new one; suspended may have been lifted since.
  if (bit && purpose === 'revocation') return failed(set, 'REVOKED');
  if (now >= validUntil) return failed(`the list ended at ${validUntil}`, 'STALE');
  if (bit) return failed(set, 'SUSPENDED');
  if (isAhead(validFrom, now)) return failed(`the list begins at ${validFrom}`, 'NOT_YET_VALID');
  return passed(validFrom, `clear in the list of ${validFrom}`);
}

/** Form, key, life of the key and signature of a list. A revoked status key has no last good list: it is void. */
export async function signedList(
  text: string,
  administrator: TrustedAdministrator,
): Promise<Finding<StatusListCredential>> {
  const jws = readCompactJws(text);
  if (!jws.ok) return failed(jws.refusal.code);
  const key = pinnedKey(jws.value, administrator, 'status');
  if (!key.ok) return key;
  const signature = await jwsSignature(jws.value, key.value);
  if (!signature.ok) return signature;
  const list = readStatusList(jws.value.payload);
  if (!list.ok)
    return failed(list.refusal.complaints.map(({ path, expected }) => `${path}: ${expected}`).join('; '));
  const { notBefore, notAfter, lastGoodIndex } = key.value;
  if (lastGoodIndex !== undefined) return failed('the status key is revoked');
  if (list.value.validFrom < notBefore || list.value.validFrom > notAfter)
    return failed('issued outside of the life of its key');
  return passed(list.value, key.value.kid);
}
