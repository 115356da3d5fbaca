import type { Condition, FactId } from '@assay/vocabulary/condition';
import type { Reason } from '@assay/vocabulary/evaluation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { reason } from '../../reason.ts';
import { holds } from '../truth.ts';
import type { LaidFact } from './layout.ts';
import type { RecordShape } from './record.ts';

/** 0 no, 1 unknown, 2 yes, of the record that begins at a place. */
export type Judge = (record: Int32Array, at: number) => number;

type Facts = { readonly laid: readonly LaidFact[]; readonly shape: RecordShape };

/** Makes the three-valued judge of an expression over encoded facts: it gives what `truthOf` gives. Refuses what they cannot answer. */
export function judgeOf(condition: Condition, facts: Facts): Result<Judge, Reason> {
  if ('fact' in condition) return yesNo(condition.fact, facts);
  if ('not' in condition) {
    const inner = judgeOf(condition.not, facts);
    if (!inner.ok) return inner;
    const judge = inner.value;
    return ok((record, at) => 2 - judge(record, at));
  }
  if ('all' in condition) return joined(condition.all, facts, lowest);
  if ('any' in condition) return joined(condition.any, facts, highest);
  return 'compare' in condition ? compared(condition.compare, facts) : contained(condition.in, facts);
}

function joined(
  members: readonly Condition[],
  facts: Facts,
  join: (judges: readonly Judge[]) => Judge,
): Result<Judge, Reason> {
  const judges: Judge[] = [];
  for (const member of members) {
    const judge = judgeOf(member, facts);
    if (!judge.ok) return judge;
    judges.push(judge.value);
  }
  return ok(join(judges));
}

function lowest(judges: readonly Judge[]): Judge {
  return (record, at) => {
    let low = 2;
    for (const judge of judges) low = Math.min(low, judge(record, at));
    return low;
  };
}

function highest(judges: readonly Judge[]): Judge {
  return (record, at) => {
    let high = 0;
    for (const judge of judges) high = Math.max(high, judge(record, at));
    return high;
  };
}

function yesNo(fact: FactId, facts: Facts): Result<Judge, Reason> {
  const { place } = placeOf(fact, facts) ?? {};
  if (place?.type !== 'yes-no') return refuse(reason('fact-not-encoded', { fact }));
  const { yes, no, bit } = place;
  return ok(
    (record, at) => 1 + (((record[at + yes] ?? 0) >>> bit) & 1) - (((record[at + no] ?? 0) >>> bit) & 1),
  );
}

function compared(
  { fact, op, value }: Extract<Condition, { compare: unknown }>['compare'],
  facts: Facts,
): Result<Judge, Reason> {
  const { place } = placeOf(fact, facts) ?? {};
  if (place?.type !== 'number') return refuse(reason('fact-not-encoded', { fact }));
  const word = place.at;
  const number = new Float64Array(1);
  const halves = new Int32Array(number.buffer);
  return ok((record, at) => {
    halves[0] = record[at + word] ?? 0;
    halves[1] = record[at + word + 1] ?? 0;
    const answer = number[0] ?? NaN;
    return Number.isNaN(answer) ? 1 : holds(answer, op, value) ? 2 : 0;
  });
}

function contained(
  { fact, values }: Extract<Condition, { in: unknown }>['in'],
  facts: Facts,
): Result<Judge, Reason> {
  const { place, laid } = placeOf(fact, facts) ?? {};
  if (place?.type !== 'choice' || !laid) return refuse(reason('fact-not-encoded', { fact }));
  // Words beyond the choices are encoded as one: nothing can be said of a single one of them.
  if (values.some((value) => !laid.choices.includes(value)))
    return refuse(reason('choice-not-encoded', { fact }));
  const truths = [1, ...laid.choices.map((choice) => (values.includes(choice) ? 2 : 0)), 0];
  const word = place.at;
  return ok((record, at) => truths[record[at + word] ?? 0] ?? 1);
}

function placeOf(fact: FactId, { laid, shape }: Facts) {
  const number = laid.findIndex(({ id }) => id === fact);
  const [place, found] = [shape.facts[number], laid[number]];
  return place && found ? { place, laid: found } : undefined;
}
