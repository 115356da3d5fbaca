import { SCOPES } from '@assay/office/sign-in/api-keys';
import type { Instant } from '@assay/vocabulary/instant';
import { closed, listOf, oneOf, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Choices, Field } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { Day } from '../layout/when.tsx';

export const KEY_WORDS: FieldWords = {
  name: { label: 'Name', missing: 'Give it a name' },
  scopes: { label: 'What it may be used for', missing: 'Choose what it may be used for' },
  days: { label: 'Days until it ends', missing: 'Say for how many days' },
};

/** What is asked of a key, of one's own or of a program of the organisation. */
export const KEY_FORM = {
  body: closed({
    name: text(60),
    scopes: listOf(oneOf(SCOPES), SCOPES.length),
    days: Type.Integer({ minimum: 1, maximum: 100_000 }),
  }),
  fields: KEY_WORDS,
  fieldOf: { 'key-ends-too-late': 'days', 'key-without-scope': 'scopes' },
} as const;

export function KeyFields({ form }: { readonly form: FormState }): JSX.Element {
  return (
    <>
      <Field form={form} name="name" hint="Which program it is for." />
      <Choices
        form={form}
        name="scopes"
        several
        of={SCOPES.map((scope) => ({ value: scope, label: <code>{scope}</code> }))}
      />
      <Field form={form} name="days" inputMode="numeric" width="short" hint="At most 365." />
    </>
  );
}

/** Shown this once: the records hold only what the key hashes to. */
export function keyShownPage(
  at: DeskContext,
  { text: key, until }: { readonly text: string; readonly until: Instant },
  back: { readonly path: string; readonly name: string },
): JSX.Element {
  return (
    <DeskFrame title="Your new key" at={at}>
      <div class="narrow">
        <h1>Your new key</h1>
        <Notice kind="warning" title="It is shown this once">
          <p>
            Put it where the program finds it and nobody else does. If it gets lost, revoke it and make
            another.
          </p>
        </Notice>
        <p>
          <code class="secret">{key}</code>
        </p>
        <p>
          It works until <Day at={until} />.
        </p>
        <p>
          <a href={back.path}>{back.name}</a>
        </p>
      </div>
    </DeskFrame>
  );
}
