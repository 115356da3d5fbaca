import type { CaseEvent, Overruled } from '@assay/vocabulary/case-event';
import type { Gap, Reason } from '@assay/vocabulary/evaluation';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import { dateIn, type CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import type { NoEnd, Validity } from '../5-label/validity.ts';
import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

export type LevelNotReached = {
  readonly code: 'level-not-reached';
  readonly asked: number;
  readonly assessed: number;
  /** Those that stay open: what was overruled by name is not among them. */
  readonly gaps: readonly Gap[];
};
export type ReviewNotSufficient = { readonly code: 'review-not-sufficient' };
export type NoOverruling =
  | { readonly code: 'overruling-forbidden'; readonly scheme: string }
  | { readonly code: 'overruled-without-gap'; readonly requirement: ProvisionRef }
  | { readonly code: 'overruled-without-reason'; readonly requirement: ProvisionRef };
export type GrantBackdated = {
  readonly code: 'grant-backdated';
  readonly effective: CalendarDate;
  readonly today: CalendarDate;
};
export type DeclarationsOutdated = {
  readonly code: 'declarations-outdated';
  readonly missing: readonly Reason[];
};
export type ReasonsMissing = { readonly code: 'reasons-missing' };

export type GrantRefusal =
  | MayNot
  | LevelNotReached
  | ReviewNotSufficient
  | NoOverruling
  | GrantBackdated
  | DeclarationsOutdated
  | NoEnd;

type Grant = Act & {
  readonly validity: Result<Validity, NoEnd>;
  readonly scheme: SchemeEdition;
  /** Name of the administrator. */
  readonly administrator: string;
  /** What is not declared as the texts stand now: `undeclared`. */
  readonly missing: readonly Reason[];
  /** First day of the grant; absent: today. */
  readonly effective?: CalendarDate;
  readonly overruled?: readonly Overruled[];
};

/**
 * Grants the level asked for. Only on a sufficient review of an evaluation that reached the level as assessed, or where
 * the decider overrules each gap that is open by its name and with a reason: nobody can grant what neither findings nor
 * decider carry, nor what no label could state until when it holds (`validityOf`). The evaluation stays as it was.
 */
export function grant(state: Case, command: Grant): Result<readonly CaseEvent[], GrantRefusal> {
  const allowed = may('grant', command.by, state);
  if (!allowed.ok) return allowed;
  const { level, evaluation, review } = reviewed(state);
  if (!review.sufficient) return refuse({ code: 'review-not-sufficient' });
  const { scheme, overruled = [], missing, validity } = command;
  const carried = carries({ level, evaluation }, overruled, scheme);
  if (!carried.ok) return carried;
  if (missing.length > 0) return refuse({ code: 'declarations-outdated', missing });
  const today = dateIn(command.at, scheme.timeZone);
  const effective = command.effective ?? today;
  if (effective < today) return refuse({ code: 'grant-backdated', effective, today });
  if (!validity.ok) return validity;
  return ok([
    {
      type: 'LabelGranted',
      ...said(command),
      level,
      evaluation: evaluation.digest,
      effective,
      authorities: authoritiesOf(scheme, command.administrator),
      ...(overruled.length > 0 && { overruled }),
    },
  ]);
}

/**
 * Refuses: on the gaps that the evaluation left open, and the decider's own reasons. Without a gap, the level being
 * reached, it takes a reason of the decider's (47 CFR 8.211).
 */
export function refuseLabel(
  state: Case,
  command: Act & { readonly reasons?: readonly string[] },
): Result<readonly CaseEvent[], MayNot | ReasonsMissing> {
  const allowed = may('refuse', command.by, state);
  if (!allowed.ok) return allowed;
  const { evaluation } = reviewed(state);
  const reasons = (command.reasons ?? []).filter((one) => one.trim() !== '');
  const { gaps: grounds, digest } = evaluation;
  if (grounds.length === 0 && reasons.length === 0) return refuse({ code: 'reasons-missing' });
  return ok([
    {
      type: 'LabelRefused',
      ...said(command),
      grounds,
      evaluation: digest,
      ...(reasons.length > 0 && { reasons }),
    },
  ]);
}

type Reached = Pick<ReturnType<typeof reviewed>, 'level' | 'evaluation'>;

/** Whether findings and decider together carry the level. */
function carries(
  { level, evaluation }: Reached,
  overruled: readonly Overruled[],
  scheme: SchemeEdition,
): Result<undefined, LevelNotReached | NoOverruling> {
  const { assessed, gaps } = evaluation;
  if (overruled.length > 0 && scheme.decision?.overruling === 'forbidden')
    return refuse({ code: 'overruling-forbidden', scheme: scheme.id });
  for (const { requirement, reason } of overruled) {
    if (!gaps.some((gap) => gap.requirement === requirement))
      return refuse({ code: 'overruled-without-gap', requirement });
    if (reason.trim() === '') return refuse({ code: 'overruled-without-reason', requirement });
  }
  if (assessed >= level) return ok(undefined);
  const open = gaps.filter((gap) => !overruled.some(({ requirement }) => requirement === gap.requirement));
  return overruled.length > 0 && open.length === 0
    ? ok(undefined)
    : refuse({ code: 'level-not-reached', asked: level, assessed, gaps: open });
}

/** In whose name the scheme has grants issued (47 CFR 8.209 names the administrator and the Commission). */
function authoritiesOf({ grant: stated, owner }: SchemeEdition, administrator: string): readonly string[] {
  const named = { administrator, 'scheme-owner': owner };
  return (stated?.authorities ?? ['administrator']).map((who) => named[who]);
}

function reviewed(state: Case) {
  if (state.stage === 'none' || !state.evaluation || !state.review)
    throw new Error('unreachable: a case under decision has an evaluation and a review');
  return { level: state.level, evaluation: state.evaluation, review: state.review };
}
