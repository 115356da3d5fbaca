import type { Sight } from '@assay/conformity/sight';
import { countCases, MOST_COUNTED, type CaseCounts } from '@assay/records/case-counts';
import { caseQueue, overdueCases, type CaseLine } from '@assay/records/case-desk';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import type { WaitsFor } from '@assay/vocabulary/case-step';
import type { Result } from '@assay/vocabulary/result';

import type { Office } from '../office.ts';

export { MOST_COUNTED, type CaseCounts, type CaseLine };

/** Cases in sight in the order of their receipt, the earliest first: those that wait for somebody, or are at a stage, or all. */
export async function lookAtQueue(
  office: Pick<Office, 'records' | 'clock'>,
  asked: {
    readonly sight: Sight;
    readonly waitsFor?: WaitsFor;
    readonly stage?: CaseLine['stage'];
    readonly after?: string;
    readonly limit: number;
  },
): Promise<Result<Page<CaseLine>, MalformedCursor>> {
  return caseQueue(office.records.read, { ...asked, at: office.clock() });
}

/** Cases in sight whose day has passed, the longest overdue first. */
export async function lookAtOverdue(
  office: Pick<Office, 'records' | 'clock'>,
  asked: { readonly sight: Sight; readonly after?: string; readonly limit: number },
): Promise<Result<Page<CaseLine>, MalformedCursor>> {
  return overdueCases(office.records.read, { ...asked, at: office.clock() });
}

/** How many cases in sight wait for whom, as far as they are counted. */
export async function countWaiting(
  office: Pick<Office, 'records' | 'clock'>,
  sight: Sight,
): Promise<CaseCounts> {
  return countCases(office.records.read, { sight, at: office.clock() });
}
