import type { OneDraft } from '@assay/office/1-application/answer-draft';
import { parseId } from '@assay/vocabulary/desk-ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { DeskContext } from '../http/desk-route.ts';
import { seatOf } from './draft-at.tsx';

/** The draft that an address names, to be changed in the version that was read; the audit keeps which. */
export function oneDraft(
  at: DeskContext,
  params: Readonly<Record<string, string>>,
  expected: number | undefined,
): Result<OneDraft, { readonly code: 'no-such-draft' }> {
  const id = parseId('draft', params['draft'] ?? '');
  if (!id.ok) return refuse({ code: 'no-such-draft' });
  at.note({ object: id.value });
  return ok({ ...seatOf(at), draft: id.value, ...(expected !== undefined && { expected }) });
}
