import { dirname } from 'node:path';

import { isInForce, schemeInForce } from '@assay/conformity/0-programme/catalogue';
import { standardProfile } from '@assay/conformity/0-programme/standard-profile';
import { inScope, type OutOfScope } from '@assay/conformity/1-application/scope';
import { evaluate } from '@assay/conformity/2-evaluation/evaluate';
import { sameObject, type OtherObject } from '@assay/conformity/2-evaluation/report';
import type { Profile } from '@assay/conformity/2-evaluation/requirement';
import { readFileAs, type CannotRead, type ReadFile } from '@assay/formats/read-document';
import { below, readBytes, type Unreadable } from '@assay/formats/read-text';
import type { EvaluationRecord } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ProgrammeKind, type Programme } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { TestReport } from '@assay/vocabulary/test-report';

import type { Library } from '../0-programme/load-library.ts';
import { digestOf } from '../digest.ts';
import { readDossier, readReport, type Inconsistent } from '../handed.ts';
import { inputsOf } from './inputs.ts';

export type Check = {
  readonly dossier: string;
  readonly reports: readonly string[];
  /** `id` or `id@edition` of a scheme, or of a standard that is judged by itself. */
  readonly against: { readonly kind: 'scheme' | 'standard'; readonly name: string };
  readonly level: number;
  readonly asOf: CalendarDate;
  /** Programme file that says which bodies are recognised; without it nobody is. */
  readonly programme?: string;
};

export type CheckRefusal =
  | CannotRead
  | Inconsistent
  | OutOfScope
  | OtherObject
  | {
      readonly code: 'digest-differs';
      readonly file: string;
      readonly found: string;
      readonly stated: string;
    }
  | {
      readonly code: 'unknown-scheme' | 'unknown-standard';
      readonly scheme: string;
      readonly standard: string;
      readonly known: string;
    }
  | {
      readonly code: 'not-in-force';
      readonly scheme: string;
      readonly day: CalendarDate;
      readonly newest: EditionRef;
      readonly from: CalendarDate;
    }
  | {
      readonly code: 'unknown-level';
      readonly scheme: string;
      readonly asked: number;
      readonly levels: string;
    };

/** Judges a dossier from files, with no server and no records: the same rules that decide a case. Nothing is written. */
export async function checkFiles(
  library: Library,
  check: Check,
): Promise<Result<EvaluationRecord, CheckRefusal>> {
  const target = targetOf(library, check);
  if (!target.ok) return target;
  const dossier = await dossierFrom(library, check.dossier);
  if (!dossier.ok) return dossier;
  const reports: ReadFile<TestReport>[] = [];
  for (const file of check.reports) {
    const report = await reportFrom(library, file, dossier.value.document);
    if (!report.ok) return report;
    reports.push(report.value);
  }
  const programme =
    check.programme === undefined ? undefined : await readFileAs(ProgrammeKind, check.programme);
  if (programme && !programme.ok) return programme;
  const scope = scopeOf(library, check, target.value, dossier.value.document);
  if (!scope.ok) return scope;
  const evaluation = evaluate({
    scheme: target.value,
    catalogue: library.catalogue,
    submission: { dossier: dossier.value.document, reports: reports.map(({ document }) => document) },
    bodies: bodiesOf(programme?.value.document),
    asked: check.level,
    asOf: check.asOf,
  });
  const documents = {
    dossier: digestOf(dossier.value.bytes),
    reports: reports.map(({ bytes }) => digestOf(bytes)),
    ...(programme && { programme: digestOf(programme.value.bytes) }),
  };
  return ok({
    evaluation: asking(library, evaluation, scope.value),
    inputs: inputsOf(library, target.value, documents),
  });
}

function targetOf(library: Library, { against, level, asOf }: Check): Result<Profile, CheckRefusal> {
  const { schemes, standards } = library.catalogue;
  const ref = parseEdition(against.name);
  const standard = against.kind === 'standard' ? standards.get(ref) : undefined;
  const found =
    against.kind === 'standard'
      ? standard && standardProfile(standard)
      : (schemes.get(ref) ?? schemeInForce(library.catalogue, against.name, asOf));
  if (!found) {
    const known = [...(against.kind === 'scheme' ? schemes : standards).keys()].join(', ');
    return refuse({ code: `unknown-${against.kind}`, scheme: against.name, standard: against.name, known });
  }
  const edition = found.id === against.name ? schemes.get(editionRef(found.id, found.edition)) : undefined;
  if (edition && !isInForce(edition, asOf))
    return refuse({
      code: 'not-in-force',
      scheme: against.name,
      day: asOf,
      newest: editionRef(edition.id, edition.edition),
      from: edition.inForce.from,
    });
  return found.levels.some(({ rank }) => rank === level)
    ? ok(found)
    : refuse({
        code: 'unknown-level',
        scheme: found.id,
        asked: level,
        levels: found.levels.map(({ rank }) => String(rank)).join(', '),
      });
}

/** The dossier, and every evidence file beside it held against its digest. */
async function dossierFrom(library: Library, file: string): Promise<Result<ReadFile<Dossier>, CheckRefusal>> {
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
): Promise<Result<ReadFile<TestReport>, CheckRefusal>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const read = readReport(library, { file, bytes: bytes.value });
  if (!read.ok) return read;
  const object = sameObject(read.value.document, dossier);
  return object.ok ? read : object;
}

/** Facts that decide whether the scheme takes the product at all; a standard by itself takes every product. */
function scopeOf(
  library: Library,
  { against }: Check,
  target: Profile,
  dossier: Dossier,
): Result<readonly string[], OutOfScope> {
  const scheme = library.catalogue.schemes.get(editionRef(target.id, target.edition));
  if (against.kind === 'standard' || !scheme) return ok([]);
  const scope = inScope(scheme, dossier);
  return scope.ok ? ok(scope.value.ask) : scope;
}

function bodiesOf(programme: Programme | undefined): Programme['bodies'] {
  return programme?.bodies ?? [];
}

/** The questions of the evaluation and those of the scope, each once. */
function asking(library: Library, evaluation: Evaluation, scope: readonly string[]): Evaluation {
  const asked = new Set(evaluation.questions.map(({ fact }) => fact));
  const more = scope
    .filter((fact) => !asked.has(fact))
    .map((fact) => ({
      fact,
      question: library.catalogue.facts.get(fact)?.question ?? fact,
      why: library.catalogue.facts.get(fact)?.why ?? '',
    }));
  return { ...evaluation, questions: [...evaluation.questions, ...more] };
}

/** Text that may name an edition; one that names none is simply not found. */
function parseEdition(text: string): EditionRef {
  return text as EditionRef;
}
