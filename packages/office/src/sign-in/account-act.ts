import { noteAccountEvent, type AccountEvent } from '@assay/records/account-event';
import { enqueueJob } from '@assay/records/jobs';
import type { Tx } from '@assay/records/open';
import { addSeconds } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { accountNotice } from '../notices/account-notices.ts';
import type { Office } from '../office.ts';
import { signInSettings } from './sign-in-settings.ts';
import type { Signed } from './signed.ts';

/** What the acts of signing in draw on. */
export type Doorkeeper = Pick<Office, 'programme' | 'records' | 'clock' | 'random' | 'secrets' | 'origin'>;

/** Everything that can happen to a person's ways in, and that they are told of. */
export type AccountEventCode =
  | 'signed-in'
  | 'passkey-added'
  | 'passkey-removed'
  | 'passkey-doubted'
  | 'password-set'
  | 'password-removed'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'recovery-link-made'
  | 'recovery-link-used'
  | 'sign-in-link-made'
  | 'identity-bound'
  | 'sessions-ended'
  | 'api-key-made'
  | 'api-key-revoked';

/** Writes down what happened to somebody's ways in, and leaves it to a worker to tell them where that is worth a mail. */
export async function tell(
  tx: Tx,
  event: Omit<AccountEvent, 'code' | 'facts'> & {
    readonly code: AccountEventCode;
    readonly facts?: AccountEvent['facts'];
  },
): Promise<void> {
  const whole = { ...event, facts: event.facts ?? {} };
  const seq = await noteAccountEvent(tx, whole);
  if (accountNotice(whole)) await enqueueJob(tx, 'tell-of-account', { event: seq });
}

export type NotNow =
  | { readonly code: 'session-needed' }
  | { readonly code: 'kept-to-organisation' }
  | { readonly code: 'prove-who-you-are'; readonly minutes: number };

/**
 * Whether somebody may change how they sign in, or make a key: in a session of their own, which no organisation alone
 * vouched for (its provider could else make itself a way into the person's other seats), and right after proving who
 * they are.
 */
export async function mayChangeWaysIn(
  office: Pick<Office, 'programme' | 'records' | 'clock'>,
  signed: Pick<Signed, 'via' | 'confinedTo' | 'provedAt'>,
): Promise<Result<undefined, NotNow>> {
  if (signed.via === 'key' || signed.provedAt === undefined) return refuse({ code: 'session-needed' });
  if (signed.confinedTo !== undefined) return refuse({ code: 'kept-to-organisation' });
  return justProved(office, signed.provedAt);
}

/** Whether somebody has proved who they are within the last minutes. */
export async function justProved(
  office: Pick<Office, 'programme' | 'records' | 'clock'>,
  provedAt: NonNullable<Signed['provedAt']>,
): Promise<Result<undefined, Extract<NotNow, { code: 'prove-who-you-are' }>>> {
  const { provedMinutes: minutes } = await signInSettings(office, office.records.read);
  return provedAt > addSeconds(office.clock(), -minutes * 60)
    ? ok(undefined)
    : refuse({ code: 'prove-who-you-are', minutes });
}
