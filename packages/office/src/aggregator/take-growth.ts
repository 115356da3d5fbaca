import type { Audit } from '@assay/attestation/audit/open-audit';
import type { Offence } from '@assay/attestation/audit/offence';
import { equalBytes } from '@assay/attestation/bytes';
import { readCompactJws } from '@assay/attestation/credential/compact-jws';
import { readLabelCredential } from '@assay/attestation/credential/read-label-credential';
import { decodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import type { Entry } from '@assay/attestation/log/entry';
import { rootHash } from '@assay/attestation/log/merkle-tree';
import { tilesBetween, TILE_WIDTH } from '@assay/attestation/log/tile';
import type { LabelId } from '@assay/vocabulary/ids';
import {
  mirroredTiles,
  putMirroredCredentials,
  putMirroredLog,
  putMirroredTiles,
  type MirroredCredential,
  type MirroredLog,
  type MirroredTile,
} from '@assay/records/mirror';
import { mirroredLabel, putMirroredLabel, type MirroredLabel } from '@assay/records/mirrored-label';
import { putLoggedList } from '@assay/records/mirrored-list';
import type { Tx } from '@assay/records/open';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { sha256 } from '../hash.ts';
import type { Aggregator } from './aggregator.ts';
import { FetchFault } from './fault.ts';
import { edgeOf, grownTiles, type Bundle } from './grown-tiles.ts';
import { labelTold, type Bound } from './label-told.ts';
import { computeOn } from './mirrored-tree.ts';
import type { Contradiction } from './raise-alarm.ts';
import type { Source } from './source.ts';
import { tilesReadBy } from './tiles-read.ts';
import type { Watching } from './watching.ts';

type Growth = { readonly held: MirroredLog | undefined; readonly log: MirroredLog };

/**
 * Takes what a log has grown by: its entries, once they hash to the signed root and pass the audit, the credentials they
 * bind, the lists they tell of, and the checkpoint, in one transaction. Throws `FetchFault` where something cannot be had.
 */
export async function takeGrowth(
  { aggregator, administrator, audits }: Watching,
  source: Source,
  { held, log }: Growth,
): Promise<Result<undefined, Contradiction>> {
  const from = held?.size ?? 0;
  const bundles = await fetchBundles(source, from, log.size);
  const tiles = await provenTiles(aggregator, { held, log }, bundles);
  const audit = await audits.after(administrator, from);
  audits.forget(log.origin);
  const audited = await auditGrowth(source, audit, newEntries(bundles, from));
  if (!audited.ok)
    return refuse({
      ...{ origin: log.origin, kind: 'misconduct', offered: log.note },
      ...(held && { held: held.note }),
      detail: { ...audited.refusal, entry: entryText(bundles, audited.refusal.index) },
    });
  const { entries, credentials } = audited.value;
  await aggregator.records.write(async (tx) => {
    await putMirroredLog(tx, { from: held?.size, log });
    await putMirroredTiles(tx, log.origin, tiles);
    await putMirroredCredentials(tx, log.origin, credentials);
    for (const label of await labelsTold(tx, log.origin, entries)) await putMirroredLabel(tx, label);
    for (const { purpose, list, jwsHash, through } of audit.lists())
      await putLoggedList(tx, log.origin, { purpose, list, loggedHash: jwsHash, loggedThrough: through });
  });
  audits.keep(administrator, audit, log.size);
  return ok(undefined);
}

async function fetchBundles(source: Source, from: number, to: number): Promise<readonly Bundle[]> {
  const wanted = tilesBetween(from, to).filter(({ level }) => level === 'entries');
  return Promise.all(
    wanted.map(async (tile) => {
      const entries = decodeEntryBundle(await source.tile(tile));
      if (!entries.ok || entries.value.length !== tile.width)
        throw new FetchFault({ code: 'entries-differ', index: tile.index * TILE_WIDTH });
      return { index: tile.index, entries: entries.value };
    }),
  );
}

/** The tiles that these entries make of what is held; they must lead to the root that the log has signed. */
async function provenTiles(
  { records }: Aggregator,
  { held, log }: Growth,
  bundles: readonly Bundle[],
): Promise<readonly MirroredTile[]> {
  const { origin, size, root } = log;
  const from = held?.size ?? 0;
  const edge = await mirroredTiles(records.read, origin, edgeOf(from));
  demandSameBeginning(bundles, edge, from);
  const grown = grownTiles(from, bundles, edge);
  const compute = (nodes: Parameters<typeof rootHash>[1]) => rootHash(sha256, nodes, size);
  const rest = await mirroredTiles(records.read, origin, tilesReadBy(size, compute));
  // What has grown stands last, in the place of what was narrower.
  if (!equalBytes(computeOn(size, [...rest, ...grown], compute), root))
    throw new FetchFault({ code: 'entries-differ', index: from });
  return grown;
}

/** The first bundle brings entries again that are held; they must be those. */
function demandSameBeginning(bundles: readonly Bundle[], edge: readonly MirroredTile[], from: number): void {
  const again = from % TILE_WIDTH;
  const leaves = edge.find(({ level }) => level === 0);
  const [first] = bundles;
  if (again === 0 || !first || !leaves) return;
  const [tile] = grownTiles(0, [{ index: 0, entries: first.entries.slice(0, again) }], []).slice(1);
  if (!tile || !equalBytes(tile.bytes, leaves.bytes.subarray(0, again * 32)))
    throw new FetchFault({ code: 'entries-differ', index: from - again });
}

type Numbered = { readonly index: number; readonly bytes: Uint8Array };

function newEntries(bundles: readonly Bundle[], from: number): readonly Numbered[] {
  return bundles
    .flatMap(({ index, entries }) => entries.map((bytes, i) => ({ index: index * TILE_WIDTH + i, bytes })))
    .filter(({ index }) => index >= from);
}

type Audited = {
  readonly entries: readonly { readonly index: number; readonly entry: Entry; readonly bound?: Bound }[];
  readonly credentials: readonly MirroredCredential[];
};

/** Every entry by the rules of a log, every credential that one binds by the entry; the first offence ends it. */
async function auditGrowth(
  source: Source,
  audit: Audit,
  growth: readonly Numbered[],
): Promise<Result<Audited, Offence>> {
  const taken = growth.map(({ bytes }) => audit.take(bytes));
  const [offence] = taken.flatMap(({ offences }) => offences);
  if (offence) return refuse(offence);
  const credentials = new Map<number, MirroredCredential>();
  const offences = await Promise.all(
    taken.map(async ({ index, binding }) => {
      if (!binding) return [];
      const { vcHash } = binding.entry;
      const bytes = await source.credential(vcHash);
      credentials.set(index, { vcHash, jws: new TextDecoder().decode(bytes) });
      return audit.credential(binding, bytes);
    }),
  );
  const [wrong] = offences.flat();
  if (wrong) return refuse(wrong);
  const entries = taken.flatMap(({ index, entry }) => {
    if (!entry) return [];
    const signed = credentials.get(index);
    return [{ index, entry, ...(signed && { bound: boundBy(signed) }) }];
  });
  return ok({ entries, credentials: [...credentials.values()] });
}

/** The credential was audited, so it reads. */
function boundBy({ jws }: MirroredCredential): Bound {
  const read = readCompactJws(jws);
  const vc = read.ok ? readLabelCredential(read.value.payload) : read;
  if (!read.ok || !vc.ok) throw new Error('an audited credential does not read');
  return {
    kid: read.value.header.kid,
    supportEnd: vc.value.credentialSubject.cyberLabel.supportEnd ?? null,
  };
}

async function labelsTold(
  tx: Tx,
  origin: string,
  entries: Audited['entries'],
): Promise<readonly MirroredLabel[]> {
  const told = new Map<LabelId, MirroredLabel>();
  for (const { index, entry, bound } of entries) {
    if (!('labelId' in entry)) continue;
    const { labelId } = entry;
    const before = told.get(labelId) ?? (await mirroredLabel(tx, { origin, labelId }));
    told.set(labelId, labelTold(before, { origin, index, bound }, entry));
  }
  return [...told.values()];
}

function entryText(bundles: readonly Bundle[], index: number): string {
  const bundle = bundles.find((one) => one.index === Math.floor(index / TILE_WIDTH));
  const bytes = bundle?.entries[index % TILE_WIDTH] ?? new Uint8Array();
  return Buffer.from(bytes).toString('base64');
}
