import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';
import type { SigningJwk } from '@assay/vocabulary/report-signature';

import type { Reader, Tx } from './open.ts';

/** A public key that a laboratory signs its reports with; one that was revoked stays, with who revoked it, when and why. */
export type ReportKey = {
  readonly laboratory: OrganisationId;
  /** RFC 7638, SHA-256, base 64 for URLs. */
  readonly thumbprint: string;
  readonly name: string;
  readonly jwk: SigningJwk;
  readonly addedAt: Instant;
  readonly addedBy: PersonId;
  readonly revoked?: { readonly at: Instant; readonly by: PersonId; readonly because: string };
};

/** Keeps a key. False where this laboratory has it already, be it revoked. */
export async function addReportKey(tx: Tx, key: Omit<ReportKey, 'revoked'>): Promise<boolean> {
  const { laboratory, thumbprint, name, jwk, addedAt, addedBy } = key;
  const added = await tx
    .insertInto('report_key')
    .values({
      ...{ laboratory, thumbprint, name, jwk: JSON.stringify(jwk), added_at: addedAt, added_by: addedBy },
      ...{ revoked_at: null, revoked_by: null, revoked_because: null },
    })
    .onConflict((found) => found.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** Revokes a key for good; its name. Undefined where the laboratory has no such key, or it is revoked already. */
export async function revokeReportKey(
  tx: Tx,
  {
    laboratory,
    thumbprint,
    revoked,
  }: Pick<ReportKey, 'laboratory' | 'thumbprint'> & Required<Pick<ReportKey, 'revoked'>>,
): Promise<string | undefined> {
  const { at, by, because } = revoked;
  const done = await tx
    .updateTable('report_key')
    .set({ revoked_at: at, revoked_by: by, revoked_because: because })
    .where('laboratory', '=', laboratory)
    .where('thumbprint', '=', thumbprint)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  return done?.name;
}

/** Every key that a laboratory ever had, the newest first. */
export async function reportKeysOf(
  reader: Reader,
  laboratory: OrganisationId,
): Promise<readonly ReportKey[]> {
  const rows = await reader
    .selectFrom('report_key')
    .select([
      'thumbprint',
      'name',
      'jwk',
      'added_at',
      'added_by',
      'revoked_at',
      'revoked_by',
      'revoked_because',
    ])
    .where('laboratory', '=', laboratory)
    .orderBy('added_at', 'desc')
    .orderBy('thumbprint')
    .execute();
  return rows.map(({ thumbprint, name, jwk, ...row }) => ({
    ...{ laboratory, thumbprint, name, jwk, addedAt: instantOf(row.added_at), addedBy: row.added_by },
    ...(row.revoked_at &&
      row.revoked_by !== null && {
        revoked: { at: instantOf(row.revoked_at), by: row.revoked_by, because: row.revoked_because ?? '' },
      }),
  }));
}
