import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hash } from 'node:crypto';

import { signCheckpoint } from '@assay/attestation/log/checkpoint';
import { encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { leafHash } from '@assay/attestation/log/merkle-tree';
import { tilePath, TILE_WIDTH, type Tile } from '@assay/attestation/log/tile';
import { growTree } from '@assay/attestation/log/tree-growth';
import { mintLabelId } from '@assay/attestation/label-id';
import { buildStatusList, signStatusList } from '@assay/attestation/status-list/status-list-credential';
import { DID, HOST, instant, ORIGIN, type Office } from '@assay/attestation/test/sandbox-label';
import { encoded, genesis } from '@assay/attestation/test/sandbox-label';

const LIST = 131_072;
/** One of so many labels is suspended later. */
const SUSPENDED = 20;
const TIME = instant('2026-11-21T08:00:00Z');

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/**
 * Writes the public files of a log of so many entries: genesis, keys, labels of which some are suspended, and the lists
 * that tell so. Credentials are hashes of nothing here: what they cost is measured apart.
 */
export async function writeLog(folder: string, entries: number, office: Office): Promise<void> {
  const tree = growTree(sha256);
  let bundle: Uint8Array[] = [];
  const put = (path: string, bytes: Uint8Array | string) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  };
  const putTile = (tile: Tile, bytes: Uint8Array) => {
    put(tilePath(tile), bytes);
  };
  const flush = () => {
    const index = Math.floor((tree.size() - bundle.length) / TILE_WIDTH);
    putTile({ level: 'entries', index, width: bundle.length }, encodeEntryBundle(bundle));
    bundle = [];
  };
  const add = (bytes: Uint8Array) => {
    bundle.push(bytes);
    for (const { tile, bytes: full } of tree.append(leafHash(sha256, bytes))) putTile(tile, full);
    if (bundle.length === TILE_WIDTH) flush();
  };
  add(encoded(genesis()));
  for (const use of ['vc', 'status', 'log'] as const) {
    const { kid, publicJwk: jwk } = office[use];
    add(encoded({ v: 1, type: 'key.added', time: TIME, issuer: DID, kid, use, jwk }));
  }
  const set = new Map<number, number[]>();
  const text = new TextEncoder();
  for (let label = 0; tree.size() < entries - 2 * (Math.floor(entries / LIST) + 1); label += 1) {
    const leaf = tree.size();
    add(text.encode(grantedText(label)));
    if (label % SUSPENDED !== 0) continue;
    add(text.encode(suspendedText(label, leaf)));
    const list = Math.floor(label / LIST);
    set.set(list, [...(set.get(list) ?? []), label % LIST]);
  }
  for (const [list, suspended] of set)
    for (const purpose of ['revocation', 'suspension'] as const) {
      const through = tree.size();
      const bits = purpose === 'suspension' ? suspended : [];
      const jws = await listText({ list, purpose, bits, office });
      put(`status/${purpose}/${String(list)}`, jws);
      const jwsHash = Buffer.from(sha256(text.encode(jws))).toString('base64url');
      const said = { purpose, list, seq: 1, jwsHash, through };
      add(encoded({ v: 1, type: 'statuslist.published', time: TIME, issuer: DID, ...said }));
    }
  if (bundle.length > 0) flush();
  for (const { tile, bytes } of tree.partials()) putTile(tile, bytes);
  const checkpoint = { origin: ORIGIN, size: tree.size(), root: tree.root() };
  put('checkpoint', await signCheckpoint(checkpoint, office.log));
}

async function listText(of: {
  readonly list: number;
  readonly purpose: 'revocation' | 'suspension';
  readonly bits: readonly number[];
  readonly office: Office;
}): Promise<string> {
  const url = `https://${HOST}/status/${of.purpose}/${String(of.list)}`;
  const list = { url, issuer: DID, purpose: of.purpose, at: TIME, set: of.bits, sandbox: true };
  return signStatusList(await buildStatusList(list), of.office.status);
}

function labelId(label: number): string {
  const bytes = [0, label >> 24, label >> 16, label >> 8, label].map((byte) => byte & 255);
  return mintLabelId('SB', Uint8Array.from(bytes));
}

/** Canonical as it stands. */
function grantedText(label: number): string {
  const vcHash = Buffer.from(sha256(Buffer.from(String(label)))).toString('base64url');
  const place = `{"index":${label % LIST},"list":${Math.floor(label / LIST)}}`;
  return `{"holder":{"id":"https://${HOST}/party/holder","name":"Sandbox maker"},"issuer":"${DID}","labelId":"${labelId(label)}","prev":null,"product":{"brand":"Sandbox","gtins":["09506000134352"],"model":"GW-${label}"},"profile":"https://${HOST}/profile/sandbox-cls-1","status":${place},"tier":"level-1","time":"${TIME}","type":"label.granted","v":1,"validFrom":"2026-11-20T00:00:00Z","validUntil":"2028-11-20T00:00:00Z","vcHash":"${vcHash}"}`;
}

function suspendedText(label: number, prev: number): string {
  return `{"decisionRef":"sandbox-${label}","effective":"${TIME}","from":"granted","issuer":"${DID}","labelId":"${labelId(label)}","prev":${prev},"reasonCode":"sandbox","time":"${TIME}","to":"suspended","type":"label.status","v":1}`;
}
