import type { RegisteredShown } from '@assay/office/0-programme/people/desk';
import type { Organisation, OrganisationKind } from '@assay/vocabulary/organisation';
import type { JSX } from 'preact';

import { schemeName } from '../../case-file/queue.view.tsx';
import type { DeskContext } from '../../http/desk-route.ts';
import type { FormState } from '../../http/form-state.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Empty } from '../../layout/empty.tsx';
import { ErrorSummary } from '../../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Field, TextArea } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { PagesOn } from '../../layout/pages-on.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { History } from './organisation.view.tsx';
import { KIND_WORDS } from './people-words.ts';
import { SearchByName } from './search-by-name.tsx';

const path = '/desk/organisations';

/** Every organisation that takes part, the newest first. */
export function OrganisationsView({
  at,
  page,
  text,
  isFirst,
}: {
  readonly at: DeskContext;
  readonly page: { readonly rows: readonly Organisation[]; readonly next?: string };
  readonly text: string;
  readonly isFirst: boolean;
}): JSX.Element {
  return (
    <DeskFrame title="Organisations" at={at}>
      <h1>Organisations</h1>
      <p>
        <a href={`${path}/register`}>Let an organisation in</a>
      </p>
      <SearchByName path={path} text={text} of="organisations" />
      {page.rows.length === 0 ? (
        <Empty says="No organisation has such a name." />
      ) : (
        <DataTable
          caption="Newest first"
          columns={[
            { name: 'Name', cell: ({ id, name }) => <a href={`${path}/${id}`}>{name}</a> },
            { name: 'Takes part as', cell: ({ kinds }) => kindsInWords(kinds) },
            {
              name: 'Contact',
              cell: ({ contact }) => contact ?? <span class="soft">Not given</span>,
            },
          ]}
          rows={page.rows}
        />
      )}
      <PagesOn {...{ path, next: page.next, isFirst }} {...(text !== '' && { query: { text } })} />
    </DeskFrame>
  );
}

/** What there is to know of an organisation that is let in. */
export function RegisterView({
  at,
  form,
  kinds,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly kinds: readonly OrganisationKind[];
}): JSX.Element {
  return (
    <DeskFrame title="Let an organisation in" at={at}>
      <ErrorSummary form={form} />
      <h1>Let an organisation in</h1>
      <DeskForm form={form}>
        <DescribedFields at={at} form={form} kinds={kinds} />
        <TextArea {...{ form, name: 'because', rows: 2 }} />
        <Buttons does="Let it in" back={{ path, name: 'Back' }} />
      </DeskForm>
    </DeskFrame>
  );
}

/** What an organisation is said to be, as far as `kinds` may be given. */
export function DescribedFields({
  at,
  form,
  kinds,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly kinds: readonly OrganisationKind[];
}): JSX.Element {
  const schemes = [...new Set([...at.office.library.catalogue.schemes.values()].map(({ id }) => id))];
  return (
    <>
      <Field {...{ form, name: 'name', width: 'half' }} />
      <Choices
        {...{ form, name: 'kinds', several: true }}
        of={kinds.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
      />
      <Field {...{ form, name: 'contact', width: 'half' }} hint="Where it may be written to." />
      <TextArea {...{ form, name: 'manufacturers', rows: 3 }} hint="One a line; only for a developer." />
      {kinds.includes('label-administrator') && (
        <Field
          {...{ form, name: 'administrator', width: 'short' }}
          hint="Two characters that will begin each of its labels."
        />
      )}
      {kinds.includes('scheme-owner') && (
        <Choices
          {...{ form, name: 'schemes', several: true }}
          hint="Only for a lead administrator, scheme owner or authority."
          of={schemes.toSorted().map((id) => ({ value: id, label: schemeName(at, id) }))}
        />
      )}
    </>
  );
}

/** An organisation from outside, and the invitation of its first manager. */
export function RegisteredView({
  at,
  form,
  shown: { organisation, managers, history, names },
  link,
  done,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly shown: RegisteredShown;
  readonly link?: string;
  /** What was just done. */
  readonly done?: string;
}): JSX.Element {
  const { name, kinds, contact, administrator, body, manufacturers, schemes } = organisation;
  return (
    <DeskFrame title={name} at={at}>
      {link !== undefined && (
        <Notice kind="done" title="The invitation is on its way">
          <p>Where mail does not arrive, hand over this link yourself. It is shown only now.</p>
          <p class="code link">{link}</p>
        </Notice>
      )}
      {done !== undefined && <Notice kind="done" title={done} />}
      <ErrorSummary form={form} />
      <p class="back">
        <a href={path}>Organisations</a>
      </p>
      <h1>{name}</h1>
      <SummaryList
        rows={[
          { name: 'Takes part as', value: kindsInWords(kinds) },
          { name: 'Contact', value: contact },
          ...(administrator === undefined ? [] : [{ name: 'Code', value: administrator }]),
          ...(body === undefined
            ? []
            : [{ name: 'Body', value: <a href={`/desk/bodies/${body}`}>{body}</a> }]),
          ...(manufacturers.length === 0 ? [] : [{ name: 'Applies as', value: manufacturers.join('; ') }]),
          ...(schemes.length === 0
            ? []
            : [{ name: 'Looks after', value: schemes.map((id) => schemeName(at, id)).join(', ') }]),
          { name: 'Managers', value: String(managers) },
        ]}
      />
      <p>
        <a href={`${path}/${organisation.id}/edit`}>Change what it is</a>
      </p>
      {managers === 0 && link === undefined && (
        <>
          <h2>Invite its first manager</h2>
          <DeskForm form={form}>
            <Field {...{ form, name: 'mail', type: 'email', width: 'half' }} />
            <TextArea {...{ form, name: 'because', rows: 2 }} />
            <Buttons does="Send the invitation" />
          </DeskForm>
        </>
      )}
      <History of={history} names={names} />
    </DeskFrame>
  );
}

function kindsInWords(kinds: readonly OrganisationKind[]): string {
  return kinds.map((kind) => KIND_WORDS[kind]).join(', ');
}
