import { join } from 'node:path';

import { IxitEditionKind } from '@assay/vocabulary/ixit';
import type { DocumentKind, Static, TSchema } from '@assay/vocabulary/schema';
import { StandardEditionKind } from '@assay/vocabulary/standard';

import type { Editions } from '../src/import/read-makers-file.ts';
import { readFileAs } from '../src/read-document.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** EN 303 645 V3.1.3 and the IXIT tables that go with it, as this repository holds them. */
export async function editions(): Promise<Editions> {
  const ixit = await read(IxitEditionKind, 'standards/etsi-ts-103-701/ixit-2.1.1.yaml');
  const standard = await read(StandardEditionKind, 'standards/etsi-en-303-645/3.1.3.yaml');
  return { ixit, standard, standards: [standard] };
}

async function read<S extends TSchema>(kind: DocumentKind<S>, file: string): Promise<Static<S>> {
  const found = await readFileAs(kind, join(ROOT, file));
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value.document;
}
