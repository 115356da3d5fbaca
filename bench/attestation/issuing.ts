import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadLibrary } from '@assay/office/0-programme/load-library';
import { loadProgramme } from '@assay/office/0-programme/load-programme';
import { openOffice } from '@assay/office/0-programme/open-office';
import { finishIssuance } from '@assay/office/5-label/finish-issuance';
import { issueLabelOf } from '@assay/office/5-label/issue-label';
import type { Office } from '@assay/office/office';
import { CAST } from '@assay/office/rehearsal/script';
import { migrate } from '@assay/records/migrate';
import { openRecords } from '@assay/records/open';
import { startPostgres } from '@assay/records/postgres/launch';
import { putSetting } from '@assay/records/setting';
import type { CaseId } from '@assay/vocabulary/ids';
import { instantOf } from '@assay/vocabulary/instant';

import { seededRandom } from '../../packages/office/test/dice.ts';
import { MORE_PEOPLE } from '../../packages/office/test/sandbox-people.ts';
import { median, table, type Bar } from '../judging/measure.ts';
import { grantedCases } from './granted-cases.ts';

/** Requests under way at any time, as from so many officers and programs at once. */
const UNDER_WAY = 1_024;
const WANTED_A_SECOND = 1_000;
const WANTED_SECONDS = 2;
const HOME = join(import.meta.dirname, '../..');

type Issued = { readonly labels: number; readonly seconds: number; readonly waits: readonly number[] };

/**
 * Labels issued end to end by one writer on a PostgreSQL of our own whose commits are durable: from the request for a
 * granted case to the proof that anybody can fetch. Each case has a dossier that is read anew. Beside it, in the same
 * run on the same server, how many commits of one row each a single writer waits for in a second.
 */
export async function issuing(seconds = 60, cases = 75_000): Promise<{ report: string; bars: Bar[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-issuing-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    await migrate(server.url);
    const records = openRecords(server.url);
    const office = await opened(folder, records);
    const granted = await grantedCases(office, cases);
    const commits = await commitsASecond(records);
    const issued = await issuedIn(office, granted, seconds);
    await records.close();
    return told(issued, commits);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function opened(folder: string, records: Office['records']): Promise<Office> {
  const library = await loadLibrary(HOME);
  if (!library.ok) throw new Error(JSON.stringify(library.refusal));
  const programme = await loadProgramme(join(HOME, 'examples/sandbox/programme.yaml'));
  return openOffice({
    ...{ library: library.value, records, folder, host: 'label.sandbox.example' },
    programme: { ...programme, people: [...programme.people, ...MORE_PEOPLE] },
    clock: () => instantOf(new Date()),
    random: seededRandom('bench'),
  });
}

async function commitsASecond(records: Office['records']): Promise<number> {
  const begun = performance.now();
  let commits = 0;
  for (; performance.now() - begun < 2_000; commits += 1)
    await records.write((tx) => putSetting(tx, { administrator: 'SB', name: 'bench', value: commits }));
  return (commits * 1_000) / (performance.now() - begun);
}

/** Keeps as many requests under way until the time is over or no case is left; each waits until its proof is public. */
async function issuedIn(office: Office, cases: readonly CaseId[], seconds: number): Promise<Issued> {
  const queue = cases.values();
  const waits: number[] = [];
  const begun = performance.now();
  const lane = async (): Promise<void> => {
    for (const id of queue) {
      const asked = performance.now();
      const issued = await issueLabelOf(office, { case: id, by: CAST.issuer, because: 'Sandbox: measured.' });
      if (!issued.ok) throw new Error(JSON.stringify(issued.refusal));
      await finishIssuance(office);
      waits.push((performance.now() - asked) / 1_000);
      if (performance.now() - begun > seconds * 1_000) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(UNDER_WAY, cases.length) }, lane));
  return { labels: waits.length, seconds: (performance.now() - begun) / 1_000, waits };
}

function told({ labels, seconds, waits }: Issued, commits: number): { report: string; bars: Bar[] } {
  const rate = labels / seconds;
  const sorted = waits.toSorted((one, other) => one - other);
  const late = sorted[Math.floor(sorted.length * 0.99)] ?? NaN;
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  return {
    report: table([
      [
        'labels issued end to end',
        'labels',
        'seconds',
        'a second',
        'median wait',
        '99 of 100 within',
        'longest',
      ],
      [
        ...['', whole(labels), seconds.toFixed(1), whole(rate), `${median(waits).toFixed(2)} s`],
        ...[`${late.toFixed(2)} s`, `${(sorted.at(-1) ?? NaN).toFixed(2)} s`],
      ],
      ['commits of one row, one writer', '', '', whole(commits), '', '', ''],
    ]),
    bars: [
      {
        what: 'labels issued end to end',
        wanted: `${whole(WANTED_A_SECOND)} a second`,
        found: `${whole(rate)} a second`,
        held: rate >= WANTED_A_SECOND,
      },
      {
        what: 'from request to proof, 99 of 100',
        wanted: `within ${WANTED_SECONDS} s`,
        found: `${late.toFixed(2)} s`,
        held: late <= WANTED_SECONDS,
      },
    ],
  };
}
