import { caseOf } from '@assay/conformity/case';
import { datesOf, deskOf, type CaseDates, type CaseDesk } from '@assay/conformity/case-desk';
import { clocksOf, type Clock } from '@assay/conformity/clock';
import type { Label } from '@assay/conformity/label';
import { readStream } from '@assay/records/case-file';
import { labelOfCase } from '@assay/records/label';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { Evaluation } from '@assay/vocabulary/evaluation';
import type { CaseId, LabelId } from '@assay/vocabulary/ids';
import type { Actor } from '@assay/vocabulary/programme';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';

import { actorOf, type Acting, type NoSeat } from '../0-programme/actor-of.ts';
import { settingChoices } from '../0-programme/setting-choices.ts';
import { keptEvaluation } from '../2-evaluation/evaluate-case.ts';
import { labelStands } from '../7-surveillance/label-standing.ts';
import type { UnknownCase } from '../case-act.ts';
import { keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf, textsOf } from '../scheme-of.ts';
import type { OpenCase } from './export-case.ts';
import { namesInCase, type Names } from './names-in-case.ts';

/** One case as whoever works on it reads it: everything that a page of it may show, as of now. */
export type CaseSheet = {
  readonly state: OpenCase;
  readonly events: readonly CaseEvent[];
  readonly desk: CaseDesk;
  readonly dates: CaseDates;
  readonly clocks: readonly Clock[];
  readonly scheme: SchemeEdition;
  readonly texts: SchemeTexts['texts'];
  readonly dossier: Dossier;
  readonly evaluation: Evaluation | undefined;
  /** Once it was asked for; public only when it is `granted`. */
  readonly label: { readonly id: LabelId; readonly state: 'pending' | 'integrated' | 'granted' } | undefined;
  /** The same as its events have made it; `none` before it is public. */
  readonly standing: Label;
  readonly names: Names;
  /** Whoever reads, as the rules judge them. */
  readonly reader: Actor;
};

/** Reads a case for somebody who may see it. */
export async function readCaseSheet(
  office: Office,
  { case: id, ...acting }: Acting & { readonly case: CaseId },
): Promise<Result<CaseSheet, UnknownCase | NoSeat>> {
  const administrator = administratorOf(office);
  const reader = office.records.read;
  const actor = await actorOf(reader, acting);
  if (!actor.ok) return actor;
  const events = await readStream(reader, { administrator, stream: id });
  const state = caseOf(events);
  if (state.stage === 'none') return refuse({ code: 'unknown-case', case: id });
  const scheme = schemeOf(office, state.scheme);
  const choices = await settingChoices(reader, { administrator, edition: state.scheme });
  const granted = state.stage === 'granted';
  const label = granted ? await labelOfCase(reader, { administrator, case: id }) : undefined;
  return ok({
    ...{ state, events, scheme, label, reader: actor.value },
    desk: deskOf(scheme, events, choices),
    dates: datesOf(events),
    clocks: clocksOf(scheme, events, { now: office.clock(), choices }),
    texts: textsOf(office, scheme),
    dossier: await keptDossier(reader, administrator, state.dossier),
    evaluation: state.evaluation && (await keptEvaluation(office, state.evaluation.digest)).evaluation,
    standing: await labelStands(office, reader, label),
    names: await namesInCase(office, state, events),
  });
}
