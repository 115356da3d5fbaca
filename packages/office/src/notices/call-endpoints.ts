import type { Tx } from '@assay/records/open';
import { endpointsFor } from '@assay/records/webhook';
import { enqueueDeliveries } from '@assay/records/webhook-delivery';
import { BYTES_OF_ID, mintId, type DeliveryId } from '@assay/vocabulary/desk-ids';
import type { CaseId, OrganisationId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import type { WebhookKind } from '@assay/vocabulary/webhook';

import { administratorOf, type Office } from '../office.ts';

/** What a call tells: that something happened to a case, and where to read what. */
export type CaseCall = {
  readonly kind: WebhookKind;
  readonly at: Instant;
  readonly case: CaseId;
  readonly cause: string;
  readonly organisations: readonly OrganisationId[];
};

/** Leaves a call for each endpoint of some organisations that wants to know, in the transaction of what it tells. */
export async function callEndpoints(
  tx: Tx,
  office: Pick<Office, 'programme' | 'clock' | 'random' | 'origin'>,
  { kind, at, case: about, cause, organisations }: CaseCall,
): Promise<void> {
  const administrator = administratorOf(office);
  const endpoints = await endpointsFor(tx, { administrator, organisations, kind });
  const data = { case: about, link: `${office.origin}/desk/cases/${about}` };
  const deliveries = endpoints.map(({ id: endpoint }) => {
    const id = mintId('delivery', office.random(BYTES_OF_ID));
    const body = webhookBody({ id, kind, at, data });
    return { id, endpoint, cause, kind, body, enqueuedAt: office.clock() };
  });
  await enqueueDeliveries(tx, { administrator, deliveries });
}

/** The body of a call: what happened and when, and nothing of what is in the case. */
export function webhookBody({
  id,
  kind,
  at,
  data = {},
}: {
  readonly id: DeliveryId;
  readonly kind: WebhookKind | 'ping';
  readonly at: Instant;
  readonly data?: { readonly case?: CaseId; readonly link?: string };
}): string {
  return JSON.stringify({ type: kind, timestamp: at, id, data });
}
