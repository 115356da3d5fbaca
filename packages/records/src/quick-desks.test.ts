import type { Sight } from '@assay/conformity/sight';
import { parseCaseId, type CaseId, type OrganisationId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { Kysely, PostgresDialect, type CompiledQuery } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { databases, freshDatabase } from '../test/databases.ts';
import { keepManyAuditLines, keepManyProducts, layManyCases, settle } from '../test/many-cases.ts';
import { readAudit, readAuditOfSchemes } from './audit.ts';
import { countCases, MOST_COUNTED } from './case-counts.ts';
import { caseQueue, overdueCases, readCaseLine } from './case-desk.ts';
import { draftsOf } from './draft.ts';
import type { Tables } from './tables.ts';

/** Enough for a question that looks at all to be told from one that does not; the bench asks of a hundred thousand. */
const CASES = 20_000;
const AT: Instant = parseAs('2026-11-21T09:30:00Z');
const MAKER: OrganisationId = parseAs('org_sandbox-developer');
const TESTER: OrganisationId = parseAs('org_sandbox-laboratory');
const SEAT: OrganisationId = parseAs('org_sandbox-label-office');

/**
 * Rows that one question may have the database look at: a page of 25, where it may rather sort some hundreds that an
 * index gave it; or counts that end at a thousand each. Every sight has two thousand cases or more.
 */
const LOOKED_AT = { page: 500, counts: 4 * 8 * (MOST_COUNTED + 1) };

const SIGHTS: readonly Sight[] = [
  { kind: 'administrator', administrator: 'SB' },
  { kind: 'applicant', organisation: MAKER },
  { kind: 'laboratory', organisation: TESTER },
  { kind: 'schemes', schemes: ['us-cyber-trust-mark'] },
  { kind: 'schemes', schemes: ['us-cyber-trust-mark', 'singapore-cls'] },
];

const asked: CompiledQuery[] = [];
let reader: Kysely<Tables>;
let url = '';

beforeAll(async () => {
  const [server] = databases();
  if (!server) throw new Error('no database');
  url = await freshDatabase(server, afterAll);
  await layManyCases(url, { from: 0, to: CASES, applicant: MAKER, laboratory: TESTER });
  await keepManyAuditLines(url, { from: 0, to: CASES, seat: SEAT });
  await keepManyProducts(url, { from: 0, to: 1_000, organisation: MAKER });
  await settle(url);
  reader = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }),
    log: ({ query }) => void asked.push(query),
  });
}, 30_000);
afterAll(() => reader.destroy());

test.for(SIGHTS)('of twenty thousand cases the desk of %o looks at those that it shows', async (sight) => {
  const seen = { sight, at: AT };
  const steps = ['intake', 'laboratory', 'applicant', 'issuer', 'nobody', undefined] as const;
  for (const waitsFor of steps) {
    const queue = { ...seen, limit: 25, ...(waitsFor !== undefined && { waitsFor }) };
    const first = await caseQueue(reader, queue);
    if (!first.ok) throw new Error(first.refusal.code);
    await mostRows(LOOKED_AT.page);
    await caseQueue(reader, { ...queue, after: first.value.next ?? '' });
    await mostRows(LOOKED_AT.page);
  }
  const late = await overdueCases(reader, { ...seen, limit: 25 });
  await mostRows(LOOKED_AT.page);
  if (!late.ok) throw new Error(late.refusal.code);
  expect(late.value.rows).toHaveLength(25);
  await overdueCases(reader, { ...seen, limit: 25, after: late.value.next ?? '' });
  await mostRows(LOOKED_AT.page);
  await countCases(reader, seen);
  await mostRows(LOOKED_AT.counts);
  await readCaseLine(reader, { ...seen, case: numbered(9_000_004) });
  await mostRows(LOOKED_AT.page);
});

test('a count ends where nobody counts on', async () => {
  const counts = await countCases(reader, { sight: { kind: 'administrator', administrator: 'SB' }, at: AT });
  expect(counts).toMatchObject({ intake: MOST_COUNTED + 1, overdue: MOST_COUNTED + 1 });
});

test('the audit of an administrator looks at the lines that it shows, however many others are newer', async () => {
  const about = { casesAndSeat: SEAT };
  const first = await readAudit(reader, { administrator: 'SB', about, limit: 50 });
  await mostRows(LOOKED_AT.page);
  expect(first.lines).toHaveLength(50);
  const seqs = new Set<string>();
  for (let before = first.next, n = 0; before !== undefined && n < 3; n += 1) {
    const page = await readAudit(reader, { administrator: 'SB', about, before, limit: 50 });
    await mostRows(LOOKED_AT.page);
    for (const line of page.lines) seqs.add(`${line.at} ${line.object ?? ''}`);
    before = page.next;
  }
  expect(seqs.size).toBe(150);
});

test('the audit of schemes looks at the lines that it shows, and at no line of another scheme', async () => {
  const schemes = ['us-cyber-trust-mark', 'singapore-cls', 'a-scheme-without-lines'];
  const first = await readAuditOfSchemes(reader, { schemes, limit: 50 });
  await mostRows(LOOKED_AT.page);
  expect(first.lines).toHaveLength(50);
  const second = await readAuditOfSchemes(reader, { schemes, before: first.next ?? 0, limit: 50 });
  await mostRows(LOOKED_AT.page);
  const seen = [...first.lines, ...second.lines].map(({ object }) => object);
  expect(new Set(seen).size).toBe(100);
});

test('the drafts of one product are found without the others', async () => {
  const drafts = await draftsOf(reader, {
    ...{ organisation: MAKER, product: parseAs('product_0000000000000007'), limit: 50 },
  });
  expect(drafts).toMatchObject({ value: { rows: { length: 2 } } });
  await mostRows(LOOKED_AT.page);
});

/** Has the database tell of the question asked last how many rows it looked at, table or index. */
async function mostRows(most: number): Promise<void> {
  const query = asked.at(-1);
  if (!query) throw new Error('nothing was asked');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const sql = `explain (analyze, format json, timing off) ${query.sql}`;
    const { rows } = await client.query<Explained>(sql, [...query.parameters]);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error('no plan');
    expect(lookedAt(plan), `${query.sql}\n${JSON.stringify(plan, null, 1)}`).toBeLessThanOrEqual(most);
  } finally {
    await client.end();
  }
}

type Plan = {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
};
type Explained = { readonly 'QUERY PLAN': readonly [{ readonly Plan: Plan }] };

function lookedAt(plan: Plan): number {
  const below = (plan.Plans ?? []).reduce((sum, one) => sum + lookedAt(one), 0);
  if (!plan['Node Type'].includes('Scan')) return below;
  const removed = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  return below + (plan['Actual Rows'] + removed) * plan['Actual Loops'];
}

function numbered(n: number): CaseId {
  const id = parseCaseId(`case_${String(n).padStart(16, '0')}`);
  if (!id.ok) throw new Error('a number makes a case id');
  return id.value;
}

/** Words of a test are written by hand. */
function parseAs(text: string): never {
  return text as never;
}
