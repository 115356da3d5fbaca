import { completeEvaluation } from '@assay/conformity/2-evaluation/complete';
import { evaluate } from '@assay/conformity/2-evaluation/evaluate';
import type { Case } from '@assay/conformity/case';
import type { MayNot } from '@assay/conformity/journey';
import type { Reader } from '@assay/records/open';
import { readDocument } from '@assay/records/document';
import type { EvaluationRecord } from '@assay/vocabulary/case-event';
import type { Digest } from '@assay/vocabulary/ids';
import { dateOf, type Instant } from '@assay/vocabulary/instant';
import type { Result } from '@assay/vocabulary/result';

import { bodiesKnown } from '../0-programme/bodies-known.ts';
import { actOnCase, type ActRefusal, type CaseCommand, type Done } from '../case-act.ts';
import { digestOf } from '../digest.ts';
import { keep, keptDossier, keptReport } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf } from '../scheme-of.ts';
import { inputsOf } from './inputs.ts';

type OpenCase = Exclude<Case, { stage: 'none' }>;

/** Judges the case on everything in its file, keeps the whole evaluation under its digest, and closes the determination. */
export function evaluateCase(
  office: Office,
  command: CaseCommand,
): Promise<Result<Done, MayNot | ActRefusal>> {
  return actOnCase(office, command, { act: 'completeEvaluation' }, async (state, act, tx) => {
    if (state.stage === 'none') throw new Error('unreachable: an unknown case is refused before');
    const record = await evaluationOf(office, tx, state, { asked: state.level, at: act.at });
    const bytes = new TextEncoder().encode(JSON.stringify(record));
    const decided = completeEvaluation(state, {
      ...act,
      evaluation: record.evaluation,
      digest: digestOf(bytes),
    });
    if (decided.ok)
      await keep(tx, administratorOf(office), {
        kind: 'evaluation',
        mediaType: 'application/json',
        bytes,
        at: act.at,
      });
    return decided;
  });
}

/** What the case's file amounts to for a level at a moment; nothing is written. */
export async function evaluationOf(
  office: Office,
  reader: Reader,
  state: OpenCase,
  { asked, at }: { readonly asked: number; readonly at: Instant },
): Promise<EvaluationRecord> {
  const administrator = administratorOf(office);
  const dossier = await keptDossier(reader, administrator, state.dossier);
  const reports = await Promise.all(state.reports.map((digest) => keptReport(reader, administrator, digest)));
  const scheme = schemeOf(office, state.scheme);
  const evaluation = evaluate({
    scheme,
    catalogue: office.library.catalogue,
    submission: { dossier, reports },
    bodies: await bodiesKnown(
      reader,
      reports.map(({ laboratory }) => laboratory.body),
    ),
    asked,
    asOf: dateOf(at),
  });
  return {
    evaluation,
    inputs: inputsOf(office.library, scheme, { dossier: state.dossier, reports: state.reports }),
  };
}

/** The evaluation kept under a digest, as it was made. */
export async function keptEvaluation(office: Office, digest: Digest): Promise<EvaluationRecord> {
  const found = await readDocument(office.records.read, { administrator: administratorOf(office), digest });
  if (!found) throw new Error(`${digest} is named in a case file and not among the documents`);
  return parseEvaluation(found.body);
}

/** Our own words, kept under their digest: read back as they were written. */
function parseEvaluation(body: Uint8Array): EvaluationRecord {
  return JSON.parse(new TextDecoder().decode(body)) as EvaluationRecord;
}
