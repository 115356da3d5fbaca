import type { ProgramsShown } from '@assay/office/sign-in/programs-of-seat';
import type { Role } from '@assay/vocabulary/programme';
import type { JSX } from 'preact';

import type { DeskContext } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { ConfirmPage } from '../../layout/confirm-page.tsx';
import { DataTable } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Empty } from '../../layout/empty.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Field } from '../../layout/form.tsx';
import { Day } from '../../layout/when.tsx';
import { KeyFields } from '../../sign-in/key-form.tsx';
import { ROLE_WORDS } from './people-words.ts';

const path = '/desk/organisation/services';
const back = { path, name: 'Back' };
type Service = ProgramsShown['services'][number];
type Key = ProgramsShown['keys'][number];
type View = { readonly at: DeskContext; readonly form: FormState };

/** The service accounts of an organisation, and every key that acts for it. */
export function ServicesView({
  at,
  shown: { services, keys, names },
}: {
  readonly at: DeskContext;
  readonly shown: ProgramsShown;
}): JSX.Element {
  const opens = (key: Key) => key.revokedAt === undefined && key.until > at.now;
  return (
    <DeskFrame title="Programs" at={at}>
      <p class="back">
        <a href="/desk/organisation">The organisation</a>
      </p>
      <h1>Programs</h1>
      <p class="lead">
        A service account acts for the organisation and belongs to nobody: it stays when people leave. It gets
        in by its keys alone, hands in and reads; judging, deciding and managing take a person.
      </p>
      <p>
        <a href={`${path}/new`}>Make a service account</a>
      </p>
      {services.length === 0 ? (
        <Empty says="There is no service account." />
      ) : (
        <DataTable<Service>
          caption="Service accounts, the oldest first"
          rows={services}
          columns={[
            { name: 'Name', cell: ({ name }) => name },
            { name: 'Made', cell: ({ madeAt }) => <Day at={madeAt} /> },
            {
              name: 'Keys that open',
              cell: ({ person }) => String(keys.filter((key) => key.person === person && opens(key)).length),
            },
            {
              name: 'Act',
              cell: ({ person, name }) => (
                <ul class="plain-list across">
                  <li>
                    <a href={`${path}/${person}/key`}>
                      Make a key<span class="unseen"> for {name}</span>
                    </a>
                  </li>
                  <li>
                    <a href={`/desk/organisation/people/${person}/end`}>
                      End<span class="unseen"> {name}</span>
                    </a>
                  </li>
                </ul>
              ),
            },
          ]}
        />
      )}
      <h2>Keys</h2>
      {keys.length === 0 ? (
        <Empty says="No key acts for the organisation." />
      ) : (
        <DataTable<Key>
          caption="Every key that acts for the organisation, the newest first"
          rows={keys}
          columns={[
            {
              name: 'Name',
              cell: ({ name, ending }) => (
                <>
                  {name}
                  <span class="sub">
                    ends with <code>{ending}</code>
                  </span>
                </>
              ),
            },
            { name: 'Of', cell: ({ person }) => names.get(person) ?? person },
            { name: 'For', cell: ({ scopes }) => <span class="code">{scopes.join(', ')}</span> },
            { name: 'Used last', cell: ({ lastUsedAt }) => (lastUsedAt ? <Day at={lastUsedAt} /> : 'Never') },
            { name: 'Until', cell: ({ until }) => <Day at={until} /> },
            { name: 'State', cell: (key) => <State held={key} open={opens(key)} /> },
          ]}
        />
      )}
    </DeskFrame>
  );
}

function State({ held, open }: { readonly held: Key; readonly open: boolean }): JSX.Element {
  if (held.revokedAt !== undefined) return <>Revoked</>;
  if (!open) return <>Ended</>;
  return (
    <a href={`/desk/organisation/keys/${held.id}/revoke`}>
      Revoke<span class="unseen"> {held.name}</span>
    </a>
  );
}

export function NewServiceView({ at, form, roles }: View & { readonly roles: readonly Role[] }): JSX.Element {
  return (
    <DeskFrame title="Make a service account" at={at}>
      <ErrorSummary form={form} />
      <h1>Make a service account</h1>
      {roles.length === 0 ? (
        <p>
          What the people of this organisation do takes a person: there is nothing that a program could be
          here. <a href={path}>Back</a>
        </p>
      ) : (
        <DeskForm form={form}>
          <Field
            {...{ form, name: 'name', width: 'half' }}
            hint="It stands beside everything that it does."
          />
          <Choices
            {...{ form, name: 'roles', several: true }}
            of={roles.map((role) => ({
              value: role,
              label: ROLE_WORDS[role].name,
              hint: `Which ${ROLE_WORDS[role].does}.`,
            }))}
          />
          <Buttons does="Make it" back={back} />
        </DeskForm>
      )}
    </DeskFrame>
  );
}

export function NewKeyView({ at, form, service }: View & { readonly service: Service }): JSX.Element {
  return (
    <DeskFrame title={`A key for ${service.name}`} at={at}>
      <div class="narrow">
        <ErrorSummary form={form} />
        <h1>A key for {service.name}</h1>
        <p>
          A program that shows it acts as {service.name}, within what you choose here and never beyond its
          roles.
        </p>
        <DeskForm form={form}>
          <KeyFields form={form} />
          <Buttons does="Make a key" back={back} />
        </DeskForm>
      </div>
    </DeskFrame>
  );
}

export function RevokeKeyView({
  at,
  form,
  held,
  whose,
}: View & { readonly held: Key; readonly whose: string }): JSX.Element {
  return (
    <ConfirmPage
      {...{ at, form, title: `Revoke the key “${held.name}”?`, does: 'Revoke it' }}
      back={{ path, name: 'Leave it' }}
    >
      <p>
        It is of {whose}, ends with <code>{held.ending}</code> and{' '}
        {held.lastUsedAt === undefined ? (
          'was never used'
        ) : (
          <>
            was used last on <Day at={held.lastUsedAt} />
          </>
        )}
        . Whatever program shows it is turned away from the very next request on; it cannot be given back.
      </p>
    </ConfirmPage>
  );
}
