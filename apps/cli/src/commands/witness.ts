import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { isKeyName, parseVkey, SIGNATURE_TYPE, type NoteKey } from '@assay/attestation/log/note-key';
import {
  witnessCheckpoint,
  witnessedNote,
  witnessKey,
  type Witness,
} from '@assay/office/6-register/witness-checkpoint';
import { fileSigner } from '@assay/office/keys/file-signer';
import { openWitness } from '@assay/portal/witness/open-witness';
import { migrate } from '@assay/records/migrate';
import { openRecords } from '@assay/records/open';
import { instantOf } from '@assay/vocabulary/instant';

import { openDatabase } from '../installation.ts';
import { untilStopped } from '../serving.ts';
import type { ExitCode, Io } from '../terminal/io.ts';
import { UsageError } from '../usage.ts';
import { parsePort } from './walk.ts';

const DEFAULT_PORT = 4304;

/**
 * `assay witness serve`: watches logs of others and cosigns their checkpoints as long as they only grow, until Ctrl-C.
 * Each `--log` is the verifier key of a log; the key of the witness is made at the first start.
 */
export async function witness(args: readonly string[], io: Io): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      log: { type: 'string', multiple: true, default: [] },
      port: { type: 'string', default: String(DEFAULT_PORT) },
      data: { type: 'string', default: '.assay-witness' },
    },
  });
  const [verb, ...more] = positionals;
  if (verb !== 'serve' || more.length > 0) throw new UsageError('say serve');
  const { name } = values;
  if (name === undefined || !isKeyName(name))
    throw new UsageError('--name NAME: how the witness signs, such as witness.example.org/w1');
  const logs = await logsFrom(values.log);
  const port = parsePort(values.port);
  const folder = resolve(values.data);
  await mkdir(folder, { recursive: true });
  const signer = await fileSigner(join(folder, 'keys', 'witness.pem'), { kid: name, alg: 'Ed25519' });
  const database = await openDatabase(folder, (line) => {
    io.error(io.style.dim(`${line} …`));
  });
  try {
    await migrate(database.url);
    const records = openRecords(database.url);
    await serve({ name, signer, logs, records, clock: () => instantOf(new Date()) }, port, io);
    await records.close();
    return 0;
  } finally {
    await database.stop();
  }
}

async function serve(watching: Witness, port: number, io: Io): Promise<void> {
  const door = await openWitness(
    {
      addCheckpoint: (body) => witnessCheckpoint(watching, body),
      latest: (hash) => witnessedNote(watching, hash),
    },
    {
      surprise: (error) => {
        io.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      },
    },
  );
  const address = await door.listen(port, '127.0.0.1');
  io.out(`Witness  ${address}/add-checkpoint`);
  io.out(`Key      ${await witnessKey(watching)}`);
  for (const origin of watching.logs.keys()) io.out(`Watches  ${origin}`);
  await untilStopped();
  await door.close();
}

/** Verifier keys by the origin of their log, which is their name; a log may have several while keys are exchanged. */
async function logsFrom(texts: readonly string[]): Promise<ReadonlyMap<string, readonly NoteKey[]>> {
  if (texts.length === 0)
    throw new UsageError('--log VKEY: the verifier key of each log that is to be watched');
  const keys: NoteKey[] = [];
  for (const text of texts) {
    const key = await parseVkey(text);
    if (!key.ok || key.value.type !== SIGNATURE_TYPE.ed25519)
      throw new UsageError(`--log ${text}: not the verifier key of a log (name+hash+key)`);
    keys.push(key.value);
  }
  return Map.groupBy(keys, ({ name }) => name);
}
