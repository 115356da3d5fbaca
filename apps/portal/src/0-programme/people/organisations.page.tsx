import { showRegistered } from '@assay/office/0-programme/people/desk';
import { invitePerson } from '@assay/office/0-programme/people/invite';
import {
  findOrganisations,
  kindsToRegister,
  registerOrganisation,
} from '@assay/office/0-programme/people/organisations';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, text, Type, type Static } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../../http/desk-act.ts';
import { deskApi, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { houseOf, parseOrganisation } from './house-asked.ts';
import { InvitedSchema, invitedTold } from './invite.page.tsx';
import {
  DESCRIBED,
  DESCRIBED_IN_FORM,
  describedInForm,
  HistorySchema,
  historyTold,
  OrganisationToldSchema,
  organisationTold,
} from './organisation-told.ts';
import { OrganisationsView, RegisteredView, RegisterView } from './organisations.view.tsx';

/** Who may come to let others in: whoever oversees a scheme, and whoever keeps the installation. */
export const REGISTRAR = {
  role: ['lead', 'scheme-owner', 'authority', 'manager'],
  kind: ['lead-administrator', 'scheme-owner', 'authority', 'label-administrator'],
} as const;
export const REGISTER_WORDS: FieldWords = {
  name: { label: 'Name', missing: 'Enter the legal name' },
  kinds: { label: 'Takes part as', missing: 'Choose at least one' },
  contact: { label: 'Contact' },
  administrator: { label: 'Code of a label administrator' },
  manufacturers: { label: 'Legal names under which a developer applies' },
  schemes: { label: 'Schemes that it looks after' },
  because: { label: 'Why', missing: 'Say why; it stays in the history' },
};
const INVITE_WORDS: FieldWords = {
  mail: { label: 'Mail address of its first manager', missing: 'Enter a mail address' },
  because: { label: 'Why', missing: 'Say why; it stays in the history' },
};
export const REGISTER_FIELD_OF = {
  'kind-not-given': 'kinds',
  'kind-needs': 'kinds',
  'administrator-taken': 'administrator',
  'code-without-kind': 'administrator',
};
const SEARCH = closed({
  after: Type.Optional(text(200)),
  text: Type.Optional(Type.String({ maxLength: 120 })),
});
const ORGANISATIONS = 25;

/** Everybody who takes part, and the way in for others. */
export const organisationsRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path: '/desk/organisations', permission: REGISTRAR, event: 'organisations.read' },
    query: SEARCH,
    answer: async ({ query }, at) => {
      const page = await organisationsAsked(at, query);
      if (!page.ok) return page;
      const view = { at, page: page.value, text: query.text ?? '', isFirst: query.after === undefined };
      return ok({ page: <OrganisationsView {...view} /> });
    },
  }),
  deskPage({
    ...{ path: '/desk/organisations/register', permission: REGISTRAR, event: 'none' },
    answer: async (_, at) => registerView(at, at.form(REGISTER_WORDS)),
  }),
  ...actBothWays({
    permission: REGISTRAR,
    event: 'organisation.registered',
    body: closed({ ...DESCRIBED, because: text(500) }),
    does: async ({ body: { because, ...organisation } }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const { by, as } = house.value;
      const registered = await registerOrganisation(at.office, { by, as, because, organisation });
      if (registered.ok) at.note({ object: registered.value.id });
      return registered;
    },
    form: {
      path: '/desk/organisations/register',
      fields: REGISTER_WORDS,
      fieldOf: REGISTER_FIELD_OF,
      own: {
        body: closed({ ...DESCRIBED_IN_FORM, because: text(500) }),
        read: (fields) => ok({ body: describedInForm(fields) }),
      },
      again: async (_, at, form) => {
        const page = await registerView(at, form);
        return page.ok ? ok(page.value.page) : page;
      },
      then: async ({ id }) => ok({ to: `/desk/organisations/${id}` }),
    },
    api: {
      path: '/api/v1/organisations',
      summary: 'Lets an organisation in; its first manager is invited by whoever did.',
      refusals: [
        'registers-none',
        'kind-not-given',
        'kind-needs',
        'administrator-taken',
        'code-without-kind',
        'unknown-scheme-name',
      ],
      gives: closed({ organisation: Type.String(), body: Type.Optional(Type.String()) }),
      told: ({ id, body }) => ({
        data: { organisation: id, ...(body !== undefined && { body }) },
        ...{ status: 201, version: 1, location: `/api/v1/organisations/${id}` },
      }),
    },
  }),
  deskPage({
    ...{ path: '/desk/organisations/:organisation', permission: REGISTRAR, event: 'organisation.read' },
    query: closed({ done: Type.Optional(oneOf(['changed'])) }),
    answer: async ({ params, query: { done } }, at) => {
      const told = done && { done: 'It was changed' };
      const page = await registeredView(at, params, { form: at.form(INVITE_WORDS), ...told });
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  ...actBothWays({
    permission: REGISTRAR,
    event: 'person.invited',
    body: closed({ mail: text(254), because: text(500) }),
    does: async ({ params, body }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const organisation = parseOrganisation(params['organisation']);
      if (!organisation.ok) return organisation;
      const roles = ['manager'] as const;
      const command = { ...house.value, ...body, organisation: organisation.value, roles };
      const invited = await invitePerson(at.office, command, at.words);
      if (invited.ok) at.note({ object: invited.value.invitation.id });
      return invited;
    },
    form: {
      path: '/desk/organisations/:organisation',
      fields: INVITE_WORDS,
      fieldOf: { 'malformed-mail-address': 'mail' },
      again: async ({ params }, at, form) => registeredView(at, params, { form }),
      then: async ({ token }, { params }, at) => {
        const link = `${at.office.origin}/invitation/${token}`;
        const page = await registeredView(at, params, { form: at.form(INVITE_WORDS), link });
        return page.ok ? ok({ page: page.value }) : page;
      },
    },
    api: {
      path: '/api/v1/organisations/:organisation/invitations',
      summary: 'Invites the first manager of an organisation that has none; the link is told this once.',
      refusals: ['unknown-organisation', 'not-the-manager', 'malformed-mail-address'],
      gives: InvitedSchema,
      told: invitedTold,
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/organisations', permission: REGISTRAR, event: 'organisations.read' },
    summary: 'Everybody who takes part, the newest first; or those whose name has this part.',
    query: SEARCH,
    gives: closed({ items: listOf(OrganisationToldSchema), next: Type.Optional(Type.String()) }),
    answer: async ({ query }, at) => {
      const page = await organisationsAsked(at, query);
      if (!page.ok) return page;
      const { rows, next } = page.value;
      return ok({ data: { items: rows.map(organisationTold), ...(next !== undefined && { next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/organisations/:organisation', permission: REGISTRAR },
    event: 'organisation.read',
    summary: 'One organisation, how many manage it, and its last twenty changes.',
    refusals: ['unknown-organisation'],
    gives: closed({
      ...OrganisationToldSchema.properties,
      managers: Type.Integer(),
      history: HistorySchema,
    }),
    answer: async ({ params }, at) => {
      const shown = await registeredAt(at, params);
      if (!shown.ok) return shown;
      const { organisation, managers, history } = shown.value;
      const data = { ...organisationTold(organisation), managers, history: historyTold(history) };
      return ok({ data, version: organisation.version });
    },
  }),
];

type Params = Readonly<Record<string, string>>;

async function organisationsAsked(at: DeskContext, { after, text: asked }: Static<typeof SEARCH>) {
  const given = await kindsFor(at);
  if (!given.ok) return given;
  return findOrganisations(at.office, {
    ...(after !== undefined && { after }),
    ...(asked?.trim() && { text: asked.trim() }),
    limit: ORGANISATIONS,
  });
}

/** An organisation as whoever registers others sees it. */
export async function registeredAt(at: DeskContext, params: Params) {
  const given = await kindsFor(at);
  if (!given.ok) return given;
  const id = parseOrganisation(params['organisation']);
  return id.ok ? showRegistered(at.office, id.value) : id;
}

export async function kindsFor(at: DeskContext) {
  const house = houseOf(at);
  if (!house.ok) return house;
  const { by, as } = house.value;
  const kinds = await kindsToRegister(at.office, { by, as });
  return kinds.length === 0 ? refuse({ code: 'registers-none', organisation: as } as const) : ok(kinds);
}

async function registerView(at: DeskContext, form: FormState) {
  const kinds = await kindsFor(at);
  return kinds.ok ? ok({ page: <RegisterView at={at} form={form} kinds={kinds.value} /> }) : kinds;
}

async function registeredView(
  at: DeskContext,
  params: Params,
  view: { readonly form: FormState; readonly link?: string; readonly done?: string },
): Promise<Result<JSX.Element, Refusal>> {
  const shown = await registeredAt(at, params);
  return shown.ok ? ok(<RegisteredView {...{ at, shown: shown.value }} {...view} />) : shown;
}
