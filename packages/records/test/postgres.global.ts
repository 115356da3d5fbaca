import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

import pg from 'pg';
import type { TestProject } from 'vitest/node';

import { migrate } from '../src/migrate.ts';
import { startPostgres } from '../src/postgres/launch.ts';
import { passingFolder } from './folder.ts';

/** A server that the suite runs on; `template` is a migrated, empty database on it. */
export type Server = { readonly name: string; readonly url: string; readonly template: string };

declare module 'vitest' {
  export interface ProvidedContext {
    servers: readonly Server[];
  }
}

const TEMPLATE = 'assay_template';
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

/** Starts the PostgreSQL that npm brought, and the machine's own where there is one; stops both at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = passingFolder('records-test');
  const ends: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    await Promise.allSettled(ends.map((end) => end()));
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (name: string, bin?: string): Promise<Server> => {
    const dataDir = join(folder, name.replaceAll(/\W+/g, '-'));
    const server = await startPostgres({
      dataDir,
      settings: SETTINGS,
      ...(bin === undefined ? {} : { bin }),
    });
    ends.push(() => server.stop());
    await prepare(server.url);
    return { name, url: server.url, template: TEMPLATE };
  };
  try {
    const system = systemPostgres();
    if (!system)
      console.info('No PostgreSQL 15 or later on this machine: the suite runs on the one from npm alone.');
    const servers = await Promise.all([
      start('PostgreSQL from npm'),
      ...(system ? [start(`system PostgreSQL ${system.major}`, system.bin)] : []),
    ]);
    project.provide('servers', servers);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function prepare(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = new URL(url);
  template.pathname = `/${TEMPLATE}`;
  await migrate(template.href);
}

/** The newest PostgreSQL installed here that Assay supports. */
function systemPostgres(): { readonly major: number; readonly bin: string } | undefined {
  const places = [...debianFolders(), ...(process.env['PATH'] ?? '').split(':')];
  return places
    .filter((place) => ['initdb', 'postgres', 'pg_ctl'].every((name) => existsSync(join(place, name))))
    .map((place) => dirname(realpathSync(join(place, 'postgres'))))
    .flatMap((bin) => {
      const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
      const major = Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1] ?? 0);
      return major >= 15 ? [{ major, bin }] : [];
    })
    .toSorted((one, other) => other.major - one.major)[0];
}

function debianFolders(): readonly string[] {
  const home = '/usr/lib/postgresql';
  return existsSync(home) ? readdirSync(home).map((version) => join(home, version, 'bin')) : [];
}
