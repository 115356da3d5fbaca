import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** A program that acts for one organisation, by its keys. */
export type ServiceAccount = {
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly name: string;
  readonly madeAt: Instant;
  readonly madeBy: PersonId;
};

/** Says of a person that it is a program. */
export async function addServiceAccount(tx: Tx, account: Omit<ServiceAccount, 'name'>): Promise<void> {
  const { person, organisation, madeAt, madeBy } = account;
  await tx
    .insertInto('service_account')
    .values({ person, organisation, made_at: madeAt, made_by: madeBy })
    .execute();
}

/** The programs that act for an organisation now, the oldest first. */
export async function serviceAccountsOf(
  reader: Reader,
  organisation: OrganisationId,
): Promise<readonly ServiceAccount[]> {
  const rows = await reader
    .selectFrom('service_account')
    .innerJoin('person', 'person.id', 'service_account.person')
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.person', '=', 'service_account.person')
        .onRef('membership.organisation', '=', 'service_account.organisation'),
    )
    .select(['service_account.person', 'service_account.organisation', 'person.name'])
    .select(['service_account.made_at', 'service_account.made_by'])
    .where('service_account.organisation', '=', organisation)
    .where('membership.until', 'is', null)
    .orderBy('service_account.made_at')
    .orderBy('service_account.person')
    .limit(200)
    .execute();
  return rows.map(({ made_at, made_by, ...row }) => ({
    ...row,
    madeAt: instantOf(made_at),
    madeBy: made_by,
  }));
}
