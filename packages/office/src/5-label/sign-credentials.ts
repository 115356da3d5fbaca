import { createHash } from 'node:crypto';

import { signLabelCredential, type LabelCredential } from '@assay/attestation/credential/label-credential';
import { storeSignature, unsignedLabels, type IssuedLabel } from '@assay/records/label';

import { administratorOf, type Office } from '../office.ts';

/**
 * Trust layer section 7, step 2: signs every label that waits for it, outside any transaction. The signature that is
 * stored first is the credential; one made twice after a crash is thrown away.
 */
export async function signCredentials(office: Office): Promise<void> {
  const administrator = administratorOf(office);
  for (const label of await unsignedLabels(office.records.read, administrator)) {
    const jws = await signLabelCredential(parsePayload(label), office.signers.vc);
    const vcHash = createHash('sha256').update(jws).digest('base64url');
    await office.records.write((tx) => storeSignature(tx, { administrator, id: label.id, jws, vcHash }));
  }
}

/** The payload was built and checked by us before it was frozen. */
function parsePayload(label: IssuedLabel): LabelCredential {
  return JSON.parse(label.payload) as LabelCredential;
}
