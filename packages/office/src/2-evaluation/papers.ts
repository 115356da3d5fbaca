import { dirname } from 'node:path';

import type { Submission } from '@assay/conformity/2-evaluation/collect';
import { sameObject, type OtherObject } from '@assay/conformity/2-evaluation/report';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { below, readBytes, type Unreadable } from '@assay/formats/read-text';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Digest } from '@assay/vocabulary/ids';
import { ProgrammeKind, type RecognisedBody } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { TestReport } from '@assay/vocabulary/test-report';

import type { Library } from '../0-programme/load-library.ts';
import { digestOf } from '../digest.ts';
import { readDossier, readReport, type Inconsistent } from '../handed.ts';

/** The files that somebody wants judged. */
export type Papers = {
  readonly dossier: string;
  readonly reports: readonly string[];
  /** Programme file that says which bodies are recognised; without it nobody is. */
  readonly programme?: string;
};

export type PapersRefusal =
  | CannotRead
  | Inconsistent
  | OtherObject
  | {
      readonly code: 'digest-differs';
      readonly file: string;
      readonly found: string;
      readonly stated: string;
    };

/** The papers as read, and the digests by which an evaluation names them. */
export type ReadPapers = {
  readonly dossier: ReadFile<Dossier>;
  readonly submission: Submission;
  readonly bodies: readonly RecognisedBody[];
  readonly digests: {
    readonly dossier: Digest;
    readonly reports: readonly Digest[];
    readonly programme?: Digest;
  };
};

/** Reads a dossier, its evidence files, reports and programme from disk; refuses them whole where one is not sound. */
export async function readPapers(
  library: Library,
  papers: Papers,
): Promise<Result<ReadPapers, PapersRefusal>> {
  const dossier = await dossierFrom(library, papers.dossier);
  if (!dossier.ok) return dossier;
  const reports: ReadFile<TestReport>[] = [];
  for (const file of papers.reports) {
    const report = await reportFrom(library, file, dossier.value.document);
    if (!report.ok) return report;
    reports.push(report.value);
  }
  const programme =
    papers.programme === undefined ? undefined : await readFileAs(ProgrammeKind, papers.programme);
  if (programme && !programme.ok) return programme;
  return ok({
    dossier: dossier.value,
    submission: { dossier: dossier.value.document, reports: reports.map(({ document }) => document) },
    bodies: programme?.value.document.bodies ?? [],
    digests: {
      dossier: digestOf(dossier.value.bytes),
      reports: reports.map(({ bytes }) => digestOf(bytes)),
      ...(programme && { programme: digestOf(programme.value.bytes) }),
    },
  });
}

/** The dossier, and every evidence file beside it held against its digest. */
async function dossierFrom(
  library: Library,
  file: string,
): Promise<Result<ReadFile<Dossier>, PapersRefusal>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const read = readDossier(library, { file, bytes: bytes.value });
  if (!read.ok) return read;
  for (const item of read.value.document.evidence) {
    if (item.path === undefined) continue;
    const there = await evidenceDigest(dirname(file), item.path);
    if (!there.ok) return there;
    if (there.value !== item.digest)
      return refuse({ code: 'digest-differs', file: item.path, found: there.value, stated: item.digest });
  }
  return read;
}

async function evidenceDigest(folder: string, path: string): Promise<Result<string, Unreadable>> {
  const file = await below(folder, path);
  if (!file.ok) return file;
  const bytes = await readBytes(file.value);
  return bytes.ok ? ok(digestOf(bytes.value)) : bytes;
}

async function reportFrom(
  library: Library,
  file: string,
  dossier: Dossier,
): Promise<Result<ReadFile<TestReport>, PapersRefusal>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const read = readReport(library, { file, bytes: bytes.value });
  if (!read.ok) return read;
  const object = sameObject(read.value.document, dossier);
  return object.ok ? read : object;
}
