import { readStreamWithVersion } from '@assay/records/case-file';
import type { CaseEvent } from '@assay/vocabulary/case-event';
import type { CaseId } from '@assay/vocabulary/ids';

import type { Office } from './office.ts';

/** What has happened in a case since a version that somebody had seen, the earliest first. */
export async function whatChanged(
  { records }: Pick<Office, 'records'>,
  {
    since,
    administrator,
    case: stream,
  }: { readonly case: CaseId; readonly administrator: string; readonly since: number },
): Promise<readonly CaseEvent[]> {
  const { events } = await readStreamWithVersion(records.read, { administrator, stream });
  return events.slice(since);
}
