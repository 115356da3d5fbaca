import { endOtherSessions, endOwnSession, ownSessions, takeSeat } from '@assay/office/sign-in/own-sessions';
import { parseSessionId } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Hidden } from '../layout/form.tsx';
import { Moment } from '../layout/when.tsx';

const SESSIONS = '/account/sessions';
const SEAT = '/account/seat';
const SEAT_WORDS: FieldWords = { seat: { label: 'Act from', missing: 'Choose an organisation' } };
const VIA = { passkey: 'Passkey', password: 'Password', openid: 'Organisation', link: 'Link' } as const;

/** Where one is signed in, and from which organisation one acts. */
export const sessionRoutes: readonly DeskRoute[] = [
  deskPage({
    path: SESSIONS,
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: await sessionsPage(at, at.form({})) }),
  }),
  deskForm({
    path: SESSIONS,
    permission: 'signed-in',
    event: 'session.revoked',
    body: closed({ session: Type.String({ maxLength: 60 }) }),
    fields: {},
    again: async (_, at, form) => ok(await sessionsPage(at, form)),
    answer: async ({ body }, at) => {
      const id = parseSessionId(body.session);
      if (!id.ok) return refuse({ code: 'no-such-session' });
      const ended = await endOwnSession(at.office, at.signed, id.value);
      if (!ended.ok) return ended;
      return id.value === at.signed.session ? ok({ to: '/sign-in', session: 'ended' }) : ok({ to: SESSIONS });
    },
  }),
  deskForm({
    path: `${SESSIONS}/others`,
    permission: 'signed-in',
    event: 'session.revoked',
    body: closed({}),
    fields: {},
    again: async (_, at, form) => ok(await sessionsPage(at, form)),
    answer: async (_, at) => {
      const ended = await endOtherSessions(at.office, at.signed);
      return ended.ok ? ok({ to: SESSIONS }) : ended;
    },
  }),
  deskPage({
    path: SEAT,
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: seatPage(at, at.form(SEAT_WORDS, { seat: at.signed.seat ?? '' })) }),
  }),
  deskForm({
    path: SEAT,
    permission: 'signed-in',
    event: 'seat.taken',
    body: closed({ seat: Type.String({ maxLength: 120 }) }),
    fields: SEAT_WORDS,
    fieldOf: { 'no-such-seat': 'seat' },
    again: async (_, at, form) => ok(seatPage(at, form)),
    answer: async ({ body }, at) => {
      const taken = await takeSeat(at.office, at.signed, body.seat);
      return taken.ok ? ok({ to: '/desk' }) : taken;
    },
  }),
];

async function sessionsPage(at: DeskContext, form: FormState): Promise<JSX.Element> {
  const sessions = await ownSessions(at.office, at.signed);
  return (
    <DeskFrame title="Where you are signed in" at={at}>
      <ErrorSummary form={form} />
      <h1>Where you are signed in</h1>
      <DataTable
        caption="Your sessions, the newest first"
        rows={sessions}
        columns={[
          {
            name: 'Device',
            cell: ({ device, id }) => (id === at.signed.session ? `${device} (this one)` : device),
          },
          { name: 'Since', cell: ({ begunAt }) => <Moment at={begunAt} /> },
          { name: 'Used last', cell: ({ seenAt }) => <Moment at={seenAt} /> },
          { name: 'By', cell: ({ via }) => VIA[via] },
          {
            name: 'Action',
            cell: ({ id, device }) => (
              <form method="post" action={SESSIONS}>
                <Hidden form={at.form({})} />
                <input type="hidden" name="session" value={id} />
                <button class="plain" type="submit">
                  End<span class="unseen"> the session on {device}</span>
                </button>
              </form>
            ),
          },
        ]}
      />
      {sessions.length === 1 && (
        <p>
          <a href="/account">Back to your account</a>
        </p>
      )}
      {sessions.length > 1 && (
        <DeskForm form={at.form({})} action={`${SESSIONS}/others`}>
          <Buttons
            does="End all the others"
            danger
            back={{ path: '/account', name: 'Back to your account' }}
          />
        </DeskForm>
      )}
    </DeskFrame>
  );
}

function seatPage(at: DeskContext, form: FormState): JSX.Element {
  const of = at.signed.seats.map(({ organisation, name, roles }) => ({
    ...{ value: organisation, label: name },
    hint: roles.length > 0 ? `As ${roles.join(', ')}` : 'Without a role',
  }));
  return (
    <DeskFrame title="Whom you act for" at={at}>
      <div class="narrow">
        <ErrorSummary form={form} />
        <h1>Whom you act for</h1>
        <p>You see and do what your roles there allow, and nothing of what you may do elsewhere.</p>
        <DeskForm form={form} action={SEAT}>
          <Choices form={form} name="seat" of={of} />
          <Buttons does="Act from there" back={{ path: '/desk', name: 'Stay' }} />
        </DeskForm>
      </div>
    </DeskFrame>
  );
}
