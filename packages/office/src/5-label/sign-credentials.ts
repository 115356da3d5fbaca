import { createHash } from 'node:crypto';

import { signLabelCredential, type LabelCredential } from '@assay/attestation/credential/label-credential';
import { storeSignatures, unsignedLabels, type Signature } from '@assay/records/label';
import type { LabelId } from '@assay/vocabulary/ids';
import type { LabelFacts } from '@assay/vocabulary/label-record';

import type { Signer } from '@assay/attestation/key';
import { stillSign } from '../keys/keyring.ts';
import { administratorOf, type Office } from '../office.ts';
import { inTurns } from './in-turns.ts';
import { signOfflineCode } from './sign-offline-code.ts';

/** Labels whose signatures are kept in one transaction. */
const PAGE = 512;

type Unsigned = Awaited<ReturnType<typeof unsignedLabels>>[number];

/**
 * Trust layer section 7, step 2: signs every label that waits for it, outside any transaction. The signatures that are
 * stored first are the label's; those made twice after a crash are thrown away, as are those of keys that were exchanged
 * meanwhile: their labels are signed anew. Those who request labels sign, and so does each turn, one after another in this
 * process, so that none is signed twice.
 */
export const signCredentials: (office: Office) => Promise<void> = inTurns(
  (office: Office) => office.records,
  signWaiting,
);

async function signWaiting(office: Office): Promise<void> {
  const administrator = administratorOf(office);
  for (let more = true; more;) {
    const labels = await unsignedLabels(office.records.read, { administrator, limit: PAGE });
    if (labels.length === 0) return;
    const [vc, qr] = [await office.keyring.active('vc'), await office.keyring.active('qr')];
    const { host } = office;
    const signed = await Promise.all(labels.map((label) => signaturesOf(label, { vc, qr, host })));
    const kept = await office.records.write(async (tx) => {
      if (!(await stillSign(tx, office, [vc, qr]))) return false;
      await storeSignatures(tx, { administrator, signed });
      return true;
    });
    more = !kept || labels.length === PAGE;
  }
}

type Signing = { readonly vc: Signer; readonly qr: Signer; readonly host: string };

async function signaturesOf(
  { id, payload, facts, slot }: Unsigned,
  { vc, qr, host }: Signing,
): Promise<Signature & { readonly id: LabelId }> {
  const jws = await signLabelCredential(parsePayload(payload), vc);
  const vcHash = createHash('sha256').update(jws).digest('base64url');
  const code = { facts: parseFacts(facts), slot, host, signer: qr };
  return { id, jws, vcHash, offlineCode: await signOfflineCode(code) };
}

/** The payload was built and checked by us before it was frozen. */
function parsePayload(payload: string): LabelCredential {
  return JSON.parse(payload) as LabelCredential;
}

function parseFacts(facts: string): LabelFacts {
  return JSON.parse(facts) as LabelFacts;
}
