import type { Reason } from '@assay/vocabulary/evaluation';

/** A reason: what, with which facts, and because of what. */
export function reason(code: string, facts: Reason['facts'] = {}, because: readonly Reason[] = []): Reason {
  return { code, facts, because };
}
