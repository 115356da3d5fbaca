import { officeFor } from '@assay/office/0-programme/office-for';
import { readCaseSheet, type CaseSheet } from '@assay/office/case-file/case-sheet';
import type { Office } from '@assay/office/office';
import type { Signed } from '@assay/office/sign-in/signed';
import type { Reason } from '@assay/vocabulary/evaluation';
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
  const works = signed.administrator === at.case.administrator;
  if (signed.seat === undefined || (!works && !looksOn(signed)))
    return refuse({ code: 'not-permitted', needs: ['label-administrator'] });
  const office = await officeFor(at.office, at.case.administrator);
  if (!office.ok) return office;
  const asked = { case: at.case.id, by: signed.person, as: signed.seat };
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
