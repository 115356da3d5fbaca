import {
  acceptInvitation,
  lookAtInvitation,
  type Guest,
} from '@assay/office/0-programme/people/accept-invitation';
import type { Invitation } from '@assay/vocabulary/membership';
import type { Organisation } from '@assay/vocabulary/organisation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskRoute, type Doorstep, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, DeskForm, Field } from '../../layout/form.tsx';
import { Moment } from '../../layout/when.tsx';
import { ROLE_WORDS } from './people-words.ts';

const WORDS: FieldWords = {
  name: { label: 'Your name', missing: 'Enter your name' },
  mail: { label: 'Your mail address', missing: 'Enter your mail address' },
};

/** What somebody meets who was sent, or at a new installation handed, a link that works once. */
export const invitationRoutes: readonly DeskRoute[] = [
  ...linkAt('/invitation/:token'),
  ...linkAt('/first-owner/:token'),
];

function linkAt(path: string): readonly DeskRoute[] {
  return [
    deskPage({
      ...{ path, permission: 'public', event: 'none', perMinute: 30 },
      answer: async ({ params }, at) => {
        const page = await shown(at, params, at.form(WORDS));
        return page.ok ? ok({ page: page.value }) : page;
      },
    }),
    deskForm({
      ...{ path, permission: 'public', event: 'invitation.accepted', perMinute: 30 },
      body: closed({ name: Type.Optional(text(80)), mail: Type.Optional(text(254)) }),
      fields: WORDS,
      fieldOf: { 'name-missing': 'name', 'malformed-mail-address': 'mail' },
      again: async ({ params }, at, form) => shown(at, params, form),
      answer: async ({ params, body }, at) => {
        const accepted = await acceptInvitation(at.office, {
          ...{ token: tokenOf(params), guest: guestOf(at, body) },
          ...(!at.signed && { browser: at.browser() }),
        });
        if (!accepted.ok) return accepted;
        const { membership, begun } = accepted.value;
        at.note({ object: membership.organisation });
        return begun
          ? ok({ to: '/account', session: { token: begun.token, seconds: begun.seconds } })
          : ok({ to: '/desk/organisation' });
      },
    }),
  ];
}

function guestOf({ signed }: Doorstep, { name = '', mail }: { name?: string; mail?: string }): Guest {
  if (signed) return { person: signed.person };
  return { name, ...(mail !== undefined && { mail }) };
}

function tokenOf(params: Readonly<Record<string, string>>): string {
  return params['token'] ?? '';
}

async function shown(
  at: Doorstep,
  params: Readonly<Record<string, string>>,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const found = await lookAtInvitation(at.office, tokenOf(params));
  if (!found.ok) return refuse(found.refusal);
  return ok(<InvitationView at={at} form={form} {...found.value} />);
}

type View = {
  readonly at: Doorstep;
  readonly form: FormState;
  readonly invitation: Invitation;
  readonly organisation: Organisation;
};

function InvitationView({ at, form, invitation, organisation }: View): JSX.Element {
  const { roles, expiresAt, mail } = invitation;
  const { signed } = at;
  return (
    <DeskFrame title={`Act for ${organisation.name}`} at={at}>
      <ErrorSummary form={form} />
      <h1>Act for {organisation.name}</h1>
      <p class="lead">You are invited to act for {organisation.name}. What you would be there:</p>
      <ul>
        {roles.map((role) => (
          <li>
            <strong>{ROLE_WORDS[role].name}</strong>: who {ROLE_WORDS[role].does}.
          </li>
        ))}
      </ul>
      <p>
        The invitation can be accepted once, until <Moment at={expiresAt} />.
      </p>
      <DeskForm form={form}>
        {signed ? (
          <p>
            You are signed in as <strong>{signed.name}</strong>, and accept as yourself.
          </p>
        ) : (
          <>
            <Field
              {...{ form, name: 'name', autocomplete: 'name', width: 'half' }}
              hint="As others at work know you. It stands beside everything that you do here."
            />
            {mail === undefined ? (
              <Field {...{ form, name: 'mail', type: 'email', autocomplete: 'email', width: 'half' }} />
            ) : (
              <p>
                Your mail address will be {mail}. If you have an account here already,{' '}
                <a href={`/sign-in?return=${encodeURIComponent(at.path)}`}>sign in first</a>.
              </p>
            )}
          </>
        )}
        <Buttons does="Accept" />
      </DeskForm>
    </DeskFrame>
  );
}
