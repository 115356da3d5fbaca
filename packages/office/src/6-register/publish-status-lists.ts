import { createHash } from 'node:crypto';

import { jwsHeader } from '@assay/attestation/credential/compact-jws';
import { buildStatusList, signStatusList } from '@assay/attestation/status-list/status-list-credential';
import {
  dueStatusLists,
  newestStatusList,
  statusBits,
  storeStatusList,
  type Purpose,
} from '@assay/records/status-list';
import { addSeconds } from '@assay/vocabulary/instant';

import { statusUrl } from '../5-label/statement.ts';
import { writeInTurn, type Turn } from '../5-label/turn.ts';
import { administratorOf } from '../office.ts';

/** Lists are published at least daily, so that a stale copy shows. */
const DAILY_SECONDS = 24 * 3600;

/**
 * Publishes each list whose bits have changed, that is a day old, that another key has signed than signs now, or that was
 * never published; how many. Each publication is sent to the log.
 */
export async function publishStatusLists(turn: Turn): Promise<{ readonly published: number }> {
  const { records, clock, keyring } = turn.office;
  const administrator = administratorOf(turn.office);
  const due = await dueStatusLists(records.read, {
    administrator,
    until: addSeconds(clock(), -DAILY_SECONDS),
    header: jwsHeader(await keyring.active('status')),
  });
  for (const { purpose, list } of due) await publishList(turn, purpose, list);
  return { published: due.length };
}

/** The list lies in its place before the transaction ends: one that was lost on the way is still due. */
async function publishList(turn: Turn, purpose: Purpose, list: number): Promise<void> {
  const { office, fence } = turn;
  const { administrator } = fence;
  await writeInTurn(turn, async (tx) => {
    const { suspended, revoked, through } = await statusBits(tx, { ...fence, list });
    const newest = await newestStatusList(tx, { administrator, purpose, list });
    const at = office.clock();
    const url = `${statusUrl(office)}/${purpose}/${String(list)}`;
    const set = purpose === 'suspension' ? suspended : revoked;
    const { sandbox } = office.programme;
    const stated = await buildStatusList({ url, issuer: office.did, purpose, at, set, sandbox });
    const jws = await signStatusList(stated, await office.keyring.active('status'));
    const jwsHash = createHash('sha256').update(jws).digest('base64url');
    const next = { purpose, list, seq: (newest?.seq ?? 0) + 1, jws, jwsHash, through, publishedAt: at };
    await storeStatusList(tx, { administrator, ...next });
    await office.publicFolder.replace(statusPath(purpose, list), new TextEncoder().encode(jws));
  });
}

/** Where a list lies below the public root. */
export function statusPath(purpose: Purpose, list: number): string {
  return `status/${purpose}/${String(list)}`;
}
