import { textSymbol } from '@assay/attestation/qr/text-symbol';
import {
  dropPassword,
  makeRecoveryCodes,
  offerSecondFactor,
  secondFactorOffered,
  setPassword,
  type SecondFactorOffered,
} from '@assay/office/sign-in/set-password';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute } from '../http/desk-route.ts';
import { valueOf, type FieldWords, type FormState } from '../http/form-state.ts';
import { ConfirmPage } from '../layout/confirm-page.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, Field } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { orProve, pageOrProve } from './prove.page.tsx';

const PASSWORD = '/account/password';
const CODES = '/account/recovery-codes';
const WORDS: FieldWords = {
  password: { label: 'Password', missing: 'Choose a password' },
  code: { label: 'Code', missing: 'Enter the code that the app shows' },
};
const BACK = { path: '/account', name: 'Back to your account' };

/** A password with its second factor: set up together, replaced together, and taken away together. */
export const passwordRoutes: readonly DeskRoute[] = [
  deskPage({
    path: PASSWORD,
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) =>
      pageOrProve(await offerSecondFactor(at.office, at.signed), PASSWORD, (offer) =>
        passwordPage(at, at.form(WORDS), offer),
      ),
  }),
  deskForm({
    path: PASSWORD,
    permission: 'signed-in',
    event: 'password.set',
    body: closed({
      offer: Type.String({ maxLength: 60 }),
      password: Type.String({ maxLength: 1_000, verbatim: true }),
      code: Type.String({ maxLength: 20 }),
    }),
    fields: WORDS,
    fieldOf: {
      ...{ 'password-too-short': 'password', 'password-too-long': 'password' },
      ...{ 'password-too-common': 'password', 'password-names-you': 'password', 'code-wrong': 'code' },
    },
    again: async (_, at, form) => {
      const offer = await secondFactorOffered(at.office, at.signed, valueOf(form, 'offer'));
      return offer ? ok(passwordPage(at, form, offer)) : refuse({ code: 'offer-ended' });
    },
    answer: async ({ body: { offer: token, ...typed } }, at) => {
      const set = await setPassword(at.office, at.signed, { token, ...typed });
      return orProve(set.ok ? ok({ page: codesPage(at, set.value) }) : set, PASSWORD);
    },
  }),
  deskPage({
    path: `${PASSWORD}/remove`,
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: removePage(at, at.form({})) }),
  }),
  deskForm({
    path: `${PASSWORD}/remove`,
    permission: 'signed-in',
    event: 'password.removed',
    body: closed({}),
    fields: {},
    again: async (_, at, form) => ok(removePage(at, form)),
    answer: async (_, at) => {
      const dropped = await dropPassword(at.office, at.signed);
      return orProve(dropped.ok ? ok({ to: '/account' }) : dropped, `${PASSWORD}/remove`);
    },
  }),
  deskPage({
    path: CODES,
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: renewPage(at, at.form({})) }),
  }),
  deskForm({
    path: CODES,
    permission: 'signed-in',
    event: 'recovery-codes.made',
    body: closed({}),
    fields: {},
    again: async (_, at, form) => ok(renewPage(at, form)),
    answer: async (_, at) => {
      const made = await makeRecoveryCodes(at.office, at.signed);
      return orProve(made.ok ? ok({ page: codesPage(at, made.value) }) : made, CODES);
    },
  }),
];

function passwordPage(at: DeskContext, form: FormState, offer: SecondFactorOffered): JSX.Element {
  const drawing = textSymbol(offer.uri, {
    name: 'second-factor',
    title: 'QR code for your authenticator app',
    description: 'Holds the same secret as the text below it.',
  });
  return (
    <DeskFrame title="A password with a code" at={at}>
      <div class="narrow">
        <ErrorSummary form={form} />
        <h1>A password with a code</h1>
        <p>
          For places where a passkey does not work. It takes both: the password that you know, and an app on
          your phone that shows a new code every half minute. What you have set up now stays until this is
          done.
        </p>
        <DeskForm form={form} action={PASSWORD}>
          <input type="hidden" name="offer" value={offer.token} />
          <Field
            form={form}
            name="password"
            type="password"
            autocomplete="new-password"
            hint="At least 12 characters. A few words that do not belong together are easy to keep in mind."
          />
          <h2>Your authenticator app</h2>
          <p>Scan this code with it:</p>
          <div class="qr-alone" dangerouslySetInnerHTML={{ __html: drawing }} />
          <p>
            Or type this in: <code class="secret">{offer.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
          </p>
          <Field
            form={form}
            name="code"
            autocomplete="one-time-code"
            inputMode="numeric"
            width="short"
            hint="The six digits that the app shows now."
          />
          <Buttons does="Set up" back={BACK} />
        </DeskForm>
      </div>
    </DeskFrame>
  );
}

/** Shown this once: the records hold only what the codes hash to. */
function codesPage(at: DeskContext, codes: readonly string[]): JSX.Element {
  return (
    <DeskFrame title="Your recovery codes" at={at}>
      <div class="narrow">
        <h1>Your recovery codes</h1>
        <Notice kind="warning" title="They are shown this once">
          <p>
            Each stands in for the code of your app once, beside your password. Print them or write them down,
            and keep them where you keep what must not get lost.
          </p>
        </Notice>
        <ol class="codes">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <p>
          <a href={BACK.path}>I have kept them</a>
        </p>
      </div>
    </DeskFrame>
  );
}

function removePage(at: DeskContext, form: FormState): JSX.Element {
  return ConfirmPage({
    ...{ at, form, back: BACK },
    ...{ title: 'Remove password, code and recovery codes?', does: 'Remove all three' },
    children: <p>You sign in with a passkey from then on.</p>,
  });
}

function renewPage(at: DeskContext, form: FormState): JSX.Element {
  return ConfirmPage({
    ...{ at, form, back: BACK },
    ...{ title: 'Make new recovery codes?', does: 'Make new codes' },
    children: <p>Those that you have no longer work. The new ones are shown once.</p>,
  });
}
