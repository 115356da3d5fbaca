import type { Reader, Tx } from './open.ts';

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
