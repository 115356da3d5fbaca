import { sql } from 'kysely';

import type { Sight } from '@assay/conformity/sight';
import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { CaseId, EditionRef, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { MOST_COUNTED } from './case-counts.ts';
import { inSight } from './in-sight.ts';
import type { Reader } from './open.ts';

type Keyed = { readonly administrator: string };

/** Where a case stands in its queue. */
export type QueuePlace = {
  readonly waitsFor: WaitsFor;
  readonly scheme: EditionRef;
  readonly received: number;
};

/** For whom a case waits, and where in the order of receipt; absent for one that is on no desk yet. */
export async function readQueuePlace(
  reader: Reader,
  { administrator, case: id }: Keyed & { readonly case: CaseId },
): Promise<QueuePlace | undefined> {
  const row = await reader
    .selectFrom('case_desk')
    .select(['waits_for', 'scheme', 'received'])
    .where('administrator', '=', administrator)
    .where('case_id', '=', id)
    .executeTakeFirst();
  return row && { waitsFor: row.waits_for, scheme: row.scheme, received: row.received };
}

const MOST_NAMED = 20;

/** Cases of the same scheme that came earlier, wait at the same step, and could have been taken by the same person. */
export async function earlierWaiting(
  reader: Reader,
  {
    administrator,
    place,
    person,
    conflicts,
  }: Keyed & {
    readonly place: QueuePlace;
    readonly person: PersonId;
    readonly conflicts: readonly string[];
  },
): Promise<{ readonly count: number; readonly cases: readonly CaseId[] }> {
  const rows = await reader
    .selectFrom('case_desk')
    .select('case_id')
    .where('administrator', '=', administrator)
    .where('waits_for', '=', place.waitsFor)
    .where(sql<boolean>`waits_for <> 'nobody'`)
    .where('received', '<', place.received)
    .where('scheme', '=', place.scheme)
    .where(sql<boolean>`not manufacturer = any(${conflicts}::text[])`)
    .where(sql<boolean>`not ${person} = any(took)`)
    .orderBy('received')
    .limit(MOST_COUNTED)
    .execute();
  return { count: rows.length, cases: rows.slice(0, MOST_NAMED).map(({ case_id }) => case_id) };
}

/** A denial on record; the case is named only to whom it is in sight. */
export type DenialOnRecord = {
  readonly administrator: string;
  readonly scheme: EditionRef;
  readonly at: Instant;
  readonly case?: CaseId;
};

/**
 * Denials of the same or a similar product, by any administrator of the installation: what an applicant must tell of. The
 * one question about cases that looks beyond what is in sight; what it finds there has no name.
 */
export async function denialsOf(
  reader: Reader,
  {
    identity,
    sight,
    apart,
  }: { readonly identity: readonly string[]; readonly sight: Sight; readonly apart: CaseId },
): Promise<readonly DenialOnRecord[]> {
  const rows = await reader
    .selectFrom('case_desk')
    .select(['administrator', 'scheme', 'decided_at', 'case_id'])
    .select((eb) => eb.case().when(inSight(eb, sight)).then(true).else(false).end().as('seen'))
    .where('stage', '=', 'refused')
    .where(sql<boolean>`identity && ${identity}::text[]`)
    .where('case_id', '<>', apart)
    .orderBy('decided_at')
    .orderBy('case_id')
    .limit(100)
    .execute();
  return rows.map(({ administrator, scheme, decided_at, case_id, seen }) => {
    if (decided_at === null) throw new Error(`${case_id} was refused and not decided`);
    return { administrator, scheme, at: instantOf(decided_at), ...(seen && { case: case_id }) };
  });
}

/** Cases of an edition that wait and have changed since a moment. */
export async function casesChangedSince(
  reader: Reader,
  { administrator, scheme, since }: Keyed & { readonly scheme: EditionRef; readonly since: Instant },
): Promise<readonly CaseId[]> {
  const rows = await reader
    .selectFrom('case_desk')
    .select('case_id')
    .where('administrator', '=', administrator)
    .where('updated_at', '>=', sql<Date>`${since}`)
    .where(sql<boolean>`waits_for <> 'nobody'`)
    .where('scheme', '=', scheme)
    .execute();
  return rows.map(({ case_id }) => case_id);
}
