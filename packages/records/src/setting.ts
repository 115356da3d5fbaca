import { sql } from 'kysely';

import { holdLock, type Reader, type Tx } from './open.ts';

type Name = { readonly administrator: string; readonly name: string };

/** A value that the office keeps under a name, as it was put; undefined if never. The asker parses it. */
export async function readSetting(reader: Reader, { administrator, name }: Name): Promise<unknown> {
  const row = await reader
    .selectFrom('setting')
    .select('value')
    .where('administrator', '=', administrator)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value;
}

/** Values of several administrators under some names, in one question; what was never put is not among them. */
export async function readSettings(
  reader: Reader,
  {
    administrators,
    names,
  }: { readonly administrators: readonly string[]; readonly names: readonly string[] },
): Promise<readonly (Name & { readonly value: unknown })[]> {
  return reader
    .selectFrom('setting')
    .select(['administrator', 'name', 'value'])
    .where(sql<boolean>`administrator = any(${administrators}::text[])`)
    .where(sql<boolean>`name = any(${names}::text[])`)
    .execute();
}

/**
 * The same, and nobody puts another value until the transaction ends: held `to-change` by one at a time, also where
 * nothing was put yet; `to-keep` by any number at once.
 */
export async function holdSetting(
  tx: Tx,
  { administrator, name }: Name,
  purpose: 'to-change' | 'to-keep',
): Promise<unknown> {
  if (purpose === 'to-change') await holdLock(tx, 'setting', administrator, name);
  const row = tx
    .selectFrom('setting')
    .select('value')
    .where('administrator', '=', administrator)
    .where('name', '=', name);
  const held = await (purpose === 'to-change' ? row.forUpdate() : row.forShare()).executeTakeFirst();
  return held?.value;
}

/** Keeps a JSON value under a name; the last one stays. */
export async function putSetting(
  tx: Tx,
  { administrator, name, value }: Name & { readonly value: unknown },
): Promise<void> {
  const text = JSON.stringify(value);
  await tx
    .insertInto('setting')
    .values({ administrator, name, value: text })
    .onConflict((found) => found.columns(['administrator', 'name']).doUpdateSet({ value: text }))
    .execute();
}
