import type { LabelEvent } from '@assay/vocabulary/case-event';
import type { CaseId, LabelId, OrganisationId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { LabelState } from '@assay/vocabulary/label-record';
import type { Actor, Role } from '@assay/vocabulary/programme';
import { ok, refuse, unreachable, type Result } from '@assay/vocabulary/result';

import { holding, type Order } from './7-surveillance/order.ts';
import { belongsTo, isOfAnother, type ActsOnItself, type OfAnother } from './journey.ts';

/** How a label is watched, and the day by which it is looked at again. */
export type Surveillance = { readonly modes: readonly string[]; readonly nextReview: CalendarDate };

/** A label as its events have made it. Public; it begins where the case ended. */
export type Label =
  | { readonly state: 'none' }
  | {
      readonly state: 'valid' | 'suspended' | 'revoked';
      readonly id: LabelId;
      readonly case: CaseId;
      readonly level: number;
      readonly since: Instant;
      readonly validFrom: Instant;
      readonly validUntil: Instant;
      /** Absent: it was not opened yet. */
      readonly surveillance?: Surveillance;
    };

export type LabelAct = 'issue' | 'openSurveillance' | 'suspend' | 'restore' | 'withdraw';

/** What each act on a label needs. One table for the rule, the button and the API. */
export const LABEL_MAY: Record<LabelAct, { readonly in: readonly Label['state'][]; readonly role: Role }> = {
  issue: { in: ['none'], role: 'issuer' },
  openSurveillance: { in: ['valid', 'suspended'], role: 'surveillance' },
  suspend: { in: ['valid'], role: 'surveillance' },
  restore: { in: ['suspended'], role: 'surveillance' },
  withdraw: { in: ['valid', 'suspended'], role: 'surveillance' },
};

/** The act that each event records. */
const ACT_OF: Record<LabelEvent['type'], LabelAct> = {
  LabelIssued: 'issue',
  SurveillanceOpened: 'openSurveillance',
  LabelSuspended: 'suspend',
  LabelRestored: 'restore',
  LabelWithdrawn: 'withdraw',
};

export type MayNotLabel =
  | {
      readonly code: 'wrong-label-state';
      readonly act: LabelAct;
      readonly state: Label['state'];
      readonly allowed: readonly Label['state'][];
    }
  | { readonly code: 'wrong-role'; readonly act: LabelAct; readonly needs: Role }
  | ActsOnItself
  | OfAnother
  | { readonly code: 'conflict-declared'; readonly act: LabelAct; readonly manufacturer: string }
  | HeldByOrder;

/** An authority ordered that the label is not valid, and has not closed that order. */
export type HeldByOrder = { readonly code: 'held-by-order'; readonly act: LabelAct; readonly order: string };

/** Whose product carries the label. */
export type Holder = {
  readonly manufacturer: string;
  /** The organisation that applied; absent where the application is of an earlier release, or lost. */
  readonly applicant?: OrganisationId;
  /** Code of the administrator that decided; absent where the application is of an earlier release, or lost. */
  readonly administrator?: string;
  /** What authorities ordered in its case; absent where that is lost. */
  readonly orders?: readonly Order[];
};

/** Whether a person may do an act on a label as it stands. */
export function mayLabel(
  act: LabelAct,
  actor: Actor,
  label: Label,
  { manufacturer, applicant, administrator, orders = [] }: Holder,
): Result<undefined, MayNotLabel> {
  const rule = LABEL_MAY[act];
  if (!rule.in.includes(label.state))
    return refuse({ code: 'wrong-label-state', act, state: label.state, allowed: rule.in });
  if (!actor.roles.includes(rule.role)) return refuse({ code: 'wrong-role', act, needs: rule.role });
  if (isOfAnother(actor, administrator))
    return refuse({ code: 'of-another-administrator', act, administrator });
  if (belongsTo(actor, applicant)) return refuse({ code: 'acts-on-itself', act, organisation: applicant });
  if (actor.conflicts.includes(manufacturer)) return refuse({ code: 'conflict-declared', act, manufacturer });
  const [held] = act === 'restore' ? holding(orders) : [];
  if (held) return refuse({ code: 'held-by-order', act, order: held.id });
  return ok(undefined);
}

/** The label that a history amounts to. */
export function labelOf(history: readonly LabelEvent[]): Label {
  return history.reduce(evolveLabel, { state: 'none' });
}

/** One event later. An event that cannot follow is a broken history and throws. */
export function evolveLabel(label: Label, event: LabelEvent): Label {
  if (event.type === 'LabelIssued') {
    if (label.state !== 'none') throw new Error('a label is issued once');
    const { case: origin, level, validFrom, validUntil } = event;
    const { at: since, label: id } = event;
    return { state: 'valid', id, case: origin, level, since, validFrom, validUntil };
  }
  if (label.state === 'none') throw new Error(`a label begins with LabelIssued, not ${event.type}`);
  if (!LABEL_MAY[ACT_OF[event.type]].in.includes(label.state))
    throw new Error(`${event.type} cannot follow on a label that is ${label.state}`);
  switch (event.type) {
    case 'SurveillanceOpened':
      return { ...label, surveillance: { modes: event.modes, nextReview: event.nextReview } };
    case 'LabelSuspended':
      return { ...label, state: 'suspended', since: event.at };
    case 'LabelRestored':
      return { ...label, state: 'valid', since: event.at };
    case 'LabelWithdrawn':
      return { ...label, state: 'revoked', since: event.at };
    default:
      return unreachable(event);
  }
}

/** What the public is told at a moment: revoked before expired before suspended before valid. Expiry is nobody's act. */
export function publicState(
  label: Exclude<Label, { state: 'none' }>,
  now: Instant,
): { readonly state: LabelState; readonly since: Instant } {
  if (label.state === 'revoked') return { state: 'revoked', since: label.since };
  if (now >= label.validUntil) return { state: 'expired', since: label.validUntil };
  return { state: label.state, since: label.since };
}
