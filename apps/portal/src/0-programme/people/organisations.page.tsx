import { showRegistered } from '@assay/office/0-programme/people/desk';
import { invitePerson } from '@assay/office/0-programme/people/invite';
import {
  findOrganisations,
  kindsToRegister,
  registerOrganisation,
} from '@assay/office/0-programme/people/organisations';
import { ORGANISATION_ID_PATTERN, type OrganisationId } from '@assay/vocabulary/ids';
import { AdministratorCodeSchema, OrganisationKindSchema } from '@assay/vocabulary/organisation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, text, Type } from '@assay/vocabulary/schema';
import { NameSchema } from '@assay/vocabulary/standard';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { houseOf } from './house-asked.ts';
import { OrganisationsView, RegisteredView, RegisterView } from './organisations.view.tsx';

/** Who may come to let others in: whoever oversees a scheme, and whoever keeps the installation. */
const permission = {
  role: ['lead', 'scheme-owner', 'authority', 'manager'],
  kind: ['lead-administrator', 'scheme-owner', 'authority', 'label-administrator'],
} as const;
const REGISTER_WORDS: FieldWords = {
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
const ORGANISATIONS = 25;

/** Everybody who takes part, and the way in for others. */
export const organisationsRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path: '/desk/organisations', permission, event: 'organisations.read' },
    query: closed({ after: Type.Optional(text(200)), text: Type.Optional(Type.String({ maxLength: 120 })) }),
    answer: async ({ query: { after, text: asked } }, at) => {
      const given = await kindsFor(at);
      if (!given.ok) return given;
      const page = await findOrganisations(at.office, {
        ...(after !== undefined && { after }),
        ...(asked?.trim() && { text: asked.trim() }),
        limit: ORGANISATIONS,
      });
      if (!page.ok) return page;
      const view = { at, page: page.value, text: asked ?? '', isFirst: after === undefined };
      return ok({ page: <OrganisationsView {...view} /> });
    },
  }),
  deskPage({
    ...{ path: '/desk/organisations/register', permission, event: 'none' },
    answer: async (_, at) => registerView(at, at.form(REGISTER_WORDS)),
  }),
  deskForm({
    ...{ path: '/desk/organisations/register', permission, event: 'organisation.registered' },
    body: closed({
      name: text(120),
      kinds: listOf(OrganisationKindSchema, 7, 1),
      contact: Type.Optional(text(200)),
      administrator: Type.Optional(AdministratorCodeSchema),
      manufacturers: Type.Optional(text(6_000)),
      schemes: Type.Optional(listOf(NameSchema, 50)),
      because: text(500),
    }),
    fields: REGISTER_WORDS,
    fieldOf: { 'kind-not-given': 'kinds', 'kind-needs': 'kinds', 'administrator-taken': 'administrator' },
    again: async (_, at, form) => {
      const page = await registerView(at, form);
      return page.ok ? ok(page.value.page) : page;
    },
    answer: async ({ body }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const { by, as } = house.value;
      const { manufacturers = '', schemes = [], because, ...described } = body;
      const names = manufacturers.split('\n').map((line) => line.trim());
      const organisation = { ...described, schemes, manufacturers: names.filter((line) => line !== '') };
      const registered = await registerOrganisation(at.office, { by, as, because, organisation });
      if (!registered.ok) return registered;
      at.note({ object: registered.value.id });
      return ok({ to: `/desk/organisations/${registered.value.id}` });
    },
  }),
  deskPage({
    ...{ path: '/desk/organisations/:organisation', permission, event: 'organisation.read' },
    answer: async ({ params }, at) => {
      const page = await registeredView(at, params, at.form(INVITE_WORDS));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path: '/desk/organisations/:organisation', permission, event: 'person.invited' },
    body: closed({ mail: text(254), because: text(500) }),
    fields: INVITE_WORDS,
    fieldOf: { 'malformed-mail-address': 'mail' },
    again: async ({ params }, at, form) => registeredView(at, params, form),
    answer: async ({ params, body }, at) => {
      const house = houseOf(at);
      if (!house.ok) return house;
      const organisation = parseOrganisation(params);
      if (!organisation.ok) return organisation;
      const command = {
        ...house.value,
        ...body,
        organisation: organisation.value,
        roles: ['manager'] as const,
      };
      const invited = await invitePerson(at.office, command, at.words);
      if (!invited.ok) return invited;
      at.note({ object: invited.value.invitation.id });
      const link = `${at.office.origin}/invitation/${invited.value.token}`;
      const page = await registeredView(at, params, at.form(INVITE_WORDS), link);
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
];

type Params = Readonly<Record<string, string>>;
const ORGANISATION = new RegExp(ORGANISATION_ID_PATTERN);

function parseOrganisation(
  params: Params,
): Result<OrganisationId, { readonly code: 'unknown-organisation'; readonly organisation: string }> {
  const id = params['organisation'] ?? '';
  return ORGANISATION.test(id)
    ? ok(id as OrganisationId)
    : refuse({ code: 'unknown-organisation', organisation: id });
}

async function kindsFor(at: DeskContext) {
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
  form: FormState,
  link?: string,
): Promise<Result<JSX.Element, Refusal>> {
  const given = await kindsFor(at);
  if (!given.ok) return given;
  const id = parseOrganisation(params);
  if (!id.ok) return id;
  const shown = await showRegistered(at.office, id.value);
  if (!shown.ok) return shown;
  return ok(<RegisteredView at={at} form={form} shown={shown.value} {...(link !== undefined && { link })} />);
}
