import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { basename, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

import { isAlive } from './cluster.ts';

const OWNER_SOCKET = 'owner';
const PATIENCE_MS = 60_000;

/**
 * Says that this process owns the server whose sockets lie in `folder`. The kernel takes the word back when the
 * process ends, however it ends, which a number in a file would not.
 */
export async function claim(folder: string): Promise<{ release(): void }> {
  const server = createServer((socket) => socket.destroy());
  server.listen(join(folder, OWNER_SOCKET));
  await once(server, 'listening');
  server.unref();
  return { release: () => server.close() };
}

/**
 * Ends the server `pid` when this process ends without having stopped it, and clears its socket folder away: a shell
 * that waits for the far end of its standard input to close.
 */
export function watchOver(pid: number, folder: string): { dismiss(): void } {
  // The wait has an end: a process that ended stays visible where nobody asks after it.
  const orders = `read -r _; kill -INT "$1"; n=0
    while kill -0 "$1" 2>/dev/null && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done
    rm -rf "$2"`;
  const watchdog = spawn('/bin/sh', ['-c', orders, 'sh', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  watchdog.on('error', () => undefined);
  watchdog.unref();
  return { dismiss: () => void watchdog.kill('SIGKILL') };
}

/**
 * Makes way for a new server on a data folder: refuses while another process uses it, ends a server whose owner is
 * gone, and lets a lock file pass whose process number now belongs to a stranger.
 */
export async function clearTheWay(cluster: string): Promise<void> {
  const running = lockOf(cluster);
  if (!running) return;
  const lives = isPostgresOn(running.pid, cluster);
  const orphaned = await isOrphan(running.sockets);
  if (lives && !orphaned) throw inUse(cluster, running.pid);
  if (!lives) {
    if (orphaned) rmSync(running.sockets, { recursive: true, force: true });
    if (isAlive(running.pid)) letPass(cluster);
    return;
  }
  try {
    process.kill(running.pid, 'SIGINT');
  } catch (error) {
    if (isAlive(running.pid)) throw inUse(cluster, running.pid, error);
  }
  for (let waited = 0; isPostgresOn(running.pid, cluster); waited += 50) {
    if (waited > PATIENCE_MS) throw inUse(cluster, running.pid);
    await wait(50);
  }
  rmSync(running.sockets, { recursive: true, force: true });
}

/** Where the sockets lie of a server that another process runs on a data folder now; absent: none runs, or nobody owns it. */
export async function socketsOf(cluster: string): Promise<string | undefined> {
  const running = lockOf(cluster);
  if (running?.ready !== true || !isPostgresOn(running.pid, cluster)) return undefined;
  return (await isOrphan(running.sockets)) ? undefined : running.sockets;
}

/** The folder holds a server that runs for somebody else. */
export function inUse(cluster: string, pid?: number, cause?: unknown): Error {
  const by = pid === undefined ? 'another process' : `process ${pid}`;
  return new Error(`the data folder ${cluster} is in use by ${by}: stop it first, or choose another folder`, {
    cause,
  });
}

/** What a server wrote about itself: its process, its socket folder, and whether it takes connections. */
export function lockOf(
  cluster: string,
): { readonly pid: number; readonly sockets: string; readonly ready: boolean } | undefined {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, sockets: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' };
}

/** Whether the sockets are of our making and nobody claims them any more. */
async function isOrphan(sockets: string): Promise<boolean> {
  if (!basename(sockets).startsWith('assay-')) return false;
  const socket = connect(join(sockets, OWNER_SOCKET));
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

/**
 * A server's working directory is its data folder; a process that ended has none, even if nobody has asked after it yet
 * and its number is still taken. Where there is no /proc, the command line tells.
 */
function isPostgresOn(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT') return true;
    if (existsSync('/proc/self')) return false;
    const { status, stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
    return status !== 0 || stdout.includes(cluster);
  }
}

/**
 * PostgreSQL believes a lock file whose process lives, unless that process is its own parent. So ours is written in:
 * taking the file away would also take away its guard against surviving children of a killed server.
 */
function letPass(cluster: string): void {
  const path = join(cluster, 'postmaster.pid');
  const [, ...rest] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, [String(process.pid), ...rest].join('\n'));
}
