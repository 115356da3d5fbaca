import type { BodyId } from '@assay/vocabulary/ids';
import { addDays, type CalendarDate } from '@assay/vocabulary/instant';
import type { RecognisedBody } from '@assay/vocabulary/programme';
import type { RecognisedScope, RecognitionEvent } from '@assay/vocabulary/recognition-event';
import { ok, refuse, unreachable, type Result } from '@assay/vocabulary/result';
import type { Activity, Competence } from '@assay/vocabulary/scheme';

import { STANDS_FOR } from '../2-evaluation/method.ts';

/** Everything that was said of one body under one scheme, in its order. */
export type Recognition = {
  readonly body: BodyId;
  readonly scheme: string;
  readonly history: readonly RecognitionEvent[];
};

/** How a body stands under a scheme on a day, and since when; `until`: the first day on which it would not. */
export type BodyStanding =
  | { readonly state: 'never' }
  | { readonly state: 'not-yet'; readonly from: CalendarDate }
  | {
      readonly state: 'recognised';
      readonly from: CalendarDate;
      readonly until?: CalendarDate;
      readonly scope: RecognisedScope;
    }
  | { readonly state: 'expired' | 'accreditation-ended'; readonly from: CalendarDate }
  | { readonly state: 'withdrawn'; readonly from: CalendarDate; readonly because: string };

/** What holds on a day: the newest word among those that hold by then. A later word holds over an earlier one. */
export function standingOn(history: readonly RecognitionEvent[], day: CalendarDate): BodyStanding {
  const word = history.findLast(({ from }) => from <= day);
  if (!word) {
    const [first] = history.map(({ from }) => from).toSorted();
    return first === undefined ? { state: 'never' } : { state: 'not-yet', from: first };
  }
  const { from } = word;
  if (word.type === 'RecognitionWithdrawn') return { state: 'withdrawn', from, because: word.because };
  const { scope, until } = word;
  const accredited = scope.accreditation && addDays(scope.accreditation.until, 1);
  if (until !== undefined && until <= day) return { state: 'expired', from: until };
  if (accredited !== undefined && accredited <= day)
    return { state: 'accreditation-ended', from: accredited };
  const ends = [until, accredited].filter((end) => end !== undefined).toSorted();
  return { state: 'recognised', from, scope, ...(ends[0] !== undefined && { until: ends[0] }) };
}

/** For what a body's results are wanted, over which days: the first and the last on which it tested. */
export type Wanted = {
  readonly activity: Activity;
  readonly competence: Competence;
  readonly from: CalendarDate;
  readonly until: CalendarDate;
};

type Of = { readonly body: BodyId; readonly scheme: string; readonly day: CalendarDate };
export type BodyMayNot =
  | ({ readonly code: 'body-never-recognised' } & Of)
  | ({ readonly code: 'body-not-yet-recognised'; readonly from: CalendarDate } & Of)
  | ({ readonly code: 'recognition-expired'; readonly since: CalendarDate } & Of)
  | ({ readonly code: 'accreditation-expired'; readonly since: CalendarDate } & Of)
  | ({ readonly code: 'recognition-withdrawn'; readonly since: CalendarDate; readonly why: string } & Of)
  | ({
      readonly code: 'activity-out-of-scope';
      readonly activity: Activity;
      readonly scope: readonly Activity[];
    } & Of)
  | ({ readonly code: 'competence-out-of-scope'; readonly has: Competence; readonly needs: Competence } & Of);

/** Whether a body's results count on every day on which it tested; if not, why not on the first such day. */
export function judgeBody(
  { body, scheme, history }: Recognition,
  wanted: Wanted,
): Result<undefined, BodyMayNot> {
  const turns = turningDays(history).filter((day) => wanted.from < day && day <= wanted.until);
  for (const day of [wanted.from, ...turns]) {
    const answer = judgeOn(standingOn(history, day), { body, scheme, day }, wanted);
    if (!answer.ok) return answer;
  }
  return ok(undefined);
}

function judgeOn(
  standing: BodyStanding,
  of: Of,
  { activity, competence }: Wanted,
): Result<undefined, BodyMayNot> {
  switch (standing.state) {
    case 'never':
      return refuse({ code: 'body-never-recognised', ...of });
    case 'not-yet':
      return refuse({ code: 'body-not-yet-recognised', ...of, from: standing.from });
    case 'expired':
      return refuse({ code: 'recognition-expired', ...of, since: standing.from });
    case 'accreditation-ended':
      return refuse({ code: 'accreditation-expired', ...of, since: standing.from });
    case 'withdrawn':
      return refuse({ code: 'recognition-withdrawn', ...of, since: standing.from, why: standing.because });
    case 'recognised': {
      const { activities, competence: has } = standing.scope;
      if (!activities.includes(activity))
        return refuse({ code: 'activity-out-of-scope', ...of, activity, scope: activities });
      if (!STANDS_FOR[has].includes(competence))
        return refuse({ code: 'competence-out-of-scope', ...of, has, needs: competence });
      return ok(undefined);
    }
    default:
      return unreachable(standing);
  }
}

/**
 * The same as rows of a programme, as an evaluation reads them: one for each span of days in which something holds
 * throughout, also across a renewal.
 */
export function recognisedBodies(
  { body, scheme, history }: Recognition,
  name: string,
): readonly RecognisedBody[] {
  const spans = turningDays(history).flatMap((day, at, days) => {
    const standing = standingOn(history, day);
    const next = days[at + 1];
    return standing.state === 'recognised'
      ? [{ from: day, scope: standing.scope, ...(next !== undefined && { until: next }) }]
      : [];
  });
  return spans.flatMap((first, at) => {
    const rows: RecognisedBody[] = [];
    let { scope, until }: { scope: Common; until?: CalendarDate | undefined } = first;
    for (const next of [undefined, ...spans.slice(at + 1)]) {
      if (next) {
        if (next.from !== until) break;
        [scope, until] = [common(scope, next.scope), next.until];
      }
      if (scope.activities.length === 0) break;
      rows.push({
        ...{ id: body, name, schemes: [scheme] },
        ...{ competence: scope.competence, activities: [...scope.activities] },
        recognised: { from: first.from, ...(until !== undefined && { until }) },
      });
    }
    return rows;
  });
}

type Common = Pick<RecognisedScope, 'competence' | 'activities'>;

/** What holds under both. */
function common(one: Common, other: Common): Common {
  const both = STANDS_FOR[one.competence].filter((each) => STANDS_FOR[other.competence].includes(each));
  return {
    competence: both.at(-1) ?? 'none',
    activities: one.activities.filter((activity) => other.activities.includes(activity)),
  };
}

/** Every day on which something may change, in order. */
function turningDays(history: readonly RecognitionEvent[]): readonly CalendarDate[] {
  const days = history.flatMap((word) => {
    if (word.type === 'RecognitionWithdrawn') return [word.from];
    const { accreditation } = word.scope;
    return [
      word.from,
      ...(word.until === undefined ? [] : [word.until]),
      ...(accreditation === undefined ? [] : [addDays(accreditation.until, 1)]),
    ];
  });
  return [...new Set(days)].toSorted();
}
