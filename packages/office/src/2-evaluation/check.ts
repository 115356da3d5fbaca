import { standardProfile } from '@assay/conformity/0-programme/standard-profile';
import { inScope, type OutOfScope } from '@assay/conformity/1-application/scope';
import { evaluate } from '@assay/conformity/2-evaluation/evaluate';
import type { Profile } from '@assay/conformity/2-evaluation/requirement';
import type { EvaluationRecord } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { editionAsked, type NoSuchEdition } from '../0-programme/edition-asked.ts';
import type { Library } from '../0-programme/load-library.ts';
import { inputsOf } from './inputs.ts';
import { readPapers, type Papers, type PapersRefusal } from './papers.ts';

export type Check = Papers & {
  /** `id` or `id@edition` of a scheme, or of a standard that is judged by itself. */
  readonly against: { readonly kind: 'scheme' | 'standard'; readonly name: string };
  readonly level: number;
  readonly asOf: CalendarDate;
};

export type CheckRefusal =
  | PapersRefusal
  | OutOfScope
  | NoSuchEdition
  | { readonly code: 'unknown-standard'; readonly standard: string; readonly known: string }
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
  const papers = await readPapers(library, check);
  if (!papers.ok) return papers;
  const { submission, bodies, digests } = papers.value;
  const scope = scopeOf(library, check, target.value, submission.dossier);
  if (!scope.ok) return scope;
  const evaluation = evaluate({
    scheme: target.value,
    catalogue: library.catalogue,
    submission,
    bodies,
    asked: check.level,
    asOf: check.asOf,
  });
  return ok({
    evaluation: asking(library, evaluation, scope.value),
    inputs: inputsOf(library, target.value, digests),
  });
}

function targetOf(library: Library, check: Check): Result<Profile, CheckRefusal> {
  const { level } = check;
  const found = profileOf(library, check);
  if (!found.ok || found.value.levels.some(({ rank }) => rank === level)) return found;
  const { id, levels } = found.value;
  return refuse({
    code: 'unknown-level',
    scheme: id,
    asked: level,
    levels: levels.map(({ rank }) => String(rank)).join(', '),
  });
}

function profileOf({ catalogue }: Library, { against, asOf }: Check): Result<Profile, CheckRefusal> {
  if (against.kind === 'scheme') return editionAsked(catalogue, against.name, asOf);
  const standard = catalogue.standards.get(parseEdition(against.name));
  return standard
    ? ok(standardProfile(standard))
    : refuse({
        code: 'unknown-standard',
        standard: against.name,
        known: [...catalogue.standards.keys()].join(', '),
      });
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
