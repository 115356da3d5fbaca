import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import { unreachable } from '@assay/vocabulary/result';
import type { ComponentChildren, JSX } from 'preact';

import { sentencesOf, wordOf, type Standing } from './standing.ts';
import { StateShape } from './state-badge.tsx';
import { Day } from './when.tsx';

type Banner = {
  readonly standing: Standing;
  readonly sandbox: boolean;
  readonly times: Times;
  /** What else must be known before the state is believed. */
  readonly note?: ComponentChildren;
  /** What stands below, within the border of a sandbox. */
  readonly children?: ComponentChildren;
};

type Times = {
  /** Since when the label is in its state. */
  readonly since: Instant;
  readonly validUntil: Instant;
  readonly supportEnd: CalendarDate | null;
  /** When what proves the label ran out, where that is known. */
  readonly provenUntil?: Instant | undefined;
};

/** First on the page of a label: its state as shape, word and sentence, and since when or until when. */
export function StateBanner({ standing, sandbox, times, note, children }: Banner): JSX.Element {
  const { headline, meaning } = sentencesOf(standing, sandbox ? 'This sandbox label' : 'This label');
  return (
    <div class={sandbox ? 'hatched' : undefined}>
      <div class={`state is-${standing}`}>
        <StateShape standing={standing} />
        <div>
          <p class="word">
            {sandbox && 'SANDBOX · '}
            {wordOf(standing)}
          </p>
          <h1>{headline}</h1>
          <p>
            {sandbox && 'This is a rehearsal: it says nothing about any real product. '}
            {(standing !== 'valid' || !sandbox) && meaning} {when(standing, times)}
          </p>
          {note !== undefined && <p>{note}</p>}
        </div>
      </div>
      {children}
    </div>
  );
}

function when(standing: Standing, times: Times): JSX.Element | null {
  const { since, validUntil, supportEnd, provenUntil } = times;
  switch (standing) {
    case 'valid':
      return (
        <>
          Valid since <Day at={since} />, and until <Day at={validUntil} /> unless it is stopped before.
        </>
      );
    case 'suspended':
    case 'revoked':
      return (
        <>
          {wordOf(standing)} since <Day at={since} />.
        </>
      );
    case 'expired':
      return (
        <>
          It ran until <Day at={validUntil} />.
        </>
      );
    case 'support-ended':
      return supportEnd === null ? null : (
        <>
          They were promised until <Day at={supportEnd} />.
        </>
      );
    case 'stale':
      return provenUntil === undefined ? null : (
        <>
          It could be relied on until <Day at={provenUntil} />.
        </>
      );
    case 'invalid':
    case 'not-yet-valid':
    case 'unknown':
      return null;
    default:
      return unreachable(standing);
  }
}
