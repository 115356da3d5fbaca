import type { Actor, Role } from '@assay/vocabulary/programme';

import { belongsTo, may, MAY, type CaseAct, type MayNot, type Standing } from './journey.ts';

/**
 * Whether what somebody is to a case closes to them the step that it waits for in their role: a conflict, a part that they
 * took, or that it is of their own house. Whoever is barred is not asked to act, and told nothing of the case.
 */
export function isBarred(actor: Actor, role: Role, standing: Standing): boolean {
  const acts = parseActs(Object.keys(MAY)).filter(
    (act) => !ASIDE.has(act) && MAY[act].in.includes(standing.stage) && needs(act, standing) === role,
  );
  // Where the role has nothing to do at this stage, as it will have later.
  if (acts.length === 0) return isPartial(actor, role, standing);
  return acts.every((act) => {
    const answer = may(act, { ...actor, roles: [role] }, standing);
    return !answer.ok && BARS.has(answer.refusal.code);
  });
}

/** What may be done beside the step that a case waits for: who may ask a question in it may still be barred from that. */
const ASIDE: ReadonlySet<CaseAct> = new Set(['requestInformation', 'askAsLaboratory', 'dismiss']);
const BARS: ReadonlySet<MayNot['code']> = new Set([
  ...(['took-part', 'conflict-declared', 'acts-on-itself', 'oversees-itself'] as const),
]);

/** The names of the table of acts. */
function parseActs(names: readonly string[]): readonly CaseAct[] {
  return names as readonly CaseAct[];
}

function needs(act: CaseAct, { stage }: Standing): Role | undefined {
  const { role } = MAY[act];
  return typeof role === 'string' ? role : role[stage];
}

/** The applicant is judged by no conflict, and its own laboratory may test. */
function isPartial(actor: Actor, role: Role, { manufacturer, applicant }: Standing): boolean {
  if (role === 'applicant') return false;
  return actor.conflicts.includes(manufacturer) || (role !== 'laboratory' && belongsTo(actor, applicant));
}
