import { toBase64Url } from '../base64.ts';
import { textOf } from '../bytes.ts';
import { readCompactJws, verifyCompactJws } from '../credential/compact-jws.ts';
import { decodeBitstring } from '../status-list/bitstring.ts';
import { readStatusList } from '../status-list/status-list-credential.ts';
import { statusUrl, type CredentialSource } from './credential-audit.ts';
import type { KeyHistory } from './key-history.ts';
import type { Publication } from './list-history.ts';
import type { Offence, OffenceCode } from './offence.ts';

/** Whether a list that is served is the newest that was logged, properly signed, and tells exactly what the log tells. */
export async function auditList(
  { administrator, hash }: CredentialSource,
  keys: KeyHistory,
  publication: Publication & { readonly bits: Uint8Array },
  bytes: Uint8Array | undefined,
): Promise<readonly Offence[]> {
  const { index, purpose, list: number, jwsHash, bits } = publication;
  const name = `${purpose}/${String(number)}`;
  const no = (code: OffenceCode, detail: string): Offence => ({ code, index, detail: `${name}: ${detail}` });
  if (bytes === undefined) return [no('list-missing', jwsHash)];
  const served = toBase64Url(hash(bytes));
  if (served !== jwsHash) return [no('list-not-logged', served)];
  const jws = readCompactJws(textOf(bytes) ?? '');
  if (!jws.ok) return [no('list-malformed', jws.refusal.code)];
  const list = readStatusList(jws.value.payload);
  if (!list.ok)
    return [
      no(
        'list-malformed',
        list.refusal.complaints.map(({ path, expected }) => `${path}: ${expected}`).join('; '),
      ),
    ];
  const { id, issuer, validFrom, validUntil, credentialSubject } = list.value;
  const offences: Offence[] = [];
  if (id !== `${statusUrl(administrator)}/${name}` || credentialSubject.statusPurpose !== purpose)
    offences.push(no('list-malformed', `another list: ${id}`));
  if (issuer !== administrator.did) offences.push(no('list-malformed', `a list of ${issuer}`));
  const { kid } = jws.value.header;
  const signer = keys.signerOf({ kid, use: 'status', index, time: validFrom, until: validUntil });
  if (!signer.ok) offences.push(no(signer.code, signer.detail));
  else {
    // A list by a revoked key has no last good leaf: another was to follow at once.
    if (keys.voidAfter(signer.key.number) !== undefined) offences.push(no('key-revoked', kid));
    const signature = await verifyCompactJws(jws.value, signer.key.jwk);
    if (!signature.ok) offences.push(no('wrong-signature', signature.refusal.code));
  }
  const shown = await decodeBitstring(credentialSubject.encodedList);
  if (!shown.ok) return [...offences, no('list-malformed', shown.refusal.code)];
  const wrong = firstDifference(shown.value, bits);
  return wrong === undefined ? offences : [...offences, no('list-contradicts-log', `index ${String(wrong)}`)];
}

/** The first index at which two lists differ; where one is longer, the rest of the other counts as clear. */
function firstDifference(shown: Uint8Array, wanted: Uint8Array): number | undefined {
  for (let byte = 0; byte < Math.max(shown.length, wanted.length); byte += 1) {
    const differing = (shown[byte] ?? 0) ^ (wanted[byte] ?? 0);
    if (differing !== 0) return byte * 8 + Math.clz32(differing) - 24;
  }
  return undefined;
}
