import type { InvitationId, OrganisationId } from '@assay/vocabulary/ids';
import { instantOf } from '@assay/vocabulary/instant';
import type { Invitation } from '@assay/vocabulary/membership';
import { ok, type Result } from '@assay/vocabulary/result';

import { newestFirst, pageOf, parseCursor, type MalformedCursor, type Page } from './cursor.ts';
import type { Reader, Tx } from './open.ts';

/** Puts an invitation into the records under the hash of its token; its organisation must be held. */
export async function addInvitation(
  tx: Tx,
  { id, organisation, mail, roles, invitedAt, invitedBy, expiresAt, tokenHash }: Invitation & Secret,
): Promise<void> {
  await tx
    .insertInto('invitation')
    .values({
      ...{ id, organisation, roles },
      mail: mail ?? null,
      token_hash: tokenHash,
      invited_at: invitedAt,
      invited_by: invitedBy ?? null,
      expires_at: expiresAt,
    })
    .execute();
}

type Secret = { readonly tokenHash: string };

/** The invitation whose token hashes so. */
export async function invitationByToken(reader: Reader, tokenHash: string): Promise<Invitation | undefined> {
  const row = await selectInvitations(reader).where('token_hash', '=', tokenHash).executeTakeFirst();
  return row && parseInvitation(row);
}

/** An invitation by its id. */
export async function readInvitation(reader: Reader, id: InvitationId): Promise<Invitation | undefined> {
  const row = await selectInvitations(reader).where('id', '=', id).executeTakeFirst();
  return row && parseInvitation(row);
}

/** Writes down what became of an invitation: accepted, or revoked. Its organisation must be held. */
export async function settleInvitation(tx: Tx, { id, accepted, revoked }: Invitation): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({
      accepted_at: accepted?.at ?? null,
      accepted_by: accepted?.by ?? null,
      revoked_at: revoked?.at ?? null,
      revoked_by: revoked?.by ?? null,
    })
    .where('id', '=', id)
    .execute();
}

/** The invitations of an organisation, the newest first. */
export async function listInvitations(
  reader: Reader,
  asked: {
    readonly organisation: OrganisationId;
    /** Only those that were neither accepted nor revoked. */
    readonly open?: true;
    readonly after?: string;
    readonly limit: number;
  },
): Promise<Result<Page<Invitation>, MalformedCursor>> {
  const place = parseCursor(asked.after);
  if (!place.ok) return place;
  let query = selectInvitations(reader).where('organisation', '=', asked.organisation);
  if (asked.open) query = query.where('accepted_at', 'is', null).where('revoked_at', 'is', null);
  const newest = newestFirst(query, { at: 'invited_at', id: 'id', place: place.value, limit: asked.limit });
  const rows = (await newest.execute()).map(parseInvitation);
  return ok(pageOf(rows, asked.limit, ({ invitedAt, id }) => ({ at: invitedAt, id })));
}

function selectInvitations(reader: Reader) {
  return reader
    .selectFrom('invitation')
    .select(['id', 'organisation', 'mail', 'roles', 'invited_at', 'invited_by', 'expires_at'])
    .select(['accepted_at', 'accepted_by', 'revoked_at', 'revoked_by']);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectInvitations>['executeTakeFirstOrThrow']>>;

function parseInvitation(row: Row): Invitation {
  const { id, organisation, mail, roles } = row;
  return {
    ...{ id, organisation, roles },
    invitedAt: instantOf(row.invited_at),
    expiresAt: instantOf(row.expires_at),
    ...(mail !== null && { mail }),
    ...(row.invited_by !== null && { invitedBy: row.invited_by }),
    ...(row.accepted_at !== null &&
      row.accepted_by !== null && { accepted: { at: instantOf(row.accepted_at), by: row.accepted_by } }),
    ...(row.revoked_at !== null && {
      revoked: { at: instantOf(row.revoked_at), ...(row.revoked_by !== null && { by: row.revoked_by }) },
    }),
  };
}
