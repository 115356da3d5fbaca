import { showHouse } from '@assay/office/0-programme/people/desk';
import { revokeInvitation } from '@assay/office/0-programme/people/invite';
import { parseId } from '@assay/vocabulary/desk-ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, oneOf, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskRoute } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { ConfirmPage } from '../../layout/confirm-page.tsx';
import { TextArea } from '../../layout/form.tsx';
import { houseOf } from './house-asked.ts';
import { OrganisationView } from './organisation.view.tsx';

const DONE = {
  roles: 'The roles were changed',
  ended: 'The membership has ended',
  begun: 'The membership has begun again',
  transferred: 'The roles were handed over',
  conflict: 'The conflict is declared',
  withdrawn: 'The conflict was taken back',
  revoked: 'The invitation was taken back',
  changed: 'The contact was changed',
} as const;
const WORDS: FieldWords = { because: { label: 'Why', missing: 'Say why; it stays in the history' } };
const PEOPLE = 25;

/** The organisation that somebody acts from, and the way back from an invitation. */
export const organisationRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/organisation',
    permission: 'signed-in',
    event: 'organisation.read',
    query: closed({
      after: Type.Optional(text(200)),
      done: Type.Optional(
        oneOf(['roles', 'ended', 'begun', 'transferred', 'conflict', 'withdrawn', 'revoked', 'changed']),
      ),
    }),
    answer: async ({ query: { after, done } }, at) => {
      const asked = houseOf(at);
      if (!asked.ok) return asked;
      const { by, as } = asked.value;
      const page = { by, as, limit: PEOPLE, ...(after !== undefined && { after }) };
      const house = await showHouse(at.office, page);
      if (!house.ok) return house;
      const view = { at, house: house.value, isFirst: after === undefined };
      return ok({ page: <OrganisationView {...view} done={done && DONE[done]} /> });
    },
  }),
  deskPage({
    path: '/desk/organisation/invitations/:invitation/revoke',
    permission: { role: ['manager'] },
    event: 'none',
    answer: async (_, at) => ok({ page: <RevokeView at={at} form={at.form(WORDS)} /> }),
  }),
  ...actBothWays({
    permission: { role: ['manager'] },
    event: 'invitation.revoked',
    body: closed({ because: text(500) }),
    does: async ({ params, body }, at) => {
      const asked = houseOf(at);
      if (!asked.ok) return asked;
      const id = parseId('invitation', params['invitation'] ?? '');
      if (!id.ok) return refuse({ code: 'no-such-invitation' });
      at.note({ object: id.value });
      return revokeInvitation(at.office, { ...asked.value, ...body, invitation: id.value });
    },
    form: {
      path: '/desk/organisation/invitations/:invitation/revoke',
      fields: WORDS,
      again: async (_, at, form) => ok(<RevokeView at={at} form={form} />),
      then: async () => ok({ to: '/desk/organisation?done=revoked' }),
    },
    api: {
      path: '/api/v1/people/invitations/:invitation/revoke',
      summary: 'Takes an invitation back that was not accepted yet.',
      refusals: ['no-such-invitation', 'unknown-invitation', 'invitation-used', 'invitation-revoked'],
      told: () => ({ nothing: true }),
    },
  }),
];

function RevokeView({ at, form }: { readonly at: DeskContext; readonly form: FormState }): JSX.Element {
  return (
    <ConfirmPage
      {...{ at, form, title: 'Take this invitation back?', does: 'Take it back' }}
      back={{ path: '/desk/organisation', name: 'Leave it open' }}
    >
      <p>Its link stops working at once. Whoever is invited again gets a new one.</p>
      <TextArea form={form} name="because" rows={2} />
    </ConfirmPage>
  );
}
