import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { parseVkey, SIGNATURE_TYPE, type NoteKey } from './note-key.ts';

/** A C2SP tlog-policy: whose cosignatures, and how many, make a checkpoint good enough. */
export type Policy = {
  readonly logs: readonly NoteKey[];
  readonly witnesses: ReadonlyMap<string, NoteKey>;
  /** Where a witness takes checkpoints, by its name; one that nobody asks for cosignatures may have none. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, { readonly threshold: number; readonly members: readonly string[] }>;
  /** Name of a witness or a group; null is `quorum none`: nobody watches. */
  readonly quorum: string | null;
};

export type PolicyRefusal = {
  readonly code: 'malformed-policy';
  readonly line: number;
  readonly why: string;
};

/** Reads a policy file. Unknown lines, names and key types are refused: a policy half understood is no policy. */
export async function parsePolicy(text: string): Promise<Result<Policy, PolicyRefusal>> {
  const reading: Reading = {
    logs: [],
    witnesses: new Map(),
    addresses: new Map(),
    groups: new Map(),
    used: new Set(),
    quorum: undefined,
  };
  if (text.length > 64 * 1024) return refuse({ code: 'malformed-policy', line: 0, why: 'too long' });
  for (const [i, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    if (words.length === 0 || words[0]?.startsWith('#') === true) continue;
    const why = await readLine(reading, words);
    if (why !== null) return refuse({ code: 'malformed-policy', line: i + 1, why });
  }
  const { logs, witnesses, addresses, groups, quorum } = reading;
  return quorum === undefined
    ? refuse({ code: 'malformed-policy', line: 0, why: 'no quorum line' })
    : ok({ logs, witnesses, addresses, groups, quorum });
}

/** Whether these keys, having truly cosigned, satisfy the quorum. `quorum none` is satisfied by nobody at all. */
export function meetsQuorum(policy: Policy, cosigners: readonly NoteKey[]): boolean {
  const { quorum } = policy;
  if (quorum === null) return true;
  const signed = (name: string): boolean => {
    const witness = policy.witnesses.get(name);
    if (witness) return cosigners.some((key) => key.name === witness.name && key.keyId === witness.keyId);
    const group = policy.groups.get(name);
    return group !== undefined && group.members.filter(signed).length >= group.threshold;
  };
  return signed(quorum);
}

type Reading = {
  readonly logs: NoteKey[];
  readonly witnesses: Map<string, NoteKey>;
  readonly addresses: Map<string, string>;
  readonly groups: Map<string, { threshold: number; members: readonly string[] }>;
  readonly used: Set<string>;
  quorum: string | null | undefined;
};

/** Null where the line is understood, else why it is not. */
async function readLine(reading: Reading, [kind, ...words]: readonly string[]): Promise<string | null> {
  switch (kind) {
    case 'log':
      return words.length > 2 ? 'a log is a key and perhaps a URL' : readLog(reading, words[0] ?? '');
    case 'witness':
      return words.length > 3 ? 'a witness is a name, a key and perhaps a URL' : readWitness(reading, words);
    case 'group':
      return readGroup(reading, words);
    case 'quorum':
      return readQuorum(reading, words);
    case undefined:
    default:
      return 'unknown line';
  }
}

async function readLog(reading: Reading, text: string): Promise<string | null> {
  const vkey = await parseVkey(text);
  if (!vkey.ok || vkey.value.type !== SIGNATURE_TYPE.ed25519) return 'not the key of a log';
  if (reading.logs.some((log) => samePublicKey(log, vkey.value))) return 'a log twice';
  reading.logs.push(vkey.value);
  return null;
}

async function readWitness(
  reading: Reading,
  [name, text = '', address]: readonly string[],
): Promise<string | null> {
  if (name === undefined || name === 'none' || isDefined(reading, name))
    return 'a witness needs a name of its own';
  const vkey = await parseVkey(text);
  if (!vkey.ok || vkey.value.type !== SIGNATURE_TYPE.cosignature) return 'not the key of a witness';
  if ([...reading.witnesses.values()].some((known) => samePublicKey(known, vkey.value)))
    return 'a witness twice';
  if (address !== undefined && !/^https?:\/\/[!-~]{1,500}$/.test(address))
    return 'not the address of a witness';
  reading.witnesses.set(name, vkey.value);
  if (address !== undefined) reading.addresses.set(name, address);
  return null;
}

function readGroup(reading: Reading, [name, rule = '', ...members]: readonly string[]): string | null {
  if (name === undefined || name === 'none' || isDefined(reading, name))
    return 'a group needs a name of its own';
  const threshold =
    rule === 'any' ? 1 : rule === 'all' ? members.length : /^[1-9][0-9]{0,3}$/.test(rule) ? Number(rule) : 0;
  if (threshold < 1 || threshold > members.length) return 'the threshold is 1 to the number of members';
  for (const member of members) {
    if (!isDefined(reading, member)) return `unknown member ${member}`;
    if (reading.used.has(member)) return `${member} counts twice`;
    reading.used.add(member);
  }
  reading.groups.set(name, { threshold, members });
  return null;
}

function readQuorum(reading: Reading, words: readonly string[]): string | null {
  const [name] = words;
  if (words.length !== 1 || name === undefined || reading.quorum !== undefined) return 'exactly one quorum';
  if (name !== 'none' && !isDefined(reading, name)) return `unknown name ${name}`;
  reading.quorum = name === 'none' ? null : name;
  return null;
}

const isDefined = (reading: Reading, name: string): boolean =>
  reading.witnesses.has(name) || reading.groups.has(name);
const samePublicKey = (a: NoteKey, b: NoteKey): boolean =>
  a.publicKey.every((byte, i) => byte === b.publicKey[i]);
