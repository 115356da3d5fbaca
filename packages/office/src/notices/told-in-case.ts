import { isBarred } from '@assay/conformity/barred';
import type { Case } from '@assay/conformity/case';
import { peopleWithMail } from '@assay/records/membership';
import type { Tx } from '@assay/records/open';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { Actor, Role } from '@assay/vocabulary/programme';

import { actorsOf } from '../0-programme/actor-of.ts';

/** Somebody who can be told by mail, and as the rules judge them. */
export type Hearer = { readonly person: PersonId; readonly mail: string; readonly actor: Actor };

/** Whoever of an organisation holds one of some roles and can be reached by mail: two questions, however many they are. */
export async function hearersOf(
  tx: Tx,
  { organisation, roles }: { readonly organisation: OrganisationId; readonly roles: readonly Role[] },
): Promise<readonly Hearer[]> {
  const people = await peopleWithMail(tx, { organisation, roles });
  const actors = await actorsOf(
    tx,
    people.map(({ person: by }) => ({ by, as: organisation })),
  );
  return people.flatMap((one, index) => {
    const actor = actors[index];
    return actor?.ok ? [{ ...one, actor: actor.value }] : [];
  });
}

/** Those of them who may act on a case in one of the roles: whoever is barred from it is told nothing of it. */
export function unbarred(
  hearers: readonly Hearer[],
  roles: readonly Role[],
  standing: Case,
): readonly Hearer[] {
  return hearers.filter(({ actor }) =>
    roles.some((role) => actor.roles.includes(role) && !isBarred(actor, role, standing)),
  );
}
