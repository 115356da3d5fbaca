import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { JSX } from 'preact';

import { pathOfCase } from './case-room.ts';
import { HistoryList, type HistoryPage } from './history-list.view.tsx';

/** What happened in a case, for whoever works on it: what, who, from which seat, and why. */
export function CaseHistory({ sheet, words }: HistoryPage): JSX.Element {
  const { names } = sheet;
  return (
    <HistoryList
      {...{ sheet, words }}
      line={({ by, as, because, jumped }, says) => ({
        says: (
          <>
            <p>{named(says, names)}</p>
            {!says.includes(because) && <p>{because}</p>}
            {jumped && <Jumped {...jumped} />}
          </>
        ),
        by: `${names.people.get(by) ?? by}${as === undefined ? '' : `, for ${names.organisations.get(as) ?? as}`}`,
      })}
    />
  );
}

/** That a case was taken before earlier ones, and why. */
function Jumped({ count, because, cases }: NonNullable<CaseEvent['jumped']>): JSX.Element {
  return (
    <p>
      <strong>Taken before {count === 1 ? '1 earlier case' : `${String(count)} earlier cases`}.</strong>{' '}
      {because}{' '}
      {cases.map((id) => (
        <>
          <a class="code" href={pathOfCase(id)}>
            {id}
          </a>{' '}
        </>
      ))}
    </p>
  );
}

/** Bodies by their names, where a sentence names them by their ids. */
function named(says: string, { bodies }: CaseSheet['names']): string {
  return [...bodies].reduce((text, [body, name]) => text.replaceAll(body, name), says);
}
