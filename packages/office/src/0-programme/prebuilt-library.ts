import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { catalogueOf } from '@assay/conformity/0-programme/catalogue';
import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { Digest } from '@assay/vocabulary/ids';
import { deepFreeze } from '@assay/vocabulary/schema';

import type { Library } from './load-library.ts';

/** Changes whenever the form or the checks behind it do: an older form is then not found. */
const FORM = 11;

/**
 * Where a sound library is kept in the form it has in memory, so that a command need not parse and check every file
 * again. It is named for the digest of all the files behind it: a changed file is another name, and so is never met.
 */
export type Prebuilt = { readonly folder: string; readonly name: string };

/** The place for the library that these files make. */
export async function prebuiltFor(home: string, files: readonly string[], folder: string): Promise<Prebuilt> {
  const hash = createHash('sha256').update(`form ${String(FORM)}\n`);
  const contents = await Promise.all(files.map((file) => readFile(join(home, file))));
  for (const [at, bytes] of contents.entries())
    hash.update(`${files[at] ?? ''}\0${String(bytes.length)}\0`).update(bytes);
  return { folder, name: `library-${hash.digest('hex')}.json` };
}

/** The library as it was kept; absent where it was not. */
export async function readPrebuilt({ folder, name }: Prebuilt): Promise<Library | undefined> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
  const form = text === undefined ? undefined : parseForm(text);
  return form && libraryOf(form);
}

/** Keeps a library that passed every check. A folder that cannot be written costs time at the next start, no more. */
export async function keepPrebuilt({ folder, name }: Prebuilt, library: Library): Promise<void> {
  const temporary = join(folder, `${name}.${String(process.pid)}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(temporary, JSON.stringify(formOf(library)));
    await rename(temporary, join(folder, name));
    const older = (await readdir(folder)).filter(
      (file) => /^library-[0-9a-f]{64}\.json$/.test(file) && file !== name,
    );
    await Promise.all(older.map((file) => rm(join(folder, file), { force: true })));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

type Form = {
  readonly facts: Parameters<typeof catalogueOf>[0]['facts'];
  readonly standards: Parameters<typeof catalogueOf>[0]['standards'];
  readonly schemes: Parameters<typeof catalogueOf>[0]['schemes'];
  readonly pairs: readonly CrosswalkPair[];
  readonly recognitions: Library['catalogue']['recognitions'];
  readonly policy?: Library['catalogue']['policy'];
  readonly ixit: Library['ixit'];
  readonly texts: readonly (readonly [
    string,
    readonly (readonly [string, Readonly<Record<string, string>>])[],
  ])[];
  readonly digests: readonly (readonly [
    keyOf: Parameters<Library['digests']['get']>[0],
    digest: ReturnType<Library['digests']['get']>,
  ])[];
  readonly relationDigests: readonly (readonly [string, Digest])[];
};

function formOf({ catalogue, ixit, texts, digests, relationDigests }: Library): Form {
  return {
    facts: { facts: [...catalogue.facts.values()] },
    standards: [...catalogue.standards.values()],
    schemes: [...catalogue.schemes.values()],
    pairs: [...catalogue.crosswalk.values()].flat(),
    recognitions: catalogue.recognitions,
    policy: catalogue.policy,
    ixit,
    texts: [...texts].map(([scheme, languages]) => [scheme, [...languages]]),
    digests: [...digests],
    relationDigests: [...relationDigests],
  };
}

function libraryOf(form: Form): Library {
  deepFreeze(form);
  return {
    catalogue: catalogueOf(form),
    ixit: form.ixit,
    texts: new Map(form.texts.map(([scheme, languages]) => [scheme, new Map(languages)])),
    digests: new Map(
      form.digests.flatMap(([ref, digest]) => (digest === undefined ? [] : [[ref, digest] as const])),
    ),
    relationDigests: new Map(form.relationDigests),
  };
}

/** Written by `keepPrebuilt` in this very shape; its name vouches for what it was made from. Half a file is none. */
function parseForm(text: string): Form | undefined {
  try {
    return JSON.parse(text) as Form;
  } catch {
    return undefined;
  }
}
