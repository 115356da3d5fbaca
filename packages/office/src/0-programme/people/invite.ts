import { invitationUnsettled, type InvitationClosed } from '@assay/conformity/0-programme/invitation';
import { mayInvite, mayManage, type MemberMayNot } from '@assay/conformity/0-programme/members';
import { mayRegister } from '@assay/conformity/0-programme/register-organisation';
import { addInvitation, readInvitation, settleInvitation } from '@assay/records/invitation';
import { readOrganisation } from '@assay/records/organisation';
import type { Tx } from '@assay/records/open';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import type { InvitationId } from '@assay/vocabulary/ids';
import { addSeconds } from '@assay/vocabulary/instant';
import { parseMailAddress } from '@assay/vocabulary/mail-address';
import type { Invitation } from '@assay/vocabulary/membership';
import type { Actor, Role } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { writeMail } from '../../notices/write-mail.ts';
import { administratorOf, type Office } from '../../office.ts';
import { newToken } from '../../sign-in/token.ts';
import type { Words } from '../../words.ts';
import { actOnHouse, type HeldHouse, type HouseCommand, type HouseRefusal } from './house.ts';
import { tokenKept } from './token-kept.ts';

/** How long an invitation may be accepted: a week. Our own choice; no rule sets it. */
const INVITED_FOR = 7 * 24 * 60 * 60;

/** An invitation, and its token: said once, kept nowhere but as a hash. */
export type Invited = { readonly invitation: Invitation; readonly token: string };
type NotMail = { readonly code: 'malformed-mail-address' };

/** Invites somebody to act for an organisation, by a mail that carries the link. */
export function invitePerson(
  office: Office,
  command: HouseCommand & { readonly mail: string; readonly roles: readonly Role[] },
  words: Words,
): Promise<Result<Invited, MemberMayNot | NotMail | HouseRefusal>> {
  const { roles } = command;
  return actOnHouse<MemberMayNot | NotMail, Invited>(office, command, async (house, tx) => {
    const mail = parseMailAddress(command.mail);
    if (!mail.ok) return mail;
    const registrar = await registers(office, tx, house);
    const allowed = mayInvite({ ...house, registrar }, roles);
    if (!allowed.ok) return allowed;
    const token = newToken(office.random);
    const invitation: Invitation = {
      id: mintId('invitation', office.random(BYTES_OF_ID)),
      ...{ organisation: house.organisation.id, mail: mail.value, roles, invitedBy: house.by.id },
      invitedAt: house.said.at,
      expiresAt: addSeconds(house.said.at, INVITED_FOR),
    };
    await addInvitation(tx, { ...invitation, tokenHash: tokenKept(token) });
    await writeMail(tx, office, words, {
      to: { address: mail.value },
      cause: invitation.id,
      notice: {
        kind: 'invitation',
        facts: { organisation: house.organisation.name, until: invitation.expiresAt },
        path: `/invitation/${token}`,
      },
    });
    const { id, expiresAt } = invitation;
    const invited = { invitation: id, mail: mail.value, roles, expiresAt };
    const event = { type: 'PersonInvited', ...house.said, ...invited } as const;
    return ok({ event, value: { invitation, token } });
  });
}

export type UnknownInvitation = { readonly code: 'unknown-invitation'; readonly invitation: InvitationId };

type NotRevoked = MemberMayNot | UnknownInvitation | InvitationClosed;

/** Takes an invitation back that was not accepted yet. */
export function revokeInvitation(
  office: Office,
  command: HouseCommand & { readonly invitation: InvitationId },
): Promise<Result<Invitation, NotRevoked | HouseRefusal>> {
  const { invitation: id } = command;
  return actOnHouse<NotRevoked, Invitation>(office, command, async (house, tx) => {
    const invitation = await readInvitation(tx, id);
    if (!invitation || invitation.organisation !== house.organisation.id)
      return refuse({ code: 'unknown-invitation', invitation: id });
    const { by, said } = house;
    const manages = mayManage(house);
    if (!manages.ok && invitation.invitedBy !== by.id) return manages;
    const open = invitationUnsettled(invitation);
    if (!open.ok) return open;
    const revoked = { ...invitation, revoked: { at: said.at, by: by.id } };
    await settleInvitation(tx, revoked);
    return ok({ event: { type: 'InvitationRevoked', ...said, invitation: id } as const, value: revoked });
  });
}

/** Whether somebody could have let in this organisation, and so may invite its first manager. */
async function registers(office: Office, tx: Tx, { by, organisation }: HeldHouse): Promise<boolean> {
  const seat = await seatOf(tx, by);
  return mayRegister({ by, office: seat, keeper: administratorOf(office) }, organisation).ok;
}

async function seatOf(tx: Tx, { organisation }: Actor) {
  const seat = await readOrganisation(tx, organisation);
  if (!seat) throw new Error(`unreachable: somebody acts from ${organisation}`);
  return seat;
}
