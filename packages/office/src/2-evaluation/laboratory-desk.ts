import { standingOn, type BodyStanding } from '@assay/conformity/0-programme/body-standing';
import type { Sight } from '@assay/conformity/sight';
import { caseQueue, type CaseLine } from '@assay/records/case-desk';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { readOrganisation } from '@assay/records/organisation';
import { recognitionsOf } from '@assay/records/recognition';
import type { OrganisationId } from '@assay/vocabulary/ids';
import { addDays, dateOf, type CalendarDate } from '@assay/vocabulary/instant';
import { ok, type Result } from '@assay/vocabulary/result';

import type { Office } from '../office.ts';

/** The desk of a laboratory: what waits for it, what else is assigned to it, and for what its results count. */
export type LaboratoryDesk = {
  /** What waits for this laboratory, the first that came in: what has a day first, the earliest before. */
  readonly waiting: readonly CaseLine[];
  /** More of it came in later: they stand among all that are assigned. */
  readonly moreWait: boolean;
  /** Every case that is assigned to it, in the order of receipt. */
  readonly assigned: Page<CaseLine>;
  readonly recognitions: readonly OwnRecognition[];
};

/** How the own body stands under a scheme today. */
export type OwnRecognition = {
  readonly scheme: string;
  readonly standing: BodyStanding;
  /** It ends so soon that tests begun now may no longer count. */
  readonly endsSoon: boolean;
};

/** Days before its end from which a recognition is warned of. Ours, 22 November 2026: no scheme fixes a number. */
const WARNED_DAYS = 60;
const MOST_WAITING = 50;
const A_PAGE = 25;

/** What the desk of a laboratory opens on, as of now. */
export async function laboratoryDesk(
  { records, clock }: Pick<Office, 'records' | 'clock'>,
  { organisation, after }: { readonly organisation: OrganisationId; readonly after?: string },
): Promise<Result<LaboratoryDesk, MalformedCursor>> {
  const { read } = records;
  const at = clock();
  const sight: Sight = { kind: 'laboratory', organisation };
  const waiting = await caseQueue(read, { sight, at, waitsFor: 'laboratory', limit: MOST_WAITING });
  if (!waiting.ok) return waiting;
  const assigned = await caseQueue(read, { sight, at, limit: A_PAGE, ...(after !== undefined && { after }) });
  if (!assigned.ok) return assigned;
  const { body } = (await readOrganisation(read, organisation)) ?? {};
  const recognitions = body === undefined ? [] : await recognitionsOf(read, [body]);
  return ok({
    waiting: waiting.value.rows.toSorted((one, other) => dayOf(one).localeCompare(dayOf(other))),
    moreWait: waiting.value.next !== undefined,
    assigned: assigned.value,
    recognitions: recognitions.map(({ scheme, history }) => {
      const standing = standingOn(history, dateOf(at));
      return { scheme, standing, endsSoon: endsSoon(standing, dateOf(at)) };
    }),
  });
}

/** Whether a recognition that holds today ends within the days that are warned of. */
export function endsSoon(standing: BodyStanding, today: CalendarDate): boolean {
  return (
    standing.state === 'recognised' &&
    standing.until !== undefined &&
    standing.until <= addDays(today, WARNED_DAYS)
  );
}

/** After every day there is, where there is none. */
function dayOf({ due }: CaseLine): string {
  return due?.on ?? '~';
}
