import { offeredProviders } from '@assay/office/sign-in/openid-provider';
import { signOut } from '@assay/office/sign-in/own-sessions';
import { askToSignIn, signInWithPasskey } from '@assay/office/sign-in/use-passkey';
import { signInWithPassword } from '@assay/office/sign-in/use-password';
import type { Begun } from '@assay/office/sign-in/begin-session';
import { ok } from '@assay/vocabulary/result';
import { closed, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskReply, type DeskRoute, type Doorstep } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { safeReturn } from '../http/safe-return.ts';
import { ANSWER_LIMIT, parseAnswer } from './passkey-form.tsx';
import { SignInView } from './sign-in.view.tsx';

/** Where somebody wants to go who signs in; only a place of ours is gone to. */
export const ReturnSchema = Type.Optional(Type.String({ maxLength: 2_000 }));
const PASSKEY: FieldWords = { answer: { label: 'Passkey' } };
const PASSWORD: FieldWords = {
  mail: { label: 'Mail address', missing: 'Enter your mail address' },
  password: { label: 'Password', missing: 'Enter your password' },
  code: { label: 'Code', missing: 'Enter the code of your app, or a recovery code' },
};

/** The way in: a passkey first, the account of an organisation, a password with its code; and the way out. */
export const signInRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/sign-in',
    permission: 'public',
    event: 'none',
    scripts: true,
    query: closed({ return: ReturnSchema }),
    answer: async ({ query }, at) => {
      const back = query.return === undefined ? {} : { return: safeReturn(query.return) };
      return ok({ page: await signInPage(at, at.form(PASSWORD, back)) });
    },
  }),
  deskForm({
    path: '/sign-in',
    permission: 'public',
    event: 'session.begun',
    perMinute: 60,
    scripts: true,
    body: closed({
      mail: Type.String({ maxLength: 320 }),
      password: Type.String({ maxLength: 1_000, verbatim: true }),
      code: Type.String({ maxLength: 100 }),
      return: ReturnSchema,
    }),
    fields: PASSWORD,
    again: async (_, at, form) => ok(await signInPage(at, form)),
    answer: async ({ body }, at) => {
      const { return: back, ...typed } = body;
      const begun = await signInWithPassword(at.office, { ...typed, browser: at.browser() });
      return begun.ok ? ok(cameIn(begun.value, back)) : begun;
    },
  }),
  deskForm({
    path: '/sign-in/passkey',
    permission: 'public',
    event: 'session.begun',
    perMinute: 60,
    scripts: true,
    body: closed({ answer: Type.String({ maxLength: ANSWER_LIMIT }), return: ReturnSchema }),
    fields: PASSKEY,
    again: async (_, at, form) => ok(await signInPage(at, { ...form, words: PASSWORD })),
    answer: async ({ body }, at) => {
      const answer = parseAnswer(body.answer);
      const begun = await signInWithPasskey(at.office, { answer, browser: at.browser() });
      return begun.ok ? ok(cameIn(begun.value, body.return)) : begun;
    },
  }),
  deskForm({
    path: '/sign-out',
    permission: 'signed-in',
    event: 'session.ended',
    body: closed({}),
    fields: {},
    again: async (_, at, form) => ok(await signInPage(at, { ...form, words: PASSWORD })),
    answer: async (_, at) => {
      await signOut(at.office, at.signed);
      return ok({ to: '/sign-in', session: 'ended' });
    },
  }),
];

/** Where somebody goes who has just come in. */
export function cameIn({ token, seconds }: Begun, back?: string): DeskReply {
  return { to: safeReturn(back), session: { token, seconds } };
}

async function signInPage(at: Doorstep, form: FormState): Promise<JSX.Element> {
  const { office } = at;
  const [options, providers] = [
    await askToSignIn(office, at.browser().visitor),
    await offeredProviders(office),
  ];
  return SignInView({ at, form, options, providers });
}
