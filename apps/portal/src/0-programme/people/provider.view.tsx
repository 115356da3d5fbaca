import type { OpenIdProvider } from '@assay/office/sign-in/openid-provider';
import type { JSX } from 'preact';

import type { DeskContext } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { ConfirmPage } from '../../layout/confirm-page.tsx';
import { DataTable } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Empty } from '../../layout/empty.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, DeskForm, Field, Tick } from '../../layout/form.tsx';

const path = '/desk/organisation/sign-in';

/** The providers of an organisation, each with the address that it must know. */
export function ProvidersView({
  at,
  providers,
}: {
  readonly at: DeskContext;
  readonly providers: readonly OpenIdProvider[];
}): JSX.Element {
  return (
    <DeskFrame title="Signing in with your own accounts" at={at}>
      <p class="back">
        <a href="/desk/organisation">The organisation</a>
      </p>
      <h1>Signing in with your own accounts</h1>
      <p class="lead">
        Where the organisation runs an OpenID Connect provider, its people can sign in there. It vouches for
        them in this organisation alone, and only for whoever was invited here.
      </p>
      <p>
        <a href={`${path}/new`}>Set up a provider</a>
      </p>
      {providers.length === 0 ? (
        <Empty says="There is none: everybody signs in here, with a passkey or a password." />
      ) : (
        <DataTable<OpenIdProvider>
          caption="By name"
          rows={providers}
          columns={[
            {
              name: 'Name',
              cell: ({ id, name }) => (
                <>
                  <a href={`${path}/${id}`}>{name}</a>
                  <span class="sub code">{id}</span>
                </>
              ),
            },
            { name: 'Issuer', cell: ({ issuer }) => <span class="code">{issuer}</span> },
            {
              name: 'Client',
              cell: ({ clientId, sealedSecret }) => (
                <>
                  <span class="code">{clientId}</span>
                  <span class="sub">
                    {sealedSecret ? 'with a secret' : 'without a secret, by PKCE alone'}
                  </span>
                </>
              ),
            },
            { name: 'Leads back to', cell: ({ id }) => <span class="code">{callbackOf(at, id)}</span> },
            {
              name: 'Act',
              cell: ({ id, name }) => (
                <a href={`${path}/${id}/drop`}>
                  Close<span class="unseen"> {name}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </DeskFrame>
  );
}

/** A provider to set up, or, where one is `held`, to set anew. */
export function ProviderView({
  at,
  form,
  held,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly held?: OpenIdProvider;
}): JSX.Element {
  const title = held ? `Change ${held.name}` : 'Set up a provider';
  return (
    <DeskFrame title={title} at={at}>
      <ErrorSummary form={form} />
      <h1>{title}</h1>
      <p>
        At the provider, register a web application with the redirect address{' '}
        <span class="code">{callbackOf(at, held?.id ?? 'id-here')}</span>.
      </p>
      <DeskForm form={form}>
        {!held && (
          <Field
            {...{ form, name: 'id', width: 'half' }}
            hint="Part of the redirect address; it cannot be changed later."
          />
        )}
        <Field
          {...{ form, name: 'name', width: 'half' }}
          hint="What stands on the button of the sign-in page."
        />
        <Field
          {...{ form, name: 'issuer', type: 'url' }}
          hint="An https address, exactly as the provider names itself."
        />
        <Field {...{ form, name: 'clientId', width: 'half' }} />
        <Field
          {...{ form, name: 'clientSecret', type: 'password', width: 'half' }}
          hint={
            held?.sealedSecret
              ? 'Leave it empty to keep the one that is set. It is kept sealed, and never shown.'
              : 'Leave it empty where the provider gave none. It is kept sealed, and never shown.'
          }
        />
        {held?.sealedSecret && (
          <Tick {...{ form, name: 'open' }} hint="The application is held by PKCE alone." />
        )}
        <Buttons does={held ? 'Change it' : 'Set it up'} back={{ path, name: 'Back' }} />
      </DeskForm>
    </DeskFrame>
  );
}

/** Asked before a provider is closed. */
export function DropProviderView({
  at,
  form,
  held,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly held: OpenIdProvider;
}): JSX.Element {
  return (
    <ConfirmPage
      {...{ at, form, title: `Close ${held.name}?`, does: 'Close it' }}
      back={{ path, name: 'Leave it open' }}
    >
      <p>
        Nobody signs in there any more. Whoever has neither passkey nor password here gets in again only by a
        link that you make for them. Sessions that it let in go on until they end.
      </p>
    </ConfirmPage>
  );
}

function callbackOf({ office }: DeskContext, id: string): string {
  return `${office.origin}/sign-in/openid/${id}/callback`;
}
