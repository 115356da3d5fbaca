import type { House } from '@assay/conformity/0-programme/members';
import type { VersionConflict } from '@assay/records/case-file';
import { countMembers } from '@assay/records/membership';
import type { Tx } from '@assay/records/open';
import { holdOrganisation, tellOfOrganisation, type Registered } from '@assay/records/organisation';
import type { OrganisationId } from '@assay/vocabulary/ids';
import type { OrganisationEvent } from '@assay/vocabulary/organisation-event';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Office } from '../../office.ts';
import { actorOf, type Acting, type NoSeat } from '../actor-of.ts';

/** What every act on an organisation, its people or its invitations carries. */
export type HouseCommand = Acting & {
  readonly organisation: OrganisationId;
  readonly because: string;
  /** The version that was looked at: of another one nothing is done. */
  readonly expected?: number;
};

export type UnknownOrganisation = {
  readonly code: 'unknown-organisation';
  readonly organisation: OrganisationId;
};
export type HouseRefusal = NoSeat | UnknownOrganisation | VersionConflict;

/** An organisation that is held, and all that an event on it says besides what happened. */
export type HeldHouse = House & {
  readonly organisation: Registered;
  readonly by: Actor;
  readonly said: Pick<OrganisationEvent, 'at' | 'by' | 'as' | 'because'>;
};

/** What happened, what else came of it, and what the act answers. */
export type HouseDecided<T> = {
  readonly event: OrganisationEvent;
  readonly also?: readonly OrganisationEvent[];
  readonly value: T;
};

/**
 * One act on an organisation, in one transaction: hold it, see who acts as things stand then, decide, and tell of it. Of
 * two that race the second sees what the first has done.
 */
export async function actOnHouse<R, T>(
  office: Pick<Office, 'records' | 'clock'>,
  command: HouseCommand,
  decide: (house: HeldHouse, tx: Tx) => Promise<Result<HouseDecided<T>, R>>,
): Promise<Result<T, R | HouseRefusal>> {
  return office.records.write(async (tx) => {
    const organisation = await holdOrganisation(tx, command.organisation);
    if (!organisation) return refuse({ code: 'unknown-organisation', organisation: command.organisation });
    const { expected = organisation.version } = command;
    if (expected !== organisation.version)
      return refuse({ code: 'version-conflict', expected, actual: organisation.version });
    const actor = await actorOf(tx, command);
    if (!actor.ok) return actor;
    const { id, organisation: as } = actor.value;
    const managers = await countMembers(tx, { organisation: organisation.id, role: 'manager' });
    const said = { at: office.clock(), by: id, as, because: command.because };
    const decided = await decide({ by: actor.value, organisation, managers, said }, tx);
    if (!decided.ok) return decided;
    let held = organisation;
    const { event, also = [] } = decided.value;
    for (const one of [event, ...also]) held = await tellOfOrganisation(tx, held, one);
    return ok(decided.value.value);
  });
}
