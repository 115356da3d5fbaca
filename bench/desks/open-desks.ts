import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrate } from '@assay/records/migrate';
import { startPostgres } from '@assay/records/postgres/launch';
import {
  copyCases,
  keepManyAuditLines,
  keepManyProducts,
  layManyCases,
  settle,
} from '@assay/records/test/many-cases';
import type { CaseId } from '@assay/vocabulary/ids';

import { fillDesk, SHOWN } from '../../apps/portal/test/desk-cases.ts';
import type * as DeskRounds from '../../apps/portal/test/desk-rounds.ts';
import { openUntilClosed } from '../../packages/office/test/sandbox-office.ts';
import { DEVELOPER, LAMP_LABORATORY, OFFICE } from '../../packages/office/test/sandbox-people.ts';
import { median, table, type Bar } from '../judging/measure.ts';
import { fromPortalTests } from '../portal-bundle.ts';
import { listen } from './heard.ts';

/** How many there are of what: most lines of cases without their histories, some hundreds with. */
export type Size = {
  readonly cases: number;
  readonly withHistory: number;
  readonly auditLines: number;
  readonly products: number;
};

const SIZES: readonly Size[] = [
  { cases: 1_000, withHistory: 100, auditLines: 10_000, products: 100 },
  { cases: 100_000, withHistory: 500, auditLines: 1_000_000, products: 5_000 },
];
const MOST_MILLISECONDS = 100;

/**
 * Opens every desk over an office whose records grow from one size to the next, on the PostgreSQL that npm brings with
 * its ordinary durable commits. Ten cases come from the acts of their people, some hundreds are recorded histories of
 * those, and all other rows are written by the database from a series of numbers, since only their lines are asked for.
 */
export async function desks({
  times,
  sizes = SIZES,
}: {
  readonly times: number;
  readonly sizes?: readonly Size[];
}): Promise<{ report: string; bars: Bar[] }> {
  const { deskRounds } = parseRounds(await fromPortalTests('desk-rounds'));
  const folder = mkdtempSync(join(tmpdir(), 'assay-desks-'));
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  try {
    const { url } = server;
    await migrate(url);
    const opened = await openUntilClosed({ url, folder });
    try {
      await fillDesk(opened);
      const worked = Object.values(SHOWN);
      const heard = listen();
      const rounds: (readonly DeskRounds.Round[])[] = [];
      let was: Size = { cases: 0, withHistory: 0, auditLines: 0, products: 0 };
      for (const size of sizes) {
        const cases = await grow(url, { was, size, worked });
        was = size;
        rounds.push(await deskRounds(opened.office, { times, heard, cases }));
      }
      return told(sizes, rounds);
    } finally {
      await opened.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Growth = { readonly was: Size; readonly size: Size; readonly worked: readonly CaseId[] };

/** Adds rows until there are as many as a size says; the cases that were added with their histories. */
async function grow(url: string, { was, size, worked }: Growth): Promise<readonly CaseId[]> {
  const added = (of: keyof Size) => ({ from: was[of], to: size[of] });
  const busiest = { applicant: DEVELOPER, laboratory: LAMP_LABORATORY };
  await layManyCases(url, { ...added('cases'), ...busiest });
  const copied = await copyCases(url, { ...added('withHistory'), cases: worked });
  await keepManyAuditLines(url, { ...added('auditLines'), seat: OFFICE });
  await keepManyProducts(url, { ...added('products'), organisation: DEVELOPER });
  await settle(url);
  return copied;
}

type Taken = {
  readonly middle: number;
  readonly late: number;
  readonly trips: number;
  readonly reading: number;
};

function told(
  sizes: readonly Size[],
  rounds: readonly (readonly DeskRounds.Round[])[],
): { report: string; bars: Bar[] } {
  const head = sizes.flatMap(({ cases }) => [`ms at ${cases.toLocaleString('en')}`, 'p99']);
  const taken = (rounds[0] ?? []).map(({ page }, n) => ({
    page,
    at: rounds.flatMap((round) => round[n]?.took ?? []).length === 0 ? [] : rounds.map((one) => of(one[n])),
  }));
  const open = taken.filter(({ at }) => at.length > 0);
  const rows = taken.map(({ page, at }) => {
    const [first, last] = [at[0], at.at(-1)];
    if (!first || !last) return [page, 'no such page', ...Array.from({ length: head.length + 2 }, () => '')];
    const times = at.flatMap(({ middle, late }) => [middle.toFixed(1), late.toFixed(1)]);
    const growth = (last.middle / first.middle).toFixed(2);
    return [page, ...times, growth, at.map(({ trips }) => trips).join(' → '), String(last.reading)];
  });
  const lasts = open.flatMap(({ at }) => at.at(-1) ?? []);
  const slowest = Math.max(...lasts.map(({ late }) => late));
  const grown = open.filter(({ at }) => (at.at(-1)?.trips ?? 0) > (at[0]?.trips ?? 0)).length;
  return {
    report: table([['page', ...head, 'growth', 'trips', 'reading'], ...rows]),
    bars: [
      {
        ...{ what: 'each desk, 99 of 100 openings', wanted: `within ${MOST_MILLISECONDS} ms` },
        ...{ found: `${slowest.toFixed(1)} ms`, held: slowest < MOST_MILLISECONDS },
      },
      {
        ...{ what: 'pages that ask more often where there is more', wanted: '0' },
        ...{ found: String(grown), held: grown === 0 },
      },
    ],
  };
}

function of(round: DeskRounds.Round | undefined): Taken {
  const took = round?.took ?? [];
  const sorted = took.map(({ milliseconds }) => milliseconds).toSorted((one, other) => one - other);
  return {
    middle: median(sorted),
    late: sorted[Math.floor(sorted.length * 0.99)] ?? sorted.at(-1) ?? NaN,
    trips: Math.max(...took.map(({ trips }) => trips)),
    reading: Math.max(...took.map(({ reading }) => reading)),
  };
}

function parseRounds(module: unknown): typeof DeskRounds {
  return module as typeof DeskRounds;
}
