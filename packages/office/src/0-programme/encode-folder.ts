import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { OtherCatalogue } from '@assay/conformity/2-evaluation/compiled/encode';
import { layoutOf } from '@assay/conformity/2-evaluation/compiled/layout';
import { readFileAs, type CannotRead } from '@assay/formats/read-document';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ProgrammeKind } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition } from '@assay/vocabulary/scheme';

import { readPapers, type PapersRefusal } from '../2-evaluation/papers.ts';
import { writePopulation, type NameTooLong, type PopulationWriter } from './encoded-population.ts';
import type { Library } from './load-library.ts';

export type EncodeFolder = {
  /** One folder below it for each product: `dossier.yaml`, and reports in `reports/*.yaml`. */
  readonly folder: string;
  readonly file: string;
  /** Editions that the encoded dossiers must be able to answer. */
  readonly schemes: readonly SchemeEdition[];
  /** Programme file that says which bodies are recognised; without it nobody is. */
  readonly programme?: string;
  readonly asOf: CalendarDate;
};

export type EncodeRefusal =
  | PapersRefusal
  | CannotRead
  | NameTooLong
  | OtherCatalogue
  | { readonly code: 'nothing-to-encode'; readonly folder: string };

/** Encodes every product of a folder into one file, and says how many there were. One unsound paper, and no file is made. */
export async function encodeFolder(
  library: Library,
  { folder, file, schemes, programme, asOf }: EncodeFolder,
): Promise<Result<number, EncodeRefusal>> {
  const read = programme === undefined ? undefined : await readFileAs(ProgrammeKind, programme);
  if (read && !read.ok) return read;
  const products = await productsIn(folder);
  if (products.length === 0) return refuse({ code: 'nothing-to-encode', folder });
  const bodies = read?.value.document.bodies ?? [];
  const { catalogue } = library;
  const writer = await writePopulation(file, layoutOf({ schemes, catalogue, bodies, asOf }), catalogue);
  if (!writer.ok) return writer;
  for (const product of products) {
    const added = await addProduct(library, join(folder, product), writer.value);
    if (!added.ok) {
      await writer.value.abandon();
      return added;
    }
  }
  return ok(await writer.value.finish());
}

async function addProduct(
  library: Library,
  folder: string,
  writer: PopulationWriter,
): Promise<Result<undefined, EncodeRefusal>> {
  const reports = await readdir(join(folder, 'reports')).catch(() => []);
  const papers = await readPapers(library, {
    dossier: join(folder, 'dossier.yaml'),
    reports: reports
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .sort()
      .map((name) => join(folder, 'reports', name)),
  });
  return papers.ok ? writer.add(papers.value.submission) : papers;
}

async function productsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  return folders.map(({ name }) => name).sort();
}
