import type { PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** Something that happened to a person's ways in. */
export type AccountEvent = {
  readonly person: PersonId;
  readonly at: Instant;
  readonly code: string;
  /** Absent: at the terminal, or by nobody who is known. */
  readonly by?: PersonId;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** Keeps it for good; its number. */
export async function noteAccountEvent(tx: Tx, event: AccountEvent): Promise<number> {
  const { person, at, code, by, facts } = event;
  const { seq } = await tx
    .insertInto('account_event')
    .values({ person, at, code, by: by ?? null, facts: JSON.stringify(facts) })
    .returning('seq')
    .executeTakeFirstOrThrow();
  return seq;
}

/** The event of a number. */
export async function readAccountEvent(reader: Reader, seq: number): Promise<AccountEvent | undefined> {
  const row = await reader
    .selectFrom('account_event')
    .select(['person', 'at', 'code', 'by', 'facts'])
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row && parseEvent(row);
}

/** What happened to a person's ways in, the newest first, 50 at most. */
export async function accountEventsOf(reader: Reader, person: PersonId): Promise<readonly AccountEvent[]> {
  const rows = await reader
    .selectFrom('account_event')
    .select(['person', 'at', 'code', 'by', 'facts'])
    .where('person', '=', person)
    .orderBy('seq', 'desc')
    .limit(50)
    .execute();
  return rows.map(parseEvent);
}

type Row = Omit<AccountEvent, 'at' | 'by'> & { readonly at: Date; readonly by: PersonId | null };

function parseEvent({ at, by, ...row }: Row): AccountEvent {
  return { ...row, at: instantOf(at), ...(by !== null && { by }) };
}
