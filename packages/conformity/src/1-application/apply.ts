import type { CaseEvent, EligibilityAnswer, PriorDenial, ProductCodes } from '@assay/vocabulary/case-event';
import type { CaseId, Digest, EditionRef } from '@assay/vocabulary/ids';
import { ok, type Result } from '@assay/vocabulary/result';

import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';
import type { SignedDeclaration } from './completeness.ts';

/** What names the product, and what the applicant answers and signs beside the dossier. */
type Told = {
  readonly dossier: Digest;
  readonly product: string;
  readonly manufacturer: string;
  readonly codes: ProductCodes;
  readonly eligibility: readonly EligibilityAnswer[];
  /** Absent: the applicant was not asked. */
  readonly priorDenials?: readonly PriorDenial[];
};

export type Submit = Act & {
  readonly application: Told & {
    readonly case: CaseId;
    readonly scheme: EditionRef;
    readonly level: number;
    readonly sandbox: boolean;
    readonly declarations: readonly SignedDeclaration[];
    /** Digests of the developer's own test reports. */
    readonly reports: readonly Digest[];
    /** Code of the administrator that the applicant chose. */
    readonly administrator: string;
  };
};

/** The applicant hands in an application, once per case. What it lacks is for intake to say. */
export function submit(state: Case, command: Submit): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('submit', command.by, state);
  if (!allowed.ok) return allowed;
  const { application } = command;
  const declarations = [...application.declarations];
  return ok([
    {
      type: 'ApplicationSubmitted',
      ...said(command),
      ...application,
      applicant: command.by.organisation,
      declarations,
    },
  ]);
}

/** The applicant hands in a corrected dossier after the application came back, and what else was corrected with it. */
export function resubmit(
  state: Case,
  command: Act & {
    readonly correction: Told & { readonly declarations?: readonly SignedDeclaration[] };
  },
): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('resubmit', command.by, state);
  if (!allowed.ok) return allowed;
  const { declarations, ...correction } = command.correction;
  const signed = declarations && { declarations: [...declarations] };
  return ok([{ type: 'ApplicationResubmitted', ...said(command), ...correction, ...signed }]);
}

/** The applicant retreats before the decision. */
export function discontinue(state: Case, act: Act): Result<readonly CaseEvent[], MayNot> {
  const allowed = may('discontinue', act.by, state);
  return allowed.ok ? ok([{ type: 'ApplicationDiscontinued', ...said(act) }]) : allowed;
}
