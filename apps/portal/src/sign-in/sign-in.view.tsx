import type { JSX } from 'preact';

import type { Doorstep } from '../http/desk-route.ts';
import { valueOf, type FormState } from '../http/form-state.ts';
import { safeReturn } from '../http/safe-return.ts';
import { passkeyScript } from '../layout/assets.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, Field } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { PasskeyForm } from './passkey-form.tsx';

/** The page of signing in. What asks for a passkey shows where the browser has any. */
export function SignInView({
  at,
  form,
  options,
  providers,
}: {
  readonly at: Doorstep;
  readonly form: FormState;
  readonly options: object;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
}): JSX.Element {
  const back = valueOf(form, 'return');
  const along = back === '' ? '' : `?return=${encodeURIComponent(back)}`;
  const Back = () => (back === '' ? null : <input type="hidden" name="return" value={back} />);
  return (
    <DeskFrame title="Sign in" at={at} script={passkeyScript()}>
      <div class="narrow">
        <ErrorSummary form={form} />
        <h1>Sign in</h1>
        {at.signed && (
          <Notice kind="note" title={`You are signed in as ${at.signed.name}`}>
            <p>
              <a href={safeReturn(back === '' ? undefined : back)}>Go on</a>, or sign in as somebody else:
              this session ends then.
            </p>
          </Notice>
        )}
        <PasskeyForm
          form={form}
          action="/sign-in/passkey"
          asks="get"
          options={options}
          does="Sign in with a passkey"
        >
          <Back />
          <p class="hint">Your device or security key asks for your finger, face or PIN. Nothing to type.</p>
        </PasskeyForm>
        {providers.length > 0 && (
          <section aria-labelledby="by-organisation">
            <h2 id="by-organisation">With the account of your organisation</h2>
            <ul class="ways">
              {providers.map(({ id, name }) => (
                <li>
                  <a href={`/sign-in/openid/${id}${along}`}>{name}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="by-password">
          <h2 id="by-password">With a password and a code</h2>
          <DeskForm form={form} action="/sign-in">
            <Back />
            <Field form={form} name="mail" type="email" autocomplete="username" />
            <Field form={form} name="password" type="password" autocomplete="current-password" />
            <Field
              form={form}
              name="code"
              autocomplete="one-time-code"
              width="half"
              hint="The six digits that your authenticator app shows now, or one of your recovery codes."
            />
            <Buttons does="Sign in" />
          </DeskForm>
        </section>
        <h2>No way in?</h2>
        <p>
          A way in that is lost is never given back by mail. Whoever manages your organisation’s people can
          give you a link that lets you begin anew.
        </p>
      </div>
    </DeskFrame>
  );
}
