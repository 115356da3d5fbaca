import type { OrganisationId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { justProved, type Doorkeeper, type NotNow } from './account-act.ts';
import type { Signed } from './signed.ts';

export type NotManaging = NotNow | { readonly code: 'not-a-manager' };

/**
 * Whether somebody may change how the people and the programs of their seat get in: its manager, in a session of their
 * own, right after proving who they are. The seat, where they may.
 */
export async function mayManageWaysIn(
  office: Pick<Doorkeeper, 'programme' | 'records' | 'clock'>,
  { via, provedAt, seat, roles }: Signed,
): Promise<Result<OrganisationId, NotManaging>> {
  if (via === 'key' || provedAt === undefined) return refuse({ code: 'session-needed' });
  if (seat === undefined || !roles.includes('manager')) return refuse({ code: 'not-a-manager' });
  const proved = await justProved(office, provedAt);
  return proved.ok ? ok(seat) : proved;
}
