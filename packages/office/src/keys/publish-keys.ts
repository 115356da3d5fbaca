import { didDocument, type DidKey } from '@assay/attestation/did';
import { addSeconds } from '@assay/vocabulary/instant';

import { writeInTurn, type Turn } from '../5-label/turn.ts';
import { entriesBetween, type Placed } from '../6-register/published-entries.ts';
import { administratorOf, type Office } from '../office.ts';
import { holdKeyBook, putKeyBook, readKeyBook, type KeyRecord } from './key-book.ts';

export const DID_PATH = '.well-known/did.json';

/** Entries take their time from the clock of whoever writes the log; two machines that take turns differ a little. */
export const CLOCK_SKEW_SECONDS = 300;

/**
 * Notes in the key book where the published log says what it was asked to say of keys, then shows the keys in did.json:
 * the log says first that a key is retired or revoked. Asks nothing but the book where nothing is open.
 */
export async function publishKeys(turn: Turn, size: number): Promise<void> {
  const { office } = turn;
  const administrator = administratorOf(office);
  const book = await readKeyBook(office.records.read, administrator);
  const open = book.flatMap(openSince).filter((after) => after < size);
  if (open.length > 0) {
    const said = await entriesBetween(office, { from: Math.min(...open), to: size, types: KEY_ENTRIES });
    await writeInTurn(turn, async (tx) => {
      const now = await holdKeyBook(tx, administrator, 'to-change');
      await putKeyBook(
        tx,
        administrator,
        now.map((key) => found(key, said)),
      );
    });
  }
  await publishDid(office);
}

/** Whose keys count here: every key that there ever was, since what it signed is verified for ever. */
export async function publishDid(office: Office): Promise<void> {
  const book = await readKeyBook(office.records.read, administratorOf(office));
  const { administrator, programme: id, title } = office.programme;
  const log = { origin: office.log.origin, url: `${office.origin}/${office.log.path}` };
  const service = { code: administrator.code, name: administrator.name, scheme: { id, name: title }, log };
  const document = JSON.stringify(didDocument(office.did, book.map(didKey), service), null, 2);
  const bytes = new TextEncoder().encode(document);
  const there = await office.publicFolder.read(DID_PATH);
  if (!there || !Buffer.from(there).equals(bytes)) await office.publicFolder.replace(DID_PATH, bytes);
}

function didKey({ kid, jwk, retired, revoked }: KeyRecord): DidKey {
  return {
    ...{ kid, jwk },
    ...(retired?.entry && { expires: addSeconds(retired.entry.time, CLOCK_SKEW_SECONDS) }),
    ...(revoked?.entry && { revoked: revoked.entry.time }),
  };
}

/** Sizes that the log had when it was asked for what it has not been seen to say. */
function openSince({ added, retired, revoked }: KeyRecord): readonly number[] {
  return [added, retired, revoked].flatMap((told) => (told && !told.entry ? [told.after] : []));
}

const KEY_ENTRIES = ['key.added', 'key.retired', 'key.revoked'] as const;
type Said = Placed<(typeof KEY_ENTRIES)[number]>;

function found(key: KeyRecord, said: readonly Said[]): KeyRecord {
  const { added, retired, revoked } = key;
  const place = (type: Said['entry']['type']) => {
    const one = said.find(({ entry }) => entry.type === type && entry.kid === key.kid);
    return one && { entry: { index: one.index, time: one.entry.time } };
  };
  return {
    ...key,
    added: { ...place('key.added'), ...added },
    ...(retired && { retired: { ...place('key.retired'), ...retired } }),
    ...(revoked && { revoked: { ...place('key.revoked'), ...revoked } }),
  };
}
