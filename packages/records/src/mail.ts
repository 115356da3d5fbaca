import { sql, type ExpressionBuilder } from 'kysely';

import type { MailId } from '@assay/vocabulary/desk-ids';
import type { CaseId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import { newestFirst, pageOf, type Page, type Place } from './cursor.ts';
import { enqueueJob } from './jobs.ts';
import type { Reader, Tx } from './open.ts';
import type { Tables } from './tables.ts';

/** `captured`: kept here, because this installation sends no mail; `dead`: given up. */
export type MailState = 'waiting' | 'sent' | 'captured' | 'dead';

/** A mail as it was worded: plain text to one address. */
export type NewMail = {
  readonly id: MailId;
  /** What brought it about and whom it tells, such as `case_…/3/person_…`: nobody is told the same twice. */
  readonly cause: string;
  readonly kind: string;
  readonly person?: PersonId;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  readonly case?: CaseId;
  readonly enqueuedAt: Instant;
};

export type Mail = NewMail & {
  readonly state: MailState;
  readonly attempts: number;
  readonly nextAt: Instant;
  readonly settledAt?: Instant;
  readonly failure?: string;
};

type Named = { readonly administrator: string; readonly id: MailId };

/** Keeps mails that are to go out, and leaves the sending to a worker; how many there were not there before. */
export async function enqueueMails(
  tx: Tx,
  { administrator, mails }: { readonly administrator: string; readonly mails: readonly NewMail[] },
): Promise<number> {
  if (mails.length === 0) return 0;
  const kept = await tx
    .insertInto('mail')
    .values(
      mails.map(({ id, cause, kind, person, address, subject, body, case: about, enqueuedAt }) => ({
        ...{ administrator, id, cause, kind, address, subject, body },
        person: person ?? null,
        case_id: about ?? null,
        enqueued_at: enqueuedAt,
        state: 'waiting' as const,
        attempts: 0,
        next_at: enqueuedAt,
      })),
    )
    .onConflict((found) => found.columns(['administrator', 'cause']).doNothing())
    .returning('id')
    .execute();
  for (const { id } of kept) await sendLater(tx, { administrator, id });
  return kept.length;
}

/**
 * Takes a mail in hand until `until`, so that no other worker sends it meanwhile, and counts the attempt. Absent where it
 * is in another hand, or out of ours already.
 */
export async function holdMail(
  tx: Tx,
  { administrator, id, at, until }: Named & { readonly at: Instant; readonly until: Instant },
): Promise<Mail | undefined> {
  const row = await tx
    .updateTable('mail')
    .set((mail) => ({ held_until: until, attempts: mail('attempts', '+', 1) }))
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where((mail) => free(mail, at))
    .returning(COLUMNS)
    .executeTakeFirst();
  return row && mailOf(row);
}

/** It is out of our hands, or given up: `failure` says why. */
export async function settleMail(
  tx: Tx,
  {
    administrator,
    id,
    state,
    at,
    failure,
  }: Named & {
    readonly state: Exclude<MailState, 'waiting'>;
    readonly at: Instant;
    readonly failure?: string;
  },
): Promise<void> {
  await tx
    .updateTable('mail')
    .set({ state, settled_at: at, held_until: null, failure: failure ?? null })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .execute();
}

/** It could not be sent now, and is tried again. */
export async function deferMail(
  tx: Tx,
  { administrator, id, failure, nextAt }: Named & { readonly failure: string; readonly nextAt: Instant },
): Promise<void> {
  await tx
    .updateTable('mail')
    .set({ held_until: null, failure, next_at: nextAt })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
  await sendLater(tx, { administrator, id }, nextAt);
}

/** A mail that was given up waits again, as if it were new; false where there is none such. */
export async function reviveMail(
  tx: Tx,
  { administrator, id, at }: Named & { readonly at: Instant },
): Promise<boolean> {
  const found = await tx
    .updateTable('mail')
    .set({ state: 'waiting', settled_at: null, attempts: 0, next_at: at })
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .where('state', '=', 'dead')
    .returning('id')
    .executeTakeFirst();
  if (found) await sendLater(tx, { administrator, id });
  return found !== undefined;
}

/** Mails that should have gone before `before` and are in nobody's hand wait for a worker again; how many. */
export async function wakeMails(
  tx: Tx,
  {
    administrator,
    before,
    at,
  }: { readonly administrator: string; readonly before: Instant; readonly at: Instant },
): Promise<number> {
  const rows = await tx
    .selectFrom('mail')
    .select('id')
    .where('administrator', '=', administrator)
    .where('state', '=', 'waiting')
    .where('next_at', '<', sql<Date>`${before}`)
    .where((mail) => free(mail, at))
    .orderBy('next_at')
    .limit(1_000)
    .execute();
  for (const { id } of rows) await sendLater(tx, { administrator, id });
  return rows.length;
}

/** One mail; absent where there is none. */
export async function readMail(reader: Reader, { administrator, id }: Named): Promise<Mail | undefined> {
  const row = await reader
    .selectFrom('mail')
    .select(COLUMNS)
    .where('administrator', '=', administrator)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && mailOf(row);
}

/** A page of mails, newest first, of one state where one is asked for. */
export async function listMails(
  reader: Reader,
  {
    administrator,
    state,
    after,
    limit,
  }: {
    readonly administrator: string;
    readonly state?: MailState | undefined;
    readonly after?: Place | undefined;
    readonly limit: number;
  },
): Promise<Page<Mail>> {
  const query = reader
    .selectFrom('mail')
    .select(COLUMNS)
    .where('administrator', '=', administrator)
    .$if(state !== undefined, (asked) => asked.where('state', '=', state ?? 'waiting'));
  const rows = await newestFirst(query, { at: 'enqueued_at', id: 'id', place: after, limit }).execute();
  return pageOf(rows.map(mailOf), limit, ({ enqueuedAt, id }) => ({ at: enqueuedAt, id }));
}

const COLUMNS = [
  ...(['id', 'cause', 'kind', 'person', 'address', 'subject', 'body', 'case_id'] as const),
  ...(['enqueued_at', 'state', 'attempts', 'next_at', 'settled_at', 'failure'] as const),
];

type Row = {
  readonly id: MailId;
  readonly cause: string;
  readonly kind: string;
  readonly person: PersonId | null;
  readonly address: string;
  readonly subject: string;
  readonly body: string;
  readonly case_id: CaseId | null;
  readonly enqueued_at: Date;
  readonly state: MailState;
  readonly attempts: number;
  readonly next_at: Date;
  readonly settled_at: Date | null;
  readonly failure: string | null;
};

function mailOf({ person, case_id, enqueued_at, next_at, settled_at, failure, ...same }: Row): Mail {
  return {
    ...same,
    enqueuedAt: instantOf(enqueued_at),
    nextAt: instantOf(next_at),
    ...(person !== null && { person }),
    ...(case_id !== null && { case: case_id }),
    ...(settled_at !== null && { settledAt: instantOf(settled_at) }),
    ...(failure !== null && { failure }),
  };
}

function free(mail: ExpressionBuilder<Tables, 'mail'>, at: Instant) {
  return mail.or([mail('held_until', 'is', null), mail('held_until', '<=', sql<Date>`${at}`)]);
}

function sendLater(tx: Tx, { administrator, id }: Named, at?: Instant): Promise<void> {
  return enqueueJob(tx, 'send-mail', { administrator, mail: id }, { key: `mail/${id}`, ...(at && { at }) });
}
