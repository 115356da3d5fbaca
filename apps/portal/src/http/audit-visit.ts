import { writeAudit } from '@assay/office/audit';
import { signedBySession, type Signed } from '@assay/office/sign-in/signed';
import { parseCaseId, type CaseId } from '@assay/vocabulary/ids';

import type { Outcome } from './answer-visit.ts';
import type { Visit } from './visit.ts';

/**
 * Keeps what a visit came to, before it is answered: what cannot be written down is not shown. A refusal of nobody in
 * particular is not kept (anybody could fill the audit with those), except where somebody tried to come in.
 */
export async function auditVisit(visit: Visit, outcome: Outcome): Promise<void> {
  const { desk, route, role, case: found, at } = visit;
  if (route.event === 'none' || (outcome.ok && outcome.repeated)) return;
  const signed = await whoCame(visit, outcome);
  if (!outcome.ok && !signed && route.permission !== 'public') return;
  // Of a case that was out of sight, the one that was asked for: whoever looks after it wants to know who tried.
  const about = found?.id ?? parseCaseAsked(visit);
  const { object = about, edition, inputs = [] } = visit.noted();
  const done = route.method === 'GET' ? 'read' : 'done';
  const administrator = found?.administrator ?? signed?.administrator;
  await writeAudit(desk.office, {
    ...(administrator !== undefined && { administrator }),
    at: at.now,
    ...(signed && { person: signed.person, via: signed.via }),
    ...(signed?.seat !== undefined && { seat: signed.seat }),
    ...(role !== undefined && { role }),
    action: route.event,
    ...(object !== undefined && { object }),
    ...(about !== undefined && { about }),
    outcome: outcome.ok ? done : 'refused',
    ...(!outcome.ok && { code: outcome.refusal.code }),
    ...(edition !== undefined && { edition }),
    inputs,
  });
}

/** Of a visit by which somebody comes in, whoever it was that came: before it nobody was known. */
async function whoCame({ desk, signed }: Visit, outcome: Outcome): Promise<Signed | undefined> {
  const session = outcome.ok ? outcome.reply.session : undefined;
  if (signed || session === undefined || session === 'ended') return signed;
  return signedBySession(desk.office, session.token);
}

function parseCaseAsked({ request }: Visit): CaseId | undefined {
  const { case: asked = '' } = request.params as Readonly<Record<string, string | undefined>>;
  const id = parseCaseId(asked);
  return id.ok ? id.value : undefined;
}
