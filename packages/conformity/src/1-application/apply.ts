import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId, Digest, EditionRef } from '@assay/vocabulary/ids';
import { ok, type Result } from '@assay/vocabulary/result';

import type { Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';
import type { SignedDeclaration } from './completeness.ts';

export type Submit = Act & {
  readonly case: CaseId;
  readonly scheme: EditionRef;
  readonly level: number;
  readonly dossier: Digest;
  readonly product: string;
  readonly manufacturer: string;
  readonly sandbox: boolean;
  readonly declarations: readonly SignedDeclaration[];
  /** Digests of the developer's own test reports. */
  readonly reports: readonly Digest[];
};

/** The applicant hands in an application, once per case. What it lacks is for intake to say. */
export function submit(state: Case, command: Submit): Result<readonly CaseEvent[], MayNot> {
  const { by, at, because, declarations, ...application } = command;
  const allowed = may('submit', by, state);
  if (!allowed.ok) return allowed;
  return ok([
    {
      type: 'ApplicationSubmitted',
      at,
      by: by.id,
      because,
      ...application,
      applicant: by.organisation,
      declarations: [...declarations],
    },
  ]);
}

/** The applicant hands in a corrected dossier after the application came back. */
export function resubmit(
  state: Case,
  command: Act & { readonly dossier: Digest },
): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('resubmit', command.by, state);
  if (!allowed.ok) return allowed;
  const { by, at, because, dossier } = command;
  return ok([{ type: 'ApplicationResubmitted', at, by: by.id, because, dossier }]);
}

/** The applicant retreats before the decision. */
export function discontinue(state: Case, { by, at, because }: Act): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('discontinue', by, state);
  return allowed.ok ? ok([{ type: 'ApplicationDiscontinued', at, by: by.id, because }]) : allowed;
}
