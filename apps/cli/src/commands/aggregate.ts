import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { webOrigin } from '@assay/attestation/host';
import { isKeyName } from '@assay/attestation/log/note-key';
import type { Aggregator, Cosigner } from '@assay/office/aggregator/aggregator';
import { witnessOf } from '@assay/office/aggregator/cosign-mirrored';
import { openFollower, type Look, type LookFault } from '@assay/office/aggregator/follow-log';
import { witnessCheckpoint, witnessedNote, witnessKey } from '@assay/office/6-register/witness-checkpoint';
import { fileSigner } from '@assay/office/keys/file-signer';
import { writeWhole } from '@assay/office/write-whole';
import { faultDetail, faultWords } from '@assay/portal/aggregator/fault-words';
import { openAggregator } from '@assay/portal/aggregator/open-aggregator';
import type { WitnessDesk } from '@assay/portal/witness/open-witness';
import { migrate } from '@assay/records/migrate';
import { openRecords } from '@assay/records/open';
import { instantOf } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

import { aggregatorDesk } from '../aggregate/aggregator-desk.ts';
import { openBelief, type Belief } from '../aggregate/belief.ts';
import { keepFollowing } from '../aggregate/keep-following.ts';
import { hostOf } from '../host-of.ts';
import { openDatabase } from '../installation.ts';
import { untilStopped } from '../serving.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { fetchLimited } from '../verify/fetch-limited.ts';
import { parsePort } from './walk.ts';

const DEFAULT_PORT = 4305;
const LONGEST_PAUSE_SECONDS = 3_600;

/**
 * `assay aggregate`: copies and checks every log of a trust list, and answers from the copy, until Ctrl-C. With `--once`
 * one look at each: exit 0 where every copy is up to date, 1 where one is not.
 */
export async function aggregate(args: readonly string[], io: Io): Promise<ExitCode> {
  const asked = parseAsked(args);
  const folder = resolve(asked.data);
  await mkdir(folder, { recursive: true });
  const belief = await openBelief(folder, asked.trust);
  const host = await hostOf(folder, asked.port);
  const mirror = await cosigner(folder, 'mirror', asked.mirror ?? `${host}/mirror`);
  const witness = asked.witness === undefined ? undefined : await cosigner(folder, 'witness', asked.witness);
  if (witness?.name === mirror.name) throw new UsageError('--witness and --mirror need different names');
  const database = await openDatabase(folder, (line) => {
    io.error(io.style.dim(`${line} …`));
  });
  try {
    await migrate(database.url);
    const records = openRecords(database.url);
    const aggregator: Aggregator = {
      ...{ records, mirror, trust: () => belief.trust(), fetch: fetchLimited },
      ...(witness && { witness }),
      clock: () => instantOf(new Date()),
      keepEvidence: (path, text) => writeWhole(join(folder, 'alarms', path), new TextEncoder().encode(text)),
    };
    const code = asked.once
      ? await lookOnce(aggregator, folder, io)
      : await serve({ aggregator, belief, host, folder }, asked, io);
    await records.close();
    return code;
  } finally {
    await database.stop();
  }
}

type Asked = ReturnType<typeof parseAsked>;

function parseAsked(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'trust-list': { type: 'string' },
      roots: { type: 'string' },
      witness: { type: 'string' },
      mirror: { type: 'string' },
      every: { type: 'string', default: '10' },
      once: { type: 'boolean', default: false },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      data: { type: 'string', default: '.assay-aggregator' },
    },
  });
  const { 'trust-list': file, roots, witness, mirror, once, data } = values;
  if (file === undefined)
    throw new UsageError(
      '--trust-list FILE: the signed trust list, or pinned anchors, whose logs are followed',
    );
  for (const name of [witness, mirror])
    if (name !== undefined && !isKeyName(name))
      throw new UsageError(`${name} is no name of a key, such as aggregator.example.org/w1`);
  const everySeconds = Number(values.every);
  if (!/^\d{1,4}$/.test(values.every) || everySeconds < 1 || everySeconds > LONGEST_PAUSE_SECONDS)
    throw new UsageError(`--every ${values.every}: seconds between two looks, 1 to 3600`);
  return { trust: { file, roots }, witness, mirror, once, data, everySeconds, port: parsePort(values.port) };
}

async function cosigner(folder: string, key: string, name: string): Promise<Cosigner> {
  return {
    name,
    signer: await fileSigner(join(folder, 'keys', `${key}.pem`), { kid: name, alg: 'Ed25519' }),
  };
}

type Serving = {
  readonly aggregator: Aggregator;
  readonly belief: Belief;
  readonly host: string;
  readonly folder: string;
};

async function serve({ aggregator, belief, host, folder }: Serving, asked: Asked, io: Io): Promise<ExitCode> {
  const origin = webOrigin(host);
  const door = await openAggregator(aggregatorDesk(aggregator, origin), witnessDesk(aggregator), {
    surprise: (error, route) => {
      io.error(`${route}: ${textOf(error)}`);
    },
  });
  const address = await door.listen(asked.port, '127.0.0.1');
  io.out(`Aggregator  ${origin}/  (listening on ${address})`);
  io.out(`Mirror      ${await witnessKey(aggregator.mirror)}`);
  if (aggregator.witness) io.out(`Witness     ${await witnessKey(aggregator.witness)}  ${address}/witness`);
  for (const { log } of belief.trust().anchors.administrators) io.out(`Follows     ${log.origin}`);
  const tell = teller(folder, io);
  const stop = keepFollowing({
    ...{ belief, everySeconds: asked.everySeconds, follower: openFollower(aggregator) },
    told: ({ log }, seen) => {
      tell(log.origin, seen);
    },
    complain: once((text) => {
      io.error(text);
    }),
  });
  await untilStopped();
  await stop();
  await door.close();
  return 0;
}

async function lookOnce(aggregator: Aggregator, folder: string, io: Io): Promise<ExitCode> {
  const follower = openFollower(aggregator);
  const tell = teller(folder, io);
  let code: ExitCode = 0;
  for (const administrator of aggregator.trust().anchors.administrators) {
    const seen = await follower.look(administrator);
    tell(administrator.log.origin, seen);
    if (!seen.ok) code = 1;
  }
  return code;
}

/** Says how looks end, where one ends otherwise than the one before; an alarm loudly. */
function teller(folder: string, io: Io): (origin: string, seen: Result<Look, LookFault>) => void {
  const before = new Map<string, string>();
  return (origin, seen) => {
    const word = seen.ok ? '' : saidOf(seen.refusal);
    const quiet = seen.ok && (seen.value.news === 'nothing' || seen.value.news === 'renewed');
    if (quiet && before.get(origin) === 'well') return;
    if (!seen.ok && before.get(origin) === word) return;
    before.set(origin, seen.ok ? 'well' : word);
    if (seen.ok) io.out(`${io.style.good('copied')}  ${origin}  ${String(seen.value.size)} entries`);
    else if (seen.refusal.code === 'alarm')
      io.error(
        `${io.style.bold(io.style.bad('ALARM'))}   ${origin}  ${word} Evidence: ${join(folder, 'alarms')}`,
      );
    else io.error(`${io.style.open('behind')}  ${origin}  ${word}`);
  };
}

function saidOf(fault: LookFault): string {
  const detail = faultDetail(fault);
  return detail === undefined ? faultWords(fault) : `${faultWords(fault)} (${detail})`;
}

function witnessDesk(aggregator: Aggregator): WitnessDesk | undefined {
  if (!aggregator.witness) return undefined;
  const witness = () => {
    const now = witnessOf(aggregator);
    if (!now) throw new Error('an aggregator that is a witness stays one');
    return now;
  };
  return {
    addCheckpoint: (body) => witnessCheckpoint(witness(), body),
    latest: (hash) => witnessedNote(witness(), hash),
  };
}

/** Says what goes on being wrong once, until something else is. */
function once(say: (text: string) => void): (error: unknown) => void {
  let before = '';
  return (error) => {
    const text = error instanceof UsageError ? error.message : textOf(error);
    if (text !== before) say(text);
    before = text;
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
