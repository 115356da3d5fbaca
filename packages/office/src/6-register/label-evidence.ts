import { decodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { inclusionProof } from '@assay/attestation/log/merkle-tree';
import { tilePath, TILE_WIDTH } from '@assay/attestation/log/tile';
import { formatTlogProof } from '@assay/attestation/log/tlog-proof';
import { listNumber, readLabelCredential } from '@assay/attestation/credential/read-label-credential';

import { sha256 } from '../hash.ts';
import type { Office } from '../office.ts';
import { nodesAt } from './log-nodes.ts';
import { checkpointSize } from './publish-log.ts';
import { statusPath } from './publish-status-lists.ts';

/** A folder of public bytes and the place of the log in it: an office's own, or a copy. */
export type PublicLog = Pick<Office, 'publicFolder' | 'log'>;

/** Where the evidence of a label lies: the leaf of its newest binding entry, and the path of its credential. */
export type EvidencePlace = { readonly index: number; readonly credential: string };

export type LabelEvidence = {
  readonly credential: string;
  readonly entry: string;
  readonly proof: string;
};

/** The credential, its log entry, and the proof that the published log holds it: a few files whatever the log's size. */
export async function evidenceOf(
  office: PublicLog,
  { index, credential }: EvidencePlace,
): Promise<LabelEvidence> {
  const size = await checkpointSize(office);
  if (size === undefined || index >= size) throw new Error(`leaf ${String(index)} is not public yet`);
  const checkpoint = await textAt(office, `${office.log.path}/checkpoint`);
  const hashes = inclusionProof(sha256, nodesAt(office, size), index, size);
  return {
    credential: await textAt(office, credential.slice(1)),
    entry: entryAt(office, index, size),
    proof: formatTlogProof({ index, hashes, checkpoint }),
  };
}

/** The two lists that a credential names, revocation first. */
export async function statusListsOf(office: PublicLog, credential: string): Promise<[string, string]> {
  const payload: unknown = JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString());
  const read = readLabelCredential(payload);
  if (!read.ok) throw new Error('a published credential does not read');
  const list = listNumber(read.value.credentialStatus[0].statusListCredential);
  return [
    await textAt(office, statusPath('revocation', list)),
    await textAt(office, statusPath('suspension', list)),
  ];
}

function entryAt(office: PublicLog, index: number, size: number): string {
  const tile = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);
  const path = tilePath({ level: 'entries', index: tile, width });
  const entries = decodeEntryBundle(office.publicFolder.readNow(`${office.log.path}/${path}`));
  const entry = entries.ok ? entries.value[index % TILE_WIDTH] : undefined;
  if (!entry) throw new Error(`${path} lacks entry ${String(index)}`);
  return new TextDecoder().decode(entry);
}

async function textAt(office: PublicLog, path: string): Promise<string> {
  const bytes = await office.publicFolder.read(path);
  if (!bytes) throw new Error(`${path} is not published`);
  return new TextDecoder().decode(bytes);
}
