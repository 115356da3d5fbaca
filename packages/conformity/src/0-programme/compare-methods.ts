import type { Competence, Method } from '@assay/vocabulary/scheme';

import { DISTANCE, RIGOUR, STANDS_FOR } from '../2-evaluation/method.ts';
import { reason } from '../reason.ts';
import { less, more, undecided, without } from './directions.ts';
import { upward, type Reading } from './scheme-change.ts';

/** How two methods differ in what they demand, side by side: rigour, distance from the maker, competence. */
export function compareMethods(before: Method, after: Method): Readonly<Record<string, Reading>> {
  return {
    ...(before.activity !== after.activity && {
      activity: ranked(RIGOUR[before.activity], RIGOUR[after.activity]),
    }),
    ...(before.party !== after.party && { party: ranked(DISTANCE[before.party], DISTANCE[after.party]) }),
    ...(before.competence !== after.competence && {
      competence: competences(before.competence, after.competence),
    }),
  };
}

function ranked(before: number, after: number): Reading {
  const direction = upward(before, after);
  return direction === 'neutral'
    ? without(reason('already-so'))
    : direction === 'stricter'
      ? more(reason('asks-more'))
      : less(reason('asks-less'));
}

/** Accreditation to one standard does not stand in for accreditation to another. */
function competences(before: Competence, after: Competence): Reading {
  if (STANDS_FOR[after].includes(before)) return more(reason('asks-more'));
  return STANDS_FOR[before].includes(after) ? less(reason('asks-less')) : undecided();
}

/** Days after which a result no longer counts: a limit asks more than none, and the shorter one more. */
export function compareAges(
  before: number | 'unset' | undefined,
  after: number | 'unset' | undefined,
): Reading {
  if (before === 'unset' || after === 'unset')
    return { direction: 'changed', because: reason('number-not-fixed') };
  return ranked(-(before ?? Infinity), -(after ?? Infinity));
}
