import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Catalogue } from '@assay/conformity/0-programme/catalogue';
import { oscalMappingOf } from '@assay/formats/oscal-mapping';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { CrosswalkKind, type Crosswalk } from '@assay/vocabulary/crosswalk';
import type { Instant } from '@assay/vocabulary/instant';
import { refuse, type Result } from '@assay/vocabulary/result';

import { digestOf } from '../digest.ts';

export type NoCrosswalk = {
  readonly code: 'unknown-crosswalk';
  readonly crosswalk: string;
  readonly known: readonly string[];
};

/** Reads one crosswalk of `crosswalk/` below `home` by its name. The library has checked it already. */
export async function readCrosswalk(
  home: string,
  name: string,
): Promise<Result<ReadFile<Crosswalk>, CannotRead | NoCrosswalk>> {
  const known = await crosswalkNames(home);
  if (!known.includes(name)) return refuse({ code: 'unknown-crosswalk', crosswalk: name, known });
  return readFileAs(CrosswalkKind, join(home, 'crosswalk', `${name}.yaml`));
}

/** The crosswalks that there are, by name. */
export async function crosswalkNames(home: string): Promise<readonly string[]> {
  const files = await readdir(join(home, 'crosswalk'));
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** A crosswalk as an OSCAL mapping collection. */
export function crosswalkOscal(
  { document, bytes }: ReadFile<Crosswalk>,
  { catalogue, at }: { readonly catalogue: Catalogue; readonly at: Instant },
): object {
  return oscalMappingOf({
    at,
    title: document.title,
    notes: document.notes ?? [],
    digest: digestOf(bytes),
    pairs: document.pairs,
    titleOf: (edition) => `${catalogue.standards.get(edition)?.title ?? edition} (${edition})`,
  });
}
