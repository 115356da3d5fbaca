import type { FactAnswer } from '@assay/vocabulary/dossier';
import type { Fact } from '@assay/vocabulary/facts';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

type NumberFact = Pick<Fact, 'unit' | 'least' | 'most'>;
/** What was written is no number, or not one between the bounds. */
export type NumberNeeded = { readonly code: 'number-needed'; readonly expected: string };

/** The number that a fact asks for, in words. */
export function numberOf({ unit, least, most }: NumberFact): string {
  const what = unit === undefined ? 'a number' : `a number of ${unit}`;
  if (least !== undefined && most !== undefined) return `${what} from ${String(least)} to ${String(most)}`;
  if (least !== undefined) return `${what}, ${String(least)} or more`;
  return most === undefined ? what : `${what}, ${String(most)} or less`;
}

/** Whether an answer is a number between the bounds of its fact, both included. */
export function isWithin({ least = -Infinity, most = Infinity }: NumberFact, answer: FactAnswer): boolean {
  return typeof answer === 'number' && Number.isFinite(answer) && answer >= least && answer <= most;
}

/** Reads the number that somebody wrote, with a point or a comma. */
export function readNumber(fact: NumberFact, written: string): Result<number, NumberNeeded> {
  const plain = written.trim().replace(',', '.');
  const value = /^-?\d{1,15}(\.\d{1,10})?$/.test(plain) ? Number(plain) : NaN;
  return isWithin(fact, value) ? ok(value) : refuse({ code: 'number-needed', expected: numberOf(fact) });
}
