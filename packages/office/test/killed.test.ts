import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';

import { readLabel } from '@assay/records/label';
import { databases } from '@assay/records/test/databases';
import { passingFolder } from '@assay/records/test/folder';
import type { Server } from '@assay/records/test/postgres.global';
import type { LabelId } from '@assay/vocabulary/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { finishIssuance } from '../src/5-label/finish-issuance.ts';
import { issueLabelOf } from '../src/5-label/issue-label.ts';
import { suspendLabel } from '../src/7-surveillance/act-on-label.ts';
import { CAST } from '../src/rehearsal/script.ts';
import { auditLists, auditLog, publicLabels } from './audit.ts';
import type { Job } from './office-process.ts';
import { officeProgram, type Ended, type OfficeProcess } from './office-processes.ts';
import {
  AT,
  caseNumbered,
  copyOf,
  counts,
  freshPlace,
  grantWhatIf,
  HOST,
  issueOf,
  liveLabel,
  openUntilClosed,
  valueOf,
  verified,
  type Place,
  type SandboxOffice,
} from './sandbox-office.ts';

const LONG = { timeout: 120_000 };
const CASE = caseNumbered(1);
const LANES = 3;
/** The first server is killed at every moment, the second at every seventh: what differs between them is PostgreSQL's. */
const STRIDES = [1, 7];

let program: () => OfficeProcess;
beforeAll(async () => {
  const folder = passingFolder('office-program');
  program = await officeProgram(folder);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
});

describe.each(databases().map((server, at) => ({ ...server, stride: STRIDES[at] ?? 7 })))(
  '$name',
  (server) => {
    let granted: Place;
    let live: Place & { readonly label: LabelId };
    beforeAll(async () => {
      granted = await prepared(server, (office) => grantWhatIf(office, CASE));
      let label: LabelId | undefined;
      const place = await prepared(server, async (office) => {
        label = await liveLabel(office, CASE);
      });
      if (!label) throw new Error('a live label was prepared');
      live = { ...place, label };
    });

    const issuing = { kind: 'issue', cases: [CASE], times: 1 } as const;

    test('a kill at any write of issuing neither loses nor doubles the label', LONG, async () => {
      const run = { server, from: granted, act: issuing, then: oneLabel };
      const moments = await killedAtEach(run, everyMoment(server.stride));
      expect(moments.length).toBeGreaterThan(30);
    });

    test(
      'a kill at any write of suspending leaves one entry, and the lists that it tells',
      LONG,
      async () => {
        const act = { kind: 'suspend', label: live.label } as const;
        const run = { server, from: live, act, then: oneSuspension };
        const moments = await killedAtEach(run, everyMoment(server.stride));
        expect(moments.length).toBeGreaterThan(50);
      },
    );

    test('a kill at any write of the first opening leaves an office that opens', LONG, async () => {
      const run = { server, from: await freshPlace(server), act: { kind: 'open' }, then: begun } as const;
      const moments = await killedAtEach(run, everyMoment(server.stride));
      expect(moments.length).toBeGreaterThan(40);
    });

    test('two kills in a row, in issuing and in opening again, do no more than one', LONG, async () => {
      const run = { server, from: granted, act: issuing, then: oneLabel };
      const twice = (moments: readonly string[]) =>
        everyMoment(6 * server.stride)(moments).flatMap(({ name, killAt }, at) => [
          { name, killAt, again: 1 + 4 * at },
          { name, killAt, again: 19 - 2 * at },
        ]);
      await killedAtEach(run, twice);
    });
  },
);

async function prepared(
  server: Server,
  work: (office: SandboxOffice['office']) => Promise<unknown>,
): Promise<Place> {
  const place = await freshPlace(server, afterAll);
  const opened = await openUntilClosed(place);
  await work(opened.office);
  await opened.close();
  return place;
}

type Run = {
  readonly server: Server;
  readonly from: Place;
  readonly act: Job['act'];
  /** What must hold once the office was opened again. */
  readonly then: (reopened: SandboxOffice) => Promise<void>;
};

type Kill = { readonly name: string; readonly killAt: number; readonly again?: number };

function everyMoment(stride: number): (moments: readonly string[]) => readonly Kill[] {
  return (moments) =>
    moments.map((name, at) => ({ name, killAt: at + 1 })).filter((_, at) => at % stride === 0);
}

/** Kills the act at the moments that are due, each time from the same beginning, and opens the office again. */
async function killedAtEach(
  run: Run,
  due: (moments: readonly string[]) => readonly Kill[],
): Promise<readonly string[]> {
  const whole = await attempt(run, program(), 0);
  if (whole.killed) throw new Error('nobody killed it');
  await reopen(run, whole.place, 'no kill');
  await inLanes(due(whole.moments), async ({ name, killAt, again }, process) => {
    const killed = await attempt(run, process, killAt);
    const where = `a kill at moment ${killAt}, ${name}`;
    expect(killed.killed, where).toBe(true);
    if (again === undefined) return reopen(run, killed.place, where);
    const second = await attempt({ ...run, act: { kind: 'open' } }, program(), again, killed.place);
    return reopen(run, second.place, `${where}, and ${second.killed ? 'a second' : 'none'} at ${again}`);
  });
  return whole.moments;
}

async function attempt(
  { server, from, act }: Run,
  process: OfficeProcess,
  killAt: number,
  there?: Place,
): Promise<Ended & { readonly place: Place }> {
  const place = there ?? (await copyOf(server, from));
  const ended = await process.run({ ...place, host: HOST, at: AT, seed: 'process', killAt, act });
  return { ...ended, place };
}

async function reopen({ then }: Run, place: Place, where: string): Promise<void> {
  const reopened = await openUntilClosed(place);
  try {
    await then(reopened);
    const { office, folder } = reopened;
    expect((await counts(office))['outbox'], `rows left after ${where}`).toBe(0);
    await auditLists(folder, await auditLog(folder));
  } catch (cause) {
    throw new Error(`after ${where}`, { cause });
  } finally {
    await reopened.close();
  }
}

/** Does each job in a process that was started while the job before it ran. */
async function inLanes<T>(
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

/** Whoever asked was not told after a kill, so asks again; the answer is the label that may be there already. */
async function oneLabel({ office, folder }: SandboxOffice): Promise<void> {
  const before = publicLabels(folder);
  const { label, repeated } = valueOf(await issueLabelOf(office, issueOf(CASE)));
  await finishIssuance(office);
  expect(before, 'what was asked for is public once the office is open').toEqual(repeated ? [label] : []);
  expect(publicLabels(folder)).toEqual([label]);
  expect(await counts(office)).toMatchObject({ label: 1, register: 1 });
  expect(await eventsOf(office, 'LabelIssued')).toBe(1);
  const { entries } = await auditLog(folder);
  const [grant, ...more] = entries.filter((entry) => entry.type === 'label.granted');
  expect(more).toEqual([]);
  const kept = await readLabel(office.records.read, { administrator: 'SB', id: label });
  const jws = kept?.signed?.jws ?? '';
  expect(grant?.vcHash).toBe(createHash('sha256').update(jws).digest('base64url'));
  expect((await verified(office, label)).outcome).toBe('VALID');
}

async function oneSuspension({ office, folder }: SandboxOffice): Promise<void> {
  const [label] = parseLabels(publicLabels(folder));
  if (!label) throw new Error('the label was live before');
  const asked = { label, by: CAST.surveillance, key: 'suspend once' };
  const why = { because: 'A finding is looked into.', reasonCode: 'sandbox-finding' };
  valueOf(await suspendLabel(office, { ...asked, ...why }));
  await finishIssuance(office);
  expect(await eventsOf(office, 'LabelSuspended')).toBe(1);
  const { entries } = await auditLog(folder);
  expect(entries.filter((entry) => entry.type === 'label.status')).toMatchObject([{ to: 'suspended' }]);
  expect((await verified(office, label)).outcome).toBe('SUSPENDED');
}

async function begun({ folder }: SandboxOffice): Promise<void> {
  const { entries } = await auditLog(folder);
  const [genesis, ...keys] = entries.filter((entry) => !('purpose' in entry));
  expect(genesis?.type).toBe('log.genesis');
  expect(keys.map((entry) => entry.type === 'key.added' && entry.use)).toEqual(['vc', 'status', 'log']);
}

async function eventsOf(office: SandboxOffice['office'], type: string): Promise<number> {
  const rows = await office.records.read
    .selectFrom('event')
    .select('version')
    .where('type', '=', type)
    .execute();
  return rows.length;
}

/** Folder names that the office gave. */
function parseLabels(names: readonly string[]): readonly LabelId[] {
  return names as readonly LabelId[];
}
