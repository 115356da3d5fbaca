import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { readStatusList, type StatusPurpose } from '@assay/attestation/status-list/status-list-credential';
import { COSIGNATURE_LIFETIME_SECONDS } from '@assay/attestation/verify/log-checks';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import type { Rebuilt, RebuiltRecord } from '@assay/vocabulary/rebuilt-record';

import type { PublicFolder } from '../../public-folder.ts';
import { statusPath } from '../publish-status-lists.ts';

type Kept = {
  readonly publicFolder: Pick<PublicFolder, 'read'>;
  readonly rebuilt: Pick<Rebuilt, 'at' | 'cosignedAt'>;
  /** Numbers of the lists that its labels have a place in. */
  readonly lists: ReadonlySet<number>;
};

/** When what was copied stops proving the state of labels that have their place in a list. */
export type ProvenUntil = (list: number) => Instant;

/**
 * Reads when the copied evidence runs out: with the first of the two lists of a number, and with the newest cosignature
 * where witnesses are asked for. A copy renews nothing; a list that is not there or does not read proves nothing.
 */
export async function provenUntil({ publicFolder, rebuilt, lists }: Kept): Promise<ProvenUntil> {
  const { at, cosignedAt } = rebuilt;
  const endOf = async (purpose: StatusPurpose, list: number): Promise<Instant> => {
    const bytes = await publicFolder.read(statusPath(purpose, list));
    return (bytes && validUntil(bytes)) ?? at;
  };
  const seen = cosignedAt === null ? [] : [addSeconds(cosignedAt, COSIGNATURE_LIFETIME_SECONDS)];
  const ends = new Map<number, Instant>();
  for (const list of lists)
    ends.set(list, earliest(await endOf('revocation', list), await endOf('suspension', list), ...seen));
  return (list) => ends.get(list) ?? at;
}

/** What a copy can say at a moment: neither its expiry nor the end of what proves it was ever written. */
export function toldAt<R extends Pick<RebuiltRecord, 'state' | 'stateSince' | 'validUntil' | 'statusList'>>(
  record: R,
  at: Instant,
  until: ProvenUntil,
): R {
  if (record.state === 'revoked') return record;
  if (at >= record.validUntil) return { ...record, state: 'expired', stateSince: record.validUntil };
  const end = until(record.statusList);
  return at < end ? record : { ...record, state: 'stale', stateSince: end };
}

function validUntil(bytes: Uint8Array): Instant | undefined {
  const jws = readCompactJws(new TextDecoder().decode(bytes));
  const list = jws.ok ? readStatusList(jws.value.payload) : jws;
  return list.ok ? list.value.validUntil : undefined;
}

function earliest(first: Instant, ...others: readonly Instant[]): Instant {
  return others.reduce((end, one) => (one < end ? one : end), first);
}
