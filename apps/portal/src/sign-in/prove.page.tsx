import type { Signed } from '@assay/office/sign-in/signed';
import { ownWaysIn } from '@assay/office/sign-in/set-password';
import { askForProof, proveWithPasskey } from '@assay/office/sign-in/use-passkey';
import { proveWithPassword } from '@assay/office/sign-in/use-password';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import {
  deskForm,
  deskPage,
  type DeskAnswer,
  type DeskContext,
  type DeskRoute,
  type Refusal,
} from '../http/desk-route.ts';
import { valueOf, type FieldWords, type FormState } from '../http/form-state.ts';
import { safeReturn } from '../http/safe-return.ts';
import { passkeyScript } from '../layout/assets.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, Field } from '../layout/form.tsx';
import { ANSWER_LIMIT, parseAnswer, PasskeyForm } from './passkey-form.tsx';

const path = '/account/prove';
const ReturnSchema = Type.Optional(Type.String({ maxLength: 2_000 }));
const WORDS: FieldWords = {
  password: { label: 'Password', missing: 'Enter your password' },
  code: { label: 'Code', missing: 'Enter the code of your app, or a recovery code' },
};

/** Before something dangerous: proof that whoever signed in is still the one who is there. */
export const proveRoutes: readonly DeskRoute[] = [
  deskPage({
    path,
    permission: 'signed-in',
    event: 'none',
    scripts: true,
    query: closed({ return: ReturnSchema }),
    answer: async ({ query }, at) =>
      ok({ page: await provePage(at, at.form(WORDS, { return: safeReturn(query.return) })) }),
  }),
  deskForm({
    path,
    permission: 'signed-in',
    event: 'session.proved',
    perMinute: 60,
    scripts: true,
    body: closed({
      password: Type.String({ maxLength: 1_000, verbatim: true }),
      code: Type.String({ maxLength: 100 }),
      return: ReturnSchema,
    }),
    fields: WORDS,
    again: async (_, at, form) => ok(await provePage(at, form)),
    answer: async ({ body }, at) => {
      const { return: back, ...typed } = body;
      const proved = await proveWithPassword(at.office, at.signed, typed);
      return proved.ok ? ok({ to: safeReturn(back) }) : proved;
    },
  }),
  deskForm({
    path: `${path}/passkey`,
    permission: 'signed-in',
    event: 'session.proved',
    perMinute: 60,
    scripts: true,
    body: closed({ answer: Type.String({ maxLength: ANSWER_LIMIT }), return: ReturnSchema }),
    fields: { answer: { label: 'Passkey' } },
    again: async (_, at, form) => ok(await provePage(at, { ...form, words: WORDS })),
    answer: async ({ body }, at) => {
      const proved = await proveWithPasskey(at.office, at.signed, parseAnswer(body.answer));
      return proved.ok ? ok({ to: safeReturn(body.return) }) : proved;
    },
  }),
];

/** An answer; or, where a proof is needed first, the way to it and back. */
export function orProve(answer: DeskAnswer, back: string): DeskAnswer {
  if (answer.ok || answer.refusal.code !== 'prove-who-you-are') return answer;
  return ok({ to: `${path}?return=${encodeURIComponent(safeReturn(back))}` });
}

/** A page that is only for whoever has just proved who they are: the way to the proof, else the page. */
export async function pageOrProve<T>(
  may: Result<T, Refusal>,
  back: string,
  page: (value: T) => JSX.Element | Promise<JSX.Element>,
): Promise<DeskAnswer> {
  return may.ok ? ok({ page: await page(may.value) }) : orProve(may, back);
}

async function provePage(at: DeskContext, form: FormState): Promise<JSX.Element> {
  const { passkeys, password } = await ownWaysIn(at.office, at.signed);
  const options = passkeys > 0 ? await askForProof(at.office, at.signed) : undefined;
  const Back = () => <input type="hidden" name="return" value={valueOf(form, 'return')} />;
  return (
    <DeskFrame title="Are you still there?" at={at} {...(options && { script: passkeyScript() })}>
      <div class="narrow">
        <ErrorSummary form={form} />
        <h1>Are you still there?</h1>
        <p>What you are about to do is asked of nobody but you. Show that it is you, {at.signed.name}.</p>
        {options && (
          <PasskeyForm
            form={form}
            action={`${path}/passkey`}
            asks="get"
            options={options}
            does="Use a passkey"
          >
            <Back />
          </PasskeyForm>
        )}
        {password && (
          <DeskForm form={form} action={path}>
            <Back />
            <Field form={form} name="password" type="password" autocomplete="current-password" />
            <Field
              form={form}
              name="code"
              autocomplete="one-time-code"
              width="half"
              hint="Of your app, or a recovery code."
            />
            <Buttons does="Go on" back={{ path: '/account', name: 'Back to your account' }} />
          </DeskForm>
        )}
        {options === undefined && !password && <OtherWays signed={at.signed} />}
      </div>
    </DeskFrame>
  );
}

function OtherWays({ signed }: { readonly signed: Signed }): JSX.Element {
  return signed.via === 'openid' ? (
    <p>You signed in with the account of your organisation. Sign out, and sign in there again.</p>
  ) : (
    <p>You have neither a passkey nor a password. Ask for another link where the last one came from.</p>
  );
}
