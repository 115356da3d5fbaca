import { labelAdministrators } from '@assay/records/organisation';

import { administratorOf, type Office } from '../office.ts';

/** A label administrator to whom an application may be handed in here. */
export type AdministratorOffered = { readonly code: string; readonly name: string };

/** Whom an applicant may choose: the administrator whose installation it is first, then the others by their names. */
export async function administratorsOffered(
  office: Pick<Office, 'records' | 'programme'>,
): Promise<readonly [AdministratorOffered, ...AdministratorOffered[]]> {
  const own = administratorOf(office);
  const others = (await labelAdministrators(office.records.read)).flatMap(({ administrator: code, name }) =>
    code === undefined || code === own ? [] : [{ code, name }],
  );
  const { name } = office.programme.administrator;
  return [{ code: own, name }, ...others.toSorted((one, other) => one.name.localeCompare(other.name, 'en'))];
}
