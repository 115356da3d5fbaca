import type { CaseSheet } from '@assay/office/case-file/case-sheet';
import { caseLine } from '@assay/office/rehearsal/story';
import type { Words } from '@assay/office/words';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { ComponentChildren, JSX } from 'preact';

import { Moment } from '../layout/when.tsx';

export type HistoryPage = { readonly sheet: CaseSheet; readonly words: Words };

/** One event in a line, and who is said to have done it. */
export type HistoryLine = { readonly says: ComponentChildren; readonly by: string };

/** Everything that happened in a case, the newest first; how much of it a reader is told is up to `line`. */
export function HistoryList({
  sheet,
  words,
  line,
}: HistoryPage & { readonly line: (event: CaseEvent, says: string) => HistoryLine }): JSX.Element {
  const { events, evaluation } = sheet;
  return (
    <ol class="steps" reversed>
      {events.toReversed().map((event) => {
        const { title, says } = caseLine(event, words, evaluation);
        const told = line(event, says);
        return (
          <li>
            <p class="stage">
              <strong>{title}</strong>
              <Moment at={event.at} />
            </p>
            {told.says}
            <p class="soft">{told.by}</p>
          </li>
        );
      })}
    </ol>
  );
}
