import { addInvitation, listInvitations, settleInvitation } from '@assay/records/invitation';
import { countMembers } from '@assay/records/membership';
import {
  holdOrganisation,
  organisationOfAdministrator,
  tellOfOrganisation,
} from '@assay/records/organisation';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import { addSeconds } from '@assay/vocabulary/instant';
import type { Invitation } from '@assay/vocabulary/membership';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../../office.ts';
import { newToken } from '../../sign-in/token.ts';
import type { Invited } from './invite.ts';
import { tokenKept } from './token-kept.ts';

/** How long the link for the first owner may be used: a day. Our own choice; whoever lost it asks for another. */
const OWNER_INVITED_FOR = 24 * 60 * 60;
const BECAUSE = 'A new installation has nobody yet who could invite its first owner.';

export type OwnerKnown = { readonly code: 'owner-known'; readonly managers: number };

/**
 * A one-time link for whoever will look after a new installation, to be shown on its terminal. There is one while nobody
 * manages its administrator; an earlier one that was not used ends.
 */
export async function inviteFirstOwner(office: Office): Promise<Result<Invited, OwnerKnown>> {
  return office.records.write(async (tx) => {
    const known = await organisationOfAdministrator(tx, administratorOf(office));
    const held = known && (await holdOrganisation(tx, known.id));
    if (!held) throw new Error('the administrator of an installation is founded when its office opens');
    const managers = await countMembers(tx, { organisation: held.id, role: 'manager' });
    if (managers > 0) return refuse({ code: 'owner-known', managers });
    const at = office.clock();
    const earlier = await listInvitations(tx, { organisation: held.id, open: true, limit: 100 });
    if (!earlier.ok) throw new Error('unreachable: there is no cursor');
    let standing = held;
    for (const one of earlier.value.rows.filter(({ invitedBy }) => invitedBy === undefined)) {
      await settleInvitation(tx, { ...one, revoked: { at } });
      const revoked = { type: 'InvitationRevoked', at, because: BECAUSE, invitation: one.id } as const;
      standing = await tellOfOrganisation(tx, standing, revoked);
    }
    const token = newToken(office.random);
    const invitation: Invitation = {
      id: mintId('invitation', office.random(BYTES_OF_ID)),
      ...{ organisation: held.id, roles: ['manager'], invitedAt: at },
      expiresAt: addSeconds(at, OWNER_INVITED_FOR),
    };
    await addInvitation(tx, { ...invitation, tokenHash: tokenKept(token) });
    const { id, roles, expiresAt } = invitation;
    await tellOfOrganisation(tx, standing, {
      ...{ type: 'PersonInvited', at, because: BECAUSE, invitation: id, roles, expiresAt },
    });
    return ok({ invitation, token });
  });
}
