/**
 * Every moment of a program at which a power cut could make a difference: inside a transaction, with its commit on the
 * way, after it; with half a file written, with the whole of it before it has its name, after that; after a signature.
 * The moment before a write is the moment after the write before it, so it is not counted again.
 */
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

/** From now on every commit has a moment at which it was sent and no answer has come. */
export function watchCommits(moment: Moment): void {
  replace(pg.Client.prototype, 'query', (send) => {
    return function watched(this: unknown, ...sent: readonly unknown[]): unknown {
      const answer: unknown = Reflect.apply(send, this, sent);
      if (sent[0] === 'commit') moment('a commit on its way');
      return answer;
    };
  });
}

/** From now on every file that is made has moments: half of it there, all of it there, its name there. */
export function watchFiles(moment: Moment): void {
  replace(files, 'open', (open) => async (...asked: readonly unknown[]): Promise<unknown> => {
    const handle = await parseHandle(Reflect.apply(open, files, asked));
    if (asked[1] !== 'r') writeByHalves(handle, moment);
    return handle;
  });
  for (const name of ['rename', 'link'])
    replace(files, name, (give) => async (from: string, to: string): Promise<void> => {
      const file = `${basename(dirname(to))}/${basename(to)}`;
      moment(`${file} before it has its name`);
      await Promise.resolve(Reflect.apply(give, files, [from, to]));
      moment(`${file} with its name`);
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
