import { accountEventsOf, type AccountEvent } from '@assay/records/account-event';
import { passkeysOf, type Passkey } from '@assay/records/passkey';
import { waysIn, type WaysIn } from '@assay/records/password';

import type { AccountEventCode, Doorkeeper } from './account-act.ts';
import type { Signed } from './signed.ts';

export type { AccountEvent, AccountEventCode, Passkey, WaysIn };

/** One's own account: passkeys, the other ways in, and what happened to them, the newest first. */
export async function ownAccount(
  { records: { read } }: Pick<Doorkeeper, 'records'>,
  { person }: Signed,
): Promise<{
  readonly passkeys: readonly Passkey[];
  readonly ways: WaysIn;
  readonly events: readonly AccountEvent[];
}> {
  const [passkeys, ways, events] = await Promise.all([
    passkeysOf(read, person),
    waysIn(read, person),
    accountEventsOf(read, person),
  ]);
  return { passkeys, ways, events };
}
