import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';

import type { Binaries } from './binaries.ts';

/** Under whose name PostgreSQL runs: it refuses to run as root. */
export type Account = {
  readonly name: 'ourselves' | 'owner' | 'nobody' | 'unshare';
  /** Set where root hands over to another user. */
  readonly ids?: { readonly uid: number; readonly gid: number };
};

/**
 * An account that PostgreSQL accepts and that reaches both its programs and `folder`. Not root: ourselves. Root: the
 * owner of the data in `folder/cluster` if it has one already, else `nobody`, else a user namespace, inside which the
 * process is not root and yet reaches what root reaches (for folders below /root).
 */
export function chooseAccount(binaries: Binaries, folder: string): Account {
  if (process.geteuid?.() !== 0) return { name: 'ourselves' };
  const owner = ownerOf(`${folder}/cluster`);
  const nobody = userNamed('nobody');
  const candidates: readonly Account[] = [
    ...(owner && owner.uid !== 0 ? [{ name: 'owner', ids: owner } as const] : []),
    ...(nobody ? [{ name: 'nobody', ids: nobody } as const] : []),
    { name: 'unshare' },
  ];
  const found = candidates.find((account) => reaches(account, binaries, folder));
  if (found) return found;
  throw new Error(
    `PostgreSQL does not run as root, neither "nobody" nor a user namespace reaches ${folder} and ${binaries.bin}: ` +
      'start as an ordinary user, or set DATABASE_URL to a PostgreSQL 15 or later',
  );
}

/** Starts a program of PostgreSQL in a session of its own, so that Ctrl-C on a terminal reaches us and not it. */
export function spawnAs(
  account: Account,
  binaries: Binaries,
  program: string,
  args: readonly string[],
): ChildProcess {
  const [command = '', ...rest] = commandFor(account, `${binaries.bin}/${program}`, args);
  return spawn(command, rest, {
    ...account.ids,
    cwd: '/',
    env: environment(binaries),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

function reaches(account: Account, binaries: Binaries, folder: string): boolean {
  const trial = '"$1" --version && test "$(id -u)" != 0 && test -x "$2"';
  const [command = '', ...rest] = commandFor(account, '/bin/sh', [
    '-c',
    trial,
    'sh',
    `${binaries.bin}/postgres`,
    folder,
  ]);
  const { status } = spawnSync(command, rest, {
    ...account.ids,
    cwd: '/',
    env: environment(binaries),
    stdio: 'ignore',
  });
  return status === 0;
}

function commandFor(account: Account, path: string, args: readonly string[]): readonly string[] {
  return account.name === 'unshare' ? ['unshare', '--user', '--', path, ...args] : [path, ...args];
}

/** Nothing of ours leaks in: PGDATA, PGPORT or a locale of the caller would change what starts. */
function environment(binaries: Binaries): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...binaries.env };
}

function ownerOf(path: string): { readonly uid: number; readonly gid: number } | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && { uid: stat.uid, gid: stat.gid };
}

function userNamed(name: string): { readonly uid: number; readonly gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return status === 0 && /^\d+$/.test(stdout.trim()) ? Number(stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
