import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { passingFolder } from '../../test/folder.ts';
import { chooseAccount } from './account.ts';
import { packagedBinaries } from './binaries.ts';
import { startPostgres, type RunningPostgres } from './launch.ts';

const SETTINGS = { fsync: 'off' };
const started: RunningPostgres[] = [];
const children: ChildProcess[] = [];
const folders: string[] = [];
const orphans: number[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const pid of orphans.splice(0)) await expect.poll(() => existsSync(`/proc/${pid}/exe`)).toBe(false);
  for (const server of started.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A data folder made once and copied: making one takes half a second. */
const seed = passingFolder('records-launch-seed');
beforeAll(async () => {
  await (await startPostgres({ dataDir: seed, settings: SETTINGS })).stop();
});
afterAll(() => rmSync(seed, { recursive: true, force: true }));

function seeded(mode?: number): string {
  const path = folder(mode);
  cpSync(join(seed, 'cluster'), join(path, 'cluster'), { recursive: true });
  return path;
}

/** A folder that only its maker may enter, or, for the road by way of "nobody", one that all may. */
function folder(mode = 0o755): string {
  const path = passingFolder('records-launch');
  chmodSync(path, mode);
  folders.push(path);
  return path;
}

async function start(dataDir: string): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir, settings: SETTINGS });
  started.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** A process of its own that starts a server on the folder and then waits for its end. */
async function startElsewhere(
  dataDir: string,
): Promise<{ url: string; pid: number; end(): Promise<unknown> }> {
  const script = `
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'launch.ts'))};
    const { url, pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, settings: { fsync: 'off' } });
    console.log(JSON.stringify({ url, pid }));
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  orphans.push(pid);
  const ended = once(child, 'close');
  return { url, pid, end: () => (child.kill('SIGKILL'), ended) };
}

test('a second start on the same folder finds the same data', async () => {
  const dataDir = join(folder(), 'deep', 'data');
  const first = await start(dataDir);
  await ask(first.url, `create table kept as select 'ÄÖ' as word`);
  await first.stop();
  const second = await start(dataDir);
  expect(await ask(second.url, 'select lower(word) from kept')).toBe('äö');
  expect(await ask(second.url, 'show data_checksums')).toBe('on');
  expect(await ask(second.url, 'show listen_addresses')).toBe('');
});

test('a folder that only we may enter serves as well', async () => {
  const server = await start(folder(0o700));
  expect(await ask(server.url, 'select 1')).toBe(1);
});

test('a folder with a long path serves as well', async () => {
  const dataDir = join(folder(), 'a-long-name'.repeat(10), 'another-long-name'.repeat(8));
  cpSync(seed, dataDir, { recursive: true });
  const server = await start(dataDir);
  expect(await ask(server.url, 'select 1')).toBe(1);
});

test('a folder in use is refused, by name, and its server goes on', async () => {
  const dataDir = seeded();
  const other = await startElsewhere(dataDir);
  await expect(start(dataDir)).rejects.toThrow(/data folder .* is in use by process \d+/);
  expect(await ask(other.url, 'select 1')).toBe(1);
});

test('of two first starts at once on one folder one is refused', async () => {
  const dataDir = folder();
  const both = await Promise.allSettled([start(dataDir), start(dataDir)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(String(both.find((one) => one.status === 'rejected')?.reason)).toMatch(/in use/);
});

test('a server whose owner was killed ends by itself', async () => {
  const dataDir = seeded();
  const other = await startElsewhere(dataDir);
  await other.end();
  await expect.poll(() => existsSync(join(dataDir, 'cluster/postmaster.pid')), { timeout: 5000 }).toBe(false);
});

test('a start straight after the owner was killed takes the data over', async () => {
  const dataDir = seeded();
  const other = await startElsewhere(dataDir);
  await ask(other.url, `create table kept as select 7 as n`);
  await other.end();
  const server = await start(dataDir);
  expect(await ask(server.url, 'select n from kept')).toBe(7);
});

test('after owner and server were both killed what was committed is there', async () => {
  const dataDir = seeded();
  const other = await startElsewhere(dataDir);
  await ask(other.url, `create table kept as select 7 as n`);
  process.kill(other.pid, 'SIGKILL');
  await other.end();
  await wait(100);
  const server = await start(dataDir);
  expect(await ask(server.url, 'select n from kept')).toBe(7);
});

test('a lock file whose process number a stranger has now does not stand in the way', async () => {
  const dataDir = seeded(0o700);
  const other = await startElsewhere(dataDir);
  process.kill(other.pid, 'SIGKILL');
  await other.end();
  const stranger = spawn('sleep', ['60']);
  children.push(stranger);
  const lock = join(dataDir, 'cluster/postmaster.pid');
  const [, ...rest] = readFileSync(lock, 'utf8').split('\n');
  writeFileSync(lock, [stranger.pid, ...rest].join('\n'));
  const server = await start(dataDir);
  expect(await ask(server.url, 'select 1')).toBe(1);
  expect(stranger.exitCode).toBeNull();
});

test('data of another major version is refused, with the remedy', async () => {
  const dataDir = seeded();
  await (await start(dataDir)).stop();
  writeFileSync(join(dataDir, 'cluster/PG_VERSION'), '14\n');
  await expect(start(dataDir)).rejects.toThrow(/was made by PostgreSQL 14/);
});

test.runIf(process.getuid?.() === 0)(
  'data that root copied is handed over to the account that runs',
  async () => {
    const dataDir = seeded();
    chownSync(join(dataDir, 'cluster'), 0, 0);
    chmodSync(join(dataDir, 'cluster'), 0o755);
    const account = chooseAccount(packagedBinaries(join(dataDir, 'lib')), dataDir);
    const server = await start(dataDir);
    expect(await ask(server.url, 'select 1')).toBe(1);
    // Where only root enters, as below /root, a user namespace runs on what is root's outside of it.
    expect(account.name).toBe(reachedByOthers(import.meta.dirname) ? 'nobody' : 'unshare');
    expect(statSync(join(dataDir, 'cluster')).uid === 0).toBe(account.name === 'unshare');
    expect(statSync(join(dataDir, 'cluster')).mode & 0o777).toBe(0o700);
  },
);

/** Whether an account without rights of its own may enter a folder: this one and every one above it. */
function reachedByOthers(folder: string): boolean {
  const above = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (above === folder || reachedByOthers(above));
}
