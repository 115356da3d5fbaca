import { createHash } from 'node:crypto';

import { evidenceWith, type KeptEvidence } from '@assay/records/evidence';
import type { Reader } from '@assay/records/open';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import { digestFromHex, type Digest, type OrganisationId } from '@assay/vocabulary/ids';

import type { BlobStore } from '../evidence/blob-store.ts';
import { keptDossiers, keptReports } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { filesNamed, namingDocuments, type NamedFile } from './files-named.ts';

/** A file of a case with what is kept of it; `kept` is absent where its bytes never came here. */
export type CaseFile = NamedFile & { readonly kept: KeptEvidence | undefined };

/** Every file that these events of a case name, as the records know it. */
export async function filesOfCase(
  office: Pick<Office, 'records' | 'programme'>,
  events: readonly CaseEvent[],
): Promise<readonly CaseFile[]> {
  const administrator = administratorOf(office);
  const reader = office.records.read;
  const { dossiers, reports } = namingDocuments(events);
  const read = {
    dossiers: await keptDossiers(reader, { administrator, digests: dossiers }),
    reports: await keptReports(reader, { administrator, digests: reports }),
  };
  const named = filesNamed(events, {
    dossier: (digest) => there(read.dossiers.get(digest)),
    report: (digest) => there(read.reports.get(digest)),
  });
  const kept = await keptFor(reader, named);
  const files = named.map((one) => {
    const file = kept.get(keyOf(one.owner, one.digest));
    return { ...one, confidential: one.confidential || file?.confidential === true, kept: file };
  });
  // The same bytes are not secret to one and open to another.
  const secret = new Set(files.filter(({ confidential }) => confidential).map(({ digest }) => digest));
  return files.map((one) => ({ ...one, confidential: secret.has(one.digest) }));
}

/** Of several files with the same bytes the newest. */
async function keptFor(
  reader: Reader,
  named: readonly NamedFile[],
): Promise<ReadonlyMap<string, KeptEvidence>> {
  const kept = new Map<string, KeptEvidence>();
  for (const owner of new Set(named.flatMap((one) => one.owner ?? []))) {
    const digests = named.filter((one) => one.owner === owner).map(({ digest }) => digest);
    const found = await evidenceWith(reader, { organisation: owner, digests });
    for (const one of found.toReversed()) kept.set(keyOf(owner, one.digest), one);
  }
  return kept;
}

/**
 * Where the bytes of a file are: here as they were kept, or not handed to this reader, or only where its maker published
 * them; `missing` and `changed`: they were kept, and are gone or other bytes now.
 */
export type FileState = 'here' | 'withheld' | 'published' | 'missing' | 'changed';
export type StatedFile = CaseFile & {
  readonly state: FileState;
  /** What the bytes are that lie in its place, where they were changed. */
  readonly found?: Digest;
};

type Look = {
  /** Whether the reader is one of those to whom a confidential file is promised to be open. */
  readonly confidential: boolean;
  /** Reads every byte; else only how many they are is looked at. */
  readonly thorough: boolean;
};

/** Looks after each file of a case, with flat memory, however large they are. */
export async function stateFiles(
  { blobs }: Pick<Office, 'blobs'>,
  files: readonly CaseFile[],
  { confidential, thorough }: Look,
): Promise<readonly StatedFile[]> {
  const stated: StatedFile[] = [];
  for (const file of files) {
    const found = file.kept && (await (thorough ? readThrough : lookAt)(blobs, file.kept));
    const absent = file.source === undefined || file.confidential ? 'missing' : 'published';
    const bytes = found ?? { state: absent };
    const withheld = file.confidential && !confidential && bytes.state === 'here';
    stated.push({ ...file, ...bytes, ...(withheld && { state: 'withheld' }) });
  }
  return stated;
}

type Found = Pick<StatedFile, 'state' | 'found'>;

async function lookAt(blobs: BlobStore, { digest, size }: KeptEvidence): Promise<Found> {
  const found = await blobs.sizeOf(digest);
  return { state: found === undefined ? 'missing' : found === size ? 'here' : 'changed' };
}

async function readThrough(blobs: BlobStore, { digest }: KeptEvidence): Promise<Found> {
  const blob = await blobs.read(digest);
  if (!blob) return { state: 'missing' };
  const hash = createHash('sha256');
  for await (const bytes of blob.bytes) hash.update(bytes);
  const found = digestFromHex(hash.digest('hex'));
  return found === digest ? { state: 'here' } : { state: 'changed', found };
}

function keyOf(owner: OrganisationId | undefined, digest: Digest): string {
  return `${owner ?? ''} ${digest}`;
}

function there<T>(document: T | undefined): T {
  if (document === undefined) throw new Error('unreachable: every document that is named was read');
  return document;
}
