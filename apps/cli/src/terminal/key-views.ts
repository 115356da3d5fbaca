import { ed25519Bytes } from '@assay/attestation/key';
import { formatVkey, noteKey, SIGNATURE_TYPE } from '@assay/attestation/log/note-key';
import type {
  NoSuchLeaf,
  NotListed,
  NotYetPublic,
  UnknownKey,
  WrongKeyState,
} from '@assay/office/keys/change-keys';
import { KIND_OF, stateOf, type KeyRecord, type KeyState } from '@assay/office/keys/key-book';

import type { Io } from './io.ts';
import { table, type Cell } from './table.ts';

/** Every key, with what became of it last, since when, and where the log says so. */
export function keyTable(keys: readonly KeyRecord[], io: Io): string {
  const head = ['Use', 'Key', 'Algorithm', 'Provider', 'State', 'Since', 'Log index'].map((text) => ({
    text,
    dress: io.style.dim,
  }));
  return table([head, ...keys.map((key) => row(key, io))], io.width);
}

/** One key as a program reads it; for a log key also its verifier key. */
export async function keyJson(key: KeyRecord, origin: string): Promise<object> {
  const { kid, use, jwk, provider, added, retired, revoked } = key;
  const vkey = await vkeyOf(key, origin);
  return {
    ...{ kid, use, algorithm: KIND_OF[use], provider, state: stateOf(key), since: sinceOf(key), jwk },
    logIndex: {
      added: added.entry?.index ?? null,
      ...(retired && { retired: retired.entry?.index ?? null }),
      ...(revoked && { revoked: revoked.entry?.index ?? null }),
    },
    ...(revoked && { reason: revoked.reason, lastGoodIndex: revoked.lastGoodIndex }),
    ...(vkey !== undefined && { vkey }),
  };
}

type Told = {
  readonly keys: readonly KeyRecord[];
  readonly origin: string;
  readonly voided: readonly string[] | undefined;
  /** Labels whose offline code was signed anew. */
  readonly renewed: number | undefined;
  readonly held: boolean;
  readonly data: string;
};

/** What a change has made of the keys, and what is to be done next. */
export async function keyLines({ keys, origin, voided, renewed, held, data }: Told, io: Io): Promise<string> {
  const [key] = keys;
  if (!key) throw new Error('a change concerns a key');
  const vkey = await vkeyOf(key, origin);
  const lines = [keyTable(keys, io), ''];
  if (stateOf(key) === 'announced') lines.push(`Public key    ${JSON.stringify(key.jwk)}`);
  if (stateOf(key) === 'announced' && vkey !== undefined) lines.push(`Verifier key  ${vkey}`);
  if (key.revoked)
    lines.push(
      `Good until    leaf ${String(key.revoked.lastGoodIndex)}; nothing that ${key.kid} signed after it counts.`,
    );
  if (voided && voided.length > 0) lines.push(`Void          ${voided.join(', ')}: decide on them anew.`);
  if (renewed !== undefined)
    lines.push(`Offline codes ${String(renewed)} signed anew; those that are printed count no more.`);
  if (held) lines.push('Too few witnesses have cosigned the log: the public learns of this when they have.');
  lines.push(`Anchors       ${data}/trust.json says so from now on.`, '', nextOf(key, data));
  return lines.filter((line, at) => line !== '' || lines[at - 1] !== '').join('\n');
}

function nextOf(key: KeyRecord, data: string): string {
  const list = `assay trust draft --anchors ${data}/trust.json --roots FILE --held LIST --output NEW`;
  const state = stateOf(key);
  if (state === 'announced')
    return [
      `Next: where verifiers hold a trust list, have it say so (${list}).`,
      ...(key.use === 'log'
        ? ['Give the verifier key to your witnesses; both keys sign until you activate this one.']
        : []),
      `Then: assay keys activate ${key.kid.split('#')[1] ?? ''} --data ${data}`,
    ].join('\n');
  return state === 'revoked'
    ? `Next: have the trust list say so today (${list}); until then verifiers that hold the old one believe the key.`
    : `It signs from now on, in every process. Next: have the trust list say when the other one ended (${list}).`;
}

/** Why keys are as they were. */
export function notChanged(
  refusal: UnknownKey | WrongKeyState | NotYetPublic | NotListed | NoSuchLeaf,
): string {
  switch (refusal.code) {
    case 'unknown-key':
      return `${refusal.kid} is no key of this installation; assay keys list names them`;
    case 'wrong-key-state':
      return `${refusal.kid} is ${refusal.state} already`;
    case 'key-not-yet-public':
      return `the published log does not name ${refusal.kid} yet: wait until the witnesses have cosigned it`;
    case 'key-not-in-trust-list':
      return `version ${String(refusal.version)} of the trust list that is published here does not name ${refusal.kid}: whoever holds it would call new labels INVALID. Publish a list that does first.`;
    case 'no-such-leaf':
      return `the log has ${String(refusal.size)} leaves, from 0 on; ${String(refusal.index)} is not one of them`;
  }
}

function row(key: KeyRecord, io: Io): readonly Cell[] {
  const state = stateOf(key);
  const { added, retired, revoked } = key;
  const index = (revoked ?? retired ?? added).entry?.index;
  return [
    ...[key.use, key.kid, KIND_OF[key.use], key.provider],
    { text: state, dress: dressOf(state, io) },
    ...[sinceOf(key), index === undefined ? 'not yet' : String(index)],
  ];
}

function sinceOf({ added, activated, retired, revoked }: KeyRecord): string {
  return (revoked ?? retired)?.at ?? activated ?? added.at;
}

function dressOf(state: KeyState, { style }: Io): (text: string) => string {
  switch (state) {
    case 'active':
      return style.good;
    case 'revoked':
      return style.bad;
    case 'announced':
      return style.open;
    case 'retired':
      return style.dim;
  }
}

async function vkeyOf({ use, jwk }: KeyRecord, name: string): Promise<string | undefined> {
  const publicKey = use === 'log' ? ed25519Bytes(jwk) : undefined;
  return publicKey && formatVkey(await noteKey({ name, type: SIGNATURE_TYPE.ed25519, publicKey }));
}
