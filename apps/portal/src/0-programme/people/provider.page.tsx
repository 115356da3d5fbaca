import { mayManageWaysIn } from '@assay/office/sign-in/managing';
import {
  dropOpenIdProvider,
  providersOfSeat,
  setOpenIdProvider,
  type OpenIdProvider,
} from '@assay/office/sign-in/openid-provider';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, shaped, text, Type } from '@assay/vocabulary/schema';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords } from '../../http/form-state.ts';
import { orProve } from '../../sign-in/prove.page.tsx';
import { DropProviderView, ProvidersView, ProviderView } from './provider.view.tsx';

const path = '/desk/organisation/sign-in';
const onePath = `${path}/:openid`;
const permission = { role: ['manager'] } as const;
/** Part of an address. */
const IdSchema = shaped<string>('^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$', 'small letters, digits and hyphens');
const SAID = {
  name: text(60),
  issuer: text(300),
  clientId: text(300),
  clientSecret: Type.Optional(Type.String({ maxLength: 1_000, verbatim: true })),
};
const SAID_WORDS: FieldWords = {
  name: { label: 'Name', missing: 'Enter what stands on the button' },
  issuer: { label: 'Issuer', missing: 'Enter the address of the issuer' },
  clientId: { label: 'Client id', missing: 'Enter the client id that the provider gave' },
  clientSecret: { label: 'Client secret' },
};
const NEW_WORDS: FieldWords = {
  id: {
    label: 'Id here',
    missing: 'Enter an id',
    wrong: 'Id here: small letters, digits and hyphens, such as sandbox-laboratory',
  },
  ...SAID_WORDS,
};
const CHANGE_WORDS: FieldWords = { ...SAID_WORDS, open: { label: 'It has no secret any more' } };

/** Where the people of an organisation sign in with its own account (OpenID Connect). */
export const providerRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'none' },
    answer: async (_, at) => {
      const providers = await providersOfSeat(at.office, at.signed);
      return ok({ page: ProvidersView({ at, providers }) });
    },
  }),
  deskPage({
    ...{ path: `${path}/new`, permission, event: 'none' },
    answer: async (_, at) => {
      const may = await mayManageWaysIn(at.office, at.signed);
      return may.ok ? ok({ page: ProviderView({ at, form: at.form(NEW_WORDS) }) }) : orProve(may, at.path);
    },
  }),
  deskForm({
    ...{ path: `${path}/new`, permission, event: 'provider.set', fields: NEW_WORDS },
    body: closed({ id: IdSchema, ...SAID }),
    fieldOf: { 'issuer-not-https': 'issuer', 'provider-of-another': 'id', 'provider-known': 'id' },
    again: async (_, at, form) => ok(ProviderView({ at, form })),
    answer: async ({ body }, at) => {
      at.note({ object: body.id });
      const held = await providersOfSeat(at.office, at.signed);
      if (held.some(({ id }) => id === body.id)) return refuse({ code: 'provider-known' });
      const set = await setOpenIdProvider(at.office, at.signed, body);
      return orProve(set.ok ? ok({ to: path }) : set, at.path);
    },
  }),
  deskPage({
    ...{ path: onePath, permission, event: 'none' },
    answer: async ({ params }, at) => {
      const may = await mayManageWaysIn(at.office, at.signed);
      if (!may.ok) return orProve(may, at.path);
      const held = await providerAsked(at, params);
      if (!held.ok) return held;
      const { name, issuer, clientId } = held.value;
      const form = at.form(CHANGE_WORDS, { name, issuer, clientId });
      return ok({ page: ProviderView({ at, form, held: held.value }) });
    },
  }),
  deskForm({
    ...{ path: onePath, permission, event: 'provider.set', fields: CHANGE_WORDS },
    body: closed({ ...SAID, open: Type.Boolean() }),
    fieldOf: { 'issuer-not-https': 'issuer' },
    again: async ({ params }, at, form) => {
      const held = await providerAsked(at, params);
      return held.ok ? ok(ProviderView({ at, form, held: held.value })) : held;
    },
    answer: async ({ params, body }, at) => {
      const held = await providerAsked(at, params);
      if (!held.ok) return held;
      const { open, clientSecret, ...said } = body;
      const { id } = held.value;
      at.note({ object: id });
      const secret = clientSecret === undefined ? { keepsSecret: true as const } : { clientSecret };
      const set = await setOpenIdProvider(at.office, at.signed, { id, ...said, ...(!open && secret) });
      return orProve(set.ok ? ok({ to: path }) : set, at.path);
    },
  }),
  deskPage({
    ...{ path: `${onePath}/drop`, permission, event: 'none' },
    answer: async ({ params }, at) => {
      const may = await mayManageWaysIn(at.office, at.signed);
      if (!may.ok) return orProve(may, at.path);
      const held = await providerAsked(at, params);
      return held.ok ? ok({ page: DropProviderView({ at, form: at.form({}), held: held.value }) }) : held;
    },
  }),
  deskForm({
    ...{ path: `${onePath}/drop`, permission, event: 'provider.dropped', body: closed({}), fields: {} },
    again: async ({ params }, at, form) => {
      const held = await providerAsked(at, params);
      return held.ok ? ok(DropProviderView({ at, form, held: held.value })) : held;
    },
    answer: async ({ params }, at) => {
      const id = params['openid'] ?? '';
      at.note({ object: id });
      const dropped = await dropOpenIdProvider(at.office, at.signed, id);
      return orProve(dropped.ok ? ok({ to: path }) : dropped, at.path);
    },
  }),
];

async function providerAsked(
  at: DeskContext,
  params: Readonly<Record<string, string>>,
): Promise<Result<OpenIdProvider, Refusal>> {
  const held = (await providersOfSeat(at.office, at.signed)).find(({ id }) => id === params['openid']);
  return held ? ok(held) : refuse({ code: 'no-such-provider' });
}
