import type { Tx } from '@assay/records/open';
import { returnAttempt, takeAttempt } from '@assay/records/sign-in-attempt';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Doorkeeper } from './account-act.ts';
import { BACK_OFF } from './sign-in-settings.ts';

/** What attempts are counted by: an account as it was typed, a device that signed in before, an address. */
export type Counted = { readonly kind: keyof typeof BACK_OFF; readonly name: string };

export type TooMany = {
  readonly code: 'too-many-attempts';
  /** From when the next one may be made. */
  readonly until: Instant;
};

/**
 * Takes an attempt from each count, before anything is looked at, so that of any number at once no more are tried than
 * are due. Refused, none is taken; the answer is the same whether there is such an account or not.
 */
export async function beginAttempt(
  office: Doorkeeper,
  counted: readonly Counted[],
): Promise<Result<undefined, TooMany>> {
  const subjects = await subjectsOf(office, counted);
  const at = office.clock();
  return office.records.write(async (tx): Promise<Result<undefined, TooMany>> => {
    for (const { kind, subject } of subjects) {
      const until = await takeAttempt(tx, { ...BACK_OFF[kind], subject, at });
      if (until !== undefined) return refuse({ code: 'too-many-attempts', until });
    }
    return ok(undefined);
  });
}

/**
 * Gives back what an attempt took that did not fail. Who signs in has shown that the failures at this account were
 * slips; those from this address may have been at other accounts.
 */
export async function endAttempt(office: Doorkeeper, tx: Tx, counted: readonly Counted[]): Promise<void> {
  for (const { kind, subject } of await subjectsOf(office, counted))
    await returnAttempt(tx, { subject, at: office.clock(), forgetAll: kind !== 'address' });
}

/** In one order everywhere, so that attempts never wait for each other in a circle. */
async function subjectsOf(office: Doorkeeper, counted: readonly Counted[]) {
  const subjects = counted.map(async ({ kind, name }) => ({
    kind,
    subject: await office.secrets.blind(`attempt ${kind} ${name}`),
  }));
  return (await Promise.all(subjects)).toSorted((a, b) => Buffer.compare(a.subject, b.subject));
}
