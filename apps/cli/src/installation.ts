import { getRandomValues } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { loadLibrary } from '@assay/office/0-programme/load-library';
import {
  openOffice,
  openOfficeAtRest,
  openOfficeToRecover,
  type OpenOffice,
} from '@assay/office/0-programme/open-office';
import { pinAnchors } from '@assay/office/0-programme/pin-anchors';
import type { Office } from '@assay/office/office';
import { loadWords, type Words } from '@assay/office/words';
import { migrate } from '@assay/records/migrate';
import { openRecords } from '@assay/records/open';
import { runningPostgres, startPostgres } from '@assay/records/postgres/launch';
import { instantOf } from '@assay/vocabulary/instant';

import { cacheFolder, homeFolder } from './home.ts';
import { hostOf } from './host-of.ts';
import { programmeOf } from './programme-of.ts';
import { UsageError } from './usage.ts';
import { witnessingOf } from './witnessing.ts';

export type Installation = {
  readonly office: Office;
  /** The data folder. */
  readonly folder: string;
  readonly words: Words;
  readonly home: string;
  readonly databaseUrl: string;
  close(): Promise<void>;
};

export type Where = {
  /** Folder for the database, keys and public files. */
  readonly data: string;
  /** Port under which labels made now will be found; an installation keeps the one it began with. */
  readonly port: number;
  /** Begin anew: what is in the folder is deleted. */
  readonly fresh: boolean;
  /** File of the programme that an installation begins with; absent: the sandbox, or the one it began with. */
  readonly programme?: string | undefined;
  /** Receives what happens while it starts. */
  readonly progress: (line: string) => void;
};

/** Starts everything that one administrator needs on this machine: database, library, office. */
export async function openInstallation({
  data,
  port,
  fresh,
  programme: asked,
  progress,
}: Where): Promise<Installation> {
  const folder = resolve(data);
  if (fresh && ownDatabase() !== undefined)
    throw new UsageError(
      '--fresh empties the data folder and not the database that DATABASE_URL names: empty that one yourself',
    );
  if (fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const database = () => openDatabase(folder, progress);
  return open({ folder, port, asked, database }, (input) => pinned(input, openOffice));
}

/**
 * An installation that is there already, for whoever changes its keys, also while another process serves it: that one's
 * database is shared, and nothing is finished by the way.
 */
export function openInstallationAtRest(where: AtRest): Promise<Installation> {
  return openExisting(where, (input) => pinned(input, openOfficeAtRest));
}

/** One whose records were restored from a backup, for whoever brings them forward: nothing is looked at but they. */
export function openInstallationToRecover(where: AtRest): Promise<Installation> {
  return openExisting(where, async (input) => {
    const office = await openOfficeToRecover(input);
    if (!office)
      throw new UsageError(
        'these records know of no log, so there is nothing to bring forward: restore a backup of this installation first',
      );
    return office;
  });
}

type AtRest = Pick<Where, 'data' | 'progress'>;
type Opener = (input: OpenOffice) => Promise<Office>;

/** Opens an office, and writes down beside it whom its verifiers may believe. */
async function pinned(input: OpenOffice, openIt: Opener): Promise<Office> {
  const office = await openIt(input);
  await pinAnchors(office, join(input.folder, 'trust.json'));
  return office;
}

async function openExisting({ data, progress }: AtRest, openIt: Opener): Promise<Installation> {
  const folder = resolve(data);
  if (!existsSync(join(folder, 'host')))
    throw new UsageError(`--data ${data}: there is no installation; assay serve begins one`);
  const running = ownDatabase() ?? (await runningPostgres(join(folder, 'postgres')));
  const database = () =>
    running === undefined ? openDatabase(folder, progress) : Promise.resolve(ofAnother(running));
  return open({ folder, port: 0, database }, openIt);
}

type Opening = {
  readonly folder: string;
  readonly port: number;
  /** File of a programme to begin with. */
  readonly asked?: string | undefined;
  readonly database: () => Promise<Database>;
};

async function open(
  { folder, port, asked, database: begin }: Opening,
  openIt: Opener,
): Promise<Installation> {
  const home = homeFolder();
  const words = await loadWords(home);
  const library = await loadLibrary(home, cacheFolder(home));
  if (!library.ok) throw new Error(`${words.refusal(library.refusal)} assay scheme check says why.`);
  const programme = await programmeOf(folder, {
    asked,
    sandbox: join(home, 'examples', 'sandbox', 'programme.yaml'),
  });
  const witnessing = await witnessingOf(folder);
  const database = await begin();
  try {
    await migrate(database.url);
    const records = openRecords(database.url);
    const host = await hostOf(folder, port);
    const office = await openIt({
      library: library.value,
      programme,
      records,
      folder,
      host,
      clock: () => instantOf(new Date()),
      random: (count) => getRandomValues(new Uint8Array(count)),
      ...(witnessing && { witnessing }),
    });
    return {
      office,
      folder,
      words,
      home,
      databaseUrl: database.url,
      close: async () => {
        await records.close();
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

type Database = { readonly url: string; stop(): Promise<void> };

/** The database that DATABASE_URL names, or one of our own in the data folder. */
export async function openDatabase(folder: string, progress: (line: string) => void): Promise<Database> {
  const url = ownDatabase();
  if (url !== undefined) return ofAnother(url);
  progress('starting the database');
  return startPostgres({ dataDir: join(folder, 'postgres') });
}

function ofAnother(url: string): Database {
  return { url, stop: () => Promise.resolve() };
}

function ownDatabase(): string | undefined {
  const url = process.env['DATABASE_URL'];
  return url === '' ? undefined : url;
}
