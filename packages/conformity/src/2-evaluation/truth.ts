import type { Condition, FactId } from '@assay/vocabulary/condition';
import type { FactAnswer } from '@assay/vocabulary/dossier';
import { unreachable } from '@assay/vocabulary/result';

/**
 * Three-valued: `deciders` are the facts whose answers settle it, or, where it is unknown, the facts whose
 * answers could settle it.
 */
export type Truth = { readonly value: 'yes' | 'no' | 'unknown'; readonly deciders: readonly FactId[] };

export type Answers = Readonly<Record<string, FactAnswer>>;

/** Judges an expression over a product's facts. A fact that is absent, `unknown` or of the wrong type is unknown. */
export function truthOf(condition: Condition, answers: Answers): Truth {
  if ('fact' in condition) return ofFact(condition.fact, answers);
  if ('not' in condition) return negated(truthOf(condition.not, answers));
  if ('all' in condition) return joined(condition.all, answers, 'no');
  if ('any' in condition) return joined(condition.any, answers, 'yes');
  if ('compare' in condition) return compared(condition.compare, answers);
  return contained(condition.in, answers);
}

function ofFact(fact: FactId, answers: Answers): Truth {
  const answer = answerTo(fact, answers);
  return { value: answer === 'yes' || answer === 'no' ? answer : 'unknown', deciders: [fact] };
}

function negated(truth: Truth): Truth {
  if (truth.value === 'unknown') return truth;
  return { value: truth.value === 'yes' ? 'no' : 'yes', deciders: truth.deciders };
}

/** `all` is settled by a no, `any` by a yes; otherwise one unknown makes the whole unknown. */
function joined(members: readonly Condition[], answers: Answers, settling: 'yes' | 'no'): Truth {
  const truths = members.map((member) => truthOf(member, answers));
  const settled = truths.filter((truth) => truth.value === settling);
  if (settled.length > 0) return { value: settling, deciders: decidersOf(settled) };
  const open = truths.filter((truth) => truth.value === 'unknown');
  if (open.length > 0) return { value: 'unknown', deciders: decidersOf(open) };
  return { value: settling === 'no' ? 'yes' : 'no', deciders: decidersOf(truths) };
}

function compared(test: Extract<Condition, { compare: unknown }>['compare'], answers: Answers): Truth {
  const answer = answerTo(test.fact, answers);
  if (typeof answer !== 'number') return { value: 'unknown', deciders: [test.fact] };
  return { value: holds(answer, test.op, test.value) ? 'yes' : 'no', deciders: [test.fact] };
}

/** Whether a number compares to another as asked. */
export function holds(
  left: number,
  op: Extract<Condition, { compare: unknown }>['compare']['op'],
  right: number,
): boolean {
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '==':
      return left === right;
    case '>=':
      return left >= right;
    case '>':
      return left > right;
    default:
      return unreachable(op);
  }
}

function contained(test: Extract<Condition, { in: unknown }>['in'], answers: Answers): Truth {
  const answer = answerTo(test.fact, answers);
  if (typeof answer !== 'string' || answer === 'unknown') return { value: 'unknown', deciders: [test.fact] };
  return { value: test.values.includes(answer) ? 'yes' : 'no', deciders: [test.fact] };
}

function answerTo(fact: FactId, answers: Answers): FactAnswer | undefined {
  return Object.hasOwn(answers, fact) ? answers[fact] : undefined;
}

function decidersOf(truths: readonly Truth[]): readonly FactId[] {
  return [...new Set(truths.flatMap((truth) => truth.deciders))];
}
