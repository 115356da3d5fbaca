import type { ApiKey } from '@assay/records/api-key';
import { namesOfPeople } from '@assay/records/person';
import type { ServiceAccount } from '@assay/records/service-account';
import type { PersonId } from '@assay/vocabulary/ids';
import { ok, type Result } from '@assay/vocabulary/result';

import type { Doorkeeper } from './account-act.ts';
import { apiKeysOfSeat } from './api-keys.ts';
import { serviceAccountsOfSeat } from './service-accounts.ts';
import type { Signed } from './signed.ts';

/** The programs that act for an organisation, and every key that acts for it, whoever's it is. */
export type ProgramsShown = {
  readonly services: readonly ServiceAccount[];
  readonly keys: readonly ApiKey[];
  /** Names of whose the keys are. */
  readonly names: ReadonlyMap<PersonId, string>;
};

/** What its manager sees of the programs of an organisation. */
export async function programsOfSeat(
  office: Pick<Doorkeeper, 'records'>,
  signed: Signed,
): Promise<Result<ProgramsShown, { readonly code: 'not-a-manager' }>> {
  const keys = await apiKeysOfSeat(office, signed);
  if (!keys.ok) return keys;
  const services = await serviceAccountsOfSeat(office, signed);
  const people = [...new Set(keys.value.map(({ person }) => person))];
  return ok({ services, keys: keys.value, names: await namesOfPeople(office.records.read, people) });
}
