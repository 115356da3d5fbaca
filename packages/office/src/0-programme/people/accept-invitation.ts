import {
  invitationOpen,
  joinWith,
  type InvitationClosed,
  type NotOfOrganisation,
} from '@assay/conformity/0-programme/invitation';
import { invitationByToken, settleInvitation } from '@assay/records/invitation';
import { putMembership, readMembership } from '@assay/records/membership';
import type { Tx } from '@assay/records/open';
import { holdOrganisation, readOrganisation, tellOfOrganisation } from '@assay/records/organisation';
import { addPerson, personByMail, readPerson } from '@assay/records/person';
import { BYTES_OF_ID, mintId } from '@assay/vocabulary/desk-ids';
import type { PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { parseMailAddress } from '@assay/vocabulary/mail-address';
import type { Invitation, Membership } from '@assay/vocabulary/membership';
import type { Organisation } from '@assay/vocabulary/organisation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { Office } from '../../office.ts';
import { beginSession, type Begun, type Browser } from '../../sign-in/begin-session.ts';
import type { UnknownPerson } from '../actor-of.ts';
import { tokenKept } from './token-kept.ts';

export type NoSuchInvitation = { readonly code: 'no-such-invitation' };

/** An invitation that can be accepted now, and who invites. */
export async function lookAtInvitation(
  office: Pick<Office, 'records' | 'clock'>,
  token: string,
): Promise<
  Result<
    { readonly invitation: Invitation; readonly organisation: Organisation },
    NoSuchInvitation | InvitationClosed
  >
> {
  const { read } = office.records;
  const invitation = await invitationByToken(read, tokenKept(token));
  if (!invitation) return refuse({ code: 'no-such-invitation' });
  const open = invitationOpen(invitation, office.clock());
  if (!open.ok) return open;
  const organisation = await readOrganisation(read, invitation.organisation);
  if (!organisation) throw new Error('unreachable: an invitation is into an organisation');
  return ok({ invitation, organisation });
}

/** Who accepts: somebody who is signed in, or somebody new. */
export type Guest =
  | { readonly person: PersonId }
  /** `mail`: only where the invitation was not sent to one. */
  | { readonly name: string; readonly mail?: string };

export type NotAccepted =
  | NoSuchInvitation
  | InvitationClosed
  | NotOfOrganisation
  | UnknownPerson
  | { readonly code: 'name-missing' }
  | { readonly code: 'malformed-mail-address' }
  /** They have an account here: they sign in, and accept as themselves. */
  | { readonly code: 'mail-known' };

/** `begun`: the session of whoever is new, who has no other way in yet. */
export type Accepted = { readonly membership: Membership; readonly begun?: Begun };

export type Accepting = {
  readonly token: string;
  readonly guest: Guest;
  /** Where whoever is new is let in at once; absent: nobody is. */
  readonly browser?: Browser;
};

/** Accepts an invitation, once: whoever is new becomes known, whoever is known gets the roles beside those they have. */
export async function acceptInvitation(
  office: Pick<Office, 'records' | 'clock' | 'random' | 'programme'>,
  { token, guest, browser }: Accepting,
): Promise<Result<Accepted, NotAccepted>> {
  return office.records.write(async (tx) => {
    const tokenHash = tokenKept(token);
    const found = await invitationByToken(tx, tokenHash);
    const organisation = found && (await holdOrganisation(tx, found.organisation));
    // Once more, now that nobody else accepts or revokes it.
    const invitation = organisation && (await invitationByToken(tx, tokenHash));
    if (!invitation) return refuse({ code: 'no-such-invitation' });
    const at = office.clock();
    const open = invitationOpen(invitation, at);
    if (!open.ok) return open;
    const person = await personOf(office, tx, { guest, invitation, at });
    if (!person.ok) return person;
    const held = await readMembership(tx, { person: person.value, organisation: organisation.id });
    const joined = joinWith(invitation, { person: person.value, organisation, held, at });
    if (!joined.ok) return joined;
    await putMembership(tx, joined.value);
    await settleInvitation(tx, { ...invitation, accepted: { at, by: person.value } });
    await tellOfOrganisation(tx, organisation, {
      ...{ type: 'MemberJoined', at, by: person.value, because: BECAUSE },
      ...{ person: person.value, roles: joined.value.roles, invitation: invitation.id },
    });
    const isNew = 'name' in guest;
    if (!isNew || !browser) return ok({ membership: joined.value });
    const session = { person: person.value, via: 'link', browser, seat: organisation.id } as const;
    return ok({ membership: joined.value, begun: await beginSession(office, tx, session) });
  });
}

const BECAUSE = 'Accepted the invitation.';

type Coming = { readonly guest: Guest; readonly invitation: Invitation; readonly at: Instant };

async function personOf(
  { random }: Pick<Office, 'random'>,
  tx: Tx,
  { guest, invitation, at }: Coming,
): Promise<Result<PersonId, NotAccepted>> {
  if ('person' in guest)
    return (await readPerson(tx, guest.person))
      ? ok(guest.person)
      : refuse({ code: 'unknown-person', person: guest.person });
  const name = guest.name.trim();
  if (name === '') return refuse({ code: 'name-missing' });
  const mail = parseMailAddress(invitation.mail ?? guest.mail ?? '');
  if (!mail.ok) return mail;
  if (await personByMail(tx, mail.value)) return refuse({ code: 'mail-known' });
  const id = mintId('person', random(BYTES_OF_ID));
  return (await addPerson(tx, { id, name, mail: mail.value, since: at }))
    ? ok(id)
    : refuse({ code: 'mail-known' });
}
