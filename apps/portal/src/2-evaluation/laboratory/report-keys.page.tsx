import { registerReportKey, reportKeys, withdrawReportKey } from '@assay/office/2-evaluation/report-keys';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, text } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import {
  deskForm,
  deskPage,
  type DeskAnswer,
  type DeskContext,
  type DeskRoute,
} from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Empty } from '../../layout/empty.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, DeskForm, Field, Select, TextArea } from '../../layout/form.tsx';
import { Moment } from '../../layout/when.tsx';
import { orProve } from '../../sign-in/prove.page.tsx';

const path = '/desk/laboratory/keys';
const permission = { role: ['laboratory'], kind: ['laboratory'] } as const;
const WORDS: FieldWords = {
  name: { label: 'Name', missing: 'Give it a name' },
  key: { label: 'Public key', missing: 'Paste the public key' },
};
const REVOKE_WORDS: FieldWords = {
  thumbprint: { label: 'Key to revoke', missing: 'Choose the key' },
  because: { label: 'Why', missing: 'Say why it is revoked' },
};

/** The keys that a laboratory signs its reports with: registered, listed with their history, revoked. */
export const reportKeyRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission, event: 'none' },
    answer: async (_, at) => pageOf(at, at.form(WORDS)),
  }),
  deskForm({
    ...{ path, permission, event: 'report-key.registered', fields: WORDS },
    body: closed({ name: text(60), key: text(4_000) }),
    fieldOf: Object.fromEntries(
      ['not-a-public-key', 'private-key-sent', 'report-key-known'].map((code) => [code, 'key']),
    ),
    again: async (_, at, form) => {
      const shown = await pageOf(at, withoutPrivate(form));
      return shown.ok ? ok(shown.value.page) : shown;
    },
    answer: async ({ body }, at) => {
      const made = await registerReportKey({ ...at.office, words: at.words }, at.signed, body);
      if (made.ok) at.note({ object: made.value.thumbprint });
      return orProve(made.ok ? ok({ to: path }) : made, path);
    },
  }),
  deskForm({
    ...{ path: `${path}/revoke`, permission, event: 'report-key.revoked', fields: REVOKE_WORDS },
    body: closed({ thumbprint: text(43), because: text(500) }),
    again: async (_, at, form) => {
      const shown = await pageOf(at, at.form(WORDS), form);
      return shown.ok ? ok(shown.value.page) : shown;
    },
    answer: async ({ body }, at) => {
      at.note({ object: body.thumbprint });
      const revoked = await withdrawReportKey({ ...at.office, words: at.words }, at.signed, body);
      return orProve(revoked.ok ? ok({ to: path }) : revoked, path);
    },
  }),
];

/** A private key is not sent about once more. */
function withoutPrivate(form: FormState): FormState {
  const isPublic = !/PRIVATE KEY|"d"/.test(form.values.get('key')?.join('') ?? '');
  return isPublic ? form : { ...form, values: new Map([...form.values].filter(([name]) => name !== 'key')) };
}

async function pageOf(at: DeskContext, form: FormState, revoking = at.form(REVOKE_WORDS)) {
  const { seat } = at.signed;
  if (seat === undefined) return refuse({ code: 'not-permitted' });
  const keys = await reportKeys(at.office, seat);
  return ok({ page: <KeysPage at={at} keys={keys} form={form} revoking={revoking} /> }) satisfies DeskAnswer;
}

type Shown = {
  readonly at: DeskContext;
  readonly keys: Awaited<ReturnType<typeof reportKeys>>;
  readonly form: FormState;
  readonly revoking: FormState;
};

function KeysPage({ at, keys, form, revoking }: Shown): JSX.Element {
  const inForce = keys.filter(({ revoked }) => !revoked);
  return (
    <DeskFrame title="Keys that sign reports" at={at}>
      <p class="back">
        <a href="/desk/laboratory">Your laboratory</a>
      </p>
      <ErrorSummary form={form.errors.length > 0 ? form : revoking} />
      <h1>Keys that sign reports</h1>
      <p class="measure">
        A program of yours signs a report with a key that never leaves you, and hands in report and signature
        together. Here stands the public half, by which the signature is checked.
      </p>
      {keys.length === 0 ? (
        <Empty says="No key is registered yet." />
      ) : (
        <DataTable
          caption="Every key that you ever had, the newest first"
          rows={keys}
          columns={[
            {
              name: 'Key',
              cell: ({ name, thumbprint, jwk }) => (
                <>
                  {name}
                  <span class="sub">{jwk.crv}</span>
                  <span class="sub code">{thumbprint}</span>
                </>
              ),
            },
            {
              name: 'Registered',
              cell: ({ addedAt, addedByName }) => (
                <>
                  <Moment at={addedAt} />
                  <span class="sub">{addedByName}</span>
                </>
              ),
            },
            {
              name: 'State',
              cell: ({ revoked, revokedByName }) =>
                revoked ? (
                  <>
                    Revoked on <Moment at={revoked.at} />
                    <span class="sub">
                      {revokedByName}: {revoked.because}
                    </span>
                  </>
                ) : (
                  'In force'
                ),
            },
          ]}
        />
      )}
      <div class="narrow">
        <h2>Register a key</h2>
        <DeskForm form={form} action={path}>
          <Field
            form={form}
            name="name"
            hint="Where it is kept, such as the signing service of your system."
          />
          <TextArea
            form={form}
            name="key"
            rows={6}
            hint="P-256 or Ed25519: PEM that begins with BEGIN PUBLIC KEY, or a JSON Web Key. Never the private half."
          />
          <Buttons does="Register" back={{ path: '/desk/laboratory', name: 'Back to your desk' }} />
        </DeskForm>
        {inForce.length > 0 && (
          <>
            <h2>Revoke a key</h2>
            <p>From then on no report is taken by it. What it signed before stays as it is.</p>
            <DeskForm form={revoking} action={`${path}/revoke`}>
              <Select
                form={revoking}
                name="thumbprint"
                of={inForce.map(({ thumbprint, name }) => ({ value: thumbprint, label: name }))}
              />
              <TextArea form={revoking} name="because" rows={2} />
              <div class="buttons">
                <button type="submit" class="danger">
                  Revoke
                </button>
              </div>
            </DeskForm>
          </>
        )}
      </div>
    </DeskFrame>
  );
}
