import type { PersonId } from '@assay/vocabulary/ids';
import { instantOf, type Instant } from '@assay/vocabulary/instant';

import type { Reader, Tx } from './open.ts';

/** A credential of WebAuthn that a person signs in with. */
export type Passkey = {
  /** Credential id, base 64 for URLs. */
  readonly id: string;
  readonly person: PersonId;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  /** Whether the authenticator copies it to other devices. */
  readonly synced: boolean;
  /** What its owner calls it. */
  readonly name: string;
  readonly addedAt: Instant;
  readonly lastUsedAt?: Instant;
};

/** Keeps a passkey. False where this credential is kept already, for whomever. */
export async function addPasskey(tx: Tx, passkey: Passkey): Promise<boolean> {
  const { publicKey, addedAt, transports, lastUsedAt, ...row } = passkey;
  const added = await tx
    .insertInto('passkey')
    .values({
      ...row,
      public_key: publicKey,
      transports: [...transports],
      added_at: addedAt,
      last_used_at: lastUsedAt ?? null,
    })
    .onConflict((found) => found.column('id').doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

/** The passkeys of a person, in the order in which they were added. */
export async function passkeysOf(reader: Reader, person: PersonId): Promise<readonly Passkey[]> {
  const rows = await reader
    .selectFrom('passkey')
    .select(COLUMNS)
    .where('person', '=', person)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map(passkeyOf);
}

/** A passkey by its credential id, with the handle by which authenticators know its owner. */
export async function passkeyWithHandle(
  reader: Reader,
  id: string,
): Promise<{ readonly passkey: Passkey; readonly handle: Uint8Array } | undefined> {
  const row = await reader
    .selectFrom('passkey')
    .innerJoin('passkey_handle', 'passkey_handle.person', 'passkey.person')
    .select([...COLUMNS.map((column) => `passkey.${column}` as const), 'passkey_handle.handle'])
    .where('passkey.id', '=', id)
    .executeTakeFirst();
  return row && { passkey: passkeyOf(row), handle: row.handle };
}

/**
 * Notes a use. False where the counter did not go on from what is kept, so that two devices answer for one credential
 * (WebAuthn section 6.1.1); one that stays at 0 is not kept by the authenticator.
 */
export async function notePasskeyUse(
  tx: Tx,
  { id, counter, synced, at }: Pick<Passkey, 'id' | 'counter' | 'synced'> & { readonly at: Instant },
): Promise<boolean> {
  const noted = await tx
    .updateTable('passkey')
    .set({ counter, synced, last_used_at: at })
    .where('id', '=', id)
    .where((where) => (counter === 0 ? where('counter', '=', 0) : where('counter', '<', counter)))
    .executeTakeFirst();
  return noted.numUpdatedRows === 1n;
}

/** Gives a passkey another name. False where the person has no such passkey. */
export async function renamePasskey(
  tx: Tx,
  { person, id, name }: Pick<Passkey, 'person' | 'id' | 'name'>,
): Promise<boolean> {
  const renamed = await tx
    .updateTable('passkey')
    .set({ name })
    .where('person', '=', person)
    .where('id', '=', id)
    .executeTakeFirst();
  return renamed.numUpdatedRows === 1n;
}

/** Takes a passkey away, or all of a person; how many there were. */
export async function removePasskeys(
  tx: Tx,
  { person, id }: { readonly person: PersonId; readonly id?: string },
): Promise<number> {
  const all = tx.deleteFrom('passkey').where('person', '=', person);
  const removed = await (id === undefined ? all : all.where('id', '=', id)).executeTakeFirst();
  return Number(removed.numDeletedRows);
}

/** The handle of a person, which is `fresh` where they have none yet. */
export async function keepHandle(
  tx: Tx,
  { person, fresh }: { readonly person: PersonId; readonly fresh: Uint8Array },
): Promise<Uint8Array> {
  await tx
    .insertInto('passkey_handle')
    .values({ person, handle: fresh })
    .onConflict((found) => found.column('person').doNothing())
    .execute();
  const kept = await tx
    .selectFrom('passkey_handle')
    .select('handle')
    .where('person', '=', person)
    .executeTakeFirstOrThrow();
  return kept.handle;
}

const COLUMNS = [
  'id',
  'person',
  'public_key',
  'counter',
  'transports',
  'synced',
  'name',
  'added_at',
  'last_used_at',
] as const;

function passkeyOf(row: {
  id: string;
  person: PersonId;
  public_key: Uint8Array;
  counter: number;
  transports: readonly string[];
  synced: boolean;
  name: string;
  added_at: Date;
  last_used_at: Date | null;
}): Passkey {
  const { id, person, counter, transports, synced, name } = row;
  return {
    ...{ id, person, counter, transports, synced, name },
    publicKey: row.public_key,
    addedAt: instantOf(row.added_at),
    ...(row.last_used_at && { lastUsedAt: instantOf(row.last_used_at) }),
  };
}
