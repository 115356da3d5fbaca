import type { MemberShown } from '@assay/office/0-programme/people/desk';
import type { JSX } from 'preact';

import type { DeskContext } from '../../http/desk-route.ts';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { SummaryList } from '../../layout/summary-list.tsx';
import { Day } from '../../layout/when.tsx';
import { ConflictList } from './conflict-list.tsx';
import { rolesInWords } from './people-words.ts';

/** One member, as their manager sees them, with what may be done. */
export function MemberView({
  at,
  member,
  others,
}: {
  readonly at: DeskContext;
  readonly member: MemberShown;
  readonly others: readonly MemberShown[];
}): JSX.Element {
  const { name, mail, roles, conflicts, since, until, person } = member;
  const here = `/desk/organisation/people/${person}`;
  const acts =
    until === undefined
      ? [
          ...(others.length > 0 ? [{ to: 'transfer', says: 'Hand over roles' }] : []),
          ...(person === at.signed.person ? [] : [{ to: 'recovery', says: 'Let them sign in anew' }]),
          { to: 'end', says: 'End the membership' },
        ]
      : [{ to: 'begin', says: 'Let them act again' }];
  return (
    <DeskFrame title={name} at={at}>
      <p>
        <a href="/desk/organisation">The organisation</a>
      </p>
      <h1>{name}</h1>
      <SummaryList
        rows={[
          { name: 'Mail', value: mail },
          {
            ...{ name: 'Roles', value: rolesInWords(roles) },
            ...(until === undefined && { change: `${here}/roles` }),
          },
          {
            name: 'Acts for the organisation',
            value: (
              <>
                since <Day at={since} />
                {until !== undefined && (
                  <>
                    {' '}
                    until <Day at={until} />
                  </>
                )}
              </>
            ),
          },
        ]}
      />
      <h2>Conflicts of interest</h2>
      {conflicts.length === 0 ? <p>None is declared.</p> : <ConflictList conflicts={conflicts} />}
      <ul class="plain-list">
        {until === undefined && (
          <li>
            <a href={`${here}/conflict`}>Declare a conflict</a>
          </li>
        )}
        {conflicts.length > 0 && person !== at.signed.person && (
          <li>
            <a href={`${here}/conflict-over`}>Take a conflict back</a>
          </li>
        )}
      </ul>
      <h2>Membership</h2>
      <ul class="plain-list">
        {acts.map(({ to, says }) => (
          <li>
            <a href={`${here}/${to}`}>{says}</a>
          </li>
        ))}
      </ul>
    </DeskFrame>
  );
}
