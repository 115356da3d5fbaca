import { rolesOf } from '@assay/conformity/0-programme/roles';
import { putMembership } from '@assay/records/membership';
import { holdOrganisation, tellOfOrganisation } from '@assay/records/organisation';
import { addPerson } from '@assay/records/person';
import { addServiceAccount, serviceAccountsOf, type ServiceAccount } from '@assay/records/service-account';
import { PERSON_ID_PATTERN, type PersonId } from '@assay/vocabulary/ids';
import type { Role } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Doorkeeper } from './account-act.ts';
import { mayManageWaysIn, type NotManaging } from './managing.ts';
import type { Signed } from './signed.ts';

/** What a program may be in an organisation: it hands in and reads. To judge, decide, issue and manage takes a person. */
export const SERVICE_ROLES = [
  'applicant',
  'laboratory',
  'lead',
  'authority',
] as const satisfies readonly Role[];

export type ServiceRefusal =
  | NotManaging
  | { readonly code: 'too-many-services'; readonly most: number }
  | {
      readonly code: 'role-not-of-organisation';
      readonly roles: readonly Role[];
      readonly allowed: readonly Role[];
    };

const MOST = 50;

/** Makes a service account of the organisation that one manages; keys are made for it apart. */
export async function makeServiceAccount(
  office: Doorkeeper,
  signed: Signed,
  { name, roles }: { readonly name: string; readonly roles: readonly (typeof SERVICE_ROLES)[number][] },
): Promise<Result<PersonId, ServiceRefusal>> {
  const may = await mayManageWaysIn(office, signed);
  if (!may.ok) return may;
  const [seat, by] = [may.value, signed.person];
  const [person, at] = [newServiceId(office), office.clock()];
  return office.records.write(async (tx): Promise<Result<PersonId, ServiceRefusal>> => {
    const organisation = await holdOrganisation(tx, seat);
    if (!organisation) throw new Error(`${seat} has a manager and is not there`);
    const allowed = rolesOf(organisation.kinds);
    if (!roles.every((role) => allowed.includes(role)))
      return refuse({ code: 'role-not-of-organisation', roles, allowed });
    if ((await serviceAccountsOf(tx, seat)).length >= MOST)
      return refuse({ code: 'too-many-services', most: MOST });
    await addPerson(tx, { id: person, name, since: at });
    await putMembership(tx, { person, organisation: seat, roles, conflicts: [], since: at });
    await addServiceAccount(tx, { person, organisation: seat, madeAt: at, madeBy: by });
    await tellOfOrganisation(tx, organisation, {
      ...{ type: 'MemberJoined', at, by, as: seat, person, roles },
      because: 'A service account was made.',
    });
    return ok(person);
  });
}

/** The service accounts of the organisation that one manages. */
export async function serviceAccountsOfSeat(
  office: Pick<Doorkeeper, 'records'>,
  { seat, roles }: Signed,
): Promise<readonly ServiceAccount[]> {
  if (seat === undefined || !roles.includes('manager')) return [];
  return serviceAccountsOf(office.records.read, seat);
}

function newServiceId({ random }: Pick<Doorkeeper, 'random'>): PersonId {
  return parseOwn(`person_service-${Buffer.from(random(10)).toString('hex')}`);
}

function parseOwn(id: string): PersonId {
  if (!new RegExp(PERSON_ID_PATTERN).test(id)) throw new Error(`${id} is made here`);
  return id as PersonId;
}
