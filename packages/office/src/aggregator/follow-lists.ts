import { toBase64Url } from '@assay/attestation/base64';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { readStatusList } from '@assay/attestation/status-list/status-list-credential';
import { mirroredLists, putHeldList, type HeldList } from '@assay/records/mirrored-list';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { sha256 } from '../hash.ts';
import type { Contradiction } from './raise-alarm.ts';
import type { Source } from './source.ts';
import type { Offered, Watching } from './watching.ts';

/**
 * Fetches each status list whose newest logged publication is not held yet. A list that is served before the log tells of
 * it is left for the next look; one that the log tells of and that says something else than the log is a contradiction.
 */
export async function fetchMissingLists(
  { aggregator, administrator, audits }: Watching,
  source: Source,
  offered: Pick<Offered, 'origin' | 'size' | 'text'>,
): Promise<Result<undefined, Contradiction>> {
  const { origin, size, text } = offered;
  const known = await mirroredLists(aggregator.records.read, origin);
  const missing = known.filter(({ loggedHash, held }) => held?.hash !== loggedHash);
  if (missing.length === 0) return ok(undefined);
  const audit = await audits.after(administrator, size);
  for (const { purpose, list } of missing) {
    const publication = audit.lists().find((one) => one.purpose === purpose && one.list === list);
    if (!publication) throw new Error(`${purpose} ${String(list)} of ${origin} is kept and was never logged`);
    const bytes = await source.statusList(purpose, list);
    const [offence] = await audit.statusList(publication, bytes);
    if (offence?.code === 'list-not-logged') continue;
    if (offence)
      return refuse({
        ...{ origin, kind: 'misconduct', offered: text },
        detail: { ...offence, list: new TextDecoder().decode(bytes) },
      });
    const held = heldFrom(bytes);
    await aggregator.records.write((tx) => putHeldList(tx, origin, { purpose, list, held }));
  }
  return ok(undefined);
}

/** The list was audited, so it reads. */
function heldFrom(bytes: Uint8Array): HeldList {
  const text = new TextDecoder().decode(bytes);
  const jws = readCompactJws(text);
  const list = jws.ok ? readStatusList(jws.value.payload) : jws;
  if (!list.ok) throw new Error('an audited status list does not read');
  return { hash: toBase64Url(sha256(bytes)), jws: text, validUntil: list.value.validUntil };
}
