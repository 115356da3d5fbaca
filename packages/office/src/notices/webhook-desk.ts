import { parseCursor, type MalformedCursor, type Page } from '@assay/records/cursor';
import { endpointsOf, readEndpoint, secretsInForce, type Endpoint } from '@assay/records/webhook';
import { listDeliveries, type Delivery, type DeliveryState } from '@assay/records/webhook-delivery';
import type { EndpointId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId } from '@assay/vocabulary/ids';
import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { administratorOf, type Office } from '../office.ts';
import type { NoSuchEndpoint } from './webhooks.ts';

export type WebhookSeen = Endpoint;
export type CallSeen = Delivery;
export type CallStanding = DeliveryState;
/** One endpoint with its calls; `newest` is the number of the secret that signs, `oldUntil` how long the one before does too. */
export type WebhookLooked = {
  readonly endpoint: WebhookSeen;
  readonly newest: number;
  readonly oldUntil?: Instant;
  readonly calls: Page<CallSeen>;
};

const AT_ONCE = 50;
type Reading = Pick<Office, 'programme' | 'records' | 'clock'>;

/** The endpoints of an organisation, in the order in which they were added. */
export function webhooksOf(office: Reading, organisation: OrganisationId): Promise<readonly WebhookSeen[]> {
  return endpointsOf(office.records.read, { administrator: administratorOf(office), organisation });
}

/** One endpoint of an organisation; that of another is answered like one that is not there. */
export async function webhookOf(
  office: Reading,
  asked: { readonly organisation: OrganisationId; readonly endpoint: EndpointId },
): Promise<Result<WebhookSeen, NoSuchEndpoint>> {
  const { organisation, endpoint: id } = asked;
  const named = { administrator: administratorOf(office), organisation, id };
  const found = await readEndpoint(office.records.read, named);
  return found ? ok(found) : refuse({ code: 'no-such-endpoint' });
}

/** The same with what it was called about, newest first. */
export async function lookAtWebhook(
  office: Reading,
  asked: {
    readonly organisation: OrganisationId;
    readonly endpoint: EndpointId;
    readonly state?: CallStanding | undefined;
    readonly after?: string | undefined;
  },
): Promise<Result<WebhookLooked, NoSuchEndpoint | MalformedCursor>> {
  const place = parseCursor(asked.after);
  if (!place.ok) return place;
  const found = await webhookOf(office, asked);
  if (!found.ok) return found;
  const [administrator, id] = [administratorOf(office), asked.endpoint];
  const [secrets, calls] = await Promise.all([
    secretsInForce(office.records.read, { administrator, id, at: office.clock() }),
    listDeliveries(office.records.read, {
      ...{ administrator, endpoint: id, state: asked.state, after: place.value, limit: AT_ONCE },
    }),
  ]);
  const oldUntil = secrets.find(({ retiresAt }) => retiresAt !== undefined)?.retiresAt;
  const newest = secrets[0]?.number ?? 0;
  return ok({ endpoint: found.value, newest, calls, ...(oldUntil !== undefined && { oldUntil }) });
}
