import { readCompactJws, signCompactJws, verifyCompactJws } from '@assay/attestation/credential/compact-jws';
import type { Signer } from '@assay/attestation/key';
import type { TrustAnchors } from '@assay/attestation/trust';
import { closed, listOf, readDocument, text, Type } from '@assay/vocabulary/schema';
import type { CaseFileManifest } from '@assay/vocabulary/case-file';
import type { Digest } from '@assay/vocabulary/ids';

const CREDENTIALS = 'https://www.w3.org/ns/credentials/v2';

const SealKind = {
  name: 'case file seal',
  schema: closed({
    '@context': listOf(text(200), 1, 1),
    type: Type.Tuple([Type.Literal('VerifiableCredential'), Type.Literal('CaseFileSeal')]),
    issuer: text(300),
    validFrom: text(30),
    credentialSubject: closed({ case: text(40), manifest: text(80) }),
  }),
};

/**
 * The administrator's signature over a manifest, as a credential that says nothing but its digest (VC Data Model 2.0, as a compact JWS like
 * a label's). It is in no log: it states who exported the file, and no label.
 */
export function sealOf(manifest: CaseFileManifest, digest: Digest, signer: Signer): Promise<string> {
  return signCompactJws(
    {
      '@context': [CREDENTIALS],
      type: ['VerifiableCredential', 'CaseFileSeal'],
      issuer: manifest.administrator.did,
      validFrom: manifest.exportedAt,
      credentialSubject: { case: manifest.case, manifest: digest },
    },
    signer,
  );
}

/** Why a seal does not hold; undefined where it does. Whose key counts, the anchors say and not the file. */
export async function sealBroken(
  seal: string,
  { manifest, digest }: { readonly manifest: CaseFileManifest; readonly digest: Digest },
  anchors: TrustAnchors,
): Promise<string | undefined> {
  const jws = readCompactJws(seal.trim());
  if (!jws.ok) return jws.refusal.code;
  const read = readDocument(SealKind, jws.value.payload);
  if (!read.ok) return 'not-a-seal';
  const { issuer, validFrom, credentialSubject: sealed } = read.value;
  const { did } = manifest.administrator;
  if (issuer !== did || sealed.case !== manifest.case || validFrom !== manifest.exportedAt)
    return 'seal-of-another-file';
  if (sealed.manifest !== digest) return 'manifest-altered';
  const key = anchors.administrators
    .find((one) => one.did === did)
    ?.keys.find(({ kid, use }) => use === 'vc' && kid === jws.value.header.kid);
  if (!key) return 'key-not-believed';
  // What no log dates may have been sealed by the thief.
  if (key.lastGoodIndex !== undefined) return 'key-revoked';
  if (validFrom < key.notBefore || validFrom >= key.notAfter) return 'key-out-of-time';
  const verified = await verifyCompactJws(jws.value, key.jwk);
  return verified.ok ? undefined : verified.refusal.code;
}
