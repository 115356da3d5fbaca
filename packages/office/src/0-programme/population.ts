import { lstat, opendir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readFileAs, type CannotRead } from '@assay/formats/read-document';
import { below } from '@assay/formats/read-text';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { ReleaseGuardKind, type ReleaseGuard } from '@assay/vocabulary/release-guard';

import type { Papers, PapersRefusal } from '../2-evaluation/papers.ts';

/** Most products of one population; more of them are for a form that is made for it. */
const MOST_PRODUCTS = 100_000;
/** Most reports on one product. */
const MOST_REPORTS = 200;

export type NoPopulation =
  | { readonly code: 'no-such-folder' | 'population-empty'; readonly folder: string }
  | { readonly code: 'population-too-large'; readonly folder: string; readonly limit: number };
export type NotReadable =
  | PapersRefusal
  | CannotRead
  | { readonly code: 'not-a-product-folder'; readonly file: string }
  | { readonly code: 'too-many-reports'; readonly folder: string; readonly limit: number }
  | { readonly code: 'label-stated-twice'; readonly file: string; readonly scheme: string }
  | { readonly code: 'nothing-says-what-is-held'; readonly product: string };

/**
 * The names of a population's products, in order: one folder each. Documents that lie beside the folders, and links, are
 * named as well, so that nobody counts on a product that was passed over; pages and hidden files are not products.
 */
export async function populationOf(
  folder: string,
  limit = MOST_PRODUCTS,
): Promise<Result<readonly string[], NoPopulation>> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.')) continue;
      if (!entry.isDirectory() && !entry.isSymbolicLink() && !/\.(ya?ml|json)$/.test(entry.name)) continue;
      if (names.push(entry.name) > limit) return refuse({ code: 'population-too-large', folder, limit });
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return refuse({ code: 'no-such-folder', folder });
    throw error;
  }
  return names.length === 0 ? refuse({ code: 'population-empty', folder }) : ok(names.sort());
}

export type ProductPlace = { readonly papers: Papers; readonly guard: ReleaseGuard | undefined };

/**
 * Where one product's papers lie: as its `assay.yaml` says, which also says what it holds; without one, in
 * `dossier.yaml` and `reports/*.yaml`.
 */
export async function productIn(
  population: string,
  product: string,
): Promise<Result<ProductPlace, NotReadable>> {
  const folder = join(population, product);
  const found = await lstat(folder);
  const entries = found.isDirectory() ? await readdir(folder).catch(() => undefined) : undefined;
  if (!entries) return refuse({ code: 'not-a-product-folder', file: folder });
  if (entries.includes('assay.yaml')) return guarded(folder);
  const names = await readdir(join(folder, 'reports')).catch(() => []);
  const reports = names.filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
  if (reports.length > MOST_REPORTS) return refuse({ code: 'too-many-reports', folder, limit: MOST_REPORTS });
  const papers = {
    dossier: join(folder, 'dossier.yaml'),
    reports: reports.map((name) => join(folder, 'reports', name)),
  };
  return ok({ papers, guard: undefined });
}

async function guarded(folder: string): Promise<Result<ProductPlace, NotReadable>> {
  const file = join(folder, 'assay.yaml');
  const read = await readFileAs(ReleaseGuardKind, file);
  if (!read.ok) return read;
  const guard = read.value.document;
  const schemes = guard.labels.map(({ scheme }) => scheme.slice(0, scheme.indexOf('@')));
  const twice = schemes.find((scheme, place) => schemes.indexOf(scheme) !== place);
  if (twice !== undefined) return refuse({ code: 'label-stated-twice', file, scheme: twice });
  const paths: string[] = [];
  for (const path of [guard.dossier, ...guard.reports]) {
    const there = await below(folder, path);
    if (!there.ok) return there;
    paths.push(join(folder, path));
  }
  const [dossier = '', ...reports] = paths;
  return ok({ papers: { dossier, reports }, guard });
}
