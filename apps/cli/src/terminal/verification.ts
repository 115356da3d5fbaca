import type { Outcome } from '@assay/attestation/verify/outcome';

import type { Io } from './io.ts';
import { table } from './table.ts';

/** What each answer means to somebody who holds the product. */
export const MEANS: Readonly<Record<Outcome, string>> = {
  VALID: 'Every check holds: this label is in force.',
  SUSPENDED: 'Genuine, but suspended: do not rely on it now.',
  REVOKED: 'Genuine, but withdrawn for good.',
  EXPIRED: 'Genuine, but its time is over.',
  NOT_YET_VALID: 'Genuine, but its time has not begun.',
  UNKNOWN_LABEL: 'The register has no such label.',
  INVALID: 'Not proven: a check failed. Do not rely on it.',
  STALE: 'The evidence is too old to say what holds today.',
};

/** Green for the one good answer, red for what is not proven. */
export function outcomeDress(outcome: Outcome, { style }: Io): (text: string) => string {
  return outcome === 'VALID' ? style.good : outcome === 'INVALID' ? style.bad : style.open;
}

/** Every check with its result. */
export function checkRows(
  checks: readonly { readonly id: string; readonly ok: boolean; readonly detail: string }[],
  io: Io,
): string {
  return table(
    checks.map((check) => [
      { text: check.ok ? 'ok' : 'FAILED', dress: check.ok ? io.style.good : io.style.bad },
      check.id,
      check.detail,
    ]),
    io.width,
  );
}
