import { doer, withNames } from '@assay/office/case-file/names-in-case';
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
      line={(event, says) => ({
        says: (
          <>
            <p>{withNames(says, names)}</p>
            {!says.includes(event.because) && <p>{event.because}</p>}
            {event.jumped && <Jumped {...event.jumped} />}
          </>
        ),
        by: doer(names, event),
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
