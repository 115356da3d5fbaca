import type { CallSeen, CallStanding, WebhookLooked, WebhookSeen } from '@assay/office/notices/webhook-desk';
import { WEBHOOK_KINDS } from '@assay/vocabulary/webhook';
import type { JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { DataTable, type Column } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { ErrorSummary } from '../layout/error-summary.tsx';
import { Buttons, Choices, DeskForm, Field } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { SummaryList } from '../layout/summary-list.tsx';
import { Moment } from '../layout/when.tsx';

/** Where an organisation's programs are called, and a form for one more. */
export function WebhooksView({
  at,
  endpoints,
  form,
}: {
  readonly at: DeskContext;
  readonly endpoints: readonly WebhookSeen[];
  readonly form: FormState;
}): JSX.Element {
  return (
    <DeskFrame title="Webhooks" at={at}>
      <ErrorSummary form={form} />
      <h1>Webhooks</h1>
      <p class="lead">
        Your own programs are called when something happens to a case of yours. A call says what happened,
        when, and to which case; what is in the case is read here, by whoever may.
      </p>
      {endpoints.length === 0 ? (
        <Empty says="No program is called yet.">
          <p>Add an endpoint below.</p>
        </Empty>
      ) : (
        <DataTable caption="Endpoints" columns={ENDPOINTS} rows={endpoints} />
      )}
      <h2>Add an endpoint</h2>
      <DeskForm form={form}>
        <Field
          form={form}
          name="url"
          type="url"
          hint="It begins with https:// and is reached from the public network."
        />
        <Choices form={form} name="kinds" several of={KINDS} />
        <Buttons does="Add the endpoint" />
      </DeskForm>
    </DeskFrame>
  );
}

/** A secret, shown the one time that it can be. */
export function SecretView({
  at,
  endpoint,
  secret,
  oldUntil,
}: {
  readonly at: DeskContext;
  readonly endpoint: string;
  readonly secret: string;
  /** Absent: the first of its endpoint. */
  readonly oldUntil?: WebhookSeen['addedAt'];
}): JSX.Element {
  return (
    <DeskFrame title="The secret of your endpoint" at={at}>
      <h1>The secret of your endpoint</h1>
      <Notice kind="warning" title="It is shown this once">
        <p>Put it where your program keeps its secrets. If it is lost, make another.</p>
      </Notice>
      <p class="secret code">{secret}</p>
      <p>
        Each call carries webhook-id, webhook-timestamp and webhook-signature as Standard Webhooks say: verify
        the signature with this secret, refuse what is older than five minutes, and refuse an id that has come
        before.
      </p>
      {oldUntil !== undefined && (
        <p>
          The secret before it goes on signing beside this one until <Moment at={oldUntil} />.
        </p>
      )}
      <p>
        <a href={`/desk/webhooks/${endpoint}`}>Go on to the endpoint</a>
      </p>
    </DeskFrame>
  );
}

/** One endpoint: how it stands, what it was called about, and what can be done. */
export function WebhookView({
  at,
  looked: { endpoint, newest, oldUntil, calls },
  state,
  isFirst,
  form,
}: {
  readonly at: DeskContext;
  readonly looked: WebhookLooked;
  readonly state: CallStanding | undefined;
  readonly isFirst: boolean;
  readonly form: FormState;
}): JSX.Element {
  const path = `/desk/webhooks/${endpoint.id}`;
  return (
    <DeskFrame title="An endpoint" at={at}>
      <ErrorSummary form={form} />
      <p>
        <a href="/desk/webhooks">Webhooks</a>
      </p>
      <h1>An endpoint</h1>
      <p class="lead code">{endpoint.url}</p>
      {endpoint.disabled && (
        <Notice kind="warning" title="Switched off">
          <p>
            {endpoint.disabled.because === 'gone'
              ? 'It answered that it is gone for good.'
              : 'It failed for days without one answer between.'}{' '}
            Nothing is sent to it since <Moment at={endpoint.disabled.at} />.
          </p>
          <DeskForm form={form} action={`${path}/enable`}>
            <Buttons does="Switch it on again" />
          </DeskForm>
        </Notice>
      )}
      <SummaryList
        rows={[
          { name: 'Called about', value: endpoint.kinds.map((kind) => <span class="sub code">{kind}</span>) },
          { name: 'Added', value: <Moment at={endpoint.addedAt} /> },
          {
            name: 'Secret',
            value: oldUntil ? (
              <>
                Two sign, until <Moment at={oldUntil} />
              </>
            ) : (
              `Number ${String(newest)}`
            ),
          },
          ...(endpoint.failingSince && !endpoint.disabled
            ? [{ name: 'Failing since', value: <Moment at={endpoint.failingSince} /> }]
            : []),
        ]}
      />
      <div class="acts">
        <DeskForm form={form} action={`${path}/ping`}>
          <Buttons does="Send a test call" />
        </DeskForm>
        <DeskForm form={form} action={`${path}/rotate`}>
          <Buttons does="Make a new secret" back={{ path: `${path}/remove`, name: 'Remove the endpoint' }} />
        </DeskForm>
      </div>
      <h2>Calls</h2>
      <nav aria-label="Which calls">
        <ul class="filters">
          {FILTERS.map(([value, name]) => (
            <li>
              <a
                href={value === undefined ? path : `${path}?state=${value}`}
                aria-current={value === state ? 'true' : undefined}
              >
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {calls.rows.length === 0 ? (
        <Empty says="No such call was made yet." />
      ) : (
        <DataTable caption="Newest first" columns={[...CALLS, replayColumn(form, path)]} rows={calls.rows} />
      )}
      <PagesOn path={path} query={state === undefined ? {} : { state }} next={calls.next} isFirst={isFirst} />
    </DeskFrame>
  );
}

const FILTERS: readonly (readonly [CallStanding | undefined, string])[] = [
  [undefined, 'All'],
  ['waiting', 'Waiting'],
  ['delivered', 'Delivered'],
  ['dead', 'Given up'],
];

const KINDS = WEBHOOK_KINDS.map((value) => ({ value, label: <span class="code">{value}</span> }));

const ENDPOINTS: readonly Column<WebhookSeen>[] = [
  {
    name: 'Address',
    cell: ({ id, url }) => (
      <a class="code" href={`/desk/webhooks/${id}`}>
        {url}
      </a>
    ),
  },
  {
    name: 'Standing',
    cell: ({ disabled, failingSince }) =>
      disabled ? 'Switched off' : failingSince ? 'Fails at the moment' : 'On',
  },
  { name: 'Called about', number: true, cell: ({ kinds }) => `${String(kinds.length)} kinds` },
];

const CALLS: readonly Column<CallSeen>[] = [
  {
    name: 'What',
    cell: ({ kind, id }) => (
      <>
        <span class="code">{kind}</span>
        <span class="sub code">{id}</span>
      </>
    ),
  },
  { name: 'When', cell: ({ enqueuedAt }) => <Moment at={enqueuedAt} /> },
  {
    name: 'What became of it',
    cell: ({ state, attempts, nextAt, status, failure }) => (
      <>
        {state === 'delivered' ? 'Delivered' : state === 'dead' ? 'Given up' : 'Waiting'}
        <span class="sub">
          {[
            `${String(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}`,
            ...(status === undefined ? [] : [`answered ${String(status)}`]),
            ...(failure === undefined ? [] : [failure]),
          ].join(', ')}
        </span>
        {state === 'waiting' && attempts > 0 && (
          <span class="sub">
            next at <Moment at={nextAt} />
          </span>
        )}
      </>
    ),
  },
];

function replayColumn(form: FormState, path: string): Column<CallSeen> {
  return {
    name: 'Again',
    cell: ({ id, kind, state }) =>
      state === 'waiting' ? (
        <span class="soft">Not while it waits</span>
      ) : (
        <DeskForm form={form} action={`${path}/replay`}>
          <input type="hidden" name="delivery" value={id} />
          <button type="submit" class="plain">
            Send again<span class="unseen"> {`${kind} ${id}`}</span>
          </button>
        </DeskForm>
      ),
  };
}
