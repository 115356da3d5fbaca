import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { BodyId, Digest } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { SigningManner } from '@assay/vocabulary/report-signature';
import type { TestReport } from '@assay/vocabulary/test-report';

import { judgeBody, type BodyMayNot, type Recognition } from '../0-programme/body-standing.ts';
import { said, type Act } from '../act.ts';
import type { Case } from '../case.ts';
import { may, type MayNot } from '../journey.ts';

export type OtherObject = {
  readonly code: 'report-on-another-object';
  readonly member: 'hardwareVersion' | 'firmwareVersion';
  readonly tested: string;
  readonly applied: readonly string[];
};
export type OtherLaboratory = {
  readonly code: 'report-of-another-laboratory';
  readonly report: string;
  readonly acting: string;
};
export type NotAssigned = {
  readonly code: 'laboratory-not-assigned';
  readonly assigned: BodyId | '';
  readonly acting: BodyId | '';
};
export type AlreadyReceived = { readonly code: 'report-already-received'; readonly report: Digest };

export type NotReceivable =
  MayNot | OtherObject | OtherLaboratory | NotAssigned | BodyMayNot | AlreadyReceived;

type RecordTestReport = Act & {
  readonly report: TestReport;
  readonly digest: Digest;
  readonly dossier: Dossier;
  /** Digest of the kept signature over it, and how it was made; absent where it came unsigned. */
  readonly signature?: { readonly digest: Digest; readonly manner: SigningManner };
  /** What was said of the laboratory under the scheme of the case. */
  readonly recognition: Recognition;
};

/**
 * Takes a laboratory's report into the case. It must be the laboratory's own, about the object applied for, where a
 * laboratory was assigned from that one, and from a body that was recognised for it while it was tested.
 */
export function recordTestReport(
  state: Case,
  command: RecordTestReport,
): Result<readonly CaseEvent[], NotReceivable> {
  const allowed = may('recordTestReport', command.by, state);
  if (!allowed.ok) return allowed;
  if (state.stage === 'none') throw new Error('unreachable: a report is not allowed before submission');
  const { by, report, digest, dossier, signature } = command;
  if (by.body !== report.laboratory.body)
    return refuse({
      code: 'report-of-another-laboratory',
      report: report.laboratory.body,
      acting: by.body ?? '',
    });
  if (state.assigned && state.assigned.body !== report.laboratory.body)
    return refuse({
      code: 'laboratory-not-assigned',
      assigned: state.assigned.body,
      acting: report.laboratory.body,
    });
  if (state.reports.includes(digest)) return refuse({ code: 'report-already-received', report: digest });
  const object = sameObject(report, dossier);
  if (!object.ok) return object;
  const recognised = counts(report, command.recognition);
  if (!recognised.ok) return recognised;
  return ok([
    {
      type: 'TestReportReceived',
      ...said(command),
      report: digest,
      laboratory: report.laboratory.body,
      ...(signature && { signature: signature.digest, signed: signature.manner }),
    },
  ]);
}

/**
 * Whether a report of a third party comes from a body that was recognised for the scheme and for what was done, on every
 * day of testing (47 CFR 8.217). What another party reports counts as what it is, and is judged by the method.
 */
function counts(
  { laboratory, activity, testedFrom: from, testedUntil: until }: TestReport,
  recognition: Recognition,
): Result<undefined, BodyMayNot> {
  if (laboratory.party !== 'third') return ok(undefined);
  return judgeBody(recognition, { activity, competence: laboratory.competence, from, until });
}

export type NotOwn = { readonly code: 'report-not-own'; readonly report: string; readonly party: string };

/** What a developer may hand in with the dossier: a report of its own, about the object applied for. */
export function ownReport(report: TestReport, dossier: Dossier): Result<undefined, OtherObject | NotOwn> {
  const { party } = report.laboratory;
  return party === 'first'
    ? sameObject(report, dossier)
    : refuse({ code: 'report-not-own', report: report.report, party });
}

/** A result about another hardware or firmware version says nothing about this application. */
export function sameObject(report: TestReport, dossier: Dossier): Result<undefined, OtherObject> {
  const { hardwareVersions, firmwareVersions } = dossier.product;
  const { hardwareVersion, firmwareVersion } = report.object;
  if (!hardwareVersions.includes(hardwareVersion))
    return refuse({
      code: 'report-on-another-object',
      member: 'hardwareVersion',
      tested: hardwareVersion,
      applied: hardwareVersions,
    });
  if (!firmwareVersions.includes(firmwareVersion))
    return refuse({
      code: 'report-on-another-object',
      member: 'firmwareVersion',
      tested: firmwareVersion,
      applied: firmwareVersions,
    });
  return ok(undefined);
}
