import type { Reason } from '@assay/vocabulary/evaluation';
import type { Setting } from '@assay/vocabulary/scheme';

import { reason } from '../reason.ts';
import { upward, type Reading } from './scheme-change.ts';

/** More is asked than before. */
export function more(because: Reason): Reading {
  return { direction: 'stricter', because };
}

/** Less is asked than before. */
export function less(because: Reason): Reading {
  return { direction: 'weaker', because };
}

/** Neither more nor less. */
export function without(because: Reason): Reading {
  return { direction: 'neutral', because };
}

/** It differs, and the data does not say which way. */
export function undecided(): Reading {
  return { direction: 'changed', because: reason('no-direction') };
}

/** Two numbers of a scheme; comparable only where both are fixed and counted in the same unit. */
export function compareNumbers(
  before: Setting | undefined,
  after: Setting | undefined,
  shorterIs: 'stricter' | 'weaker',
): Reading {
  if (typeof before?.value !== 'number' || typeof after?.value !== 'number')
    return { direction: 'changed', because: reason('number-not-fixed') };
  const facts = { before: spoken(before), after: spoken(after) };
  if (before.unit !== after.unit) return { direction: 'changed', because: reason('other-unit', facts) };
  const [low, high] = shorterIs === 'stricter' ? [after, before] : [before, after];
  const direction = upward(Number(low.value), Number(high.value));
  return { direction, because: reason(`number-${direction}`, facts) };
}

function spoken({ value, unit }: Setting): string {
  return `${String(value)} ${unit}`;
}
