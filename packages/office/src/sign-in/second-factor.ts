import { takeStep, useRecoveryCode, type PasswordAndCode } from '@assay/records/password';
import type { Tx } from '@assay/records/open';
import type { PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import type { Doorkeeper } from './account-act.ts';
import { isPassword } from './password-hash.ts';
import { hashOfRecoveryCode } from './recovery-codes.ts';
import { stepOfCode } from './totp.ts';

/** What somebody typed: a password, and beside it a one-time code or one of the recovery codes. */
export type Typed = { readonly password: string; readonly code: string };

type Held = PasswordAndCode & { readonly person?: PersonId };

/**
 * Whether both are right, as far as it can be told without using the code up. Whoever asks, of whomever, it takes the
 * same work.
 */
export async function checkTyped(
  office: Pick<Doorkeeper, 'secrets' | 'random'>,
  { person, hash, sealed }: Held,
  { password, code, at }: Typed & { readonly at: Instant },
): Promise<Checked> {
  const complete = person !== undefined && sealed !== undefined;
  const right = await isPassword(password, complete ? hash : undefined);
  const secret = complete ? await office.secrets.open(sealed, totpPlace(person)) : office.random(20);
  const step = stepOfCode(secret, code, at);
  const recovery = hashOfRecoveryCode(code);
  return {
    person: right ? person : undefined,
    ...(step !== undefined && { step }),
    ...(recovery && { recovery }),
  };
}

type Checked = {
  /** Only where the password is right. */
  readonly person: PersonId | undefined;
  readonly step?: number;
  readonly recovery?: Uint8Array;
};

/** Uses the code up: which way it was right; undefined where it was not, or was used before. */
export async function takeCode(
  tx: Tx,
  { person, step = -1, recovery }: Checked,
  at: Instant,
): Promise<'one-time-code' | 'recovery-code' | undefined> {
  if (recovery)
    return (await useRecoveryCode(tx, { person, hash: recovery, at })) ? 'recovery-code' : undefined;
  return (await takeStep(tx, { person, step })) ? 'one-time-code' : undefined;
}

/** Where the secret of a person's one-time codes is sealed for. */
export function totpPlace(person: PersonId): string {
  return `totp ${person}`;
}
