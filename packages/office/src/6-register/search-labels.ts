import { labelsByCode, searchRegister } from '@assay/records/register';
import type { LabelRecord, LabelState } from '@assay/vocabulary/label-record';

import { administratorOf, type Office } from '../office.ts';

export type Found = { readonly labels: readonly LabelRecord[]; readonly next?: string };

/**
 * Labels that match, the newest first, a page at a time: those whose label id, GTIN or model is exactly what was typed,
 * or else those with words that begin so. A cursor of nobody's making finds nothing.
 */
export async function searchLabels(
  office: Office,
  {
    text,
    ...rest
  }: { readonly text: string; readonly state?: LabelState; readonly after?: string; readonly limit: number },
): Promise<Found> {
  const exact = rest.after === undefined ? await withCode(office, text, rest) : [];
  if (exact.length > 0) return { labels: exact };
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

async function withCode(
  office: Office,
  code: string,
  { state, limit }: { readonly state?: LabelState; readonly limit: number },
): Promise<readonly LabelRecord[]> {
  if (code.trim() === '') return [];
  const found = await labelsByCode(office.records.read, {
    administrator: administratorOf(office),
    code,
    at: office.clock(),
  });
  return found.filter((record) => state === undefined || record.state === state).slice(0, limit);
}
