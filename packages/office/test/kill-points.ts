/**
 * Every moment of a program at which a power cut could make a difference: at the end of a transaction and after its
 * commit, before a file that was written gets its name and after, after a signature. The moment before a write is the
 * moment after the write before it, so it is not counted again. Finer moments lie within a write: its commit sent and
 * not answered, half of its file there.
 */
import filesAtOnce from 'node:fs';
import files, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname } from 'node:path';

import type { Signer } from '@assay/attestation/key';
import type { Records } from '@assay/records/open';
import pg from 'pg';

/** Told of each moment as it passes; whoever listens may end the process. */
export type Moment = (name: string) => void;

/** The records, with a moment inside and after each transaction. */
export function watchRecords(records: Records, moment: Moment): Records {
  return {
    ...records,
    write: async (act) => {
      const done = await records.write(async (tx) => {
        const value = await act(tx);
        moment('a transaction before its commit');
        return value;
      });
      moment('a transaction after its commit');
      return done;
    },
  };
}

/** Finer: from now on every commit has a moment at which it was sent and no answer has come. */
export function watchCommits(moment: Moment): void {
  replace(pg.Client.prototype, 'query', (send) => {
    return function watched(this: unknown, ...sent: readonly unknown[]): unknown {
      const answer: unknown = Reflect.apply(send, this, sent);
      if (sent[0] === 'commit') moment('a commit on its way');
      return answer;
    };
  });
}

/** Finer: from now on every file has a moment at which half of it is there. */
export function watchHalves(moment: Moment): void {
  replace(files, 'open', (open) => async (...asked: readonly unknown[]): Promise<unknown> => {
    const handle = await parseHandle(Reflect.apply(open, files, asked));
    if (asked[1] !== 'r') writeByHalves(handle, moment);
    return handle;
  });
  replace(filesAtOnce, 'writeFileSync', (write) => (descriptor: number, bytes: Uint8Array): void => {
    const half = Math.floor(bytes.length / 2);
    Reflect.apply(write, filesAtOnce, [descriptor, bytes.subarray(0, half)]);
    moment('half a file');
    Reflect.apply(write, filesAtOnce, [descriptor, bytes.subarray(half)]);
  });
  syncBuiltinESMExports();
}

/** From now on every file has two moments: it is whole and has no name, it has its name. */
export function watchFiles(moment: Moment): void {
  const named = (to: string) => `${basename(dirname(to))}/${basename(to)}`;
  replace(files, 'link', (give) => async (from: string, to: string): Promise<void> => {
    moment(`${named(to)} before it has its name`);
    await Promise.resolve(Reflect.apply(give, files, [from, to]));
    moment(`${named(to)} with its name`);
  });
  replace(filesAtOnce, 'renameSync', (give) => (from: string, to: string): void => {
    moment(`${named(to)} before it has its name`);
    Reflect.apply(give, filesAtOnce, [from, to]);
    moment(`${named(to)} with its name`);
  });
  syncBuiltinESMExports();
}

export function watchSigner(signer: Signer, moment: Moment): Signer {
  return {
    ...signer,
    sign: async (bytes) => {
      const signature = await signer.sign(bytes);
      moment(`a signature of ${signer.kid.split('#')[1] ?? ''}`);
      return signature;
    },
  };
}

function writeByHalves(handle: FileHandle, moment: Moment): void {
  Reflect.set(handle, 'writeFile', async (content: Uint8Array | string) => {
    const bytes = Buffer.from(content);
    const half = Math.floor(bytes.length / 2);
    await handle.write(bytes, 0, half);
    moment('half a file');
    await handle.write(bytes, half);
  });
}

function replace(owner: object, name: string, by: (was: (...given: never[]) => unknown) => unknown): void {
  Reflect.set(owner, name, by(parseFunction(Reflect.get(owner, name))));
}

function parseFunction(value: unknown): (...given: never[]) => unknown {
  if (typeof value !== 'function') throw new TypeError('this is not a function');
  return value as (...given: never[]) => unknown;
}

async function parseHandle(opened: unknown): Promise<FileHandle> {
  return (await opened) as FileHandle;
}
