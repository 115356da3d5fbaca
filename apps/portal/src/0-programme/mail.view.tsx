import type { MailSeen, MailStanding } from '@assay/office/notices/mail-desk';
import type { JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { DataTable, type Column } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, DeskForm } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { Moment } from '../layout/when.tsx';

/** The mail of an installation, a page at a time. */
export function MailListView({
  at,
  mails,
  state,
  isFirst,
}: {
  readonly at: DeskContext;
  readonly mails: { readonly rows: readonly MailSeen[]; readonly next?: string };
  readonly state: MailStanding | undefined;
  readonly isFirst: boolean;
}): JSX.Element {
  return (
    <DeskFrame title="Mail" at={at}>
      <h1>Mail</h1>
      <p class="lead">
        What this installation tells people by mail. Where no mail server is set, mail is kept here and goes
        nowhere.
      </p>
      <nav aria-label="Which mail">
        <ul class="filters">
          {FILTERS.map(([value, name]) => (
            <li>
              <a
                href={value === undefined ? '/desk/mail' : `/desk/mail?state=${value}`}
                aria-current={value === state ? 'true' : undefined}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {mails.rows.length === 0 ? (
        <Empty says="There is no such mail." />
      ) : (
        <DataTable caption="Newest first" columns={COLUMNS} rows={mails.rows} />
      )}
      <PagesOn
        path="/desk/mail"
        query={state === undefined ? {} : { state }}
        next={mails.next}
        isFirst={isFirst}
      />
    </DeskFrame>
  );
}

/** One mail. Its text is shown only where it was kept here: what went to somebody is theirs to read. */
export function MailView({
  at,
  mail,
  form,
}: {
  readonly at: DeskContext;
  readonly mail: MailSeen;
  readonly form: FormState;
}): JSX.Element {
  const { id, subject, address, enqueuedAt, state, attempts, nextAt, failure, body } = mail;
  return (
    <DeskFrame title={subject} at={at}>
      <ErrorSummary form={form} />
      <p>
        <a href="/desk/mail">Mail</a>
      </p>
      <h1>{subject}</h1>
      <SummaryList
        rows={[
          { name: 'To', value: <span class="code">{address}</span> },
          { name: 'Written', value: <Moment at={enqueuedAt} /> },
          { name: 'Standing', value: `${NAMES[state]}, ${String(attempts)} tried` },
          ...(state === 'waiting' ? [{ name: 'Next attempt', value: <Moment at={nextAt} /> }] : []),
          ...(failure === undefined ? [] : [{ name: 'Last failure', value: failure }]),
        ]}
      />
      {state === 'dead' && (
        <Notice kind="warning" title="Given up">
          <p>It can be sent once more when what hindered it is mended.</p>
          <DeskForm form={form} action={`/desk/mail/${id}/again`}>
            <Buttons does="Send it again" />
          </DeskForm>
        </Notice>
      )}
      {state === 'captured' ? (
        <>
          <h2>Text</h2>
          <pre class="mail">{body}</pre>
          <p>
            <a href={`/desk/mail/${id}/source`}>As it would have gone (.eml)</a>
          </p>
        </>
      ) : (
        <p class="soft">Its text is for whoever it goes to, and is not shown here.</p>
      )}
    </DeskFrame>
  );
}

const NAMES: Readonly<Record<MailStanding, string>> = {
  waiting: 'Waiting',
  sent: 'Sent',
  captured: 'Kept here',
  dead: 'Given up',
};

const FILTERS: readonly (readonly [MailStanding | undefined, string])[] = [
  [undefined, 'All'],
  ['captured', 'Kept here'],
  ['waiting', 'Waiting'],
  ['sent', 'Sent'],
  ['dead', 'Given up'],
];

const COLUMNS: readonly Column<MailSeen>[] = [
  { name: 'Subject', cell: ({ id, subject }) => <a href={`/desk/mail/${id}`}>{subject}</a> },
  { name: 'To', cell: ({ address }) => <span class="code">{address}</span> },
  { name: 'Written', cell: ({ enqueuedAt }) => <Moment at={enqueuedAt} /> },
  {
    name: 'Standing',
    cell: ({ state, failure }) => (
      <>
        {NAMES[state]}
        {failure !== undefined && <span class="sub">{failure}</span>}
      </>
    ),
  },
];
