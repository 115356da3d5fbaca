import { dirname, join } from 'node:path';

import { checkRelease } from '@assay/conformity/7-surveillance/check-release';
import type { Breach } from '@assay/conformity/7-surveillance/breach';
import type { View } from '@assay/conformity/2-evaluation/settle';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { below, readBytes } from '@assay/formats/read-text';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ProgrammeKind } from '@assay/vocabulary/programme';
import { ReleaseGuardKind, type ReleaseGuard } from '@assay/vocabulary/release-guard';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { TestReport } from '@assay/vocabulary/test-report';

import { located } from '../0-programme/library-files.ts';
import type { Library } from '../0-programme/load-library.ts';
import { readDossier, readReport, type Inconsistent } from '../handed.ts';
import { checkGuard } from './check-guard.ts';
import { checkReleaseFiles } from './check-release-files.ts';

export type GuardQuestion = {
  /** `assay.yaml`. */
  readonly file: string;
  /** The firmware version that is being built; absent: the one that the file names. */
  readonly firmware?: string;
  readonly asOf: CalendarDate;
  readonly view: View;
  readonly soonDays: number;
};

export type LocatedBreach = Breach & { readonly line: number; readonly column: number };
export type GuardAnswer = {
  readonly guard: string;
  readonly note: string;
  readonly firmware: string;
  readonly asOf: CalendarDate;
  readonly labels: ReleaseGuard['labels'];
  /** Errors first, then in the order of files and lines. */
  readonly breaches: readonly LocatedBreach[];
};
export type GuardRefusal = CannotRead | Inconsistent;

/**
 * Holds a release against every label that the product holds, from the files beside its firmware. Paths lead out of the
 * folder of `assay.yaml` nowhere. Nothing is written and nothing is fetched.
 */
export async function guardRelease(
  library: Library,
  question: GuardQuestion,
): Promise<Result<GuardAnswer, GuardRefusal>> {
  const papers = await papersOf(library, question.file);
  if (!papers.ok) return papers;
  const { guard, dossier, reports, bodies, files } = papers.value;
  const firmware = question.firmware ?? guard.document.release.firmware;
  const changed = await checkReleaseFiles(guard, dossier);
  if (!changed.ok) return changed;
  const { asOf, view, soonDays } = question;
  const breaches = checkRelease({
    ...{ guard, dossier, reports, bodies, firmware, asOf, view, soonDays },
    catalogue: library.catalogue,
    say: (scheme, key) => library.texts.get(scheme)?.get('en')?.[key] ?? key,
  });
  return ok({
    ...{ guard: guard.document.guard, note: guard.document.provenance.note, firmware, asOf },
    labels: guard.document.labels,
    breaches: [...changed.value, ...breaches]
      .map((breach) => ({ ...breach, ...located(breach, files) }))
      .sort(byWeight),
  });
}

function byWeight(one: LocatedBreach, other: LocatedBreach): number {
  return (
    one.severity.localeCompare(other.severity) || one.file.localeCompare(other.file) || one.line - other.line
  );
}

type Read = {
  readonly guard: ReadFile<ReleaseGuard>;
  readonly dossier: ReadFile<Dossier>;
  readonly reports: readonly ReadFile<TestReport>[];
  readonly bodies: Parameters<typeof checkRelease>[0]['bodies'];
  readonly files: readonly Pick<ReadFile<unknown>, 'file' | 'placeOf'>[];
};

async function papersOf(library: Library, file: string): Promise<Result<Read, GuardRefusal>> {
  const guard = await readFileAs(ReleaseGuardKind, file);
  if (!guard.ok) return guard;
  const complaints = checkGuard(guard.value, library.catalogue);
  if (complaints.length > 0)
    return refuse({
      code: 'document-inconsistent',
      file,
      complaints: complaints.map((one) => located(one, [guard.value])),
    });
  const { document } = guard.value;
  const dossier = await handed(file, document.dossier, (one) => readDossier(library, one));
  if (!dossier.ok) return dossier;
  const reports: ReadFile<TestReport>[] = [];
  for (const path of document.reports) {
    const report = await handed(file, path, (one) => readReport(library, one));
    if (!report.ok) return report;
    reports.push(report.value);
  }
  const bodies = await bodiesOf(file, document.programme);
  if (!bodies.ok) return bodies;
  const files = [guard.value, dossier.value, ...reports];
  return ok({ guard: guard.value, dossier: dossier.value, reports, bodies: bodies.value, files });
}

/** A document that `assay.yaml` names. */
async function handed<T>(
  guard: string,
  path: string,
  read: (one: { readonly file: string; readonly bytes: Uint8Array }) => Result<T, GuardRefusal>,
): Promise<Result<T, GuardRefusal>> {
  const inside = await below(dirname(guard), path);
  if (!inside.ok) return inside;
  const file = join(dirname(guard), path);
  const bytes = await readBytes(file);
  return bytes.ok ? read({ file, bytes: bytes.value }) : bytes;
}

async function bodiesOf(
  guard: string,
  path: string | undefined,
): Promise<Result<Read['bodies'], CannotRead>> {
  if (path === undefined) return ok([]);
  const inside = await below(dirname(guard), path);
  if (!inside.ok) return inside;
  const read = await readFileAs(ProgrammeKind, join(dirname(guard), path));
  return read.ok ? ok(read.value.document.bodies) : read;
}
