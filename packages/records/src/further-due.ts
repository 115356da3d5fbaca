import type { FurtherDue } from '@assay/conformity/case-desk';
import type { CaseId } from '@assay/vocabulary/ids';

import type { Tx } from './open.ts';

/** Puts the days that a case has beside the one that it waits by in the place of those that it had. */
export async function putFurtherDues(
  tx: Tx,
  {
    administrator,
    case: id,
    dues,
  }: { readonly administrator: string; readonly case: CaseId; readonly dues: readonly FurtherDue[] },
): Promise<void> {
  const keyed = { administrator, case_id: id };
  await tx
    .deleteFrom('further_due')
    .where('administrator', '=', administrator)
    .where('case_id', '=', id)
    .execute();
  if (dues.length === 0) return;
  const rows = dues.map(({ on, clock, overdueFrom, waitsFor }) => ({
    ...{ ...keyed, clock, waits_for: waitsFor, due_on: on, overdue_from: overdueFrom },
  }));
  await tx.insertInto('further_due').values(rows).execute();
}
