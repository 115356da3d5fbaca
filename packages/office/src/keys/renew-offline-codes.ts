import { readCose, shortKid } from '@assay/attestation/qr/cose-sign1';
import { fromDigits } from '@assay/attestation/qr/decimal';
import { labelsTouched, replaceOfflineCode, type TouchedLabel } from '@assay/records/label';
import { leafCount } from '@assay/records/log';
import type { LabelFacts } from '@assay/vocabulary/label-record';

import { signOfflineCode } from '../5-label/sign-offline-code.ts';
import { showAgain } from '../6-register/publish-labels.ts';
import { administratorOf, type Office } from '../office.ts';
import { stillSign } from './keyring.ts';
import { readKeyBook } from './key-book.ts';

const PAGE = 256;

/**
 * Signs the offline code of every public label anew whose key was revoked, label by label, and shows it; how many. Safe to
 * repeat, also after it was stopped half-way. What is printed already cannot be called back.
 */
export async function renewOfflineCodes(office: Office): Promise<number> {
  const administrator = administratorOf(office);
  const book = await readKeyBook(office.records.read, administrator);
  const revoked = new Set<string>();
  for (const key of book) if (key.use === 'qr' && key.revoked) revoked.add(hex(await shortKid(key.jwk)));
  const before = await leafCount(office.records.read, { administrator, log: office.log.origin });
  let renewed = 0;
  for (let from = 0, full = true; full;) {
    const labels = await labelsTouched(office.records.read, { administrator, from, before, limit: PAGE });
    for (const label of labels) if (revoked.has(keyOf(label)) && (await renew(office, label))) renewed += 1;
    from = (labels.at(-1)?.lastLeaf ?? before) + 1;
    full = labels.length === PAGE;
  }
  return renewed;
}

async function renew(office: Office, { id, facts, slot }: TouchedLabel): Promise<boolean> {
  const administrator = administratorOf(office);
  const signer = await office.keyring.active('qr');
  const code = { facts: parseFacts(facts), slot, host: office.host, signer };
  const offlineCode = await signOfflineCode(code);
  return office.records.write(async (tx) => {
    if (!(await stillSign(tx, office, [signer]))) return false;
    await replaceOfflineCode(tx, { administrator, id, offlineCode });
    await showAgain(office, tx, id);
    return true;
  });
}

/** The four bytes by which a code names its key. */
function keyOf({ signed }: TouchedLabel): string {
  const bytes = fromDigits(signed?.offlineCode.split('#1')[1] ?? '');
  const cose = bytes.ok ? readCose(bytes.value) : bytes;
  return cose.ok ? hex(cose.value.kid) : '';
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Frozen by us when the label was asked for. */
function parseFacts(facts: string): LabelFacts {
  return JSON.parse(facts) as LabelFacts;
}
