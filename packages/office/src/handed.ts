import { checkDossier, checkReport } from '@assay/conformity/1-application/check-dossier';
import type { Complaint } from '@assay/conformity/0-programme/complaint';
import { readBytesAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { TestReportKind, type TestReport } from '@assay/vocabulary/test-report';

import { located, type Located } from './0-programme/library-files.ts';
import type { Library } from './0-programme/load-library.ts';

/** A document as it was handed in: its name and its bytes. */
export type Handed = { readonly file: string; readonly bytes: Uint8Array };

/** It reads, but contradicts itself or names what is not there; every place is listed. */
export type Inconsistent = {
  readonly code: 'document-inconsistent';
  readonly file: string;
  readonly complaints: readonly Located[];
};

/** Reads a dossier that was handed in and holds it against the library. */
export function readDossier(
  { catalogue }: Pick<Library, 'catalogue'>,
  { file, bytes }: Handed,
): Result<ReadFile<Dossier>, CannotRead | Inconsistent> {
  const read = readBytesAs(DossierKind, file, bytes);
  return read.ok ? sound(read.value, checkDossier(file, read.value.document, catalogue)) : read;
}

/** Reads a test report that was handed in and holds it against the library. */
export function readReport(
  { catalogue }: Pick<Library, 'catalogue'>,
  { file, bytes }: Handed,
): Result<ReadFile<TestReport>, CannotRead | Inconsistent> {
  const read = readBytesAs(TestReportKind, file, bytes);
  return read.ok ? sound(read.value, checkReport(file, read.value.document, catalogue)) : read;
}

function sound<T>(read: ReadFile<T>, complaints: readonly Complaint[]): Result<ReadFile<T>, Inconsistent> {
  if (complaints.length === 0) return ok(read);
  const { file } = read;
  return refuse({
    code: 'document-inconsistent',
    file,
    complaints: complaints.map((one) => located(one, [read])),
  });
}
