import { createHash } from 'node:crypto';

import { bitstringOf, decodeBitstring } from '@assay/attestation/status-list/bitstring';
import {
  buildStatusList,
  readStatusList,
  signStatusList,
} from '@assay/attestation/status-list/status-list-credential';
import {
  newestStatusList,
  statusBits,
  statusListCount,
  storeStatusList,
  type Purpose,
  type StatusList,
} from '@assay/records/status-list';
import { addSeconds } from '@assay/vocabulary/instant';

import { statusUrl } from '../5-label/statement.ts';
import { administratorOf, type Office } from '../office.ts';

/** Lists are published at least daily, so that a stale copy shows. */
const DAILY_SECONDS = 24 * 3600;

/** Publishes each list whose bits have changed, that is a day old, or that was never published. Each publication is logged. */
export async function publishStatusLists(office: Office): Promise<void> {
  const lists = await statusListCount(office.records.read, administratorOf(office));
  for (let list = 0; list < lists; list++)
    for (const purpose of ['revocation', 'suspension'] as const) await publishList(office, purpose, list);
}

async function publishList(office: Office, purpose: Purpose, list: number): Promise<void> {
  const administrator = administratorOf(office);
  const { suspended, revoked, through } = await statusBits(office.records.read, {
    administrator,
    log: office.log.origin,
    list,
  });
  const set = purpose === 'suspension' ? suspended : revoked;
  const newest = await newestStatusList(office.records.read, { administrator, purpose, list });
  const at = office.clock();
  if (newest && addSeconds(newest.publishedAt, DAILY_SECONDS) > at && (await says(newest, set)))
    return show(office, newest);
  const url = `${statusUrl(office)}/${purpose}/${String(list)}`;
  const jws = await signStatusList(
    await buildStatusList({ url, issuer: office.did, purpose, at, set, sandbox: office.programme.sandbox }),
    office.signers.status,
  );
  const jwsHash = createHash('sha256').update(jws).digest('base64url');
  const next = { purpose, list, seq: (newest?.seq ?? 0) + 1, jws, jwsHash, through, publishedAt: at };
  await office.records.write((tx) => storeStatusList(tx, { administrator, ...next }));
  const kept = await newestStatusList(office.records.read, { administrator, purpose, list });
  if (kept) await show(office, kept);
}

/** Puts the list that was kept in its place; after a crash between the two, at the next start. */
async function show(office: Office, list: StatusList): Promise<void> {
  const path = statusPath(list.purpose, list.list);
  const bytes = new TextEncoder().encode(list.jws);
  const there = await office.publicFolder.read(path);
  if (!there || !Buffer.from(there).equals(bytes)) await office.publicFolder.replace(path, bytes);
}

/** Where a list lies below the public root. */
export function statusPath(purpose: Purpose, list: number): string {
  return `status/${purpose}/${String(list)}`;
}

async function says(list: StatusList, set: readonly number[]): Promise<boolean> {
  const payload: unknown = JSON.parse(Buffer.from(list.jws.split('.')[1] ?? '', 'base64url').toString());
  const read = readStatusList(payload);
  if (!read.ok) throw new Error(`status list ${list.purpose} ${String(list.list)} does not read`);
  const bits = await decodeBitstring(read.value.credentialSubject.encodedList);
  return bits.ok && Buffer.from(bits.value).equals(bitstringOf(set));
}
