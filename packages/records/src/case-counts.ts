import { sql } from 'kysely';

import type { Sight } from '@assay/conformity/sight';
import { STEPS, type Step } from '@assay/vocabulary/case-step';
import type { Instant } from '@assay/vocabulary/instant';

import { fromEachPart, inSight, tellsWaiting } from './in-sight.ts';
import type { Reader } from './open.ts';

/** Cases beyond which nobody counts on: one more than that stands for however many there are. */
export const MOST_COUNTED = 1_000;

/** How many of what, none above `MOST_COUNTED` and one. */
export type CaseCounts = Readonly<Record<Step, number>> & { readonly overdue: number };

type Seen = { readonly sight: Sight; readonly at: Instant };

/**
 * How many cases in sight wait, for whom, and how many of them are overdue. What waits for nobody is not counted. One
 * question, which takes as long for a hundred thousand cases as for some thousands: each count ends at its most.
 */
export async function countCases(reader: Reader, { sight, at }: Seen): Promise<CaseCounts> {
  return reader
    .selectFrom(sql<object>`(select 1)`.as<'one'>('one'))
    .select(STEPS.map((step) => counted(reader, sight, sql<boolean>`waits_for = ${step}`).as(step)))
    .select(
      counted(reader, sight, sql<boolean>`overdue_from is not null and overdue_from <= ${at}`).as('overdue'),
    )
    .executeTakeFirstOrThrow();
}

function counted(reader: Reader, sight: Sight, which: ReturnType<typeof sql<boolean>>) {
  const most = MOST_COUNTED + 1;
  const lines = fromEachPart(reader, sight, (part) =>
    reader
      .selectFrom('case_desk')
      .select('received')
      .where((eb) => inSight(eb, part))
      .where(sql<boolean>`waits_for <> 'nobody'`)
      .where(tellsWaiting(part))
      .where(which)
      .limit(most),
  );
  const enough = lines.select('line.received').limit(most);
  return sql<number>`(select count(*)::integer from ${enough} as enough)`;
}
