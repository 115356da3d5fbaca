import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';

import { digestFromHex, type Digest } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** A member to be written: its bytes, or a stream of them and how many they are. */
export type Member = { readonly name: string } & (
  { readonly bytes: Uint8Array } | { readonly open: () => Readable; readonly size: number }
);

/** Writes an archive member by member; what is streamed is never held whole. */
export async function writeArchive(file: string, members: readonly Member[], at: Instant): Promise<void> {
  const zip = new ZipFile();
  // A date without a zone, the same wherever it is written.
  const options = { mtime: new Date(at), mode: 0o100644, forceDosTimestamp: true };
  for (const member of members)
    if ('bytes' in member) zip.addBuffer(Buffer.from(member.bytes), member.name, options);
    else
      zip.addReadStreamLazy(member.name, { ...options, size: member.size, compress: false }, (give) => {
        give(undefined, member.open());
      });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
}

/** A member as it was read: its digest, and its bytes where they are not more than are looked into. */
export type ReadMember = { readonly digest: Digest; readonly size: number; readonly bytes?: Uint8Array };
export type ArchiveRefused =
  | { readonly code: 'archive-malformed'; readonly problem: string }
  | { readonly code: 'archive-too-large'; readonly limit: number; readonly of: 'members' | 'bytes' };

const MOST_MEMBERS = 20_000;
/** Bytes of all members once unpacked, and of one that is looked into. */
const LARGEST = 64 * 1024 ** 3;
const LOOKED_INTO = 16 * 1024 ** 2;
/** How many times larger than packed a member over 1 MiB may be: text comes to 30, what is made to do harm to 1,000. */
const RATIO = 200;

/**
 * Reads an archive once, from end to end, with flat memory: names that leave a folder, names that come twice, sizes that are not what the
 * directory states and members that unpack out of all proportion are refused. Nothing is written.
 */
export async function readArchive(
  file: string,
): Promise<Result<ReadonlyMap<string, ReadMember>, ArchiveRefused>> {
  const members = new Map<string, ReadMember>();
  let total = 0;
  try {
    const zip = await openPromise(file, {
      lazyEntries: true,
      validateEntrySizes: true,
      strictFileNames: true,
    });
    try {
      if (zip.entryCount > MOST_MEMBERS)
        return refuse({ code: 'archive-too-large', limit: MOST_MEMBERS, of: 'members' });
      for await (const entry of zip.eachEntry()) {
        const { fileName: name, uncompressedSize: size, compressedSize: packed } = entry;
        total += size;
        if (total > LARGEST || (size > 1024 ** 2 && size > RATIO * packed))
          return refuse({ code: 'archive-too-large', limit: LARGEST, of: 'bytes' });
        if (members.has(name))
          return refuse({ code: 'archive-malformed', problem: `${name} is in it twice` });
        members.set(name, await readMember(await zip.openReadStreamPromise(entry), size));
      }
      return ok(members);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (!(error instanceof Error) || ('code' in error && error.code === 'ENOENT')) throw error;
    return refuse({ code: 'archive-malformed', problem: error.message.slice(0, 200) });
  }
}

async function readMember(stream: Readable, size: number): Promise<ReadMember> {
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  for await (const chunk of bytesOf(stream)) {
    hash.update(chunk);
    if (size <= LOOKED_INTO) kept.push(chunk);
  }
  const digest = digestFromHex(hash.digest('hex'));
  return { digest, size, ...(size <= LOOKED_INTO && { bytes: new Uint8Array(Buffer.concat(kept)) }) };
}

/** A stream of bytes, as what it gives. */
async function* bytesOf(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
}
