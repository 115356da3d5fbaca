/**
 * Many rows for questions whose time must not grow with them: written by the database itself, from the numbers of a
 * series, as no history would. Old cases are decided and new ones wait, so that what waits lies last in the order of receipt.
 */
import pg from 'pg';

import type { CaseId } from '@assay/vocabulary/ids';

export type Many = {
  /** Rows have the numbers from, up to and without. */
  readonly from: number;
  readonly to: number;
};

/** Who has a tenth of the cases, with all the rest at some hundreds of others. */
export type Busiest = { readonly applicant: string; readonly laboratory: string };

/**
 * Lines of cases, without their histories. Seven in ten are of administrator SB, three in five of one scheme, two in five
 * wait, and a third of those is overdue on 21 November 2026.
 */
export async function layManyCases(url: string, { from, to, applicant, laboratory }: Many & Busiest) {
  await send(
    url,
    `insert into case_desk (administrator, case_id, scheme, scheme_id, level, product, manufacturer, applicant,
       laboratory, stage, waits_for, due_on, due_clock, overdue_from, filed_at, complete_at, decided_at, version,
       updated_at, label, identity, took)
     select (array['SB', 'SB', 'SB', 'S2', 'SB', 'ZZ', 'SB', 'SB', 'S2', 'SB'])[1 + n % 10],
       'case_' || lpad((9000000 + n)::text, 16, '0'),
       scheme, split_part(scheme, '@', 1), 1 + n % 3, 'Sandbox Product ' || n, 'Sandbox Maker ' || n % 500,
       case when n % 10 = 4 then $3 else 'org_sandbox-developer-' || n % 500 end,
       case when not waits or step <> 'intake'
         then case when n % 10 = 6 then $4 else 'org_sandbox-laboratory-' || n % 40 end end,
       stage, step,
       case when waits then to_char(due, 'YYYY-MM-DD') end, case when waits then 'decision' end,
       case when waits then due + interval '1 day' end,
       filed, case when stage <> 'submitted' then filed + interval '5 days' end,
       case when not waits then filed + interval '60 days' end,
       case when waits then 2 else 6 end, filed + interval '61 days',
       null, array['name:sandboxmaker' || n % 500 || ':product' || n], array['person_nobody']
     from (
       select n, n - $1::int >= ($2::int - $1::int) * 3 / 5 as waits, (n::bigint * 7919 % 100)::int as dice,
         timestamptz '2025-01-01T00:00:00Z' + n * interval '5 minutes' as filed,
         date '2026-11-21' + ((n::bigint * 104729 % 120)::int - 40) as due,
         (array['us-cyber-trust-mark@2024', 'us-cyber-trust-mark@2024', 'singapore-cls@1.4',
           'us-cyber-trust-mark@2024', 'sandbox-scheme@1'])[1 + n / 10 % 5] as scheme
       from generate_series($1::int, $2::int - 1) as n) as numbered,
     lateral (
       select case when not waits then 'nobody' when dice < 30 then 'intake' when dice < 45 then 'applicant'
           when dice < 60 then 'laboratory' when dice < 75 then 'evaluator' when dice < 88 then 'reviewer'
           when dice < 96 then 'decider' else 'issuer' end as step) as waiting,
     lateral (
       select case step when 'intake' then 'submitted' when 'applicant' then 'returned'
           when 'laboratory' then 'accepted' when 'evaluator' then 'accepted' when 'reviewer' then 'evaluated'
           when 'decider' then 'reviewed' when 'issuer' then 'granted'
           else (array['granted', 'granted', 'granted', 'refused', 'dismissed', 'discontinued'])[1 + dice % 6]
         end as stage) as standing`,
    [from, to, applicant, laboratory],
  );
}

/** Copies cases with all that happened to them, under other numbers: their histories are those that were recorded. */
export async function copyCases(
  url: string,
  { from, to, cases }: Many & { readonly cases: readonly CaseId[] },
): Promise<readonly CaseId[]> {
  const copied = `
    from generate_series($1::int, $2::int - 1) as n
    join unnest($3::text[]) with ordinality as one (case_id, place)
      on (place - 1) % $4::int = n % $4::int
    cross join lateral (select 'case_' || lpad((8000000 + n)::text, 16, '0') as id) as copy`;
  const given = [from, to, cases, cases.length];
  await send(
    url,
    `insert into event (administrator, stream, version, type, at, by, because, data)
     select administrator, copy.id, version, type, at, by, because,
       replace(data::text, one.case_id, copy.id)::jsonb
     ${copied} join event on event.stream = one.case_id
     order by n, version`,
    given,
  );
  const rows = await send(
    url,
    `insert into case_desk (administrator, case_id, scheme, scheme_id, level, product, manufacturer, applicant,
       laboratory, stage, waits_for, due_on, due_clock, overdue_from, filed_at, complete_at, decided_at, version,
       updated_at, label, identity, took)
     select administrator, copy.id, scheme, scheme_id, level, product || ' ' || n, manufacturer, applicant,
       laboratory, stage, case when label is null then waits_for else 'nobody' end, due_on, due_clock, overdue_from,
       filed_at, complete_at, decided_at, version, updated_at, null, identity, took
     ${copied} join case_desk using (case_id)
     order by n
     returning case_id`,
    given,
  );
  return rows.map((row) => parseCase(row['case_id']));
}

/**
 * Lines of the audit, four in five of administrator SB. One in twenty is about a case or of the seat, and those are the
 * oldest: whoever asks for them has all the others in the way.
 */
export async function keepManyAuditLines(url: string, { from, to, seat }: Many & { readonly seat: string }) {
  await send(
    url,
    `insert into audit (administrator, at, person, seat, role, via, action, object, outcome, inputs, scheme_id)
     select case when n % 5 = 4 then 'S2' else 'SB' end, timestamptz '2025-01-01T00:00:00Z' + n * interval '1 minute',
       'person_nobody-' || n % 1000, case when old and n % 2 = 0 then $3 else 'org_sandbox-developer-' || n % 500 end,
       null, 'passkey', 'product.read',
       case when old and n % 3 = 0 then 'case_' || lpad((9000000 + n)::text, 16, '0') else 'product_' || n end,
       'read', array[]::text[],
       case when old and n % 3 = 0
         then (array['us-cyber-trust-mark', 'singapore-cls', 'sandbox-scheme'])[1 + n / 3 % 3] end
     from (select n, n - $1::int < ($2::int - $1::int) / 20 as old
       from generate_series($1::int, $2::int - 1) as n) as numbered`,
    [from, to, seat],
  );
}

/** Products of a developer, with two drafts each. */
export async function keepManyProducts(
  url: string,
  { from, to, organisation }: Many & { readonly organisation: string },
) {
  const given = [from, to, organisation];
  await send(
    url,
    `insert into product (organisation, id, name, brand, manufacturer, models, gtins, category, version, begun_at,
       changed_at, changed_by)
     select $3::text, 'product_' || lpad(n::text, 16, '0'), 'Sandbox Product ' || n, 'Sandbox', 'Sandbox Maker',
       array['SP-' || n], array[]::text[], 'smart-lighting', 1, at, at, 'person_nobody'
     from generate_series($1::int, $2::int - 1) as n,
     lateral (select timestamptz '2025-01-01T00:00:00Z' + n * interval '1 minute' as at) as begun`,
    given,
  );
  await send(
    url,
    `insert into draft (organisation, id, product, purpose, administrator, case_id, scheme, level, document, told,
       version, begun_at, saved_at, saved_by)
     select organisation, 'draft_' || lpad((2 * n + m)::text, 16, '0'), 'product_' || lpad(n::text, 16, '0'), 'application',
       'SB', 'case_' || lpad((7000000 + 2 * n + m)::text, 16, '0'), 'us-cyber-trust-mark@2024', 1, '{}', '{}',
       1, changed_at, changed_at, 'person_nobody'
     from generate_series($1::int, $2::int - 1) as n, generate_series(0, 1) as m, product
     where organisation = $3 and product.id = 'product_' || lpad(n::text, 16, '0')`,
    given,
  );
}

/** What a database does by itself after a while: counts its rows, marks the pages that all may see, and writes them down. */
export async function settle(url: string): Promise<void> {
  await send(url, 'vacuum analyze');
  await send(url, 'checkpoint');
}

async function send(url: string, sql: string, given: readonly unknown[] = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql, [...given]);
    return rows;
  } finally {
    await client.end();
  }
}

/** Written here. */
function parseCase(id: unknown): CaseId {
  return id as CaseId;
}
