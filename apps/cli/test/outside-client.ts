/**
 * A reader of transparency logs that knows the C2SP documents (signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles,
 * tlog-proof) and the trees of RFC 6962 and RFC 9162, and nothing of this repository: it imports node:crypto alone, which
 * `architecture.test.ts` holds. It is slow and plain on purpose. Whatever is not as those documents say, it throws.
 */
import { createHash, createPublicKey, verify } from 'node:crypto';

/** A verifier key of signed-note: `name+hash+base64(type ‖ key)`. */
type Vkey = { readonly name: string; readonly id: Buffer; readonly type: number; readonly key: Buffer };
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Buffer };
/** A checkpoint as a client keeps it: who signed it, and of the witnesses, when (seconds). */
export type Signed = Checkpoint & {
  readonly signedBy: readonly string[];
  readonly cosigned: readonly number[];
};
/** A log, read whole and found to be what its checkpoint says. `hashes[L]` are those of tile level L. */
export type Replay = Signed & {
  readonly entries: readonly Buffer[];
  readonly hashes: readonly (readonly Buffer[])[];
};

const WIDTH = 256;
const ED25519 = 0x01;
const COSIGNATURE = 0x04;

/** Fetches checkpoint, entry bundles and all tiles of a log, and recomputes every hash of them from the entries. */
export async function replay(url: string, vkeys: readonly string[]): Promise<Replay> {
  const signed = openCheckpoint((await get(`${url}/checkpoint`)).toString(), vkeys);
  const entries: Buffer[] = [];
  for (const [path, width] of tilesOf('entries', signed.size))
    entries.push(...openBundle(await get(`${url}/${path}`), width));
  let expected = entries.map((entry) => sha256(Buffer.of(0), entry));
  const hashes: Buffer[][] = [];
  for (let level = 0; expected.length > 0; level += 1) {
    const served: Buffer[] = [];
    for (const [path, width] of tilesOf(level, expected.length)) {
      const tile = await get(`${url}/${path}`);
      demand(tile.length === width * 32, `${path} holds ${tile.length} bytes`);
      for (let at = 0; at < tile.length; at += 32) served.push(tile.subarray(at, at + 32));
    }
    demand(same(served, expected), `tiles of level ${level} are not the hashes of what is below them`);
    hashes.push(served);
    const full = Math.floor(expected.length / WIDTH);
    expected = Array.from({ length: full }, (_, tile) => rangeOf(served, tile * WIDTH, (tile + 1) * WIDTH));
  }
  const root = signed.size === 0 ? sha256() : rangeOf(hashes[0] ?? [], 0, signed.size);
  demand(root.equals(signed.root), 'the entries do not hash to the signed root');
  return { ...signed, entries, hashes };
}

/** Opens a signed note as a checkpoint. At least one of the keys must have signed it, and none wrongly. */
export function openCheckpoint(note: string, vkeys: readonly string[]): Signed {
  const split = note.lastIndexOf('\n\n');
  demand(split > 0 && note.endsWith('\n'), 'not a signed note');
  const text = note.slice(0, split + 1);
  const signedBy: string[] = [];
  const cosigned: number[] = [];
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name = '', encoded = ''] = /^— (\S+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    demand(name !== '' && bytes.length > 4, `not a signature line: ${line}`);
    const known = vkeys.map(openVkey).find((key) => key.name === name && key.id.equals(bytes.subarray(0, 4)));
    if (!known) continue;
    const time = known.type === COSIGNATURE ? Number(bytes.readBigUInt64BE(4)) : undefined;
    const message = time === undefined ? text : `cosignature/v1\ntime ${time}\n${text}`;
    demand(
      verifies(known, message, bytes.subarray(time === undefined ? 4 : 12)),
      `wrong signature by ${name}`,
    );
    signedBy.push(name);
    if (time !== undefined) cosigned.push(time);
  }
  demand(signedBy.length > 0, 'nobody who is known has signed');
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  demand(/^(0|[1-9]\d*)$/.test(size) && rest.at(-1) === '', 'not a checkpoint');
  return { origin, size: Number(size), root: hash(root), signedBy, cosigned };
}

/** Opens a tlog-proof of `entry` and follows it to the root that the checkpoint in it states. */
export function openProof(
  text: string,
  entry: Buffer,
  vkeys: readonly string[],
): Signed & { readonly index: number } {
  const split = text.indexOf('\n\n');
  const [magic, ...lines] = text.slice(0, split).split('\n');
  demand(magic === 'c2sp.org/tlog-proof@v1', `not a tlog-proof: ${String(magic)}`);
  if (lines[0]?.startsWith('extra ') === true) lines.shift();
  const [, index = ''] = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '') ?? [];
  const signed = openCheckpoint(text.slice(split + 2), vkeys);
  const proof = lines.map(hash);
  demand(
    index !== '' &&
      includes({ leaf: sha256(Buffer.of(0), entry), index: Number(index), proof, tree: signed }),
    'the proof does not lead from the entry to the root',
  );
  return { ...signed, index: Number(index) };
}

/** The path from a leaf to the root of the first `size` leaves (RFC 6962 section 2.1.1), from tiles alone. */
export function inclusionPath({ hashes }: Replay, index: number, size: number): readonly Buffer[] {
  const path = (start: number, end: number): Buffer[] => {
    if (end - start === 1) return [];
    const middle = start + powerBelow(end - start);
    return index < middle
      ? [...path(start, middle), fromTiles(hashes, middle, end)]
      : [...path(middle, end), fromTiles(hashes, start, middle)];
  };
  return path(0, size);
}

/** That the first `old` leaves are the beginning of all (RFC 6962 section 2.1.2), from tiles alone. */
export function consistencyPath({ hashes, size }: Replay, old: number): readonly Buffer[] {
  const path = (start: number, end: number, whole: boolean): Buffer[] => {
    if (old === end) return whole ? [] : [fromTiles(hashes, start, end)];
    const middle = start + powerBelow(end - start);
    return old <= middle
      ? [...path(start, middle, whole), fromTiles(hashes, middle, end)]
      : [...path(middle, end, false), fromTiles(hashes, start, middle)];
  };
  return path(0, size, true);
}

/** RFC 9162 section 2.1.3.2. */
export function includes(claim: {
  readonly leaf: Buffer;
  readonly index: number;
  readonly proof: readonly Buffer[];
  readonly tree: Checkpoint;
}): boolean {
  if (claim.index >= claim.tree.size) return false;
  let [at, last, root] = [claim.index, claim.tree.size - 1, claim.leaf];
  for (const sibling of claim.proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      root = node(sibling, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else root = node(root, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && root.equals(claim.tree.root);
}

/** RFC 9162 section 2.1.4.2: whether `later` continues `earlier`. */
export function continues(earlier: Checkpoint, later: Checkpoint, proof: readonly Buffer[]): boolean {
  if (earlier.origin !== later.origin || earlier.size === 0 || earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  const isPower = powerBelow(earlier.size + 1) === earlier.size;
  const [start, ...rest] = isPower ? [earlier.root, ...proof] : proof;
  if (!start || proof.length === 0) return false;
  let [at, last] = [earlier.size - 1, later.size - 1];
  while (at % 2 === 1) [at, last] = [(at - 1) / 2, Math.floor(last / 2)];
  let [old, now] = [start, start];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, now] = [node(sibling, old), node(sibling, now)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else now = node(now, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && old.equals(earlier.root) && now.equals(later.root);
}

function openVkey(text: string): Vkey {
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, 'base64');
  const own = sha256(Buffer.from(`${name}\n`), bytes).subarray(0, 4);
  demand(own.toString('hex') === id && bytes.length === 33, `not a verifier key: ${text}`);
  demand(bytes[0] === ED25519 || bytes[0] === COSIGNATURE, `a key of another type: ${text}`);
  return { name, id: own, type: bytes[0], key: bytes.subarray(1) };
}

function verifies({ key }: Vkey, message: string, signature: Buffer): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') };
  return verify(null, Buffer.from(message), createPublicKey({ key: jwk, format: 'jwk' }), signature);
}

/** Paths and widths of the tiles that hold `count` things at a level: full ones, then perhaps a partial one. */
function tilesOf(level: number | 'entries', count: number): readonly (readonly [string, number])[] {
  return Array.from({ length: Math.ceil(count / WIDTH) }, (_, tile) => {
    const digits = String(tile).padStart(Math.ceil(String(tile).length / 3) * 3, '0');
    const path = digits.replaceAll(/\d{3}(?=\d)/g, 'x$&/');
    const width = Math.min(WIDTH, count - tile * WIDTH);
    return [`tile/${level}/${path}${width < WIDTH ? `.p/${width}` : ''}`, width] as const;
  });
}

/** Each entry behind its length, 16 bits big-endian. */
function openBundle(bytes: Buffer, width: number): readonly Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 2 + bytes.readUInt16BE(at);
    demand(end <= bytes.length, 'an entry bundle ends inside an entry');
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  demand(entries.length === width, `an entry bundle of ${entries.length} in place of ${width}`);
  return entries;
}

/** The hash over leaves [start, end), from the largest complete subtrees that any tile holds. */
function fromTiles(hashes: Replay['hashes'], start: number, end: number): Buffer {
  for (let level = hashes.length - 1; level >= 0; level -= 1) {
    const each = WIDTH ** level;
    const held = hashes[level]?.[start / each];
    if (end - start === each && start % each === 0 && held) return held;
  }
  const middle = start + powerBelow(end - start);
  return node(fromTiles(hashes, start, middle), fromTiles(hashes, middle, end));
}

/** MTH of RFC 6962 over a range of hashes. */
function rangeOf(hashes: readonly Buffer[], start: number, end: number): Buffer {
  const only = hashes[start];
  if (end - start === 1 && only) return only;
  const middle = start + powerBelow(end - start);
  return node(rangeOf(hashes, start, middle), rangeOf(hashes, middle, end));
}

/** The largest power of two smaller than n. */
function powerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function node(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.of(1), left, right);
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function hash(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  demand(bytes.length === 32 && bytes.toString('base64') === text, `not a hash: ${text}`);
  return bytes;
}

function same(one: readonly Buffer[], other: readonly Buffer[]): boolean {
  return one.length === other.length && one.every((bytes, i) => other[i]?.equals(bytes) === true);
}

async function get(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  demand(answer.status === 200, `${url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
