import { open, rename, rm, type FileHandle } from 'node:fs/promises';

import { encoderOf, type OtherCatalogue } from '@assay/conformity/2-evaluation/compiled/encode';
import type { Layout } from '@assay/conformity/2-evaluation/compiled/layout';
import { shapeOf } from '@assay/conformity/2-evaluation/compiled/record';
import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import type { Submission } from '@assay/conformity/2-evaluation/collect';
import { EncodedPopulationKind } from '@assay/vocabulary/encoded-population';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { readDocument } from '@assay/vocabulary/schema';

import { digestOf } from '../digest.ts';

/**
 * A file of encoded dossiers: a preamble of 96 bytes (magic with the number of the form, length of the head, number of
 * records, digest of the head), the head in JSON, then the records, each its words and the name of its dossier. All
 * numbers have their low byte first. What was settled stands in the head, so that the file speaks for itself.
 */
const MAGIC = 'assay encoded 1\n';
const FORM = 1;
const PREAMBLE = 96;
const DIGEST_AT = 24;
/** Longest name of a dossier, in bytes; the names are padded with zeros. */
const NAME_BYTES = 64;
/** Until the number of records is known the file is not one. */
const UNFINISHED = 0xffffffff;
/** Bytes read and written at a time, at most. */
const CHUNK = 4 * 1024 * 1024;
const LARGEST_HEAD = 16 * 1024 * 1024;

export type NameTooLong = {
  readonly code: 'dossier-name-too-long';
  readonly dossier: string;
  readonly limit: number;
};
export type NotAPopulation = {
  readonly code: 'not-an-encoded-population';
  readonly file: string;
  readonly form: number;
  readonly problem: 'magic' | 'unfinished' | 'head' | 'digest' | 'layout' | 'length' | 'missing';
};

/** Writes submissions one after another; the file stands under its name only when `finish` has come back. */
export type PopulationWriter = {
  readonly add: (submission: Submission) => Promise<Result<undefined, NameTooLong>>;
  readonly finish: () => Promise<number>;
  /** Leaves nothing behind. */
  readonly abandon: () => Promise<void>;
};

/** Begins a file of encoded dossiers of a layout. */
export async function writePopulation(
  file: string,
  layout: Layout,
  catalogue: Catalogue,
): Promise<Result<PopulationWriter, OtherCatalogue>> {
  const encoder = encoderOf(layout, catalogue);
  if (!encoder.ok) return encoder;
  const { words, encode } = encoder.value;
  const bytes = words * 4 + NAME_BYTES;
  const chunk = Buffer.alloc(Math.max(1, Math.floor(CHUNK / bytes)) * bytes);
  const view = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length / 4);
  const temporary = `${file}.${String(process.pid)}`;
  const handle = await open(temporary, 'w');
  await handle.write(headOf(layout, words));
  let used = 0;
  let count = 0;
  const flush = async () => {
    await handle.write(chunk, 0, used);
    used = 0;
  };
  return ok({
    add: async (submission) => {
      const name = Buffer.from(submission.dossier.dossier);
      if (name.length > NAME_BYTES)
        return refuse({ code: 'dossier-name-too-long', dossier: name.toString(), limit: NAME_BYTES });
      encode(submission, view, used / 4);
      chunk.fill(0, used + words * 4, used + bytes);
      name.copy(chunk, used + words * 4);
      used += bytes;
      count += 1;
      if (used === chunk.length) await flush();
      return ok(undefined);
    },
    finish: async () => {
      await flush();
      const number = Buffer.alloc(4);
      number.writeUInt32LE(count);
      await handle.write(number, 0, 4, MAGIC.length + 4);
      await handle.close();
      await rename(temporary, file);
      return count;
    },
    abandon: async () => {
      await handle.close();
      await rm(temporary, { force: true });
    },
  });
}

function headOf(layout: Layout, words: number): Buffer {
  const head = Buffer.from(JSON.stringify({ words, layout }));
  const preamble = Buffer.alloc(PREAMBLE);
  preamble.write(MAGIC);
  preamble.writeUInt32LE(head.length, MAGIC.length);
  preamble.writeUInt32LE(UNFINISHED, MAGIC.length + 4);
  preamble.write(digestOf(head), DIGEST_AT);
  return Buffer.concat([preamble, head]);
}

/** A file of encoded dossiers that was found whole; whoever opens it closes it. */
export type Population = {
  readonly layout: Layout;
  readonly count: number;
  /**
   * Hands over each record in turn, in memory that is used again: where it begins, and its dossier's name for whoever
   * wants to know.
   */
  readonly each: (visit: (records: Int32Array, at: number, name: () => string) => void) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens a file of encoded dossiers. One that is cut off, longer than it says, changed or of another form is refused. */
export async function openPopulation(file: string): Promise<Result<Population, NotAPopulation>> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return refuse({ code: 'not-an-encoded-population', file, form: FORM, problem: 'missing' });
  const found = await wholeIn(handle);
  if ('problem' in found) {
    await handle.close();
    return refuse({ code: 'not-an-encoded-population', file, form: FORM, problem: found.problem });
  }
  const { layout, words, count, begin } = found;
  return ok({
    layout,
    count,
    each: (visit) => eachRecord(handle, { words, count, begin }, visit),
    close: () => handle.close(),
  });
}

type Whole = {
  readonly layout: Layout;
  readonly words: number;
  readonly count: number;
  readonly begin: number;
};

async function wholeIn(handle: FileHandle): Promise<Whole | Pick<NotAPopulation, 'problem'>> {
  const { size } = await handle.stat();
  const preamble = Buffer.alloc(PREAMBLE);
  await handle.read(preamble, 0, PREAMBLE, 0);
  if (preamble.toString('latin1', 0, MAGIC.length) !== MAGIC) return { problem: 'magic' };
  const length = preamble.readUInt32LE(MAGIC.length);
  const count = preamble.readUInt32LE(MAGIC.length + 4);
  if (count === UNFINISHED) return { problem: 'unfinished' };
  if (length > LARGEST_HEAD || PREAMBLE + length > size) return { problem: 'head' };
  const head = Buffer.alloc(length);
  await handle.read(head, 0, length, PREAMBLE);
  if (digestOf(head) !== preamble.toString('latin1', DIGEST_AT, PREAMBLE).replace(/\0+$/, ''))
    return { problem: 'digest' };
  const read = readDocument(EncodedPopulationKind, parseHead(head));
  if (!read.ok || shapeOf(read.value.layout).words !== read.value.words) return { problem: 'layout' };
  const { layout, words } = read.value;
  const begin = PREAMBLE + length;
  if (size !== begin + count * (words * 4 + NAME_BYTES)) return { problem: 'length' };
  return { layout, words, count, begin };
}

function parseHead(head: Buffer): unknown {
  try {
    return JSON.parse(head.toString());
  } catch {
    return undefined;
  }
}

async function eachRecord(
  handle: FileHandle,
  { words, count, begin }: Omit<Whole, 'layout'>,
  visit: Parameters<Population['each']>[0],
): Promise<void> {
  const bytes = words * 4 + NAME_BYTES;
  const atOnce = Math.max(1, Math.floor(CHUNK / bytes));
  const chunk = Buffer.alloc(atOnce * bytes);
  const records = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length / 4);
  let at = 0;
  const name = () => {
    const start = at * 4 + words * 4;
    return chunk.toString('utf8', start, start + NAME_BYTES).replace(/\0+$/, '');
  };
  for (let done = 0; done < count; done += atOnce) {
    const now = Math.min(atOnce, count - done);
    const { bytesRead } = await handle.read(chunk, 0, now * bytes, begin + done * bytes);
    if (bytesRead !== now * bytes) throw new Error('the file of encoded dossiers changed while it was read');
    for (let one = 0; one < now; one += 1) {
      at = (one * bytes) / 4;
      visit(records, at, name);
    }
  }
}
