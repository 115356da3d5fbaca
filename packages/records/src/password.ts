import { sql } from 'kysely';

import type { PersonId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';

import { holdLock, type Reader, type Tx } from './open.ts';

/** What a password and the code beside it are held against. Neither counts without the other. */
export type PasswordAndCode = {
  /** scrypt with its parameters; absent: none. */
  readonly hash?: string;
  /** Sealed secret of the one-time codes; absent: none. */
  readonly sealed?: Uint8Array;
};

/** Password and second factor of a person, in one question. */
export async function passwordAndCode(reader: Reader, person: PersonId): Promise<PasswordAndCode> {
  const row = await reader
    .selectFrom(
      sql<{ hash: string | null; sealed: Uint8Array | null }>`(
        select (select hash from password where person = ${person}) as hash,
               (select sealed from totp where person = ${person}) as sealed)`.as('held'),
    )
    .select(['held.hash', 'held.sealed'])
    .executeTakeFirstOrThrow();
  return {
    ...(row.hash !== null && { hash: row.hash }),
    ...(row.sealed !== null && { sealed: row.sealed }),
  };
}

/** The same of whoever has a mail address, and whether they signed in on a device: one question, whoever it is. */
export async function passwordOfMail(
  reader: Reader,
  { mail, device, since }: { readonly mail: string; readonly device: Uint8Array; readonly since: Instant },
): Promise<PasswordAndCode & { readonly person?: PersonId; readonly knownDevice: boolean }> {
  const row = await reader
    .selectFrom(
      sql<HeldByMail>`(
        select person.id as person, password.hash, totp.sealed, exists (
            select from known_device
            where known_device.hash = ${device} and known_device.person = person.id and last_at > ${since}
          ) as known
        from person
        left join password on password.person = person.id
        left join totp on totp.person = person.id
        where lower(person.mail) = lower(${mail}))`.as('held'),
    )
    .select(['held.person', 'held.hash', 'held.sealed', 'held.known'])
    .executeTakeFirst();
  return {
    ...(row && { person: row.person }),
    ...(typeof row?.hash === 'string' && { hash: row.hash }),
    ...(row?.sealed && { sealed: row.sealed }),
    knownDevice: row?.known ?? false,
  };
}

type HeldByMail = { person: PersonId; hash: string | null; sealed: Uint8Array | null; known: boolean };

/** Sets a person's password. */
export async function putPassword(
  tx: Tx,
  { person, hash, at }: { readonly person: PersonId; readonly hash: string; readonly at: Instant },
): Promise<void> {
  await tx
    .insertInto('password')
    .values({ person, hash, set_at: at })
    .onConflict((found) => found.column('person').doUpdateSet({ hash, set_at: at }))
    .execute();
}

/** Sets a person's second factor, of whose codes the one of `step` was taken. */
export async function putTotp(
  tx: Tx,
  totp: {
    readonly person: PersonId;
    readonly sealed: Uint8Array;
    readonly at: Instant;
    readonly step: number;
  },
): Promise<void> {
  const { person, sealed, at, step } = totp;
  await tx
    .insertInto('totp')
    .values({ person, sealed, set_at: at, last_step: step })
    .onConflict((found) => found.column('person').doUpdateSet({ sealed, set_at: at, last_step: step }))
    .execute();
}

/**
 * Takes the code of a step. False where it was taken before, or a later one was: also of two at once, one is. Asked of
 * nobody, it takes as long and the answer is no.
 */
export async function takeStep(
  tx: Tx,
  { person, step }: { readonly person: PersonId | undefined; readonly step: number },
): Promise<boolean> {
  const taken = await tx
    .updateTable('totp')
    .set({ last_step: step })
    .where(sql<boolean>`person = ${person ?? null}`)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Takes password, second factor and recovery codes of a person away. */
export async function removePassword(tx: Tx, person: PersonId): Promise<void> {
  for (const table of ['password', 'totp', 'recovery_code'] as const)
    await tx.deleteFrom(table).where('person', '=', person).execute();
}

/** Puts new recovery codes in the place of those that a person had. */
export async function replaceRecoveryCodes(
  tx: Tx,
  {
    person,
    hashes,
    at,
  }: { readonly person: PersonId; readonly hashes: readonly Uint8Array[]; readonly at: Instant },
): Promise<void> {
  await tx.deleteFrom('recovery_code').where('person', '=', person).execute();
  await tx
    .insertInto('recovery_code')
    .values(hashes.map((hash) => ({ person, hash, made_at: at, used_at: null })))
    .execute();
}

/** Uses a recovery code up. False where the person has no such code left. */
export async function useRecoveryCode(
  tx: Tx,
  {
    person,
    hash,
    at,
  }: { readonly person: PersonId | undefined; readonly hash: Uint8Array; readonly at: Instant },
): Promise<boolean> {
  const used = await tx
    .updateTable('recovery_code')
    .set({ used_at: at })
    .where(sql<boolean>`person = ${person ?? null}`)
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

/** How a person can sign in, and when the password was set. */
export type WaysIn = {
  readonly passkeys: number;
  readonly password: boolean;
  readonly secondFactor: boolean;
  /** Recovery codes that are left. */
  readonly recoveryCodes: number;
  /** Accounts with organisations. */
  readonly identities: number;
};

/** Counts a person's ways in. */
export async function waysIn(reader: Reader, person: PersonId): Promise<WaysIn> {
  const row = await reader
    .selectFrom(
      sql<Counted>`(
        select (select count(*)::int from passkey where person = ${person}) as passkeys,
               exists (select from password where person = ${person}) as password,
               exists (select from totp where person = ${person}) as second_factor,
               (select count(*)::int from recovery_code where person = ${person} and used_at is null) as codes,
               (select count(*)::int from openid_identity where person = ${person}) as identities)`.as(
        'held',
      ),
    )
    .select(['held.passkeys', 'held.password', 'held.second_factor', 'held.codes', 'held.identities'])
    .executeTakeFirstOrThrow();
  return {
    passkeys: row.passkeys,
    password: row.password,
    secondFactor: row.second_factor,
    recoveryCodes: row.codes,
    identities: row.identities,
  };
}

/** Waits for any other change of a person's ways in: of two that are the last, one stays. */
export async function holdWaysIn(tx: Tx, person: PersonId): Promise<WaysIn> {
  await holdLock(tx, 'ways-in', person);
  return waysIn(tx, person);
}

type Counted = {
  passkeys: number;
  password: boolean;
  second_factor: boolean;
  codes: number;
  identities: number;
};
