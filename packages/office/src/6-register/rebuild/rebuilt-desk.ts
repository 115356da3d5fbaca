import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { administratorCode, parseLabelId } from '@assay/attestation/label-id';
import type { LabelId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { LabelState } from '@assay/vocabulary/label-record';
import type { Rebuilt, RebuiltRecord } from '@assay/vocabulary/rebuilt-record';

import { openPublicFolder } from '../../public-folder.ts';
import { evidenceFile, keptFile, qrOf, type PublicFile } from '../public-desk.ts';
import { recordPath } from '../publish-labels.ts';
import { provenUntil, toldAt } from './proven-until.ts';
import { LABEL_LINES, MANIFEST, type RebuiltLine } from './rebuild-register.ts';

/** A register that was rebuilt from public bytes: no database, no key, nothing that writes. */
export type RebuiltDesk = {
  readonly rebuilt: Rebuilt;
  readonly record: (id: LabelId) => Promise<RebuiltRecord | undefined>;
  readonly file: (path: string) => Promise<PublicFile | undefined>;
  /** Labels with every word of a text, in the order in which they were granted, from a place on. */
  readonly search: (query: Search) => { readonly lines: readonly RebuiltLine[]; readonly next?: number };
};

type Search = {
  readonly text: string;
  readonly state?: LabelState;
  readonly from: number;
  readonly limit: number;
};

/** Opens the folder of a rebuilt register; absent where it is none. One line for each label is held in memory. */
export async function openRebuilt(folder: string, clock: () => Instant): Promise<RebuiltDesk | undefined> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const rebuilt = parseManifest(text);
  const lines: RebuiltLine[] = [];
  for await (const line of createInterface({ input: createReadStream(join(folder, LABEL_LINES)) }))
    lines.push(parseLine(line));
  const place = { publicFolder: openPublicFolder(folder), log: rebuilt.log };
  const lists = new Set(lines.map(({ statusList }) => statusList));
  const until = await provenUntil({ publicFolder: place.publicFolder, rebuilt, lists });

  async function record(id: LabelId): Promise<RebuiltRecord | undefined> {
    const bytes = await place.publicFolder.read(recordPath(id));
    return bytes && toldAt(parseRecord(new TextDecoder().decode(bytes)), clock(), until);
  }

  async function labelFile(label: string, what: string): Promise<PublicFile | undefined> {
    const id = parseLabelId(label);
    if (!id.ok || administratorCode(id.value) !== rebuilt.administrator.code) return undefined;
    const found = await record(id.value);
    if (!found) return undefined;
    return what === 'qr.svg'
      ? {
          bytes: new TextEncoder().encode(qrOf({ host: rebuilt.host }, found)),
          mediaType: 'image/svg+xml',
          maxAge: 60,
        }
      : evidenceFile(place, found.evidence, what);
  }

  return {
    rebuilt,
    record,
    file: (path) => {
      const [, label, what] = /^\/L\/([^/]+)\/(credential|proof|bundle|qr\.svg)$/.exec(path) ?? [];
      return label !== undefined && what !== undefined ? labelFile(label, what) : keptFile(place, path);
    },
    search({ text: asked, state, from, limit }) {
      const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
      const found: RebuiltLine[] = [];
      for (const [at, one] of lines.entries()) {
        if (at < from || !words.every((word) => says(one, word))) continue;
        const line = toldAt(one, clock(), until);
        if (state !== undefined && line.state !== state) continue;
        if (found.length === limit) return { lines: found, next: at };
        found.push(line);
      }
      return { lines: found };
    },
  };
}

function says({ labelId, product, holder }: RebuiltLine, word: string): boolean {
  const { name, brand, model, gtins } = product;
  const text = [labelId, name, brand, model, holder.name, ...gtins].join(' ').toLowerCase();
  return text.includes(word);
}

// All three were written by `openRebuilding` in these very shapes.

function parseManifest(text: string): Rebuilt {
  return JSON.parse(text) as Rebuilt;
}

function parseLine(text: string): RebuiltLine {
  return JSON.parse(text) as RebuiltLine;
}

function parseRecord(text: string): RebuiltRecord {
  return JSON.parse(text) as RebuiltRecord;
}
