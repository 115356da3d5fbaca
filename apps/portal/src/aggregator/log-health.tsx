import type { LogHealth, LogOnMirror } from '@assay/office/aggregator/mirror-logs';
import type { Outcome } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { OUTCOME_SHAPES } from '../layout/outcome-badge.tsx';
import { Moment } from '../layout/when.tsx';
import { faultWords, HEALTH_WORDS } from './fault-words.ts';

/** How a log does, as word, shape and colour. */
export function HealthBadge({ health }: { readonly health: LogHealth }): JSX.Element {
  return (
    <span class={`badge is-${SHAPES[health]}`}>
      <svg class="shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
        {OUTCOME_SHAPES[SHAPES[health]]}
      </svg>
      {HEALTH_WORDS[health]}
    </span>
  );
}

/** What is behind the word: why, and since when nothing newer was accepted. */
export function HealthSays({ log }: { readonly log: LogOnMirror }): JSX.Element {
  const { health, since, lookedAt, fault } = log;
  if (health === 'unseen' && !fault) return <>Nobody has looked at it yet.</>;
  if (health === 'frozen')
    return <>Its administrator has withdrawn from the scheme: nothing newer is taken from it.</>;
  if (health === 'current') return <>Looked at {lookedAt && <Moment at={lookedAt} />}.</>;
  return (
    <>
      {fault && faultWords(fault)} Nothing newer since {since && <Moment at={since} />}.
    </>
  );
}

const SHAPES: Readonly<Record<LogHealth, Outcome>> = {
  current: 'met',
  behind: 'inconclusive',
  alarm: 'not-met',
  frozen: 'not-applicable',
  unseen: 'no-evidence',
};
