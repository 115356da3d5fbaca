import { productIdentity } from '@assay/conformity/1-application/prior-denial';
import type { Sight } from '@assay/conformity/sight';
import { denialsOf, type DenialOnRecord } from '@assay/records/case-order';

import type { OpenCase } from '../case-file/export-case.ts';
import type { Office } from '../office.ts';

export type { DenialOnRecord };

/**
 * Denials of the same or a similar product as that of a case, whether the applicant has told of them or not. The earlier
 * case is named only where it is in sight; the caller has seen to it that the case itself is.
 */
export function earlierDenials(
  { records }: Pick<Office, 'records'>,
  { state, sight }: { readonly state: OpenCase; readonly sight: Sight },
): Promise<readonly DenialOnRecord[]> {
  return denialsOf(records.read, { identity: productIdentity(state), sight, apart: state.id });
}
