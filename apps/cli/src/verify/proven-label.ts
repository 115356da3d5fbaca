import { parseBundle, type Bundle } from '@assay/attestation/bundle';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import {
  readLabelCredential,
  type LabelCredentialModel,
} from '@assay/attestation/credential/read-label-credential';
import { parseLabelUrl } from '@assay/attestation/qr/label-url';
import type { TrustAnchors } from '@assay/attestation/trust';
import { verifyQr } from '@assay/attestation/verify-qr';
import { editionRef } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { NamedLabel } from '@assay/office/5-label/artwork/label-facts';

import { UsageError } from '../usage.ts';

/** What the print of a label may state, each word of it taken from the credential that was verified. */
export type ProvenLabel = {
  readonly label: NamedLabel;
  readonly bundle: Bundle;
  readonly vc: LabelCredentialModel;
};

type Basis = { readonly bundle: Uint8Array; readonly anchors: TrustAnchors };

/** The label of a bundle whose outcome was VALID; throws for any other, which nobody may print. */
export function provenLabel({ bundle: bytes, anchors }: Basis): ProvenLabel {
  const bundle = parseBundle(bytes);
  const jws = bundle.ok ? readCompactJws(bundle.value.credential) : bundle;
  const vc = jws.ok ? readLabelCredential(jws.value.payload) : jws;
  if (!bundle.ok || !vc.ok) throw new Error('a bundle that was verified does not read');
  const { id, referenceProfile, cyberLabel } = vc.value.credentialSubject;
  const place = parseLabelUrl(id, anchors.scheme.qrHosts);
  if (!place.ok) throw new Error(`the credential names ${id}, which is no address of a label of this scheme`);
  const [, scheme, edition, rank] = PROFILE.exec(referenceProfile.id) ?? [];
  if (scheme === undefined || edition === undefined || rank === undefined)
    throw new UsageError(
      `${referenceProfile.id}: the credential does not say which edition of which scheme it is of`,
    );
  const label: NamedLabel = {
    ...place.value,
    sandbox: cyberLabel.sandbox === true,
    programme: anchors.scheme.name,
    edition: editionRef(scheme, edition),
    rank: Number(rank),
    product: cyberLabel.product,
  };
  return { label, bundle: bundle.value, vc: vc.value };
}

/** How our credentials name the profile: `urn:assay:scheme:<id>@<edition>:level:<rank>`. */
const PROFILE = /^urn:assay:(?:sandbox:)?scheme:([a-z0-9-]+)@([0-9A-Za-z.-]+):level:(\d{1,2})$/;

/** The text of an offline code, once it is verified with the status lists of the bundle and is of this label. */
export async function provenCode(
  text: string,
  { label, bundle, vc }: ProvenLabel,
  { anchors, now }: { readonly anchors: TrustAnchors; readonly now: Instant },
): Promise<string> {
  const addresses = vc.credentialStatus.map((entry) => entry.statusListCredential);
  const lists = new Map(addresses.map((address, i) => [address, bundle.statusLists[i] ?? '']));
  const found = await verifyQr({ text: text.trim(), anchors, lists, now });
  if (found.outcome === 'VALID' && found.labelId === label.labelId) return text.trim();
  const failed = found.checks.filter((check) => !check.ok).map(({ id, detail }) => `${id}: ${detail}`);
  throw new UsageError(
    `the offline code is ${found.outcome} for ${label.labelId}${failed.length > 0 ? ` (${failed.join('; ')})` : ''}: it is not printed`,
  );
}
