import type { WaitsFor } from '@assay/conformity/case-desk';
import type { Sight } from '@assay/conformity/sight';
import { countCases, MOST_COUNTED, type CaseCounts } from '@assay/records/case-counts';
import { caseQueue, overdueCases, type CaseLine } from '@assay/records/case-desk';
import type { MalformedCursor, Page } from '@assay/records/cursor';
import { ok, type Result } from '@assay/vocabulary/result';

import type { Office } from '../office.ts';

export { MOST_COUNTED, type CaseCounts, type CaseLine };

/** A page of the queue, and how many cases wait for whom in all, as far as they are counted. */
export type QueueShown = { readonly page: Page<CaseLine>; readonly counts: CaseCounts };

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
): Promise<Result<QueueShown, MalformedCursor>> {
  const at = office.clock();
  const page = await caseQueue(office.records.read, { ...asked, at });
  if (!page.ok) return page;
  return ok({ page: page.value, counts: await countCases(office.records.read, { sight: asked.sight, at }) });
}

/** Cases in sight whose day has passed, the longest overdue first: at most so many. */
export async function lookAtOverdue(
  office: Pick<Office, 'records' | 'clock'>,
  asked: { readonly sight: Sight; readonly limit: number },
): Promise<QueueShown> {
  const at = office.clock();
  const rows = await overdueCases(office.records.read, { ...asked, at });
  return { page: { rows }, counts: await countCases(office.records.read, { sight: asked.sight, at }) };
}
