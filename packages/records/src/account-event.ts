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

/** Keeps it for good. */
export async function noteAccountEvent(tx: Tx, event: AccountEvent): Promise<void> {
  const { person, at, code, by, facts } = event;
  await tx
    .insertInto('account_event')
    .values({ person, at, code, by: by ?? null, facts: JSON.stringify(facts) })
    .execute();
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
  return rows.map(({ at, by, ...row }) => ({ ...row, at: instantOf(at), ...(by !== null && { by }) }));
}
