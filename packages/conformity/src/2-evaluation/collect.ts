import type { Dossier, Evidence, Statement } from '@assay/vocabulary/dossier';
import type { EvidenceUse, Reason } from '@assay/vocabulary/evaluation';
import type { GroupResult, TestReport, Verdict } from '@assay/vocabulary/test-report';

import { reason } from '../reason.ts';
import { shortfalls, type Demand } from './method.ts';
import type { Carry } from './requirement.ts';

/**
 * One thing somebody has said about a provision or one part of it. `counts`: it may make a requirement met at
 * face value; `assessed`: it also meets the method of the level. What is unfavourable always counts.
 */
export type Mark = {
  readonly leaning: 'favourable' | 'unfavourable' | 'inconclusive' | 'claims-not-applicable';
  /** Component or IXIT row; absent: the provision as a whole. */
  readonly part: string | undefined;
  /** Which statement or report said it: a word about a part overrides the same source's word about the whole. */
  readonly source: string;
  readonly counts: boolean;
  readonly assessed: boolean;
  readonly why: Reason;
  readonly evidence: readonly EvidenceUse[];
};

/** The documents a product is judged on. */
export type Submission = { readonly dossier: Dossier; readonly reports: readonly TestReport[] };

/** Every mark that statements and reports leave on one provision. */
export function marksOn(carry: Carry, submission: Submission, demand: Demand): readonly Mark[] {
  const evidence = evidenceFor(carry, submission.dossier, demand.asOf);
  return [
    ...submission.dossier.statements
      .filter((statement) => statement.provision === carry.ref)
      .flatMap((statement) => statementMarks(statement, evidence, demand)),
    ...submission.reports.flatMap((report, place) =>
      reportMarks(report, carry, demand).map((mark) => ({
        ...mark,
        source: `report ${String(place)} ${carry.ref}`,
      })),
    ),
  ];
}

function evidenceFor(carry: Carry, dossier: Dossier, asOf: string): readonly EvidenceUse[] {
  return dossier.evidence
    .filter((item) => item.covers.includes(carry.ref) && isEffective(item, asOf))
    .map((item) => ({
      id: item.id,
      kind: item.kind,
      digest: item.digest,
      through: carry.through,
      from: carry.ref,
    }));
}

/** Whether a document speaks on a day: from its first, up to and without its last. */
export function isEffective(item: Evidence, asOf: string): boolean {
  return item.effective.from <= asOf && (item.effective.to === undefined || asOf < item.effective.to);
}

function statementMarks(
  statement: Statement,
  evidence: readonly EvidenceUse[],
  demand: Demand,
): readonly Mark[] {
  const source = `statement ${statement.provision}`;
  const declarationIsEnough = demand.method.activity === 'declaration' && demand.method.party === 'first';
  const mark = (supported: Statement['supported'], part: string | undefined, text: string): Mark => {
    const backed = evidence.length > 0;
    const because = evidence.map((item) => reason('evidence', { id: item.id, kind: item.kind }));
    return {
      leaning:
        supported === 'yes' ? 'favourable' : supported === 'no' ? 'unfavourable' : 'claims-not-applicable',
      part,
      source,
      counts: supported !== 'yes' || backed,
      assessed: declarationIsEnough && backed,
      why: reason(
        `stated-${supported}`,
        { provision: statement.provision, reason: text, ...(part && { part }) },
        because,
      ),
      evidence,
    };
  };
  const parts = (statement.parts ?? []).map((one) =>
    mark(one.supported, one.part, one.reason ?? statement.reason),
  );
  return [mark(statement.supported, undefined, statement.reason), ...parts];
}

/** The marks of one report; two reports are two sources even where they bear one name. */
function reportMarks(report: TestReport, carry: Carry, demand: Demand): readonly Omit<Mark, 'source'>[] {
  return report.results
    .filter((result) => result.provision === carry.ref)
    .flatMap((result) => groupMarks(result, report, carry, demand));
}

function groupMarks(
  result: GroupResult,
  report: TestReport,
  carry: Carry,
  demand: Demand,
): readonly Omit<Mark, 'source'>[] {
  const short = shortfalls(report, demand);
  const { verdict, why } = groupVerdict(result);
  const evidence = [{ id: report.report, kind: 'test-report', through: carry.through, from: carry.ref }];
  const mark = (one: Verdict, facts: Reason['facts'], because: Reason): Omit<Mark, 'source' | 'part'> => ({
    leaning: LEANING[one],
    counts: true,
    assessed: short.length === 0,
    why: reason(
      `verdict-${one}`,
      { provision: result.provision, laboratory: report.laboratory.name, ...facts },
      [because, ...short],
    ),
    evidence,
  });
  return [
    { ...mark(verdict, { summary: result.summary }, why), part: undefined },
    ...unitVerdicts(result).map(({ part, verdict: one, observed: summary }) => ({
      ...mark(one, { part, summary }, reason('verdict-of-units', { part })),
      part,
    })),
  ];
}

const LEANING: Record<Verdict, Mark['leaning']> = {
  pass: 'favourable',
  fail: 'unfavourable',
  inconclusive: 'inconclusive',
  'not-applicable': 'claims-not-applicable',
};

/** The group's own verdict line, or the one that follows from its cases; the worse where they disagree. */
function groupVerdict(result: GroupResult): { readonly verdict: Verdict; readonly why: Reason } {
  const derived = worst(result.cases.map((one) => one.verdict));
  if (result.verdict === undefined)
    return {
      verdict: derived,
      why: reason('verdict-derived', { verdict: derived, cases: result.cases.length }),
    };
  if (result.cases.length === 0)
    return { verdict: result.verdict, why: reason('verdict-stated', { verdict: result.verdict }) };
  const verdict = worst([result.verdict, derived]);
  return verdict === result.verdict || derived === 'not-applicable'
    ? { verdict: result.verdict, why: reason('verdict-stated', { verdict: result.verdict }) }
    : { verdict, why: reason('verdict-contradicted', { stated: result.verdict, derived }) };
}

/** Fail before inconclusive before pass; not applicable only where nothing else was said; nothing at all is inconclusive. */
function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['fail', 'inconclusive', 'pass', 'not-applicable'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';
}

type UnitVerdict = { readonly part: string; readonly verdict: Verdict; readonly observed: string };

/** The worst verdict of each part over all cases of the group, with what was observed where it was reached. */
function unitVerdicts(result: GroupResult): readonly UnitVerdict[] {
  const units = result.cases.flatMap((one) => one.units ?? []);
  return [...new Set(units.map(({ part }) => part))].map((part) => {
    const ofPart = units.filter((unit) => unit.part === part);
    const verdict = worst(ofPart.map((unit) => unit.verdict));
    const observed = ofPart.filter((unit) => unit.verdict === verdict).flatMap((unit) => unit.observed ?? []);
    return { part, verdict, observed: observed.join(' ') };
  });
}
