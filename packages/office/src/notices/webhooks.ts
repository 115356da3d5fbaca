import { webhookSecret } from '@assay/formats/standard-webhooks';
import type { Tx } from '@assay/records/open';
import {
  addEndpoint,
  enableEndpoint,
  followSecret,
  holdEndpoints,
  removeEndpoint,
  secretsInForce,
  type Endpoint,
} from '@assay/records/webhook';
import { buryDeliveries, enqueueDeliveries, replayDelivery } from '@assay/records/webhook-delivery';
import { BYTES_OF_ID, mintId, type DeliveryId, type EndpointId } from '@assay/vocabulary/desk-ids';
import type { OrganisationId, PersonId } from '@assay/vocabulary/ids';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { WEBHOOK_KINDS } from '@assay/vocabulary/webhook';

import { administratorOf, type Office } from '../office.ts';
import { webhookBody } from './call-endpoints.ts';
import { parseWebhookUrl, type WebhookUrlRefusal } from './webhook-url.ts';

/** Enough for one organisation's systems, and few enough that no event becomes a flood. Ours, 2026-11-22. */
const MOST_ENDPOINTS = 10;
/** How long a secret goes on signing beside the one that follows it. Ours, 2026-11-22. */
const OVERLAP_S = 24 * 3_600;
const SECRET_BYTES = 32;

export type WebhookOffice = Pick<Office, 'programme' | 'records' | 'clock' | 'random' | 'origin' | 'secrets'>;
/** Who asks, and for which organisation: whoever manages it. */
type Asking = { readonly organisation: OrganisationId; readonly by: PersonId };
type OneOf = Asking & { readonly endpoint: EndpointId };

export type NoSuchEndpoint = { readonly code: 'no-such-endpoint' };

/** Adds an endpoint. The secret is in the answer and never again. */
export async function addWebhook(
  office: WebhookOffice,
  { organisation, by, url, kinds }: Asking & { readonly url: string; readonly kinds: readonly string[] },
): Promise<
  Result<
    { readonly endpoint: EndpointId; readonly secret: string },
    | WebhookUrlRefusal
    | { readonly code: 'webhook-kinds-unknown'; readonly kinds: readonly string[] }
    | { readonly code: 'webhook-kinds-missing' }
    | { readonly code: 'too-many-webhooks'; readonly limit: number }
  >
> {
  const read = parseWebhookUrl(url, office.programme.sandbox);
  if (!read.ok) return read;
  const known: readonly string[] = WEBHOOK_KINDS;
  const unknown = kinds.filter((kind) => !known.includes(kind));
  if (unknown.length > 0) return refuse({ code: 'webhook-kinds-unknown', kinds: unknown.slice(0, 10) });
  if (kinds.length === 0) return refuse({ code: 'webhook-kinds-missing' });
  const administrator = administratorOf(office);
  const id = mintId('endpoint', office.random(BYTES_OF_ID));
  const { secret, wrapped } = await newSecret(office, id, 1);
  return office.records.write(async (tx) => {
    const held = await holdEndpoints(tx, { administrator, organisation });
    if (held.length >= MOST_ENDPOINTS) return refuse({ code: 'too-many-webhooks', limit: MOST_ENDPOINTS });
    const at = office.clock();
    const endpoint = { id, organisation, url: read.value.href, kinds: [...new Set(kinds)] };
    await addEndpoint(tx, { administrator, endpoint: { ...endpoint, addedAt: at, addedBy: by }, wrapped });
    return ok({ endpoint: id, secret });
  });
}

/** Makes the next secret. The one before goes on signing for a day, so that a receiver can take its time. */
export async function rotateWebhookSecret(
  office: WebhookOffice,
  asked: OneOf,
): Promise<
  Result<
    { readonly secret: string; readonly oldUntil: Instant },
    NoSuchEndpoint | { readonly code: 'webhook-rotating'; readonly until: Instant }
  >
> {
  return withEndpoint(office, asked, async (tx, { id }) => {
    const administrator = administratorOf(office);
    const at = office.clock();
    const inForce = await secretsInForce(tx, { administrator, id, at });
    const leaving = inForce.find(({ retiresAt }) => retiresAt !== undefined);
    if (leaving?.retiresAt) return refuse({ code: 'webhook-rotating', until: leaving.retiresAt } as const);
    const number = (inForce[0]?.number ?? 0) + 1;
    const { secret, wrapped } = await newSecret(office, id, number);
    const oldUntil = addSeconds(at, OVERLAP_S);
    await followSecret(tx, { administrator, id, number, wrapped, at, retiresAt: oldUntil });
    return ok({ secret, oldUntil });
  });
}

/** Sends a call that says nothing, to try an endpoint out. */
export function pingWebhook(
  office: WebhookOffice,
  asked: OneOf,
): Promise<
  Result<{ readonly delivery: DeliveryId }, NoSuchEndpoint | { readonly code: 'webhook-disabled' }>
> {
  return withEndpoint(office, asked, async (tx, { id: endpoint, disabled }) => {
    if (disabled) return refuse({ code: 'webhook-disabled' } as const);
    const id = mintId('delivery', office.random(BYTES_OF_ID));
    const at = office.clock();
    const body = webhookBody({ id, kind: 'ping', at });
    const delivery = { id, endpoint, cause: `ping/${id}`, kind: 'ping', body, enqueuedAt: at };
    await enqueueDeliveries(tx, { administrator: administratorOf(office), deliveries: [delivery] });
    return ok({ delivery: id });
  });
}

/** Makes a call that was given up, or that its receiver lost, once more: the same id and body, signed anew. */
export function replayWebhook(
  office: WebhookOffice,
  { delivery, ...asked }: OneOf & { readonly delivery: DeliveryId },
): Promise<
  Result<
    undefined,
    NoSuchEndpoint | { readonly code: 'webhook-disabled' } | { readonly code: 'no-such-delivery' }
  >
> {
  type Refusal = { readonly code: 'webhook-disabled' } | { readonly code: 'no-such-delivery' };
  return withEndpoint<undefined, Refusal>(office, asked, async (tx, { id: endpoint, disabled }) => {
    if (disabled) return refuse({ code: 'webhook-disabled' });
    const administrator = administratorOf(office);
    const found = await replayDelivery(tx, { administrator, id: delivery, endpoint, at: office.clock() });
    return found ? ok(undefined) : refuse({ code: 'no-such-delivery' });
  });
}

/** Switches an endpoint on again that was switched off. */
export function enableWebhook(
  office: WebhookOffice,
  asked: OneOf,
): Promise<Result<undefined, NoSuchEndpoint>> {
  return withEndpoint(office, asked, async (tx, { id }) => {
    await enableEndpoint(tx, { administrator: administratorOf(office), id });
    return ok(undefined);
  });
}

/** Removes an endpoint for good: nothing that waits for it is sent, and its secrets are forgotten. */
export function removeWebhook(
  office: WebhookOffice,
  asked: OneOf,
): Promise<Result<undefined, NoSuchEndpoint>> {
  return withEndpoint(office, asked, async (tx, { id }) => {
    const [administrator, at] = [administratorOf(office), office.clock()];
    await removeEndpoint(tx, { administrator, id, at });
    await buryDeliveries(tx, { administrator, endpoint: id, at, failure: 'the endpoint was removed' });
    return ok(undefined);
  });
}

/** One endpoint of the organisation that asks; that of another is answered like one that is not there. */
function withEndpoint<T, R>(
  office: WebhookOffice,
  { organisation, endpoint }: OneOf,
  act: (tx: Tx, endpoint: Endpoint) => Promise<Result<T, R>>,
): Promise<Result<T, R | NoSuchEndpoint>> {
  return office.records.write(async (tx) => {
    const held = await holdEndpoints(tx, { administrator: administratorOf(office), organisation });
    const found = held.find(({ id }) => id === endpoint);
    return found ? act(tx, found) : refuse({ code: 'no-such-endpoint' });
  });
}

async function newSecret({ random, secrets }: WebhookOffice, endpoint: EndpointId, number: number) {
  const bytes = random(SECRET_BYTES);
  return { secret: webhookSecret(bytes), wrapped: await secrets.seal(bytes, secretPlace(endpoint, number)) };
}

/** Where a secret belongs: sealed for one endpoint it does not open as that of another. */
export function secretPlace(endpoint: EndpointId, number: number): string {
  return `webhook/${endpoint}/${String(number)}`;
}
