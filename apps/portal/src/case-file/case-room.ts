import { officeFor } from '@assay/office/0-programme/office-for';
import { readCaseSheet, type CaseSheet } from '@assay/office/case-file/case-sheet';
import { shownToApplicant, shownToLaboratory } from '@assay/office/case-file/shown-of-case';
import type { Office } from '@assay/office/office';
import type { Signed } from '@assay/office/sign-in/signed';
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
  /** Whether whoever looks acts for the administrator of the case, or only reads. */
  readonly works: boolean;
};

/**
 * Opens a case for its administrator, and to read for whoever looks after its scheme. Applicant and laboratory have pages
 * of their own, which show what is theirs to know.
 */
export async function openRoom(at: CaseContext): Promise<Result<CaseRoom, Refusal>> {
  const { signed } = at;
  const works = worksOn(at);
  if (signed.seat === undefined || (!works && !looksOn(signed)))
    return refuse({ code: 'not-permitted', needs: ['label-administrator'] });
  return roomOf(at, signed.seat, works);
}

/** Opens a case for whoever applied, with what is theirs to know; nobody else comes in here. */
export async function openOwnRoom(at: CaseContext): Promise<Result<CaseRoom, Refusal>> {
  const { seat, roles } = at.signed;
  const notTheirs = refuse({ code: 'not-permitted', needs: ['applicant'] });
  if (seat === undefined || !roles.includes('applicant')) return notTheirs;
  const room = await roomOf(at, seat, true);
  if (!room.ok) return room;
  const { sheet } = room.value;
  if (sheet.state.applicant !== seat) return notTheirs;
  return ok({ ...room.value, sheet: shownToApplicant(sheet, seat) });
}

/** Opens a case for whoever wants to read its documents, with those that they may; `confidential`: files of that kind too. */
export async function openToRead(
  at: CaseContext,
): Promise<Result<CaseRoom & { readonly confidential: boolean }, Refusal>> {
  const { signed } = at;
  if (worksOn(at) || looksOn(signed)) {
    const room = await openRoom(at);
    return room.ok ? ok({ ...room.value, confidential: room.value.works }) : room;
  }
  const own = await openOwnRoom(at);
  if (own.ok) return ok({ ...own.value, confidential: true });
  const { seat, roles } = signed;
  if (seat === undefined || !roles.includes('laboratory')) return own;
  const room = await roomOf(at, seat, false);
  if (!room.ok) return room;
  const { sheet } = room.value;
  if (sheet.state.assigned?.laboratory !== seat) return own;
  return ok({ ...room.value, sheet: shownToLaboratory(sheet, seat), confidential: true });
}

function worksOn({ signed, case: seen }: CaseContext): boolean {
  return signed.administrator === seen.administrator;
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
  return ok({ at, office: office.value, sheet: sheet.value, say, works });
}

/** What is asked under the address of a case. */
export function pathOfCase(id: string, page?: string): string {
  return page === undefined ? `/desk/cases/${id}` : `/desk/cases/${id}/${page}`;
}

const READERS: ReadonlySet<string> = new Set(['lead-administrator', 'authority', 'scheme-owner']);

function looksOn({ kinds }: Signed): boolean {
  return kinds.some((kind) => READERS.has(kind));
}
