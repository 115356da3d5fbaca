import { makeApiKey, ownApiKeys, revokeApiKey } from '@assay/office/sign-in/api-keys';
import { parseApiKeyId } from '@assay/vocabulary/ids';
import { ok, refuse } from '@assay/vocabulary/result';
import { closed, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm, Hidden } from '../layout/form.tsx';
import { Day } from '../layout/when.tsx';
import { KEY_FORM, KEY_WORDS, KeyFields, keyShownPage } from './key-form.tsx';
import { orProve } from './prove.page.tsx';

const path = '/account/keys';
/** Keys of one's own for programs: made, shown once, revoked. */
export const keyRoutes: readonly DeskRoute[] = [
  deskPage({
    path,
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: await keysPage(at, at.form(KEY_WORDS, { days: '90' })) }),
  }),
  deskForm({
    path,
    permission: 'signed-in',
    event: 'key.made',
    ...KEY_FORM,
    again: async (_, at, form) => ok(await keysPage(at, form)),
    answer: async ({ body }, at) => {
      const made = await makeApiKey(at.office, at.signed, body);
      return orProve(
        made.ok ? ok({ page: keyShownPage(at, made.value, { path, name: 'Back to your keys' }) }) : made,
        path,
      );
    },
  }),
  deskForm({
    path: `${path}/revoke`,
    permission: 'signed-in',
    event: 'key.revoked',
    body: closed({ key: Type.String({ maxLength: 60 }) }),
    fields: {},
    again: async (_, at, form) => ok(await keysPage(at, { ...form, words: KEY_WORDS })),
    answer: async ({ body }, at) => {
      const id = parseApiKeyId(body.key);
      if (!id.ok) return refuse({ code: 'no-such-key' });
      const revoked = await revokeApiKey(at.office, at.signed, id.value);
      return revoked.ok ? ok({ to: path }) : revoked;
    },
  }),
];

async function keysPage(at: DeskContext, form: FormState): Promise<JSX.Element> {
  const keys = await ownApiKeys(at.office, at.signed);
  const seat = at.signed.seats.find(({ organisation }) => organisation === at.signed.seat);
  const seatName = (organisation: string) =>
    at.signed.seats.find((one) => one.organisation === organisation)?.name ?? 'A seat that you left';
  return (
    <DeskFrame title="API keys" at={at}>
      <ErrorSummary form={form} />
      <h1>API keys</h1>
      {keys.length > 0 && (
        <DataTable
          caption="Your keys, the newest first"
          rows={keys}
          columns={[
            { name: 'Name', cell: ({ name }) => name },
            { name: 'Ends with', cell: ({ ending }) => <code>…{ending}</code> },
            { name: 'Acts for', cell: ({ organisation }) => seatName(organisation) },
            { name: 'Used last', cell: ({ lastUsedAt }) => (lastUsedAt ? <Day at={lastUsedAt} /> : 'Never') },
            { name: 'Until', cell: ({ until }) => <Day at={until} /> },
            {
              name: 'State',
              cell: ({ id, name, revokedAt, until }) =>
                revokedAt !== undefined ? (
                  'Revoked'
                ) : until <= at.now ? (
                  'Ended'
                ) : (
                  <form method="post" action={`${path}/revoke`}>
                    <Hidden form={at.form({})} />
                    <input type="hidden" name="key" value={id} />
                    <button class="plain" type="submit">
                      Revoke<span class="unseen"> {name}</span>
                    </button>
                  </form>
                ),
            },
          ]}
        />
      )}
      <div class="narrow">
        <h2>Make a key</h2>
        <p>
          A program that shows it acts as you
          {seat && (
            <>
              , for <strong>{seat.name}</strong>
            </>
          )}
          , within what you choose here and never beyond your own roles.
        </p>
        <DeskForm form={form} action={path}>
          <KeyFields form={form} />
          <Buttons does="Make a key" back={{ path: '/account', name: 'Back to your account' }} />
        </DeskForm>
      </div>
    </DeskFrame>
  );
}
