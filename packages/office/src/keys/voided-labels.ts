import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { readLabel } from '@assay/records/label';
import { leafCount } from '@assay/records/log';
import type { LabelId } from '@assay/vocabulary/ids';

import { entriesBetween } from '../6-register/published-entries.ts';
import { administratorOf, type Office } from '../office.ts';
import type { KeyRecord } from './key-book.ts';

/** Labels that a revoked key has signed after its last good leaf: they count no more, and have to be decided anew. */
export async function voidedLabels(
  office: Office,
  { kid, use, revoked }: KeyRecord,
): Promise<readonly LabelId[]> {
  if (use !== 'vc' || !revoked) return [];
  const administrator = administratorOf(office);
  const to = await leafCount(office.records.read, { administrator, log: office.log.origin });
  const types = ['label.granted', 'label.amended'] as const;
  const entries = await entriesBetween(office, { from: revoked.lastGoodIndex + 1, to, types });
  const found: LabelId[] = [];
  for (const { entry } of entries) {
    const { vcHash, labelId } = entry;
    const label = await readLabel(office.records.read, { administrator, id: labelId });
    const jws = label?.signed?.vcHash === vcHash ? readCompactJws(label.signed.jws) : undefined;
    if (jws?.ok === true && jws.value.header.kid === kid) found.push(labelId);
  }
  return [...new Set(found)];
}
