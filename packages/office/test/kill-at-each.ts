/** Kills an office at each moment of an act at which a power cut could make a difference, and opens it again. */
import type { Server } from '@assay/records/test/postgres.global';
import { expect } from 'vitest';

import { auditPublic } from './audit.ts';
import type { Job } from './office-process.ts';
import { officeProgram, type Ended, type OfficeProcess } from './office-processes.ts';
import {
  AT,
  copyOf,
  counts,
  freshPlace,
  HOST,
  workAt,
  type Place,
  type SandboxOffice,
  type Work,
} from './sandbox-office.ts';

const LANES = 3;

export type Ends = (() => Promise<void>)[];

/** A place at which some work was done and nobody is any more. */
export async function prepared(
  server: Server,
  ends: Ends,
  work: Work,
  watched: Pick<Place, 'watched'> = {},
): Promise<Place> {
  const place = { ...(await freshPlace(server, (end) => ends.push(end))), ...watched };
  await workAt(place, work);
  return place;
}

export type Run = {
  readonly server: Server;
  readonly fine: boolean;
  readonly from: Place;
  readonly act: Job['act'];
  /** What must hold once the office was opened again. */
  readonly then: (reopened: SandboxOffice) => Promise<void>;
};

export type Kill = { readonly name: string; readonly killAt: number; readonly again?: number };

export function everyMoment(stride: number): (moments: readonly string[]) => readonly Kill[] {
  return (moments) =>
    moments.map((name, at) => ({ name, killAt: at + 1 })).filter((_, at) => at % stride === 0);
}

export type KillAtEach = (
  run: Run,
  due: (moments: readonly string[]) => readonly Kill[],
) => Promise<readonly string[]>;

/**
 * For the tests of one file: kills the act at the moments that are due, each time from the same beginning, and opens the
 * office again. Answers with every moment of the act.
 */
export function killer(): KillAtEach {
  const program = officeProgram();
  return async (run, due) => {
    const moments = await inCopy(run, async (place) => {
      const whole = await attempt(run, place, program(), 0);
      if (whole.killed) throw new Error('nobody killed it');
      await reopen(run, place, 'no kill');
      return whole.moments;
    });
    await inLanes(program, due(moments), (kill, process) =>
      inCopy(run, (place) => killed({ ...run, program }, { place, process, kill })),
    );
    return moments;
  };
}

/** How many events of a kind there are in the records. */
export async function eventsOf(office: SandboxOffice['office'], type: string): Promise<number> {
  const rows = await office.records.read
    .selectFrom('event')
    .select('version')
    .where('type', '=', type)
    .execute();
  return rows.length;
}

async function killed(
  run: Run & { readonly program: () => OfficeProcess },
  {
    place,
    process,
    kill: { name, killAt, again },
  }: { readonly place: Place; readonly process: OfficeProcess; readonly kill: Kill },
): Promise<void> {
  const where = `a kill at moment ${killAt}, ${name}`;
  expect((await attempt(run, place, process, killAt)).killed, where).toBe(true);
  if (again === undefined) return reopen(run, place, where);
  const second = await attempt({ ...run, act: { kind: 'open' } }, place, run.program(), again);
  return reopen(run, place, `${where}, and ${second.killed ? 'a second' : 'none'} at ${again}`);
}

async function inCopy<T>({ server, from }: Run, work: (place: Place) => Promise<T>): Promise<T> {
  const ends: Ends = [];
  try {
    return await work(await copyOf(server, from, (end) => ends.push(end)));
  } finally {
    for (const end of ends) await end();
  }
}

function attempt({ act, fine }: Run, place: Place, process: OfficeProcess, killAt: number): Promise<Ended> {
  return process.run({ ...place, host: HOST, at: AT, seed: 'process', killAt, fine, act });
}

async function reopen({ then }: Run, place: Place, where: string): Promise<void> {
  try {
    await workAt(place, async (reopened) => {
      await then(reopened);
      expect((await counts(reopened.office))['outbox'], `rows left after ${where}`).toBe(0);
      await auditPublic(reopened.folder);
    });
  } catch (cause) {
    throw new Error(`after ${where}`, { cause });
  }
}

/** Does each job in a process that was started while the job before it ran. */
async function inLanes<T>(
  program: () => OfficeProcess,
  jobs: readonly T[],
  act: (job: T, process: OfficeProcess) => Promise<void>,
): Promise<void> {
  const queue = [...jobs];
  const lane = async (): Promise<void> => {
    let next = program();
    try {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        const process = next;
        next = program();
        await act(job, process);
      }
    } finally {
      next.stop();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
