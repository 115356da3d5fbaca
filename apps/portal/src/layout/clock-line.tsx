import type { CalendarDate } from '@assay/vocabulary/instant';
import type { JSX } from 'preact';

import { Day } from './when.tsx';

/** How a clock stands: far from its day, near it, past it; waiting for somebody else; or stopped in time or late. */
export type ClockState = 'running' | 'soon' | 'overdue' | 'paused' | 'met' | 'late';

/** A clock as it stands, in words. */
export type ClockShown = {
  /** What runs, such as “Decision”. */
  readonly name: string;
  readonly state: ClockState;
  /** The last day; while paused the day that it would be now. Absent: the scheme fixes no number. */
  readonly due?: CalendarDate;
  /** Each step of the count, in sentences: from when, how many days of which calendar, what paused it. */
  readonly why: readonly string[];
};

/** One clock: word, shape and day in a line, which opens into why it stands where it stands. */
export function ClockLine({ clock }: { readonly clock: ClockShown }): JSX.Element {
  const { name, due, why } = clock;
  const line = (
    <>
      <ClockBadge state={clock.state} /> {name}
      {due !== undefined && (
        <>
          {' '}
          <span class="soft">
            {BEFORE_DAY[clock.state]} <Day at={due} />
          </span>
        </>
      )}
    </>
  );
  if (why.length === 0) return <p class="clock">{line}</p>;
  return (
    <details class="clock">
      <summary>{line}</summary>
      <ol>
        {why.map((one) => (
          <li>{one}</li>
        ))}
      </ol>
    </details>
  );
}

/** How a clock stands, as word, shape and colour. */
export function ClockBadge({ state }: { readonly state: ClockState }): JSX.Element {
  return (
    <span class={`badge clock-${state}`}>
      <svg class="shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        {SHAPES[state]}
      </svg>
      {WORDS[state]}
    </span>
  );
}

const WORDS: Readonly<Record<ClockState, string>> = {
  running: 'Running',
  soon: 'Due soon',
  overdue: 'Overdue',
  paused: 'Paused',
  met: 'Done in time',
  late: 'Done late',
};

const BEFORE_DAY: Readonly<Record<ClockState, string>> = {
  running: 'due',
  soon: 'due',
  overdue: 'was due',
  paused: 'would be due',
  met: 'was due',
  late: 'was due',
};

/** Six silhouettes that differ without colour, in a box of 16 by 16. */
const SHAPES: Readonly<Record<ClockState, JSX.Element>> = {
  running: (
    <>
      <circle class="line" cx="8" cy="8" r="6.5" />
      <path class="line" d="M8 4v4l2.8 1.700" />
    </>
  ),
  soon: (
    <>
      <path d="M8 .8 15.700 15H.3z" />
      <path class="cut" d="M8 6v4m0 2.600v.1" />
    </>
  ),
  overdue: (
    <>
      <path d="M5 .5h6L15.500 5v6L11 15.500H5L.5 11V5z" />
      <path class="cut" d="M8 4v4.500m0 3v.1" />
    </>
  ),
  paused: (
    <>
      <path class="line" d="M8 1.200 14.800 8 8 14.800 1.200 8z" />
      <path class="line" d="M6.600 6v4m2.800-4v4" />
    </>
  ),
  met: (
    <>
      <circle cx="8" cy="8" r="7.5" />
      <path class="cut" d="M4.5 8.300l2.3 2.3 4.5-4.9" />
    </>
  ),
  late: (
    <>
      <path d="M1 1h14v14H1z" />
      <path class="cut" d="M4.5 8.300l2.3 2.3 4.5-4.9" />
    </>
  ),
};
