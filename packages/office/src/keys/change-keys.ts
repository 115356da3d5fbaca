import type { KeyUse } from '@assay/attestation/key';
import { unsignWaiting } from '@assay/records/label';
import { leafCount, takeLogOver } from '@assay/records/log';
import { holdLock, type Tx } from '@assay/records/open';
import { sendLabelsLast, sendToLog } from '@assay/records/outbox';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../office.ts';
import {
  activeKey,
  announcedKey,
  holdKeyBook,
  putKeyBook,
  stateOf,
  type KeyRecord,
  type KeyState,
} from './key-book.ts';
import { openKey } from './keyring.ts';
import { newKey, tryOut } from './new-key.ts';

export type UnknownKey = { readonly code: 'unknown-key'; readonly kid: string };
export type WrongKeyState = {
  readonly code: 'wrong-key-state';
  readonly kid: string;
  readonly state: KeyState;
};
/** What nobody has seen yet may not sign: neither the log nor did.json names it. */
export type NotYetPublic = { readonly code: 'key-not-yet-public'; readonly kid: string };
export type NotListed = {
  readonly code: 'key-not-in-trust-list';
  readonly kid: string;
  readonly version: number;
};
export type NoSuchLeaf = { readonly code: 'no-such-leaf'; readonly index: number; readonly size: number };

/** Keys of the office, the data folder in which its holders look, and what a change of keys acts on. */
type Place = { readonly office: Office; readonly folder: string };
export type Changed = { readonly key: KeyRecord; readonly repeated: boolean };

/**
 * Announces the next key of a use: the log says `key.added`, did.json lists it, and it signs nothing but checkpoints,
 * beside the one before it. Asked again while one is announced, that one is meant.
 */
export async function announceKey({ office, folder }: Place, use: KeyUse): Promise<Changed> {
  return change(office, async ({ tx, book, size }) => {
    const waiting = announcedKey(book, use);
    if (waiting) return { key: waiting, repeated: true };
    const key = await announce({ office, folder }, use, { tx, book, size });
    await keep(office, tx, [...book, key]);
    return { key, repeated: false };
  });
}

/** Lets an announced key sign from now on, and retires the one before it: whatever that one signed goes on to count. */
export async function activateKey(
  { office, folder }: Place,
  kid: string,
  listed: { readonly version: number; readonly kids: readonly string[] } | undefined,
): Promise<Result<Changed, UnknownKey | WrongKeyState | NotYetPublic | NotListed>> {
  return change(office, async ({ tx, book, size }) => {
    const key = book.find((one) => one.kid === kid);
    if (!key) return refuse({ code: 'unknown-key', kid });
    const state = stateOf(key);
    if (state === 'active') return ok({ key, repeated: true });
    if (state !== 'announced') return refuse({ code: 'wrong-key-state', kid, state });
    if (!key.added.entry) return refuse({ code: 'key-not-yet-public', kid });
    if (listed && !listed.kids.includes(kid))
      return refuse({ code: 'key-not-in-trust-list', kid, version: listed.version });
    await tryOut(await openKey(key, folder));
    const at = office.clock();
    const before = activeKey(book, key.use);
    const now = { ...key, activated: at };
    const next = book.map((one) =>
      one === key ? now : one === before ? { ...one, retired: { at, after: size } } : one,
    );
    await keep(office, tx, next);
    if (before) await send(office, tx, 'key.retired', { kid: before.kid, use: before.use });
    return ok({ key: now, repeated: false });
  });
}

type Revocation = {
  readonly kid: string;
  readonly reason: string;
  /** The last leaf whose signature by this key counts; the newest one unless told. */
  readonly lastGoodIndex: number | undefined;
};

/**
 * Declares a key compromised: what it signed counts only up to a leaf of the log. Credentials that it signed and that
 * are not in the log yet are signed anew. Where it was the active one, the announced key, or a new one, signs from now on.
 */
export async function revokeKey(
  { office, folder }: Place,
  { kid, reason, lastGoodIndex: asked }: Revocation,
): Promise<Result<Changed & { readonly successor?: KeyRecord }, UnknownKey | WrongKeyState | NoSuchLeaf>> {
  return change(office, async ({ tx, book, size }) => {
    const key = book.find((one) => one.kid === kid);
    if (!key) return refuse({ code: 'unknown-key', kid });
    if (key.revoked)
      return asked === undefined || asked === key.revoked.lastGoodIndex
        ? ok({ key, repeated: true })
        : refuse({ code: 'wrong-key-state', kid, state: 'revoked' });
    const lastGoodIndex = asked ?? Math.max(0, size - 1);
    if (lastGoodIndex >= Math.max(1, size))
      return refuse({ code: 'no-such-leaf', index: lastGoodIndex, size });
    const at = office.clock();
    const { use } = key;
    const wasActive = activeKey(book, use) === key;
    const waiting = wasActive ? announcedKey(book, use) : undefined;
    const made =
      wasActive && !waiting ? await announce({ office, folder }, use, { tx, book, size }) : undefined;
    const successor = waiting ?? made;
    if (waiting) await tryOut(await openKey(waiting, folder));
    const revoked = { ...key, revoked: { at, after: size, reason, lastGoodIndex } };
    const next = [...book, ...(made ? [made] : [])].map((one) =>
      one === key ? revoked : one === successor ? { ...one, activated: at } : one,
    );
    await keep(office, tx, next);
    await send(office, tx, 'key.revoked', { kid, use, reason, lastGoodIndex });
    if (use === 'vc' || use === 'qr') {
      await unsignWaiting(tx, administratorOf(office));
      await sendLabelsLast(tx, administratorOf(office));
    }
    return ok({ key: revoked, repeated: false, ...(successor && { successor }) });
  });
}

type Now = { readonly tx: Tx; readonly book: readonly KeyRecord[]; readonly size: number };

/**
 * One change of the keys at a time. It waits until nobody is between a signature and its leaf, and takes the log over,
 * so that a writer whose connection broke writes nothing more: the size is the size, and what was signed is kept.
 */
function change<T>(office: Office, act: (now: Now) => Promise<T>): Promise<T> {
  const administrator = administratorOf(office);
  return office.records.write(async (tx) => {
    await holdLock(tx, 'finish', administrator);
    const log = { administrator, log: office.log.origin };
    await takeLogOver(tx, log);
    const book = await holdKeyBook(tx, administrator, 'to-change');
    return act({ tx, book, size: await leafCount(tx, log) });
  });
}

async function announce({ office, folder }: Place, use: KeyUse, { tx, book, size }: Now): Promise<KeyRecord> {
  const { did } = office;
  const key = await newKey({ use, did, folder, book, at: office.clock(), after: size });
  await send(office, tx, 'key.added', { kid: key.kid, use, jwk: key.jwk });
  return key;
}

function send(
  office: Office,
  tx: Tx,
  kind: string,
  members: Readonly<Record<string, unknown>>,
): Promise<void> {
  return sendToLog(tx, { administrator: administratorOf(office), kind, label: null, members });
}

function keep(office: Office, tx: Tx, book: readonly KeyRecord[]): Promise<void> {
  return putKeyBook(tx, administratorOf(office), book);
}
