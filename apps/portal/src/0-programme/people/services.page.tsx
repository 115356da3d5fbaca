import { makeApiKey, revokeApiKey } from '@assay/office/sign-in/api-keys';
import { mayManageWaysIn } from '@assay/office/sign-in/managing';
import { programsOfSeat } from '@assay/office/sign-in/programs-of-seat';
import { makeServiceAccount, SERVICE_ROLES } from '@assay/office/sign-in/service-accounts';
import { rolesOf } from '@assay/conformity/0-programme/roles';
import { parseApiKeyId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, text } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { KEY_FORM, KEY_WORDS, keyShownPage } from '../../sign-in/key-form.tsx';
import { orProve } from '../../sign-in/prove.page.tsx';
import { NewKeyView, NewServiceView, RevokeKeyView, ServicesView } from './services.view.tsx';

const path = '/desk/organisation/services';
const permission = { role: ['manager'] } as const;
const keyPath = `${path}/:service/key`;
const revokePath = '/desk/organisation/keys/:key/revoke';
const WORDS: FieldWords = {
  name: { label: 'Name', missing: 'Give it a name' },
  roles: { label: 'What it may be', missing: 'Choose what it may be' },
};
type Params = Readonly<Record<string, string>>;

/** The programs of an organisation: service accounts, and every key that acts for it. */
export const serviceRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'programs.read' },
    answer: async (_, at) => {
      const shown = await programsOfSeat(at.office, at.signed);
      return shown.ok ? ok({ page: <ServicesView at={at} shown={shown.value} /> }) : shown;
    },
  }),
  deskPage({
    ...{ path: `${path}/new`, permission, event: 'none' },
    answer: async (_, at) => {
      const may = await mayManageWaysIn(at.office, at.signed);
      return may.ok ? ok({ page: newService(at, at.form(WORDS)) }) : orProve(may, at.path);
    },
  }),
  deskForm({
    ...{ path: `${path}/new`, permission, event: 'service.made', fields: WORDS },
    body: closed({ name: text(60), roles: listOf(oneOf(SERVICE_ROLES), SERVICE_ROLES.length, 1) }),
    fieldOf: { 'role-not-of-organisation': 'roles' },
    again: async (_, at, form) => ok(newService(at, form)),
    answer: async ({ body }, at) => {
      const made = await makeServiceAccount(at.office, at.signed, body);
      if (!made.ok) return orProve(made, at.path);
      at.note({ object: made.value });
      return ok({ to: `${path}/${made.value}/key` });
    },
  }),
  deskPage({
    ...{ path: keyPath, permission, event: 'none' },
    answer: async ({ params }, at) => {
      const may = await mayManageWaysIn(at.office, at.signed);
      if (!may.ok) return orProve(may, at.path);
      const page = await newKey(at, params, at.form(KEY_WORDS, { days: '90' }));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path: keyPath, permission, event: 'key.made', ...KEY_FORM },
    again: async ({ params }, at, form) => newKey(at, params, form),
    answer: async ({ params, body }, at) => {
      const service = await serviceAsked(at, params);
      if (!service.ok) return service;
      const { person } = service.value;
      at.note({ object: person });
      const made = await makeApiKey(at.office, at.signed, { ...body, service: person });
      if (!made.ok) return orProve(made, at.path);
      return ok({ page: keyShownPage(at, made.value, { path, name: 'Back to the programs' }) });
    },
  }),
  deskPage({
    ...{ path: revokePath, permission, event: 'none' },
    answer: async ({ params }, at) => {
      const page = await revoking(at, params, at.form({}));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path: revokePath, permission, event: 'key.revoked', body: closed({}), fields: {} },
    again: async ({ params }, at, form) => revoking(at, params, form),
    answer: async ({ params }, at) => {
      const id = parseApiKeyId(params['key'] ?? '');
      if (!id.ok) return refuse({ code: 'no-such-key' });
      at.note({ object: id.value });
      const revoked = await revokeApiKey(at.office, at.signed, id.value);
      return revoked.ok ? ok({ to: path }) : revoked;
    },
  }),
];

/** What a program may be in the organisation of the seat. */
function rolesHere({ signed }: DeskContext) {
  const held = rolesOf(signed.kinds);
  return SERVICE_ROLES.filter((role) => held.includes(role));
}

function newService(at: DeskContext, form: FormState): JSX.Element {
  return <NewServiceView at={at} form={form} roles={rolesHere(at)} />;
}

async function serviceAsked(at: DeskContext, params: Params) {
  const shown = await programsOfSeat(at.office, at.signed);
  if (!shown.ok) return shown;
  const service = shown.value.services.find(({ person }) => person === params['service']);
  return service ? ok(service) : refuse({ code: 'not-a-service' } as const);
}

async function newKey(
  at: DeskContext,
  params: Params,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const service = await serviceAsked(at, params);
  return service.ok ? ok(<NewKeyView at={at} form={form} service={service.value} />) : service;
}

async function revoking(
  at: DeskContext,
  params: Params,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const shown = await programsOfSeat(at.office, at.signed);
  if (!shown.ok) return shown;
  const key = shown.value.keys.find(({ id, revokedAt }) => id === params['key'] && revokedAt === undefined);
  if (!key) return refuse({ code: 'no-such-key' });
  const whose = shown.value.names.get(key.person) ?? key.person;
  return ok(<RevokeKeyView at={at} form={form} held={key} whose={whose} />);
}
