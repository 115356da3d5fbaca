import {
  claimSending,
  dropClaim,
  keepAnswer,
  lookUp,
  type Claim,
  type Sending,
} from '@assay/records/answered';
import { addSeconds } from '@assay/vocabulary/instant';
import { refuse, type Result } from '@assay/vocabulary/result';

import type { Office } from './office.ts';

export type NotAnsweredOnce =
  | { readonly code: 'key-reused' }
  /** The same is being answered at this moment. */
  | { readonly code: 'still-under-way' };

/** An answer, whether it is kept, and what of it is. */
type Answered<A> = { readonly answer: A; readonly keep: boolean; readonly kept: unknown };

type Once<A> = Sending & {
  /** Waits before another look at what somebody else is answering; false: waits no longer. */
  readonly wait: () => Promise<boolean>;
  /** Reads an answer back that was kept. */
  readonly recall: (kept: unknown) => A;
  readonly answer: () => Promise<Answered<A>>;
};

/** Answers a sending, and the same one again as it was answered first, at the same moment or for days after. */
export async function answerOnce<A>(
  office: Pick<Office, 'records' | 'clock'>,
  { wait, recall, answer, ...sending }: Once<A>,
): Promise<Result<A, NotAnsweredOnce>> {
  const now = office.clock();
  let claim: Claim = await office.records.write((tx) =>
    claimSending(tx, {
      ...sending,
      ...{ now, staleBefore: addSeconds(now, -BROKEN_OFF), oldBefore: addSeconds(now, -KEPT) },
    }),
  );
  while (claim.is === 'under-way' && (await wait())) claim = await lookUp(office.records.read, sending);
  if (claim.is === 'answered') return { ok: true, value: recall(claim.answer) };
  if (claim.is === 'other') return refuse({ code: 'key-reused' });
  if (claim.is === 'under-way') return refuse({ code: 'still-under-way' });
  return { ok: true, value: await firstAnswer(office, sending, answer) };
}

/** Seconds after which whoever began is taken to have died. */
const BROKEN_OFF = 120;
/** Seconds for which an answer is kept: three days. */
const KEPT = 3 * 86_400;

async function firstAnswer<A>(
  { records }: Pick<Office, 'records'>,
  sending: Sending,
  answer: () => Promise<Answered<A>>,
): Promise<A> {
  try {
    const made = await answer();
    await records.write((tx) =>
      made.keep ? keepAnswer(tx, { ...sending, answer: made.kept }) : dropClaim(tx, sending),
    );
    return made.answer;
  } catch (error) {
    await records.write((tx) => dropClaim(tx, sending));
    throw error;
  }
}
