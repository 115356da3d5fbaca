import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, opendir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { DIGEST_PATTERN, digestFromHex, type Digest } from '@assay/vocabulary/ids';

import { syncFolder } from '../write-whole.ts';

export type Bytes = AsyncIterable<Uint8Array>;

/**
 * Where files lie under the digest of their bytes, and the pieces of those that are on their way. A piece and a blob are
 * whole or absent, and have outlasted a power cut when the promise is kept. Nothing is ever held in memory whole.
 */
export type BlobStore = {
  /** Stores a piece under a name of ours; its size. What `bytes` throws is thrown, and nothing is stored. */
  putPiece(name: string, bytes: Bytes): Promise<number>;
  dropPieces(names: readonly string[]): Promise<void>;
  /** Reads pieces one after the other into one blob that is not yet kept; `look` sees every byte once. */
  join(names: readonly string[], look: (bytes: Uint8Array) => void): Promise<Joined>;
  /** Undefined: there is no such blob. The stream ends early and loudly where the file is not as long as it was. */
  read(digest: Digest): Promise<{ readonly size: number; readonly bytes: Bytes } | undefined>;
  /** How long a blob is; undefined: there is no such blob. */
  sizeOf(digest: Digest): Promise<number | undefined>;
  /** Every blob that was last put there before a moment, in milliseconds of Unix time. */
  keptBefore(moment: number): AsyncIterable<Lying & { readonly digest: Digest }>;
  /** Removes a blob unless it was put there again since; whether it did. Who asks sees to it that nobody puts it there meanwhile. */
  drop(digest: Digest, before: number): Promise<boolean>;
  /** What was begun before a moment and never became a blob, by its place below the folder. */
  begunBefore(moment: number): AsyncIterable<Lying & { readonly place: string }>;
  dropBegun(place: string): Promise<void>;
};

type Lying = { readonly size: number };

/**
 * A blob that is there in full and not yet under its digest. It is kept once or dropped, and no file is open meanwhile;
 * dropping one that is kept does nothing.
 */
export type Joined = {
  readonly digest: Digest;
  readonly size: number;
  keep(): Promise<void>;
  drop(): Promise<void>;
};

/** A folder on this machine. Names and digests are ours, and none of them can lead out of it. */
export function openBlobFolder(folder: string): BlobStore {
  const pieceFile = (name: string) => {
    if (!PIECE_NAME.test(name)) throw new Error(`no name of a piece: ${name}`);
    return join(folder, 'pieces', name);
  };
  return {
    putPiece: async (name, bytes) => {
      const file = pieceFile(name);
      const temporary = await begin(folder);
      try {
        const size = await pour(bytes, temporary.handle, () => undefined);
        await finish(temporary);
        await settle(temporary.name, file);
        return size;
      } catch (error) {
        await discard(temporary);
        throw error;
      }
    },
    dropPieces: async (names) => {
      for (const name of names) await rm(pieceFile(name), { force: true });
    },
    join: async (names, look) => {
      const temporary = await begin(folder);
      const hash = createHash('sha256');
      try {
        let size = 0;
        for (const name of names)
          size += await pour(createReadStream(pieceFile(name)), temporary.handle, (bytes) => {
            hash.update(bytes);
            look(bytes);
          });
        await finish(temporary);
        const digest = digestFromHex(hash.digest('hex'));
        const { name } = temporary;
        return {
          ...{ digest, size },
          keep: () => settle(name, blobFile(folder, digest)),
          drop: () => rm(name, { force: true }),
        };
      } catch (error) {
        await discard(temporary);
        throw error;
      }
    },
    read: async (digest) => {
      const file = blobFile(folder, digest);
      const found = await stat(file).catch(absent);
      return found && { size: found.size, bytes: createReadStream(file) };
    },
    sizeOf: async (digest) => (await stat(blobFile(folder, digest)).catch(absent))?.size,
    async *keptBefore(moment) {
      for await (const { place, size } of lyingBefore(folder, 'sha256', moment)) {
        const hex = basename(place);
        if (/^[0-9a-f]{64}$/.test(hex)) yield { digest: digestFromHex(hex), size };
      }
    },
    drop: async (digest, before) => {
      const file = blobFile(folder, digest);
      const found = await stat(file).catch(absent);
      if (!found || found.mtimeMs >= before) return false;
      await rm(file);
      return true;
    },
    async *begunBefore(moment) {
      for (const part of ['pieces', 'passing']) yield* lyingBefore(folder, part, moment);
    },
    dropBegun: async (place) => {
      if (!/^(pieces|passing)\/[a-z0-9_.-]{1,140}$/.test(place)) throw new Error(`nothing begun: ${place}`);
      await rm(join(folder, place), { force: true });
    },
  };
}

/** Files below a part of the folder that were last written before a moment. */
async function* lyingBefore(
  folder: string,
  part: string,
  moment: number,
): AsyncGenerator<{ readonly place: string; readonly size: number }> {
  const entries = await opendir(join(folder, part)).catch(absent);
  if (!entries) return;
  for await (const entry of entries) {
    const place = `${part}/${entry.name}`;
    if (entry.isDirectory()) yield* lyingBefore(folder, place, moment);
    const found = entry.isFile() ? await stat(join(folder, place)).catch(absent) : undefined;
    if (found && found.mtimeMs < moment) yield { place, size: found.size };
  }
}

const PIECE_NAME = /^[a-z0-9_-]{1,120}$/;
const DIGEST = new RegExp(DIGEST_PATTERN);

/** Files of applicants are nobody's but the office's own. */
const OWN_FOLDER = 0o700;
const OWN_FILE = 0o600;

function blobFile(folder: string, digest: Digest): string {
  if (!DIGEST.test(digest)) throw new Error(`no digest: ${digest}`);
  const hex = digest.slice('sha256:'.length);
  return join(folder, 'sha256', hex.slice(0, 2), hex);
}

type Temporary = { readonly name: string; readonly handle: FileHandle };
let begun = 0;

async function begin(folder: string): Promise<Temporary> {
  const place = join(folder, 'passing');
  await mkdir(place, { recursive: true, mode: OWN_FOLDER });
  const name = join(place, `${String(process.pid)}-${String((begun += 1))}.tmp`);
  try {
    return { name, handle: await open(name, 'wx', OWN_FILE) };
  } catch (error) {
    // Left behind by a process that was killed and whose number has come again.
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return begin(folder);
    throw error;
  }
}

async function pour(bytes: Bytes, to: FileHandle, look: (bytes: Uint8Array) => void): Promise<number> {
  let size = 0;
  for await (const chunk of bytes) {
    look(chunk);
    for (let at = 0; at < chunk.length;)
      at += (await to.write(chunk, at, chunk.length - at, null)).bytesWritten;
    size += chunk.length;
  }
  return size;
}

/** All that was written outlasts a power cut, and the file is open no longer. */
async function finish({ handle }: Temporary): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a finished file in its place, so that its name outlasts a power cut too. */
async function settle(name: string, file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: OWN_FOLDER });
  await rename(name, file);
  await syncFolder(dirname(file));
  await syncFolder(dirname(dirname(file)));
}

async function discard({ name, handle }: Temporary): Promise<void> {
  await handle.close();
  await rm(name, { force: true });
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
