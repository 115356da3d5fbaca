import { OUTCOMES, type Check, type Outcome } from './outcome.ts';

/** What a check found: a value for the checks after it, or what its failure means for the label. */
export type Finding<T> =
  | { readonly ok: true; readonly value: T; readonly detail: string }
  | { readonly ok: false; readonly means: Exclude<Outcome, 'VALID'>; readonly detail: string };

export function passed<T>(value: T, detail: string): Finding<T> {
  return { ok: true, value, detail };
}

export function failed(detail: string, means: Exclude<Outcome, 'VALID'> = 'INVALID'): Finding<never> {
  return { ok: false, means, detail };
}

/** Values that earlier checks handed on; undefined where they failed. */
type Given<N extends readonly unknown[]> = { readonly [K in keyof N]: Exclude<N[K], undefined> };

export type Report<Id extends string> = {
  /** Makes a check, if all that it needs is there. Hands its value on, or undefined where it failed. */
  readonly check: <const N extends readonly unknown[], T>(
    id: Id,
    needs: N,
    judge: (...given: Given<N>) => Finding<T> | Promise<Finding<T>>,
  ) => Promise<T | undefined>;
  readonly close: () => { readonly checks: readonly Check<Id>[]; readonly outcome: Outcome };
};

/**
 * Collects the checks of one verification, which must be these in this order. It fails closed: a check that breaks, or
 * was never made, is a failed one.
 */
export function openReport<const Id extends string>(checks: readonly Id[]): Report<Id> {
  const made: (Check<Id> & { readonly means: Outcome | null })[] = [];
  return {
    async check(id, needs, judge) {
      const finding = await judged(needs, judge);
      made.push({ id, ok: finding.ok, detail: finding.detail, means: finding.ok ? 'VALID' : finding.means });
      return finding.ok ? finding.value : undefined;
    },
    close() {
      const complete = made.length === checks.length && checks.every((id, i) => made[i]?.id === id);
      const green = complete && made.every((check) => check.ok);
      const worst = OUTCOMES.find((outcome) => made.some(({ means, ok }) => !ok && means === outcome));
      return {
        checks: made.map(({ id, ok, detail }) => ({ id, ok, detail })),
        outcome: green ? 'VALID' : complete && worst !== undefined ? worst : 'INVALID',
      };
    },
  };
}

type Judged<T> = Finding<T> | { readonly ok: false; readonly means: null; readonly detail: string };

async function judged<const N extends readonly unknown[], T>(
  needs: N,
  judge: (...given: Given<N>) => Finding<T> | Promise<Finding<T>>,
): Promise<Judged<T>> {
  const given: readonly unknown[] = needs;
  if (!areGiven<N>(given))
    return { ok: false, means: null, detail: 'not checked: what it rests on has failed' };
  try {
    return await judge(...given);
  } catch (error) {
    return failed(`the check broke: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function areGiven<N extends readonly unknown[]>(needs: readonly unknown[]): needs is Given<N> {
  return needs.every((need) => need !== undefined);
}
