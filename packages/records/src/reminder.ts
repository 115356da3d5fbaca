import { sql } from 'kysely';

import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { CaseId, EditionRef, OrganisationId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** A case whose day is near, has come or has passed, and for whom it waits. */
export type Reminder = {
  readonly case: CaseId;
  /** The clock or thread that the day comes from. */
  readonly clock: string;
  readonly dueOn: CalendarDate;
  /** Days from today to that day, both in the zone of the scheme; below 0 once it has passed. */
  readonly daysLeft: number;
  /** How near the day is: `ahead` as it was asked for, 0 on the day itself, -1 once it has passed. */
  readonly daysBefore: number;
  readonly waitsFor: Exclude<WaitsFor, 'nobody'>;
  readonly applicant: OrganisationId | undefined;
  readonly laboratory: OrganisationId | undefined;
};

/** The codes of the label administrators that keep cases in these records. */
export async function administratorsHere(reader: Reader): Promise<readonly string[]> {
  const rows = await reader
    .selectFrom('organisation')
    .select('administrator')
    .where('administrator', 'is not', null)
    .orderBy('administrator')
    .execute();
  return rows.flatMap(({ administrator }) => administrator ?? []);
}

/**
 * Notes of some cases that their people are reminded, the longest overdue first, and answers with those of which that was
 * never noted: once for each clock, day and nearness, whoever looks at the same moment. Days are those of the calendar
 * where the scheme is, however long they are. A case that waits for nobody, or has no day since it was decided or its
 * clock is paused, is not among them; nor is one of an edition of which nobody says which day it is.
 * Days that cases have beside the one that they wait by are noted when none of those is left.
 */
export async function noteReminders(
  tx: Tx,
  asked: {
    readonly administrator: string;
    readonly at: Instant;
    /** Which day it is where each scheme is. */
    readonly today: readonly { readonly scheme: EditionRef; readonly day: CalendarDate }[];
    /** So many days before the day itself people are reminded for the first time; 1 or more. */
    readonly ahead: number;
    readonly limit: number;
  },
): Promise<readonly Reminder[]> {
  const { administrator } = asked;
  const first = await noted(
    tx,
    asked,
    sql`select case_id, scheme, due_clock, due_on, waits_for, applicant, laboratory, overdue_from, received
      from case_desk
      where administrator = ${administrator} and overdue_from is not null and waits_for <> 'nobody'`,
  );
  if (first.length > 0) return first;
  return noted(
    tx,
    asked,
    sql`select case_id, scheme, further_due.clock as due_clock, further_due.due_on, further_due.waits_for,
        applicant, laboratory, further_due.overdue_from, received
      from further_due join case_desk using (administrator, case_id)
      where administrator = ${administrator}`,
  );
}

/** Notes some of these days that are near and were never noted. */
async function noted(
  tx: Tx,
  { administrator, at, today, ahead, limit }: Parameters<typeof noteReminders>[1],
  dues: ReturnType<typeof sql>,
): Promise<readonly Reminder[]> {
  const [schemes, days] = [today.map(({ scheme }) => scheme), today.map(({ day }) => day)];
  const { rows } = await sql<Row>`
    with near as (
      select desk.case_id, desk.due_clock, desk.due_on, desk.waits_for, desk.applicant, desk.laboratory,
        desk.overdue_from, how.days_left, how.days_before
      from (${dues}) as desk
      join unnest(${schemes}::text[], ${days}::date[]) as zone (scheme, today) on zone.scheme = desk.scheme
      cross join lateral (
        select apart.days_left,
          case when apart.days_left < 0 then -1 when apart.days_left = 0 then 0 else ${ahead}::int end as days_before
        from (select desk.due_on::date - zone.today as days_left) as apart
      ) as how
      -- Wide enough for days of 25 hours, so that the index leaves out what is far; the calendar decides.
      where desk.overdue_from <= ${at}::timestamptz + (${ahead}::int + 2) * interval '24 hours'
        and how.days_left <= ${ahead}::int
        and not exists (
          select from reminder
          where reminder.administrator = ${administrator}
            and reminder.case_id = desk.case_id
            and reminder.clock = desk.due_clock
            and reminder.due_on = desk.due_on::date
            and reminder.days_before = how.days_before
        )
      order by desk.overdue_from, desk.received
      limit ${limit}
    ), noted as (
      insert into reminder (administrator, case_id, clock, due_on, days_before, waits_for, reminded_at)
      select ${administrator}, case_id, due_clock, due_on::date, days_before, waits_for, ${at}::timestamptz
      from near
      on conflict do nothing
      returning case_id, clock
    )
    select near.* from near join noted on noted.case_id = near.case_id and noted.clock = near.due_clock
    order by near.overdue_from, near.case_id
  `.execute(tx);
  return rows.map(({ case_id, due_clock, due_on, days_left, days_before, waits_for, ...row }) => ({
    ...{ case: case_id, clock: due_clock, dueOn: due_on, daysLeft: days_left, daysBefore: days_before },
    ...{ waitsFor: waits_for, applicant: row.applicant ?? undefined },
    laboratory: row.laboratory ?? undefined,
  }));
}

type Row = {
  readonly case_id: CaseId;
  readonly due_clock: string;
  readonly due_on: CalendarDate;
  readonly waits_for: Reminder['waitsFor'];
  readonly applicant: OrganisationId | null;
  readonly laboratory: OrganisationId | null;
  readonly days_left: number;
  readonly days_before: number;
};
