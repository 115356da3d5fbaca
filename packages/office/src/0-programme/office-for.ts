import { organisationOfAdministrator } from '@assay/records/organisation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../office.ts';

export type UnknownAdministrator = { readonly code: 'unknown-administrator'; readonly administrator: string };

/**
 * The office of a label administrator that keeps its cases in this installation: every act on a case goes through the one
 * of its own administrator. Where it is not the installation's own, no label can be issued here.
 */
export async function officeFor(office: Office, code: string): Promise<Result<Office, UnknownAdministrator>> {
  if (code === administratorOf(office)) return ok(office);
  const organisation = await organisationOfAdministrator(office.records.read, code);
  if (!organisation?.kinds.includes('label-administrator'))
    return refuse({ code: 'unknown-administrator', administrator: code });
  const { name, contact = '' } = organisation;
  const administrator = { ...office.programme.administrator, code, name, contact };
  return ok({ ...office, programme: { ...office.programme, administrator }, elsewhere: true });
}
