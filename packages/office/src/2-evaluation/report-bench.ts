import { standingOn, type BodyStanding, type Recognition } from '@assay/conformity/0-programme/body-standing';
import { testPlan, type TestPlan } from '@assay/conformity/2-evaluation/test-plan';
import type { NotAssigned } from '@assay/conformity/2-evaluation/report';
import { caseOf } from '@assay/conformity/case';
import { belongsTo } from '@assay/conformity/journey';
import { readStream } from '@assay/records/case-file';
import { readOrganisation } from '@assay/records/organisation';
import { readReportDraft, type KeptReportDraft } from '@assay/records/report-draft';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { BodyId, CaseId, OrganisationId } from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import type { Actor } from '@assay/vocabulary/programme';
import { EMPTY_REPORT, type ReportDraft } from '@assay/vocabulary/report-draft';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';

import { actorOf, type Acting, type NoSeat } from '../0-programme/actor-of.ts';
import type { UnknownCase } from '../case-act.ts';
import type { OpenCase } from '../case-file/export-case.ts';
import { keptDossier } from '../kept-document.ts';
import { administratorOf, type Office } from '../office.ts';
import { schemeOf, textsOf } from '../scheme-of.ts';
import { recognitionOf } from './record-report.ts';

/** A case on the bench of its laboratory: what is to be tested, and what was entered so far. */
export type Bench = {
  readonly state: OpenCase;
  readonly events: readonly CaseEvent[];
  readonly scheme: SchemeEdition;
  readonly texts: SchemeTexts['texts'];
  readonly dossier: Dossier;
  readonly plan: TestPlan;
  /** The newest report, as it is kept; absent before anything was entered. */
  readonly kept: KeptReportDraft | undefined;
  readonly draft: ReportDraft;
  /** Of what was entered, over all reports of this laboratory in this case; 0 before anything was. */
  readonly version: number;
  /** Which report of this laboratory in this case it is, from 1. */
  readonly number: number;
  readonly laboratory: {
    readonly organisation: OrganisationId;
    readonly name: string;
    readonly body: BodyId;
    /** `first`: it belongs to whoever applied. */
    readonly party: 'first' | 'third';
  };
  readonly recognition: Recognition;
  readonly standing: BodyStanding;
  /** Whoever is at the bench, as the rules judge them. */
  readonly analyst: Actor;
};

export type AtBench = Acting & { readonly case: CaseId };
export type NoBench = UnknownCase | NoSeat | NotAssigned;

/** Opens a case for somebody of the laboratory that it is assigned to, and for nobody else. */
export async function openBench(
  office: Office,
  { case: id, ...acting }: AtBench,
): Promise<Result<Bench, NoBench>> {
  const administrator = administratorOf(office);
  const reader = office.records.read;
  const actor = await actorOf(reader, acting);
  if (!actor.ok) return actor;
  const events = await readStream(reader, { administrator, stream: id });
  const state = caseOf(events);
  if (state.stage === 'none') return refuse({ code: 'unknown-case', case: id });
  const { organisation, body } = actor.value;
  if (state.assigned?.laboratory !== organisation || state.assigned.body !== body)
    return refuse({
      ...{ code: 'laboratory-not-assigned', assigned: state.assigned?.body ?? '', acting: body ?? '' },
    });
  const scheme = schemeOf(office, state.scheme);
  const dossier = await keptDossier(reader, administrator, state.dossier);
  const kept = await readReportDraft(reader, { administrator, case: id, laboratory: organisation });
  const recognition = await recognitionOf(reader, body, state.scheme);
  const { catalogue } = office.library;
  return ok({
    ...{ state, events, scheme, texts: textsOf(office, scheme), dossier, kept, recognition },
    plan: testPlan({ scheme, catalogue, dossier, level: state.level }),
    draft: kept?.draft ?? EMPTY_REPORT,
    version: kept?.version ?? 0,
    number: kept?.number ?? 1,
    laboratory: {
      ...{ organisation, body, name: (await readOrganisation(reader, organisation))?.name ?? body },
      party: belongsTo(actor.value, state.applicant) ? 'first' : 'third',
    },
    standing: standingOn(recognition.history, dateIn(office.clock(), scheme.timeZone)),
    analyst: actor.value,
  });
}
