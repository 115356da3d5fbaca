import type { ComponentChildren, JSX } from 'preact';

import type { FormState } from '../http/form-state.ts';
import { Hidden } from '../layout/form.tsx';

/** What the script sends: JSON of what the authenticator answered. */
export const ANSWER_LIMIT = 50_000;

/** A form that a passkey answers; it shows once the script has found that this browser has passkeys. */
export function PasskeyForm({
  form,
  action,
  asks,
  options,
  does,
  children,
}: {
  readonly form: FormState;
  readonly action: string;
  readonly asks: 'get' | 'create';
  /** What the authenticator is asked, in WebAuthn's JSON form. */
  readonly options: object;
  readonly does: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div data-passkey-box hidden>
      <form
        class="form"
        method="post"
        novalidate
        {...{ action, 'data-passkey': asks, 'data-options': JSON.stringify(options) }}
      >
        <Hidden form={form} />
        <input type="hidden" name="answer" value="" />
        {children}
        <p class="error" data-passkey-failed hidden role="alert">
          Your device did not give a passkey. Try again, or use another way.
        </p>
        <div class="buttons">
          <button type="submit">{does}</button>
        </div>
      </form>
    </div>
  );
}

/** The answer of an authenticator as it was sent; undefined where it is no JSON, which the act refuses like any other. */
export function parseAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
