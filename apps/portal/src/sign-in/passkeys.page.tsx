import {
  askForPasskey,
  dropPasskey,
  namePasskey,
  ownPasskeys,
  takePasskey,
} from '@assay/office/sign-in/add-passkey';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { passkeyScript } from '../layout/assets.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, Field } from '../layout/form.tsx';
import { ANSWER_LIMIT, parseAnswer, PasskeyForm } from './passkey-form.tsx';
import { orProve, pageOrProve } from './prove.page.tsx';

const NEW = '/account/passkeys/new';
const ONE = '/account/passkeys/:passkey';
const NAME: FieldWords = { name: { label: 'Name', missing: 'Give it a name' } };
const WITH_ANSWER: FieldWords = { ...NAME, answer: { label: 'Passkey' } };
const NameSchema = text(60);
const BACK = { path: '/account', name: 'Back to your account' };

/** Passkeys of one's own: a new one, another name, and away with one. */
export const passkeyRoutes: readonly DeskRoute[] = [
  deskPage({
    path: NEW,
    permission: 'signed-in',
    event: 'none',
    scripts: true,
    answer: async (_, at) =>
      pageOrProve(await askForPasskey(at.office, at.signed), NEW, (options) =>
        newPage(at, at.form(NAME), options),
      ),
  }),
  deskForm({
    path: NEW,
    permission: 'signed-in',
    event: 'passkey.added',
    scripts: true,
    body: closed({ name: NameSchema, answer: Type.String({ maxLength: ANSWER_LIMIT }) }),
    fields: WITH_ANSWER,
    fieldOf: { 'passkey-not-verified': 'name' },
    again: async (_, at, form) => {
      const options = await askForPasskey(at.office, at.signed);
      return options.ok ? ok(newPage(at, form, options.value)) : options;
    },
    answer: async ({ body: { name, answer } }, at) => {
      const taken = await takePasskey(at.office, at.signed, { answer: parseAnswer(answer), name });
      return orProve(taken.ok ? ok({ to: '/account' }) : taken, NEW);
    },
  }),
  deskPage({
    path: ONE,
    permission: 'signed-in',
    event: 'none',
    answer: async ({ params }, at) => {
      const page = await onePage(at, params['passkey'] ?? '');
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    path: ONE,
    permission: 'signed-in',
    event: 'passkey.renamed',
    body: closed({ name: NameSchema }),
    fields: NAME,
    again: async ({ params }, at, form) => onePage(at, params['passkey'] ?? '', form),
    answer: async ({ params, body: { name } }, at) => {
      const named = await namePasskey(at.office, at.signed, { id: params['passkey'] ?? '', name });
      return named.ok ? ok({ to: '/account' }) : named;
    },
  }),
  deskForm({
    path: `${ONE}/remove`,
    permission: 'signed-in',
    event: 'passkey.removed',
    body: closed({}),
    fields: {},
    again: async ({ params }, at, form) => onePage(at, params['passkey'] ?? '', { ...form, words: NAME }),
    answer: async ({ params }, at) => {
      const id = params['passkey'] ?? '';
      const dropped = await dropPasskey(at.office, at.signed, id);
      return orProve(dropped.ok ? ok({ to: '/account' }) : dropped, `/account/passkeys/${id}`);
    },
  }),
];

function newPage(at: DeskContext, form: FormState, options: object): JSX.Element {
  return (
    <DeskFrame title="Set up a passkey" at={at} script={passkeyScript()}>
      <div class="narrow">
        <ErrorSummary form={form} />
        <h1>Set up a passkey</h1>
        <p>
          It stays on your device, in its password manager or on a security key, and works for this address
          alone. You can set up several: one for each device, or one to keep in a safe.
        </p>
        <PasskeyForm form={form} action={NEW} asks="create" options={options} does="Set up a passkey">
          <Field
            form={form}
            name="name"
            hint="So that you know it again, such as “Laptop” or “Key in the safe”."
          />
        </PasskeyForm>
        <p data-without-passkey>
          This browser offers no passkeys, or runs no scripts. Use another one, or set up{' '}
          <a href="/account/password">a password with a code</a>.
        </p>
        <p>
          <a href={BACK.path}>{BACK.name}</a>
        </p>
      </div>
    </DeskFrame>
  );
}

async function onePage(at: DeskContext, id: string, sent?: FormState): Promise<Result<JSX.Element, Refusal>> {
  const passkey = (await ownPasskeys(at.office, at.signed)).find((one) => one.id === id);
  if (!passkey) return refuse({ code: 'no-such-passkey' });
  const form = sent ?? at.form(NAME, { name: passkey.name });
  const path = `/account/passkeys/${id}`;
  return ok(
    <DeskFrame title={`Passkey ${passkey.name}`} at={at}>
      <div class="narrow">
        <ErrorSummary form={form} />
        <h1>Passkey “{passkey.name}”</h1>
        <DeskForm form={form} action={path}>
          <Field form={form} name="name" />
          <Buttons does="Rename" back={BACK} />
        </DeskForm>
        <h2>Remove it</h2>
        <p>
          It no longer lets you in from the next moment on. Delete it on your device too, where it would be
          offered in vain.
        </p>
        <DeskForm form={at.form({})} action={`${path}/remove`}>
          <Buttons does="Remove this passkey" danger />
        </DeskForm>
      </div>
    </DeskFrame>,
  );
}
