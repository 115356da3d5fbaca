import type { HouseShown } from '@assay/office/0-programme/people/desk';
import type { Invitation } from '@assay/vocabulary/membership';
import type { Organisation } from '@assay/vocabulary/organisation';
import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import type { PersonId } from '@assay/vocabulary/ids';
import { unreachable } from '@assay/vocabulary/result';
import type { JSX } from 'preact';

import { schemeName } from '../../case-file/queue.view.tsx';
import type { DeskContext } from '../../http/desk-route.ts';
import { DataTable, type Column } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Empty } from '../../layout/empty.tsx';
import { Notice } from '../../layout/notice.tsx';
import { PagesOn } from '../../layout/pages-on.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { Day, Moment } from '../../layout/when.tsx';
import { HAPPENED, KIND_WORDS, rolesInWords } from './people-words.ts';

type Props = {
  readonly at: DeskContext;
  readonly house: HouseShown;
  readonly isFirst: boolean;
  /** What was just done. */
  readonly done: string | undefined;
};

/** The organisation of the seat: what it is, who acts for it, and, for its manager, whom it invited and what happened. */
export function OrganisationView({ at, house, isFirst, done }: Props): JSX.Element {
  const { organisation, manages, members, invitations, history, names } = house;
  return (
    <DeskFrame title={organisation.name} at={at}>
      {done !== undefined && <Notice kind="done" title={done} />}
      <h1>{organisation.name}</h1>
      <SummaryList
        rows={[
          { name: 'Takes part as', value: organisation.kinds.map((kind) => KIND_WORDS[kind]).join(', ') },
          ...(organisation.administrator === undefined
            ? []
            : [{ name: 'Code', value: organisation.administrator }]),
          ...(organisation.manufacturers.length === 0
            ? []
            : [{ name: 'Applies as', value: organisation.manufacturers.join('; ') }]),
          ...(organisation.schemes.length === 0
            ? []
            : [
                {
                  name: 'Looks after',
                  value: organisation.schemes.map((id) => schemeName(at, id)).join(', '),
                },
              ]),
          {
            ...{ name: 'Contact', value: organisation.contact },
            ...(manages && { change: '/desk/organisation/edit' }),
          },
        ]}
      />
      <ul class="plain-list">
        <li>
          <a href="/desk/organisation/me">Your membership</a>
        </li>
        {manages && (
          <>
            <li>
              <a href="/desk/organisation/services">Programs and their keys</a>
            </li>
            <li>
              <a href="/desk/organisation/sign-in">Signing in with your own accounts</a>
            </li>
          </>
        )}
      </ul>
      <h2>People</h2>
      {manages && (
        <p>
          <a href="/desk/organisation/invite">Invite somebody</a>
        </p>
      )}
      <DataTable
        caption="In the order in which they joined"
        columns={columnsOf(manages)}
        rows={members.rows}
      />
      <PagesOn path="/desk/organisation" next={members.next} isFirst={isFirst} />
      {manages && <Invitations of={invitations} now={at.now} />}
      {manages && <History of={history} names={names} />}
    </DeskFrame>
  );
}

type Row = HouseShown['members']['rows'][number];

function columnsOf(manages: boolean): readonly Column<Row>[] {
  return [
    {
      name: 'Name',
      cell: ({ name, person, mail }) => (
        <>
          {manages ? <a href={`/desk/organisation/people/${person}`}>{name}</a> : name}
          {manages && mail !== undefined && <span class="sub">{mail}</span>}
        </>
      ),
    },
    {
      name: 'Roles',
      cell: ({ roles, until }) =>
        until === undefined ? rolesInWords(roles) : <span class="soft">None any more</span>,
    },
    {
      name: 'Must not touch',
      cell: ({ conflicts }) =>
        conflicts.length === 0 ? (
          <span class="soft">No conflict declared</span>
        ) : (
          conflicts.map(({ manufacturer }) => manufacturer).join('; ')
        ),
    },
    {
      name: 'Acts for it',
      cell: ({ since, until }) => (
        <>
          since <Day at={since} />
          {until !== undefined && (
            <span class="sub">
              until <Day at={until} />
            </span>
          )}
        </>
      ),
    },
  ];
}

function Invitations({ of, now }: { readonly of: readonly Invitation[]; readonly now: string }): JSX.Element {
  return (
    <>
      <h2>Invitations</h2>
      {of.length === 0 ? (
        <Empty says="No invitation is open." />
      ) : (
        <DataTable
          caption="Not accepted yet, newest first"
          columns={[
            { name: 'Sent to', cell: ({ mail }) => mail ?? 'Handed over' },
            { name: 'Roles', cell: ({ roles }) => rolesInWords(roles) },
            {
              name: 'Ends',
              cell: ({ expiresAt }) => (
                <>
                  <Moment at={expiresAt} />
                  {expiresAt <= now && <span class="sub">It has ended.</span>}
                </>
              ),
            },
            {
              name: 'Act',
              cell: ({ id, mail }) => (
                <a href={`/desk/organisation/invitations/${id}/revoke`}>
                  Take back<span class="unseen"> the invitation to {mail ?? 'the first owner'}</span>
                </a>
              ),
            },
          ]}
          rows={of}
        />
      )}
    </>
  );
}

type Names = ReadonlyMap<PersonId, string>;

/** What happened to an organisation, the newest first. */
export function History({
  of,
  names,
}: {
  readonly of: readonly OrganisationEvent[];
  readonly names: Names;
}): JSX.Element {
  const named = (id: PersonId | undefined) => (id === undefined ? 'The installation' : (names.get(id) ?? id));
  return (
    <>
      <h2>History</h2>
      <details class="fold">
        <summary>The last changes, and who made them</summary>
        <DataTable<OrganisationEvent>
          caption="The last twenty changes, newest first"
          columns={[
            { name: 'When', cell: ({ at }) => <Moment at={at} /> },
            {
              name: 'What',
              cell: (event) => (
                <>
                  {HAPPENED[event.type]}
                  <span class="sub">{about(event, named)}</span>
                </>
              ),
            },
            { name: 'By', cell: ({ by }) => named(by) },
            { name: 'Because', cell: ({ because }) => because },
          ]}
          rows={of}
        />
      </details>
    </>
  );
}

/** What an organisation is said to be, in a line. */
export function inWords({ name, kinds, manufacturers, schemes }: Organisation): string {
  return [
    ...[name, kinds.map((kind) => KIND_WORDS[kind]).join(', ')],
    ...(manufacturers.length === 0 ? [] : [`applies as ${manufacturers.join(', ')}`]),
    ...(schemes.length === 0 ? [] : [`looks after ${schemes.join(', ')}`]),
  ].join('; ');
}

function about(event: OrganisationEvent, named: (id: PersonId) => string): string {
  switch (event.type) {
    case 'OrganisationRegistered':
    case 'OrganisationChanged':
      return inWords(event.organisation);
    case 'PersonInvited':
      return `${event.mail ?? 'first owner'}: ${rolesInWords(event.roles)}`;
    case 'InvitationRevoked':
      return '';
    case 'RolesChanged':
      return `${named(event.person)}: ${rolesInWords(event.to)}`;
    case 'RolesTransferred':
      return `${named(event.from)} to ${named(event.to)}: ${rolesInWords(event.roles)}`;
    case 'ConflictDeclared':
    case 'ConflictWithdrawn':
      return `${named(event.person)}: ${event.manufacturer}`;
    case 'MemberJoined':
    case 'MemberDeactivated':
    case 'MemberReactivated':
      return `${named(event.person)}: ${rolesInWords(event.roles)}`;
    default:
      return unreachable(event);
  }
}
