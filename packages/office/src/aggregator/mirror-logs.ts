import { parseEntry } from '@assay/attestation/log/entry';
import { decodeEntryBundle, encodeEntryBundle } from '@assay/attestation/log/entry-bundle';
import { SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import { parseNote, signatureLine } from '@assay/attestation/log/note';
import { parseTilePath, type Tile } from '@assay/attestation/log/tile';
import type { TrustedAdministrator } from '@assay/attestation/trust';
import { alarmsOf, lastLook, type Alarm } from '@assay/records/mirror-watch';
import { mirroredCredential, mirroredLog, mirroredTiles, type MirroredLog } from '@assay/records/mirror';
import { mirroredList } from '@assay/records/mirrored-list';
import type { Reader } from '@assay/records/open';
import type { Instant } from '@assay/vocabulary/instant';

import type { PublicFile } from '../6-register/public-desk.ts';
import { originHash, type Aggregator } from './aggregator.ts';
import type { AlarmKind, Fault } from './fault.ts';
import { BUNDLES, mirroredEntry } from './mirrored-tree.ts';

/**
 * How a log does: `current` at the last look; `behind` because that look brought no newer copy; `alarm` because it showed a
 * contradiction; `frozen` because the administrator has withdrawn; `unseen` as long as there is no copy.
 */
export type LogHealth = 'current' | 'behind' | 'alarm' | 'frozen' | 'unseen';

export type LogOnMirror = {
  readonly administrator: Pick<TrustedAdministrator, 'code' | 'did' | 'name' | 'status'>;
  readonly origin: string;
  /** Where the administrator serves it, and below which path it is served here. */
  readonly url: string;
  readonly mirror: string;
  readonly health: LogHealth;
  /** Since when looks end as the last one did; absent before the first. */
  readonly since?: Instant;
  readonly lookedAt?: Instant;
  readonly fault?: Fault;
  /** What is held; absent as long as there is no copy. */
  readonly copy?: Pick<MirroredLog, 'size' | 'cosignedAt' | 'acceptedAt'> & {
    /** Whether its first entry says that its labels state nothing about real products. */
    readonly sandbox: boolean;
  };
  /** Every contradiction that the log ever showed here, the newest first. */
  readonly alarms: readonly (Omit<Alarm, 'kind'> & { readonly kind: AlarmKind })[];
};

/** Every log of the trust list, and how it does. */
export async function logsOnMirror(aggregator: Aggregator): Promise<readonly LogOnMirror[]> {
  const { records, trust } = aggregator;
  return Promise.all(
    trust().anchors.administrators.map(async ({ code, did, name, status, log: { origin, url } }) => {
      const [held, look, alarms] = await Promise.all([
        mirroredLog(records.read, origin),
        lastLook(records.read, origin),
        alarmsOf(records.read, origin),
      ]);
      const fault = parseFault(look?.fault);
      return {
        administrator: { code, did, name, status },
        ...{ origin, url, mirror: `/mirror/${originHash(origin)}`, alarms: alarms.map(parseAlarm) },
        health: healthOf(status, held, fault),
        ...(look && { since: look.since, lookedAt: look.at }),
        ...(fault && { fault }),
        ...(held && { copy: await copyOf(aggregator, held) }),
      };
    }),
  );
}

/** Whether a log is a sandbox's, by its origin: its first entry says so, and never changes. */
const sandboxes = new WeakMap<Aggregator, Map<string, boolean>>();

async function copyOf(
  aggregator: Aggregator,
  { origin, size, cosignedAt, acceptedAt }: MirroredLog,
): Promise<NonNullable<LogOnMirror['copy']>> {
  const known = sandboxes.get(aggregator) ?? new Map<string, boolean>();
  sandboxes.set(aggregator, known);
  const sandbox = known.get(origin) ?? (await beginsAsSandbox(aggregator.records.read, origin));
  known.set(origin, sandbox);
  return { size, cosignedAt, acceptedAt, sandbox };
}

async function beginsAsSandbox(reader: Reader, origin: string): Promise<boolean> {
  const genesis = parseEntry(await mirroredEntry(reader, { origin, index: 0 }));
  return genesis.ok && genesis.value.type === 'log.genesis' && genesis.value.sandbox === true;
}

/** Any credential that a followed log binds, by the SHA-256 of its bytes in hexadecimal digits. */
export async function credentialByHash(
  { records }: Aggregator,
  hex: string,
): Promise<PublicFile | undefined> {
  const jws = await mirroredCredential(records.read, Buffer.from(hex, 'hex').toString('base64url'));
  return jws === undefined ? undefined : { bytes: utf8(jws), mediaType: JWT, maxAge: 'immutable' };
}

/**
 * The copy of a log as C2SP tlog-mirror serves it, by the hash of its origin and the path below: `checkpoint`, tiles and
 * entries of every width up to what is held; and beside them the status lists, `status/<purpose>/<n>`.
 */
export async function mirrorFile(
  aggregator: Aggregator,
  hash: string,
  path: string,
): Promise<PublicFile | undefined> {
  const { records, trust } = aggregator;
  const origin = trust()
    .anchors.administrators.map(({ log }) => log.origin)
    .find((one) => originHash(one) === hash);
  const log = origin === undefined ? undefined : await mirroredLog(records.read, origin);
  if (!log) return undefined;
  if (path === 'checkpoint')
    return { bytes: utf8(await cosigned(aggregator, log)), mediaType: TEXT, maxAge: 5 };
  const [, purpose, list] = /^status\/(revocation|suspension)\/(0|[1-9]\d{0,8})$/.exec(path) ?? [];
  if (list !== undefined) {
    const kept = await mirroredList(records.read, {
      ...{
        origin: log.origin,
        purpose: purpose === 'revocation' ? purpose : 'suspension',
        list: Number(list),
      },
    });
    return kept?.held && { bytes: utf8(kept.held.jws), mediaType: JWT, maxAge: 300 };
  }
  const tile = parseTilePath(path);
  const bytes = tile && (await tileBytes(aggregator, log.origin, tile));
  return bytes && { bytes, mediaType: 'application/octet-stream', maxAge: 'immutable' };
}

const JWT = 'application/vc+jwt';
const TEXT = 'text/plain; charset=utf-8';

/** The checkpoint as its log signed it, and below it the word of this mirror that all of it is here. */
async function cosigned({ mirror }: Aggregator, { note, acceptedAt }: MirroredLog): Promise<string> {
  const read = parseNote(note);
  if (!read.ok) throw new Error('an accepted checkpoint does not read');
  const time = Date.parse(acceptedAt) / 1000;
  const line = { name: mirror.name, type: SIGNATURE_TYPE.cosignature, time };
  return `${note}${await signatureLine(read.value.text, line, mirror.signer)}`;
}

/** The beginning of what is held: a narrower tile of an append-only log is the beginning of a wider one. */
async function tileBytes(
  { records }: Aggregator,
  origin: string,
  { level, index, width }: Tile,
): Promise<Uint8Array | undefined> {
  const place = { level: level === 'entries' ? BUNDLES : level, index };
  const [tile] = place.level > 6 ? [] : await mirroredTiles(records.read, origin, [place]);
  if (!tile || tile.width < width) return undefined;
  if (level !== 'entries') return new Uint8Array(tile.bytes.subarray(0, width * 32));
  const entries = decodeEntryBundle(tile.bytes);
  if (!entries.ok) throw new Error('a mirrored bundle does not read');
  return encodeEntryBundle(entries.value.slice(0, width));
}

function healthOf(
  status: TrustedAdministrator['status'],
  held: MirroredLog | undefined,
  fault: Fault | undefined,
): LogHealth {
  if (fault?.code === 'alarm') return 'alarm';
  if (!held) return 'unseen';
  if (status === 'withdrawn') return 'frozen';
  return fault ? 'behind' : 'current';
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The alarm was raised by `keepAlarm`, which knows these kinds. */
function parseAlarm(alarm: Alarm): LogOnMirror['alarms'][number] {
  return { ...alarm, kind: alarm.kind as AlarmKind };
}

/** The fault was written by `openFollower` in this very shape. */
function parseFault(value: unknown): Fault | undefined {
  return (value ?? undefined) as Fault | undefined;
}
