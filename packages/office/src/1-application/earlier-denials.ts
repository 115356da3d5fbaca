import { productIdentity } from '@assay/conformity/1-application/prior-denial';
import { caseOf } from '@assay/conformity/case';
import type { Sight } from '@assay/conformity/sight';
import { readStream } from '@assay/records/case-file';
import { denialsOf, type DenialOnRecord } from '@assay/records/case-order';
import type { CaseId } from '@assay/vocabulary/ids';

import { administratorOf, type Office } from '../office.ts';

/**
 * Denials of the same or a similar product as that of a case, whether the applicant has told of them or not. The earlier
 * case is named only where it is in sight; the caller has seen to it that the case itself is.
 */
export async function earlierDenials(
  office: Office,
  { case: id, sight }: { readonly case: CaseId; readonly sight: Sight },
): Promise<readonly DenialOnRecord[]> {
  const reader = office.records.read;
  const state = caseOf(await readStream(reader, { administrator: administratorOf(office), stream: id }));
  if (state.stage === 'none') return [];
  return denialsOf(reader, { identity: productIdentity(state), sight, apart: id });
}
