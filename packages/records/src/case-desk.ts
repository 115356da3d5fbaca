import { sql } from 'kysely';

import type { CaseDesk } from '@assay/conformity/case-desk';
import type { Sight } from '@assay/conformity/sight';
import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { CaseId, EditionRef, LabelId } from '@assay/vocabulary/ids';
import { instantOf, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import { fromEachPart, inSight, tellsWaiting } from './in-sight.ts';
import { lookedUpBy } from './looked-up.ts';
import type { Reader, Tx } from './open.ts';

type Keyed = { readonly administrator: string };

/** Lays a case where it now belongs, in the place of where it lay. Its order of receipt and its label stay. */
export async function putCaseDesk(
  tx: Tx,
  { administrator, desk }: Keyed & { readonly desk: CaseDesk },
): Promise<void> {
  const columns = columnsOf(desk);
  await tx
    .insertInto('case_desk')
    .values({ administrator, case_id: desk.case, ...columns })
    .onConflict((found) => found.columns(['administrator', 'case_id']).doUpdateSet(columns))
    .execute();
}

/** Puts labels on the lines of the granted cases that they were issued for: the issuer is not waited for any more. */
export async function putCaseLabels(
  tx: Tx,
  { administrator, issued }: Keyed & { readonly issued: readonly (readonly [CaseId, LabelId])[] },
): Promise<void> {
  if (issued.length === 0) return;
  const [cases, labels] = [issued.map(([id]) => id), issued.map(([, label]) => label)];
  await sql`
    update case_desk set label = one.label,
      waits_for = case when waits_for = 'issuer' then 'nobody' else waits_for end
    from unnest(${cases}::text[], ${labels}::text[]) as one (case_id, label)
    where case_desk.administrator = ${administrator} and case_desk.case_id = one.case_id
      and ${lookedUpBy('case_desk.case_id', cases)}
  `.execute(tx);
}

/** One line of a list of cases. */
export type CaseLine = Omit<CaseDesk, 'identity' | 'took' | 'due'> & {
  readonly administrator: string;
  readonly due: { readonly on: CalendarDate; readonly clock: string; readonly overdue: boolean } | undefined;
  readonly label: LabelId | undefined;
};

type Seen = { readonly sight: Sight; readonly at: Instant };

/** One case that is in sight; absent where there is none, or it is not. */
export async function readCaseLine(
  reader: Reader,
  { sight, at, case: id }: Seen & { readonly case: CaseId },
): Promise<CaseLine | undefined> {
  const row = await lines(reader)
    .where((eb) => inSight(eb, sight))
    .where('case_id', '=', id)
    .executeTakeFirst();
  return row && lineOf(row, { at, sight });
}

export type Queue = Seen & {
  readonly waitsFor?: WaitsFor;
  readonly scheme?: EditionRef;
  readonly stage?: CaseDesk['stage'];
  /** Cursor of an earlier page. */
  readonly after?: string;
  readonly limit: number;
};

/** Cases in sight in the order of their receipt, the earliest first. */
export async function caseQueue(
  reader: Reader,
  queue: Queue,
): Promise<Result<Page<CaseLine>, MalformedCursor>> {
  const place = receivedAfter(queue.after);
  if (!place.ok) return place;
  const { sight, at, limit, waitsFor, scheme, stage } = queue;
  const each = (part: Sight) => {
    let query = lines(reader)
      .where((eb) => inSight(eb, part))
      .orderBy('received')
      .limit(limit + 1);
    // Told apart so that the index of what waits serves the queue of one step.
    if (waitsFor !== undefined) query = query.where('waits_for', '=', waitsFor);
    if (waitsFor !== undefined && waitsFor !== 'nobody')
      query = query.where(sql<boolean>`waits_for <> 'nobody'`).where(tellsWaiting(part));
    if (scheme !== undefined) query = query.where('scheme', '=', scheme);
    if (stage !== undefined) query = query.where('stage', '=', stage);
    return place.value === undefined ? query : query.where('received', '>', place.value);
  };
  const found = fromEachPart(reader, sight, each).selectAll('line').orderBy('line.received');
  const page = pageOf(await found.limit(limit + 1).execute(), limit, placeOf);
  return ok({ ...page, rows: page.rows.map((row) => lineOf(row, { at, sight })) });
}

/** Cases in sight whose day has passed, the longest overdue first. */
export async function overdueCases(
  reader: Reader,
  { sight, at, limit, after }: Omit<Queue, 'waitsFor' | 'scheme' | 'stage'>,
): Promise<Result<Page<CaseLine>, MalformedCursor>> {
  const place = overdueAfter(after);
  if (!place.ok) return place;
  const each = (part: Sight) => {
    const late = lines(reader)
      .where((eb) => inSight(eb, part))
      .where(sql<boolean>`overdue_from is not null and overdue_from <= ${at}`)
      .where(tellsWaiting(part))
      .orderBy('overdue_from')
      .orderBy('received')
      .limit(limit + 1);
    if (place.value === undefined) return late;
    const { since, received } = place.value;
    return late.where(sql<boolean>`(overdue_from, received) > (${since}::timestamptz, ${received}::bigint)`);
  };
  const found = fromEachPart(reader, sight, each).selectAll('line');
  const ordered = found
    .orderBy('line.overdue_from')
    .orderBy('line.received')
    .limit(limit + 1);
  const page = pageOf(await ordered.execute(), limit, (row) => {
    if (row.overdue_from === null) throw new Error(`${row.case_id} is overdue since no day`);
    return { at: instantOf(row.overdue_from), id: String(row.received) };
  });
  return ok({ ...page, rows: page.rows.map((row) => lineOf(row, { at, sight })) });
}

type Row = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number];

function lines(reader: Reader) {
  return reader
    .selectFrom('case_desk')
    .select(['administrator', 'case_id', 'scheme', 'level', 'product', 'manufacturer', 'applicant'])
    .select(['laboratory', 'stage', 'waits_for', 'due_on', 'due_clock', 'overdue_from', 'filed_at'])
    .select(['received', 'complete_at', 'decided_at', 'version', 'updated_at', 'label']);
}

function columnsOf(desk: CaseDesk) {
  const { scheme, level, product, manufacturer, stage, version, identity, took, due } = desk;
  return {
    ...{ scheme, level, product, manufacturer, stage, version, identity, took },
    scheme_id: scheme.slice(0, scheme.indexOf('@')),
    applicant: desk.applicant ?? null,
    laboratory: desk.laboratory ?? null,
    waits_for: desk.waitsFor,
    due_on: due?.on ?? null,
    due_clock: due?.clock ?? null,
    overdue_from: due?.overdueFrom ?? null,
    filed_at: desk.filedAt,
    complete_at: desk.completeAt ?? null,
    decided_at: desk.decidedAt ?? null,
    updated_at: desk.updatedAt,
  };
}

function lineOf(row: Row, { at, sight }: Seen): CaseLine {
  const { administrator, scheme, level, product, manufacturer, stage, version } = row;
  const instant = (date: Date | null) => (date === null ? undefined : instantOf(date));
  const overdueFrom = instant(row.overdue_from);
  const untold = sight.kind === 'laboratory' && stage === 'granted';
  return {
    ...{ administrator, scheme, level, product, manufacturer, stage, version },
    case: row.case_id,
    applicant: row.applicant ?? undefined,
    laboratory: row.laboratory ?? undefined,
    waitsFor: untold ? 'nobody' : row.waits_for,
    due:
      untold || row.due_on === null || row.due_clock === null
        ? undefined
        : {
            on: row.due_on,
            clock: row.due_clock,
            overdue: overdueFrom !== undefined && at >= overdueFrom,
          },
    filedAt: instantOf(row.filed_at),
    completeAt: instant(row.complete_at),
    decidedAt: instant(row.decided_at),
    updatedAt: instantOf(row.updated_at),
    label: row.label ?? undefined,
  };
}

function placeOf(row: Row) {
  return { at: instantOf(row.filed_at), id: String(row.received) };
}

function receivedAfter(cursor: string | undefined): Result<number | undefined, MalformedCursor> {
  const place = overdueAfter(cursor);
  return place.ok ? ok(place.value?.received) : place;
}

type OverduePlace = { readonly since: Instant; readonly received: number };

/** Both lists end a page at a moment and a place in the order of receipt; what the moment is differs. */
function overdueAfter(cursor: string | undefined): Result<OverduePlace | undefined, MalformedCursor> {
  const place = parseCursor(cursor);
  if (!place.ok || place.value === undefined) return place.ok ? ok(undefined) : place;
  const received = Number(place.value.id);
  return Number.isSafeInteger(received)
    ? ok({ since: place.value.at, received })
    : refuse({ code: 'malformed-cursor', cursor: cursor ?? '' });
}
