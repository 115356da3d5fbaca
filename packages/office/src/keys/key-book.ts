import type { KeyUse } from '@assay/attestation/key';
import {
  countShape,
  instantShape,
  keyUseShape,
  kidShape,
  publicJwkShape,
  wordsShape,
} from '@assay/attestation/shapes';
import { holdSetting, putSetting, readSetting } from '@assay/records/setting';
import type { Reader, Tx } from '@assay/records/open';
import { closed, listOf, oneOf, readDocument, Type, type Static } from '@assay/vocabulary/schema';

import { PROVIDERS } from './key-settings.ts';

export const KEY_USES: readonly KeyUse[] = ['vc', 'status', 'log', 'qr'];
/** Trust layer section 2, point 5: credentials and lists are ES256, log and QR codes Ed25519. */
export const KIND_OF = { vc: 'ES256', status: 'ES256', log: 'Ed25519', qr: 'Ed25519' } as const;

/**
 * Something that the log was asked to say. `after` is the size that the log had then; `entry` is where and when the log
 * said it, once that is public.
 */
const told = {
  at: instantShape,
  after: countShape,
  entry: Type.Optional(closed({ index: countShape, time: instantShape })),
};
const KEY_BOOK = {
  name: 'key book',
  schema: listOf(
    closed({
      kid: kidShape,
      use: keyUseShape,
      jwk: publicJwkShape,
      provider: oneOf(PROVIDERS),
      /** What its holder knows it by: a file, a label on a token, a key of a cloud. */
      place: wordsShape(),
      added: closed(told),
      /** Since when it signs; absent for a key that was announced only. */
      activated: Type.Optional(instantShape),
      retired: Type.Optional(closed(told)),
      revoked: Type.Optional(closed({ ...told, reason: wordsShape(), lastGoodIndex: countShape })),
    }),
    1_000,
  ),
};

/** One key of the office, from its announcement on. It stays in the book for ever: what it signed is verified for ever. */
export type KeyRecord = Static<typeof KEY_BOOK.schema>[number];
export type KeyState = 'announced' | 'active' | 'retired' | 'revoked';

/** What becomes of a key, the last first: revoked is final, and says more than retired. */
export function stateOf({ activated, retired, revoked }: KeyRecord): KeyState {
  if (revoked) return 'revoked';
  if (retired) return 'retired';
  return activated === undefined ? 'announced' : 'active';
}

/** The one key that signs for a use; absent before the office was first opened. */
export function activeKey(book: readonly KeyRecord[], use: KeyUse): KeyRecord | undefined {
  return book.find((key) => key.use === use && stateOf(key) === 'active');
}

/** The key that is to sign for a use next. */
export function announcedKey(book: readonly KeyRecord[], use: KeyUse): KeyRecord | undefined {
  return book.find((key) => key.use === use && stateOf(key) === 'announced');
}

/** All keys of an administrator, as the records have them: the one place that says which key signs now. */
export async function readKeyBook(reader: Reader, administrator: string): Promise<readonly KeyRecord[]> {
  return parseBook(await readSetting(reader, nameOf(administrator)));
}

/** The same, and it stays as it is until the transaction ends: `to-change` for one at a time, `to-keep` for many. */
export async function holdKeyBook(
  tx: Tx,
  administrator: string,
  purpose: 'to-change' | 'to-keep',
): Promise<readonly KeyRecord[]> {
  return parseBook(await holdSetting(tx, nameOf(administrator), purpose));
}

export async function putKeyBook(tx: Tx, administrator: string, book: readonly KeyRecord[]): Promise<void> {
  await putSetting(tx, { ...nameOf(administrator), value: book });
}

function nameOf(administrator: string) {
  return { administrator, name: 'keys' };
}

function parseBook(value: unknown): readonly KeyRecord[] {
  const book = readDocument(KEY_BOOK, value ?? []);
  if (!book.ok) throw new Error(`the key book does not read: ${JSON.stringify(book.refusal.complaints)}`);
  return book.value;
}
