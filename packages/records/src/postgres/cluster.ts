import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { spawnAs, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';

/** The superuser of our cluster; reached only through a socket in a folder that nobody else may enter. */
export const SUPERUSER = 'assay';

type Making = {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly dataDir: string;
  readonly durable: boolean;
};

/**
 * The data folder of PostgreSQL inside `dataDir`, made if it is not there. It is made beside its place and moved there
 * whole, so that a kill half-way leaves nothing that looks like data, and of two makers one wins.
 */
export async function ensureCluster(making: Making): Promise<string> {
  const { binaries, account, dataDir } = making;
  const cluster = join(dataDir, 'cluster');
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    checkVersion(cluster, binaries);
    handOver(cluster, account);
    return cluster;
  }
  clearAbandoned(dataDir);
  const draft = mkdtempSync(join(dataDir, `cluster.new-${process.pid}-`));
  if (account.ids) chownSync(draft, account.ids.uid, account.ids.gid);
  try {
    await initdb(making, draft);
    renameSync(draft, cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
  }
  return cluster;
}

async function initdb({ binaries, account, durable }: Making, folder: string): Promise<void> {
  const locale =
    majorOf(binaries) >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C'];
  const child = spawnAs(account, binaries, 'initdb', [
    ...['-D', folder, '-U', SUPERUSER, '-E', 'UTF8', '-A', 'trust', '--data-checksums', ...locale],
    ...(durable ? [] : ['--no-sync']),
  ]);
  let said = '';
  child.stdout?.on('data', (chunk) => (said += String(chunk)));
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`initdb failed in ${folder}: ${said.trim()}`);
}

/** The major version of the programs. */
function majorOf(binaries: Binaries): number {
  const { stdout } = spawnSync(`${binaries.bin}/postgres`, ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, ...binaries.env },
  });
  const major = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (major === undefined) throw new Error(`${binaries.bin}/postgres does not start on this machine`);
  return Number(major);
}

function checkVersion(cluster: string, binaries: Binaries): void {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  const major = majorOf(binaries);
  if (Number(made) !== major)
    throw new Error(
      `${cluster} was made by PostgreSQL ${made} and this is PostgreSQL ${major}: back up with the Assay that made it`,
    );
}

/**
 * A copied folder: the owner and the mode that PostgreSQL insists on. Only root can give data to the account that will
 * run.
 */
function handOver(cluster: string, { ids, name }: Account): void {
  if ((statSync(cluster).mode & 0o077) !== 0) chmodSync(cluster, 0o700);
  const to = ids ?? (name === 'unshare' ? { uid: 0, gid: 0 } : undefined);
  if (!to || statSync(cluster).uid === to.uid) return;
  chownSync(cluster, to.uid, to.gid);
  for (const entry of readdirSync(cluster, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(cluster, entry), to.uid, to.gid);
}

/** Drafts whose maker is gone. */
function clearAbandoned(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const pid = /^cluster\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Whether a process of this number runs, ours or another's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
