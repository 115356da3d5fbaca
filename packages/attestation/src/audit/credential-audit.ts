import { toBase64Url } from '../base64.ts';
import { textOf } from '../bytes.ts';
import { readCompactJws, verifyCompactJws } from '../credential/compact-jws.ts';
import { readLabelCredential, type LabelCredentialModel } from '../credential/read-label-credential.ts';
import type { Hash } from '../log/merkle-tree.ts';
import type { TrustAnchors, TrustedAdministrator } from '../trust.ts';
import { labelIdAsked } from '../verify/credential-checks.ts';
import { differences, type BindingEntry } from '../verify/entry-checks.ts';
import type { KeyHistory } from './key-history.ts';
import type { Offence, OffenceCode } from './offence.ts';

/** An entry that binds a credential: its bytes lie at `/vc/{SHA-256, hexadecimal}` of the scheme's host. */
export type Binding = { readonly index: number; readonly entry: BindingEntry };

export type CredentialSource = {
  readonly anchors: TrustAnchors;
  readonly administrator: TrustedAdministrator;
  readonly hash: Hash;
};

/** What was found, and the number of the key that signed where all is well with it. */
export type AuditedCredential = { readonly offences: readonly Offence[]; readonly signer?: number };

/**
 * Whether the credential that an entry binds is there, is the one that was hashed, says what the entry says, and was
 * signed by a key that might at that leaf. Two faults of one credential are both told.
 */
export async function auditCredential(
  source: CredentialSource,
  keys: KeyHistory,
  { index, entry }: Binding,
  bytes: Uint8Array | undefined,
): Promise<AuditedCredential> {
  const no = (code: OffenceCode, detail: string): Offence => ({
    code,
    index,
    detail: `${entry.labelId}: ${detail}`,
  });
  if (bytes === undefined) return { offences: [no('credential-missing', entry.vcHash)] };
  const vcHash = toBase64Url(source.hash(bytes));
  if (vcHash !== entry.vcHash) return { offences: [no('credential-of-another-hash', vcHash)] };
  const jws = readCompactJws(textOf(bytes) ?? '');
  if (!jws.ok) return { offences: [no('credential-malformed', jws.refusal.code)] };
  const vc = readLabelCredential(jws.value.payload);
  if (!vc.ok) {
    const why = vc.refusal.complaints.map(({ path, expected }) => `${path}: ${expected}`).join('; ');
    return { offences: [no('credential-malformed', why)] };
  }
  const differing = disagreements(source, entry, vc.value);
  const offences = differing.length > 0 ? [no('credential-disagrees', differing.join(', '))] : [];
  const signer = keys.signerOf({
    ...{ kid: jws.value.header.kid, use: 'vc', index },
    ...{ time: entry.time, until: vc.value.validUntil },
  });
  if (!signer.ok) return { offences: [...offences, no(signer.code, signer.detail)] };
  const signature = await verifyCompactJws(jws.value, signer.key.jwk, bytes);
  return signature.ok
    ? { offences, signer: signer.key.number }
    : { offences: [...offences, no('wrong-signature', signature.refusal.code)] };
}

function disagreements(
  { anchors, administrator }: CredentialSource,
  entry: BindingEntry,
  vc: LabelCredentialModel,
): readonly string[] {
  const asked = labelIdAsked(vc, anchors, entry.labelId);
  const lists = statusUrl(administrator);
  const elsewhere = vc.credentialStatus.some(
    ({ statusPurpose, statusListCredential }) =>
      !statusListCredential.startsWith(`${lists}/${statusPurpose}/`),
  );
  return [
    ...differences(entry, vc, administrator),
    ...(asked.ok ? [] : [asked.detail]),
    ...(vc.issuer.id === administrator.did ? [] : ['issuer.id']),
    // A list that lies elsewhere is in nobody's log.
    ...(elsewhere ? ['credentialStatus'] : []),
  ];
}

const urls = new WeakMap<TrustedAdministrator, string>();

/** URL prefix of an administrator's status lists: on the host of its log (trust layer, section 3). */
export function statusUrl(administrator: TrustedAdministrator): string {
  const url = urls.get(administrator) ?? new URL('/status', administrator.log.url).href;
  urls.set(administrator, url);
  return url;
}
