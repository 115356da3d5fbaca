import { rolesOf } from '@assay/conformity/0-programme/roles';
import { invitePerson, type Invited as InvitedNow } from '@assay/office/0-programme/people/invite';
import { RoleSchema, type Role } from '@assay/vocabulary/programme';
import { ok } from '@assay/vocabulary/result';
import { closed, listOf, text, Type, type Static } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskReply, type DeskRoute } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Field, TextArea } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { Moment } from '../../layout/when.tsx';
import { houseOf } from './house-asked.ts';
import { ROLE_WORDS } from './people-words.ts';

const WORDS: FieldWords = {
  mail: { label: 'Mail address', missing: 'Enter the mail address that the invitation goes to' },
  roles: { label: 'Roles', missing: 'Choose at least one role' },
  because: { label: 'Why', missing: 'Say why; it stays in the history' },
};
const path = '/desk/organisation/invite';
const permission = { role: ['manager'] } as const satisfies { readonly role: readonly Role[] };

/** An invitation as a program is told of it that made it. */
export const InvitedSchema = closed({
  invitation: Type.String(),
  link: Type.String({ description: 'Lets in whoever opens it, once.' }),
  expiresAt: Type.String(),
});

/** How the manager of an organisation invites somebody to act for it. */
export const inviteRoutes: readonly DeskRoute[] = [
  deskPage({
    path,
    permission,
    event: 'none',
    answer: async (_, at) => ok({ page: <InviteView at={at} form={at.form(WORDS)} /> }),
  }),
  ...actBothWays({
    permission,
    event: 'person.invited',
    body: closed({ mail: text(254), roles: listOf(RoleSchema, 15, 1), because: text(500) }),
    does: async ({ body }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const invited = await invitePerson(at.office, { ...house.value, ...body }, at.words);
      if (invited.ok) at.note({ object: invited.value.invitation.id });
      return invited;
    },
    form: {
      path,
      fields: WORDS,
      fieldOf: {
        'malformed-mail-address': 'mail',
        'role-not-of-organisation': 'roles',
        'roles-missing': 'roles',
      },
      again: async (_, at, form) => ok(<InviteView at={at} form={form} />),
      then: async ({ invitation, token }, { body: { mail } }, at) => {
        const link = `${at.office.origin}/invitation/${token}`;
        return ok({ page: <InvitedView at={at} mail={mail} link={link} until={invitation.expiresAt} /> });
      },
    },
    api: {
      path: '/api/v1/people/invitations',
      summary: 'Invites somebody to act for your organisation by mail; the link is told this once.',
      refusals: ['malformed-mail-address', 'role-not-of-organisation', 'roles-missing'],
      gives: InvitedSchema,
      told: invitedTold,
    },
  }),
];

export function invitedTold(
  { invitation: { id, expiresAt }, token }: InvitedNow,
  _: unknown,
  { office }: DeskContext,
): DeskReply<Static<typeof InvitedSchema>> {
  const link = `${office.origin}/invitation/${token}`;
  return { data: { invitation: id, link, expiresAt }, status: 201, secret: true };
}

function InviteView({ at, form }: { readonly at: DeskContext; readonly form: FormState }): JSX.Element {
  return (
    <DeskFrame title="Invite somebody" at={at}>
      <ErrorSummary form={form} />
      <h1>Invite somebody</h1>
      <DeskForm form={form}>
        <Field
          {...{ form, name: 'mail', type: 'email', width: 'half' }}
          hint="The invitation goes there, and can be accepted once within a week."
        />
        <RoleChoices form={form} at={at} />
        <TextArea form={form} name="because" rows={2} />
        <Buttons does="Send the invitation" back={{ path: '/desk/organisation', name: 'Back' }} />
      </DeskForm>
    </DeskFrame>
  );
}

/** The roles that people of the seat can have, each with what it does. */
export function RoleChoices({
  at,
  form,
  only,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly only?: readonly Role[];
}): JSX.Element {
  const roles = only ?? rolesOf(at.signed.kinds);
  const of = roles.map((role) => ({
    value: role,
    label: ROLE_WORDS[role].name,
    hint: `Who ${ROLE_WORDS[role].does}.`,
  }));
  return <Choices form={form} name="roles" several of={of} />;
}

type Invited = {
  readonly at: DeskContext;
  readonly mail: string;
  readonly link: string;
  readonly until: Parameters<typeof Moment>[0]['at'];
};

function InvitedView({ at, mail, link, until }: Invited): JSX.Element {
  return (
    <DeskFrame title="Invited" at={at}>
      <Notice kind="done" title={`The invitation to ${mail} is on its way`} />
      <h1>Invited</h1>
      <p>
        It can be accepted once, until <Moment at={until} />. Where mail does not arrive, hand over this link
        yourself, on a way that nobody else reads. It is shown only now.
      </p>
      <p class="code link">{link}</p>
      <p>
        <a href="/desk/organisation">Back to the organisation</a>
      </p>
    </DeskFrame>
  );
}
