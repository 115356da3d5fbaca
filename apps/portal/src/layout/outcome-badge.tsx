import type { Outcome } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

/** Outcome of a requirement as word, shape and colour. */
export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }): JSX.Element {
  return (
    <span class={`badge is-${outcome}`}>
      <svg class="shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        {OUTCOME_SHAPES[outcome]}
      </svg>
      {OUTCOME_WORDS[outcome]}
    </span>
  );
}

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-applicable': 'Does not apply',
  'no-evidence': 'No evidence',
  inconclusive: 'Inconclusive',
  unanswered: 'Unanswered',
};

/** The shape of each outcome in a box of 16 by 16. */
export const OUTCOME_SHAPES: Readonly<Record<Outcome, JSX.Element>> = {
  met: (
    <>
      <circle cx="8" cy="8" r="7.5" />
      <path class="cut" d="M4.5 8.300l2.3 2.3 4.5-4.9" />
    </>
  ),
  'not-met': (
    <>
      <path d="M1 1h14v14H1z" />
      <path class="cut" d="M5 5l6 6m0-6-6 6" />
    </>
  ),
  'not-applicable': <path class="line" d="M2 8h12" />,
  'no-evidence': <circle class="hollow" cx="8" cy="8" r="6.5" />,
  inconclusive: (
    <>
      <circle class="line" cx="8" cy="8" r="6.5" />
      <path d="M8 1.500a6.5 6.5 0 0 1 0 13z" />
    </>
  ),
  unanswered: <path class="line" d="M5 5.500a3 3 0 1 1 4.5 2.500C8.4 8.6 8 9.2 8 10.500m0 2.700v.6" />,
};
