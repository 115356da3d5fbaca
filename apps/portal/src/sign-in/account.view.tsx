import type { AccountEvent, Passkey, WaysIn } from '@assay/office/sign-in/account';
import type { JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Notice } from '../layout/notice.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { Day, Moment } from '../layout/when.tsx';
import { sayEvent } from './account-words.ts';

/** The page of one's own account. */
export function AccountView({
  at,
  passkeys,
  ways,
  events,
}: {
  readonly at: DeskContext;
  readonly passkeys: readonly Passkey[];
  readonly ways: WaysIn;
  readonly events: readonly AccountEvent[];
}): JSX.Element {
  const { signed } = at;
  const none = passkeys.length === 0 && !ways.password && signed.confinedTo === undefined;
  return (
    <DeskFrame title="Your account" at={at}>
      <h1>Your account</h1>
      {none && (
        <Notice kind="warning" title="You have no way back in yet">
          <p>
            The link that you came by is used up. <a href="/account/passkeys/new">Set up a passkey</a> now, or
            a password with a code.
          </p>
        </Notice>
      )}
      {signed.confinedTo !== undefined && (
        <Notice kind="note" title="You signed in with the account of your organisation">
          <p>It vouches for you there alone. How you sign in is changed in its hands, not here.</p>
        </Notice>
      )}
      <h2>Passkeys</h2>
      {passkeys.length === 0 ? (
        <p>You have none. A passkey cannot be guessed, phished or forgotten.</p>
      ) : (
        <DataTable
          caption="Your passkeys"
          rows={passkeys}
          columns={[
            { name: 'Name', cell: ({ name }) => name },
            { name: 'Set up', cell: ({ addedAt }) => <Day at={addedAt} /> },
            { name: 'Used last', cell: ({ lastUsedAt }) => (lastUsedAt ? <Day at={lastUsedAt} /> : 'Never') },
            { name: 'Kept', cell: ({ synced }) => (synced ? 'On your devices' : 'On one device') },
            {
              name: 'Change',
              cell: ({ id, name }) => (
                <a href={`/account/passkeys/${id}`}>
                  Rename or remove<span class="unseen"> {name}</span>
                </a>
              ),
            },
          ]}
        />
      )}
      <p>
        <a href="/account/passkeys/new">Set up {passkeys.length === 0 ? 'a passkey' : 'another passkey'}</a>
      </p>
      <h2>Password</h2>
      <SummaryList rows={passwordRows(ways)} />
      {ways.password && (
        <p>
          <a href="/account/password/remove">Remove the password</a>
        </p>
      )}
      <h2>Sessions and keys</h2>
      <ul>
        <li>
          <a href="/account/sessions">Where you are signed in</a>
        </li>
        <li>
          <a href="/account/keys">API keys</a>
        </li>
        {signed.seats.length > 1 && (
          <li>
            <a href="/account/seat">The organisation that you act from</a>
          </li>
        )}
      </ul>
      <h2>What happened</h2>
      <p>
        If you did not do one of these, end your other sessions and tell whoever manages your organisation’s
        people.
      </p>
      <ol class="lines">
        {events.slice(0, 20).map((event) => (
          <li>
            <Moment at={event.at} />: {sayEvent(event)}
            {event.by === undefined || event.by === signed.person ? '' : ` By ${event.by}.`}
          </li>
        ))}
      </ol>
    </DeskFrame>
  );
}

function passwordRows({ password, recoveryCodes }: WaysIn) {
  if (!password)
    return [
      {
        name: 'Password and code',
        value: 'Not set up',
        change: '/account/password',
      },
    ];
  return [
    { name: 'Password and code', value: 'Set up', change: '/account/password' },
    { name: 'Recovery codes', value: `${String(recoveryCodes)} left`, change: '/account/recovery-codes' },
  ];
}
