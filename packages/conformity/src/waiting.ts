import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { Instant } from '@assay/vocabulary/instant';

/** A time in which a case waited on its applicant, and for what; without `until`: it still does. */
export type Waiting = {
  readonly from: Instant;
  readonly until?: Instant;
  readonly because: 'returned' | 'information-requested';
  /** Thread of the question that was open, where there was one. */
  readonly thread?: string;
};

/** Every time in which a case waited on its applicant, in the order in which they began; they may overlap. */
export function waitingOnApplicant(history: readonly CaseEvent[]): readonly Waiting[] {
  const found: { from: Instant; until?: Instant; because: Waiting['because']; thread?: string }[] = [];
  for (const event of history)
    if (event.type === 'ApplicationReturned') found.push({ from: event.at, because: 'returned' });
    else if (event.type === 'InformationRequested' && event.of === 'applicant')
      found.push({ from: event.at, because: 'information-requested', thread: event.thread });
    else if (event.type === 'ApplicationResubmitted')
      end(
        found.findLast(({ because }) => because === 'returned'),
        event.at,
      );
    else if (event.type === 'InformationSupplied')
      end(
        found.find(({ thread }) => thread === event.thread),
        event.at,
      );
  return found;
}

function end(waiting: { until?: Instant } | undefined, at: Instant): void {
  if (waiting) waiting.until = at;
}
