import { searchRegister } from '@assay/records/register';
import type { LabelRecord, LabelState } from '@assay/vocabulary/label-record';

import { administratorOf, type Office } from '../office.ts';

export type Found = { readonly labels: readonly LabelRecord[]; readonly next?: string };

/** Labels that match, the newest first, a page at a time. A cursor of nobody's making finds nothing. */
export async function searchLabels(
  office: Office,
  {
    text,
    ...rest
  }: { readonly text: string; readonly state?: LabelState; readonly after?: string; readonly limit: number },
): Promise<Found> {
  const search = {
    administrator: administratorOf(office),
    at: office.clock(),
    ...(text.trim() !== '' && { text }),
    ...rest,
  };
  const page = await searchRegister(office.records.read, search);
  if (!page.ok) return { labels: [] };
  return { labels: page.value.rows, ...(page.value.next !== undefined && { next: page.value.next }) };
}
