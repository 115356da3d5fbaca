import type { RecognisedBody } from '@assay/vocabulary/programme';
import type { Reason } from '@assay/vocabulary/evaluation';
import type { Activity, Competence, Method, Party } from '@assay/vocabulary/scheme';
import type { TestReport } from '@assay/vocabulary/test-report';

import { reason } from '../reason.ts';

/** Rigour of an activity, an ordinal ladder: more is more rigorous. */
export const RIGOUR: Record<Activity, number> = {
  declaration: 1,
  'document-review': 2,
  'functional-test': 3,
  'binary-analysis': 4,
  'penetration-test': 5,
  evaluation: 6,
};

/** How far a party stands from the maker. */
export const DISTANCE: Record<Party, number> = { first: 1, second: 2, third: 3 };

/** Which competence stands in for which: an accredited laboratory still needs the approval that a scheme asks for. */
export const STANDS_FOR: Record<Competence, readonly Competence[]> = {
  none: ['none'],
  approved: ['none', 'approved'],
  'accredited-17025': ['none', 'approved', 'accredited-17025'],
  'accredited-17065': ['none', 'approved', 'accredited-17065'],
};

type Manner = Pick<Method, 'activity' | 'party' | 'competence'>;

/** Whether one activity stands higher on the ladder of rigour than another. */
export function isMoreRigorous(one: Activity, other: Activity): boolean {
  return RIGOUR[one] > RIGOUR[other];
}

/** Every respect in which one way of assessing is weaker than another. None: what was found the one way counts for the other. */
export function weaknesses(has: Manner, needs: Manner): readonly Reason[] {
  const found: Reason[] = [];
  if (isMoreRigorous(needs.activity, has.activity))
    found.push(reason('activity-too-weak', { has: has.activity, needs: needs.activity }));
  if (DISTANCE[has.party] < DISTANCE[needs.party])
    found.push(reason('party-too-close', { has: has.party, needs: needs.party }));
  if (!STANDS_FOR[has.competence].includes(needs.competence))
    found.push(reason('competence-too-low', { has: has.competence, needs: needs.competence }));
  return found;
}

/** What a report must meet to count for a level. */
export type Demand = {
  readonly method: Method;
  readonly maxAgeDays: number | 'unset' | undefined;
  readonly scheme: string;
  readonly asOf: string;
  readonly bodies: readonly RecognisedBody[];
};

/** Every way in which a report falls short of a level's method; none: its verdicts count as assessed. */
export function shortfalls(report: TestReport, demand: Demand): readonly Reason[] {
  const { method } = demand;
  const { laboratory } = report;
  const { party, competence } = laboratory;
  const found = [...weaknesses({ activity: report.activity, party, competence }, method)];
  if (method.party === 'third' && !isRecognised(report, demand))
    found.push(reason('body-not-recognised', { body: laboratory.name, date: report.testedUntil }));
  if (laboratory.accreditation && laboratory.accreditation.until < report.testedUntil)
    found.push(
      reason('accreditation-ended', { body: laboratory.name, until: laboratory.accreditation.until }),
    );
  if (report.testedUntil > demand.asOf) found.push(reason('tested-later', { date: report.testedUntil }));
  if (demand.maxAgeDays === 'unset') found.push(reason('age-limit-unset'));
  else if (
    demand.maxAgeDays !== undefined &&
    daysBetween(report.testedUntil, demand.asOf) > demand.maxAgeDays
  )
    found.push(reason('result-too-old', { date: report.testedUntil, days: demand.maxAgeDays }));
  return found;
}

/** The programme's own word counts for competence and scope, never the report's. */
function isRecognised(report: TestReport, demand: Demand): boolean {
  return demand.bodies.some(
    (body) =>
      body.id === report.laboratory.body &&
      STANDS_FOR[body.competence].includes(demand.method.competence) &&
      body.schemes.includes(demand.scheme) &&
      body.activities.includes(report.activity) &&
      body.recognised.from <= report.testedFrom &&
      (body.recognised.until === undefined || report.testedUntil < body.recognised.until),
  );
}

function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
