import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

import pg from 'pg';

import { chooseAccount, spawnAs, type Account } from './account.ts';
import { packagedBinaries } from './binaries.ts';
import { ensureCluster, SUPERUSER } from './cluster.ts';
import { claim, clearTheWay, inUse, lockOf, socketsOf, watchOver } from './owner.ts';

/** A server of our own, and how to end it. */
export type RunningPostgres = {
  /** For `openRecords` and anything else that speaks to PostgreSQL. */
  readonly url: string;
  readonly pid: number;
  /** Ends every connection, writes everything out, returns when the process is gone. Safe to repeat. */
  stop(): Promise<void>;
};

type Start = {
  /** Folder for everything of this server; made if missing. The next start finds the same data there. */
  readonly dataDir: string;
  /** Receives each line the server writes. */
  readonly onLine?: (line: string) => void;
  /** Server settings, for example `{ fsync: 'off' }` for a database that may be lost. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder of other PostgreSQL programs than those npm brought. */
  readonly bin?: string;
};

const DATABASE = 'assay';
const MAX_SOCKET_PATH = 100;
const PATIENCE_MS = 60_000;

/**
 * Starts a PostgreSQL on a data folder and waits until it answers. It listens on no network address, only on a socket
 * in a folder that nobody else may enter. It ends with `stop`, and also when this process dies.
 */
export async function startPostgres({
  dataDir,
  onLine,
  settings = {},
  bin,
}: Start): Promise<RunningPostgres> {
  if (process.platform === 'win32')
    throw new Error('Assay starts no PostgreSQL on Windows: set DATABASE_URL to a PostgreSQL 15 or later');
  mkdirSync(dataDir, { recursive: true });
  const folder = realpathSync(dataDir);
  const binaries = bin === undefined ? packagedBinaries(join(folder, 'lib')) : { bin, env: {} };
  const account = chooseAccount(binaries, folder);
  const durable = settings['fsync'] !== 'off';
  await clearTheWay(join(folder, 'cluster'));
  const cluster = await ensureCluster({ binaries, account, dataDir: folder, durable });

  const sockets = socketFolder(account);
  const owner = await claim(sockets);
  const all = { listen_addresses: '', unix_socket_directories: sockets, ...settings };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawnAs(account, binaries, 'postgres', ['-D', cluster, ...options]);
  const server = follow(child, onLine);
  const watchdog = watchOver(server.pid, sockets);

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= end(child, server.exited).finally(() => {
      watchdog.dismiss();
      owner.release();
      rmSync(sockets, { recursive: true, force: true });
    }));
  try {
    await untilReady(cluster, server);
    await ensureDatabase(sockets);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf(sockets, DATABASE), pid: server.pid, stop };
}

/**
 * The address of the server that another process runs on a data folder, for a program that does something beside it and
 * leaves it running. Absent: none runs there, and `startPostgres` may.
 */
export async function runningPostgres(dataDir: string): Promise<string | undefined> {
  const sockets = existsSync(dataDir) ? await socketsOf(join(realpathSync(dataDir), 'cluster')) : undefined;
  return sockets === undefined ? undefined : urlOf(sockets, DATABASE);
}

/** A short path, since the name of a socket has little room, and mode 0700. */
function socketFolder(account: Account): string {
  const parent = tmpdir().length > MAX_SOCKET_PATH - 30 ? '/tmp' : tmpdir();
  const folder = mkdtempSync(join(parent, 'assay-'));
  if (account.ids) chownSync(folder, account.ids.uid, account.ids.gid);
  return folder;
}

type Followed = { readonly pid: number; readonly lines: string[]; readonly exited: Promise<void> };

/** Reads what the server says, and keeps no program alive that has nothing else to do. */
function follow(child: ChildProcess, onLine?: (line: string) => void): Followed {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (lines.length > 20) lines.shift();
      onLine?.(line);
    });
    if (stream instanceof Socket) stream.unref();
  }
  child.unref();
  const exited = new Promise<void>((resolve, reject) => {
    child.once('close', () => resolve());
    child.once('error', reject);
  });
  exited.catch(() => undefined);
  if (child.pid === undefined) throw new Error(`PostgreSQL does not start: ${child.spawnfile}`);
  return { pid: child.pid, lines, exited };
}

/** A server that replays its log after a crash may take long, so only its end ends the wait. */
async function untilReady(cluster: string, { pid, lines, exited }: Followed): Promise<void> {
  const state = { gone: false };
  void exited.finally(() => (state.gone = true));
  for (;;) {
    const lock = lockOf(cluster);
    if (lock?.pid === pid && lock.ready) return;
    if (state.gone) {
      const said = lines.join('\n');
      throw /lock file .* already exists/.test(said)
        ? inUse(cluster, lock?.pid)
        : new Error(`PostgreSQL ended before it was ready: ${said}`);
    }
    await wait(20);
  }
}

async function ensureDatabase(sockets: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(sockets, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function end(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  child.ref();
  const patience = new AbortController();
  const late = wait(PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).then(
    () => void child.kill('SIGQUIT'),
    () => undefined,
  );
  await exited.catch(() => undefined);
  patience.abort();
  await late;
}

function urlOf(sockets: string, database: string): string {
  return `postgresql://${SUPERUSER}@localhost/${database}?host=${encodeURIComponent(sockets)}`;
}
