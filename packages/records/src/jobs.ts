import { sql } from 'kysely';

import type { DeliveryId, MailId } from '@assay/vocabulary/desk-ids';
import type { CaseId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import type { Tx } from './open.ts';

/** What can be left to be done later, and what each needs to know: ids alone, never what they stand for. */
export type Jobs = {
  /** Events were added to a case: who is to be told, by mail and by webhook? */
  'tell-of-case': {
    readonly administrator: string;
    readonly case: CaseId;
    /** Versions of the first and the last of them. */
    readonly from: number;
    readonly to: number;
  };
  /** Something happened to somebody's ways in: the number of the event that says what. */
  'tell-of-account': { readonly event: number };
  'send-mail': { readonly administrator: string; readonly mail: MailId };
  'call-webhook': { readonly administrator: string; readonly delivery: DeliveryId };
  /** What was left lying. */
  'look-around': object;
};
export type JobName = keyof Jobs;

/** When it is to be done, unless at once, and the one name under which it waits only once. */
export type JobPlan = { readonly at?: Instant; readonly key?: string };

/**
 * Leaves a job to whichever worker is free, in the transaction of what causes it: it is there exactly if the cause is
 * (decision 6). A job may be done twice, when a worker is killed at it, and so is safe to repeat.
 */
export async function enqueueJob<N extends JobName>(
  tx: Tx,
  name: N,
  payload: Jobs[N],
  { at, key }: JobPlan = {},
): Promise<void> {
  await sql`
    select graphile_worker.add_job(
      ${name}, ${JSON.stringify(payload)}::json, run_at => ${at ?? null}::timestamptz, job_key => ${key ?? null}::text
    )`.execute(tx);
}
