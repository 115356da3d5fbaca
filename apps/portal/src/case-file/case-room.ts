import type { SeenAs } from '@assay/conformity/sight';
import { officeFor } from '@assay/office/0-programme/office-for';
import { earlierDenials, type DenialOnRecord } from '@assay/office/1-application/earlier-denials';
import { readCaseSheet, type CaseSheet } from '@assay/office/case-file/case-sheet';
import { shownToApplicant, shownToLaboratory } from '@assay/office/case-file/shown-of-case';
import type { Office } from '@assay/office/office';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { CaseContext, Refusal } from '../http/desk-route.ts';

/** A case that is open on somebody's desk: the office of its administrator, and all that a page of it shows. */
export type CaseRoom = {
  readonly at: CaseContext;
  readonly office: Office;
  readonly sheet: CaseSheet;
  /** The sentence of a reason. */
  readonly say: (reason: Reason) => string;
  /** Denials of the same or a similar product; for those of the administrator alone. */
  readonly denials: readonly DenialOnRecord[];
  /** Whether whoever looks acts for the administrator of the case, or only reads. */
  readonly works: boolean;
};

/**
 * Opens a case for its administrator, and to read for whoever looks after its scheme. Applicant and laboratory have pages
 * of their own, which show what is theirs to know.
 */
export async function openRoom(at: CaseContext): Promise<Result<CaseRoom, Refusal>> {
  const { signed } = at;
  const works = isSeenAs(at, 'administrator');
  if (signed.seat === undefined || (!works && !isSeenAs(at, 'schemes')))
    return refuse({ code: 'not-permitted', needs: ['label-administrator'] });
  return roomOf(at, signed.seat, works);
}

/** Opens a case for whoever applied, with what is theirs to know; nobody else comes in here. */
export async function openOwnRoom(at: CaseContext): Promise<Result<CaseRoom, Refusal>> {
  const { seat } = at.signed;
  if (seat === undefined || !isSeenAs(at, 'applicant'))
    return refuse({ code: 'not-permitted', needs: ['applicant'] });
  const room = await roomOf(at, seat, true);
  return room.ok ? ok({ ...room.value, sheet: shownToApplicant(room.value.sheet, seat), denials: [] }) : room;
}

/** Opens a case for whoever wants to read its documents, with those that they may; `confidential`: files of that kind too. */
export async function openToRead(
  at: CaseContext,
): Promise<Result<CaseRoom & { readonly confidential: boolean }, Refusal>> {
  if (isSeenAs(at, 'administrator') || isSeenAs(at, 'schemes')) {
    const room = await openRoom(at);
    return room.ok ? ok({ ...room.value, confidential: room.value.works }) : room;
  }
  const own = await openOwnRoom(at);
  if (own.ok) return ok({ ...own.value, confidential: true });
  const { seat } = at.signed;
  if (seat === undefined || !isSeenAs(at, 'laboratory')) return own;
  const room = await roomOf(at, seat, false);
  if (!room.ok) return room;
  return ok({ ...room.value, sheet: shownToLaboratory(room.value.sheet, seat), confidential: true });
}

/** A body that is several things may be only one of them to this case: nothing of it is shown for what else it is. */
export function isSeenAs({ case: seen }: CaseContext, one: SeenAs): boolean {
  return seen.seenAs.includes(one);
}

/** The room with all that the case holds. */
async function roomOf(
  at: CaseContext,
  seat: OrganisationId,
  works: boolean,
): Promise<Result<CaseRoom, Refusal>> {
  const { signed } = at;
  const office = await officeFor(at.office, at.case.administrator);
  if (!office.ok) return office;
  const asked = { case: at.case.id, by: signed.person, as: seat };
  const sheet = await readCaseSheet(office.value, asked);
  if (!sheet.ok) return sheet;
  const { state } = sheet.value;
  at.note({ edition: state.scheme });
  const say = (reason: Reason) => at.words.reason(reason);
  const sight = { kind: 'administrator', administrator: at.case.administrator } as const;
  const asAdministrator = works && isSeenAs(at, 'administrator');
  const denials = asAdministrator ? await earlierDenials(office.value, { state, sight }) : [];
  return ok({ at, office: office.value, sheet: sheet.value, say, works, denials });
}

/** What is asked under the address of a case. */
export function pathOfCase(id: string, page?: string): string {
  return page === undefined ? `/desk/cases/${id}` : `/desk/cases/${id}/${page}`;
}
