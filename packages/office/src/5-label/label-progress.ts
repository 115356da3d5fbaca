import { labelOfCase } from '@assay/records/label';
import type { LabelTold } from '@assay/vocabulary/api';
import type { CaseId } from '@assay/vocabulary/ids';

import { administratorOf, type Office } from '../office.ts';

/** How far the label of a case is on its way to the public, with its page once it is there; absent: nobody asked for one. */
export async function labelProgress(
  office: Pick<Office, 'programme' | 'records' | 'origin'>,
  id: CaseId,
): Promise<LabelTold | undefined> {
  const label = await labelOfCase(office.records.read, { administrator: administratorOf(office), case: id });
  if (!label) return undefined;
  return { ...label, ...(label.state === 'granted' && { page: `${office.origin}/L/${label.id}` }) };
}
