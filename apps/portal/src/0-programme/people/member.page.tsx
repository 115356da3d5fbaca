import { showMember, type MemberShown } from '@assay/office/0-programme/people/desk';
import {
  changeMemberRoles,
  deactivateMember,
  declareMemberConflict,
  reactivateMember,
  transferMemberRoles,
  withdrawMemberConflict,
  type MemberCommand,
  type MemberRefusal,
} from '@assay/office/0-programme/people/members';
import { PERSON_ID_PATTERN, type PersonId } from '@assay/vocabulary/ids';
import type { Membership } from '@assay/vocabulary/membership';
import { RoleSchema } from '@assay/vocabulary/programme';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, listOf, shaped, text, type Static, type TSchema } from '@assay/vocabulary/schema';
import type { ComponentChildren, JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import { deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, DeskForm, Field, Select, TextArea } from '../../layout/form.tsx';
import { houseOf, parsePerson } from './house-asked.ts';
import { RoleChoices } from './invite.page.tsx';
import { MembershipToldSchema, membershipTold } from './member-told.ts';
import { MemberView } from './member.view.tsx';

const path = '/desk/organisation/people/:person';
const permission = { role: ['manager'] } as const;
const because = text(500);
const roles = listOf(RoleSchema, 15, 1);
const ROLES = { label: 'Roles', missing: 'Choose at least one role' };
const BECAUSE = { label: 'Why', missing: 'Say why; it stays in the history' };
const MANUFACTURER = { label: 'Manufacturer', missing: 'Enter the name of the manufacturer' };

type Shown = { readonly member: MemberShown; readonly others: readonly MemberShown[] };
type View = Shown & { readonly at: DeskContext; readonly form: FormState };

/** One thing that a manager does about a member: a page with a form, and where it is sent. */
function memberAct<B extends TSchema>(act: {
  readonly name: string;
  readonly event: string;
  /** For programs. */
  readonly summary: string;
  readonly refusals: readonly string[];
  readonly title: (member: MemberShown) => string;
  readonly does: string;
  readonly danger?: true;
  readonly body: B;
  readonly fields: FieldWords;
  readonly filled?: (member: MemberShown) => Readonly<Record<string, string | readonly string[]>>;
  readonly view: (view: View) => ComponentChildren;
  readonly act: (
    office: DeskContext['office'],
    command: MemberCommand,
    body: Static<B>,
  ) => Promise<Result<Membership, MemberRefusal>>;
  readonly done: string;
}): readonly DeskRoute[] {
  const here = `${path}/${act.name}`;
  const show = (at: DeskContext, shown: Shown, form: FormState): JSX.Element => (
    <DeskFrame title={act.title(shown.member)} at={at}>
      <ErrorSummary form={form} />
      <h1>{act.title(shown.member)}</h1>
      <DeskForm form={form}>
        {act.view({ at, form, ...shown })}
        <TextArea form={form} name="because" rows={2} />
        <Buttons
          does={act.does}
          {...(act.danger && { danger: true })}
          back={{ path: `/desk/organisation/people/${shown.member.person}`, name: 'Back' }}
        />
      </DeskForm>
    </DeskFrame>
  );
  return [
    deskPage({
      ...{ path: here, permission, event: 'none' },
      answer: async ({ params }, at) => {
        const shown = await shownFor(at, params);
        if (!shown.ok) return shown;
        return ok({
          page: show(at, shown.value, at.form(act.fields, act.filled?.(shown.value.member) ?? {})),
        });
      },
    }),
    ...actBothWays({
      ...{ permission, event: act.event, body: act.body },
      does: async ({ params, body }, at) => {
        const house = houseOf(at);
        if (!house.ok) return house;
        const person = parsePerson(params['person']);
        if (!person.ok) return person;
        at.note({ object: person.value });
        const command = { ...house.value, person: person.value, because: reasonOf(body) };
        return act.act(at.office, command, body);
      },
      form: {
        ...{ path: here, fields: act.fields },
        fieldOf: {
          'role-not-of-organisation': 'roles',
          'roles-not-held': 'roles',
          'conflict-known': 'manufacturer',
          'conflict-unknown': 'manufacturer',
        },
        again: async ({ params }, at, form) => {
          const shown = await shownFor(at, params);
          return shown.ok ? ok(show(at, shown.value, form)) : shown;
        },
        then: async () => ok({ to: `/desk/organisation?done=${act.done}` }),
      },
      api: {
        path: `/api/v1/people/:person/${act.name}`,
        summary: `${act.summary} Answers how the membership is now.`,
        refusals: ['unknown-person', 'not-a-member', ...act.refusals],
        gives: MembershipToldSchema,
        told: (now) => ({ data: membershipTold(now) }),
      },
    }),
  ];
}

/** The page of a member, for the manager, and everything that may be done about them. */
export const memberRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'member.read' },
    answer: async ({ params }, at) => {
      const shown = await shownFor(at, params);
      return shown.ok ? ok({ page: <MemberView at={at} {...shown.value} /> }) : shown;
    },
  }),
  ...memberAct({
    ...{ name: 'roles', event: 'member.roles-changed', done: 'roles', does: 'Change the roles' },
    ...{
      summary: 'Gives a member other roles.',
      refusals: [
        'role-not-of-organisation',
        'roles-missing',
        'last-manager',
        'not-active',
        'nothing-changes',
      ],
    },
    title: ({ name }) => `Roles of ${name}`,
    body: closed({ roles, because }),
    fields: { roles: ROLES, because: BECAUSE },
    filled: (member) => ({ roles: member.roles }),
    view: ({ at, form }) => <RoleChoices at={at} form={form} />,
    act: (office, command, body) => changeMemberRoles(office, { ...command, roles: body.roles }),
  }),
  ...memberAct({
    ...{ name: 'transfer', event: 'member.roles-transferred', done: 'transferred', does: 'Hand over' },
    ...{
      summary: 'Hands roles to another member, and with them what waits for whoever holds them.',
      refusals: ['roles-not-held', 'last-manager', 'not-active'],
    },
    title: ({ name }) => `Hand over roles of ${name}`,
    body: closed({ roles, to: personSchema(), because }),
    fields: { roles: ROLES, to: { label: 'To whom', missing: 'Choose to whom' }, because: BECAUSE },
    view: ({ at, form, member, others }) => (
      <>
        <p>
          What waits for a role waits for whoever holds it. Whoever hands over all roles acts for the
          organisation no more.
        </p>
        <RoleChoices at={at} form={form} only={member.roles} />
        <Select
          {...{ form, name: 'to' }}
          of={others.map(({ person, name }) => ({ value: person, label: name }))}
        />
      </>
    ),
    act: (office, command, body) =>
      transferMemberRoles(office, { ...command, to: body.to, roles: body.roles }),
  }),
  ...memberAct({
    ...{ name: 'conflict', event: 'member.conflict-declared', done: 'conflict', does: 'Declare it' },
    ...{
      summary: 'Declares that a member must not touch the cases of a manufacturer.',
      refusals: ['conflict-known'],
    },
    title: ({ name }) => `Declare a conflict of ${name}`,
    body: closed({ manufacturer: text(120), because }),
    fields: { manufacturer: MANUFACTURER, because: BECAUSE },
    view: ({ form }) => (
      <Field
        {...{ form, name: 'manufacturer' }}
        hint="As it is written in applications. Its cases are closed to this person from every seat."
      />
    ),
    act: (office, command, { manufacturer }) => declareMemberConflict(office, { ...command, manufacturer }),
  }),
  ...memberAct({
    ...{ name: 'conflict-over', event: 'member.conflict-withdrawn', done: 'withdrawn' },
    ...{ does: 'Take it back', danger: true },
    ...{ summary: 'Takes a declared conflict back.', refusals: ['conflict-unknown', 'own-conflict'] },
    title: ({ name }) => `Take back a conflict of ${name}`,
    body: closed({ manufacturer: text(120), because }),
    fields: { manufacturer: MANUFACTURER, because: BECAUSE },
    view: ({ form, member }) => (
      <Select
        {...{ form, name: 'manufacturer' }}
        of={member.conflicts.map(({ manufacturer }) => ({ value: manufacturer, label: manufacturer }))}
      />
    ),
    act: (office, command, { manufacturer }) => withdrawMemberConflict(office, { ...command, manufacturer }),
  }),
  ...memberAct({
    ...{ name: 'end', event: 'member.deactivated', done: 'ended', does: 'End the membership', danger: true },
    ...{ summary: 'Ends a membership.', refusals: ['last-manager', 'not-active'] },
    title: ({ name }) => `End the membership of ${name}?`,
    body: closed({ because }),
    fields: { because: BECAUSE },
    view: () => <p>They can no longer act for the organisation, from this moment on. What they did stays.</p>,
    act: (office, command) => deactivateMember(office, command),
  }),
  ...memberAct({
    ...{ name: 'begin', event: 'member.reactivated', done: 'begun', does: 'Begin it again' },
    ...{
      summary: 'Lets somebody act for the organisation again.',
      refusals: ['already-active', 'role-not-of-organisation', 'roles-missing'],
    },
    title: ({ name }) => `Let ${name} act again`,
    body: closed({ roles, because }),
    fields: { roles: ROLES, because: BECAUSE },
    filled: (member) => ({ roles: member.roles }),
    view: ({ at, form }) => <RoleChoices at={at} form={form} />,
    act: (office, command, body) => reactivateMember(office, { ...command, roles: body.roles }),
  }),
];

function reasonOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'because' in body ? String(body.because) : '';
}

function personSchema() {
  return shaped<PersonId>(PERSON_ID_PATTERN, 'somebody of the organisation');
}

async function shownFor(
  at: DeskContext,
  params: Readonly<Record<string, string>>,
): Promise<Result<Shown, Refusal>> {
  const house = houseOf(at);
  if (!house.ok) return house;
  const person = parsePerson(params['person']);
  if (!person.ok) return person;
  const { by, as } = house.value;
  return showMember(at.office, { by, as, person: person.value });
}
