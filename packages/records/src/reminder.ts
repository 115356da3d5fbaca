import { sql } from 'kysely';

import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { CaseId, OrganisationId } from '@assay/vocabulary/ids';
import { instantOf, type CalendarDate, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** A case whose day is near, has come or has passed, and for whom it waits. */
export type Reminder = {
  readonly case: CaseId;
  /** The clock or thread that the day comes from. */
  readonly clock: string;
  readonly dueOn: CalendarDate;
  /** The first instant that is too late. */
  readonly overdueFrom: Instant;
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
 * never noted: once for each clock, day and nearness, whoever looks at the same moment. Days are counted back from the
 * first instant that is too late, 24 hours each: where clocks are set forward or back between, a reminder comes an hour
 * off. A case that waits for nobody, or has no day since it was decided or its clock is paused, is not among them.
 */
export async function noteReminders(
  tx: Tx,
  asked: {
    readonly administrator: string;
    readonly at: Instant;
    /** So many days before the day itself people are reminded for the first time; 1 or more. */
    readonly ahead: number;
    readonly limit: number;
  },
): Promise<readonly Reminder[]> {
  const { administrator, at, ahead, limit } = asked;
  const { rows } = await sql<Row>`
    with near as (
      select desk.case_id, desk.due_clock, desk.due_on, desk.waits_for, desk.applicant, desk.laboratory,
        desk.overdue_from, how.days_before
      from case_desk as desk
      cross join lateral (
        select case
          when desk.overdue_from <= ${at}::timestamptz then -1
          when desk.overdue_from <= ${at}::timestamptz + interval '24 hours' then 0
          else ${ahead}::int
        end as days_before
      ) as how
      where desk.administrator = ${administrator}
        and desk.overdue_from is not null
        and desk.overdue_from <= ${at}::timestamptz + (${ahead}::int + 1) * interval '24 hours'
        and desk.waits_for <> 'nobody'
        and not exists (
          select from reminder
          where reminder.administrator = desk.administrator
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
      returning case_id
    )
    select near.* from near join noted using (case_id)
    order by near.overdue_from, near.case_id
  `.execute(tx);
  return rows.map(({ case_id, due_clock, due_on, days_before, waits_for, ...row }) => ({
    ...{ case: case_id, clock: due_clock, dueOn: due_on, daysBefore: days_before, waitsFor: waits_for },
    ...{ applicant: row.applicant ?? undefined, laboratory: row.laboratory ?? undefined },
    overdueFrom: instantOf(row.overdue_from),
  }));
}

type Row = {
  readonly case_id: CaseId;
  readonly due_clock: string;
  readonly due_on: CalendarDate;
  readonly waits_for: Reminder['waitsFor'];
  readonly applicant: OrganisationId | null;
  readonly laboratory: OrganisationId | null;
  readonly overdue_from: Date;
  readonly days_before: number;
};
