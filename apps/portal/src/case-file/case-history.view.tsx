import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { caseLine } from '@assay/office/rehearsal/story';
import type { Words } from '@assay/office/words';
import type { JSX } from 'preact';

import { Moment } from '../layout/when.tsx';
import { pathOfCase } from './case-room.ts';

/** Everything that happened, the newest first: what, who, from which seat, and why. */
export function CaseHistory({
  sheet,
  words,
}: {
  readonly sheet: CaseSheet;
  readonly words: Words;
}): JSX.Element {
  const { events, evaluation, names } = sheet;
  return (
    <ol class="steps" reversed>
      {events.toReversed().map((event) => {
        const { title, says } = caseLine(event, words, evaluation);
        const { by, as, because, jumped } = event;
        return (
          <li>
            <p class="stage">
              <strong>{title}</strong>
              <Moment at={event.at} />
            </p>
            <p>{named(says, names)}</p>
            {!says.includes(because) && <p>{because}</p>}
            {jumped && (
              <p>
                <strong>
                  Taken before{' '}
                  {jumped.count === 1 ? '1 earlier case' : `${String(jumped.count)} earlier cases`}.
                </strong>{' '}
                {jumped.because}{' '}
                {jumped.cases.map((id) => (
                  <>
                    <a class="code" href={pathOfCase(id)}>
                      {id}
                    </a>{' '}
                  </>
                ))}
              </p>
            )}
            <p class="soft">
              {names.people.get(by) ?? by}
              {as !== undefined && `, for ${names.organisations.get(as) ?? as}`}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

/** Bodies by their names, where a sentence names them by their ids. */
function named(says: string, { bodies }: CaseSheet['names']): string {
  return [...bodies].reduce((text, [body, name]) => text.replaceAll(body, name), says);
}
