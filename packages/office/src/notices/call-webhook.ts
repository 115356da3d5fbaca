import { signWebhook, webhookSecret } from '@assay/formats/standard-webhooks';
import {
  disableEndpoint,
  endpointToCall,
  noteAnswered,
  noteFailing,
  secretsInForce,
  type Endpoint,
} from '@assay/records/webhook';
import {
  buryDeliveries,
  deferDelivery,
  holdDelivery,
  settleDelivery,
  type Delivery,
} from '@assay/records/webhook-delivery';
import type { DeliveryId } from '@assay/vocabulary/desk-ids';
import { peopleWithMail } from '@assay/records/membership';
import type { Tx } from '@assay/records/open';
import { addSeconds, type Instant } from '@assay/vocabulary/instant';

import { administratorOf } from '../office.ts';
import type { Words } from '../words.ts';
import { nextAttempt, WEBHOOK_RETRIES } from './retry.ts';
import { secretPlace, type WebhookOffice } from './webhooks.ts';
import { writeMail } from './write-mail.ts';

/** How long one worker has a call for itself; longer than any attempt takes. */
const HELD_S = 120;
/** After so many days of nothing but failure an endpoint is switched off. Ours, 2026-11-22. */
const FAILING_DAYS = 5;

/** Makes one call: POSTs a body, follows nothing, and answers with the status or with why there is none. */
export type Post = (call: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<{ readonly status: number } | { readonly failure: string }>;

/** What an endpoint that was switched off is told of, once, to whoever manages it. */
export type Disabled = { readonly endpoint: Endpoint; readonly days: number };

/**
 * Makes one call whose turn has come: hold it, sign it, send it, note what became of it. A call may be made twice, under the
 * same id, where a worker is killed between the last two. Answers with the endpoint where this attempt switched it off.
 */
export async function callWebhook(
  office: WebhookOffice,
  id: DeliveryId,
  { post, words }: { readonly post: Post; readonly words: Words },
): Promise<Disabled | undefined> {
  const named = { administrator: administratorOf(office), id };
  const begun = office.clock();
  const held = await office.records.write(async (tx) => {
    const delivery = await holdDelivery(tx, { ...named, at: begun, until: addSeconds(begun, HELD_S) });
    if (!delivery) return undefined;
    const endpoint = await endpointToCall(tx, { ...named, id: delivery.endpoint });
    if (endpoint && !endpoint.disabled) return { delivery, endpoint };
    const attempt = { failure: endpoint ? 'the endpoint is switched off' : 'the endpoint was removed' };
    await settleDelivery(tx, { ...named, state: 'dead', at: begun, attempt });
    return undefined;
  });
  if (!held) return undefined;
  const attempt = await made(office, held, begun, post);
  const at = office.clock();
  return attempt.status !== undefined && attempt.status >= 200 && attempt.status < 300
    ? taken(office, held.delivery, at, attempt.status)
    : failed(office, words, held, { ...attempt, at });
}

type Held = { readonly delivery: Delivery; readonly endpoint: Endpoint };
type Attempt = { readonly status?: number; readonly failure?: string };

async function made(
  office: WebhookOffice,
  { delivery, endpoint }: Held,
  at: Instant,
  post: Post,
): Promise<Attempt> {
  const administrator = administratorOf(office);
  const kept = await secretsInForce(office.records.read, { administrator, id: endpoint.id, at });
  const secrets = await Promise.all(
    kept.map(async ({ number, wrapped }) =>
      webhookSecret(await office.secrets.open(wrapped, secretPlace(endpoint.id, number))),
    ),
  );
  const signed = signWebhook({ id: delivery.id, at, body: delivery.body, secrets });
  const answer = await post({
    url: endpoint.url,
    headers: { 'content-type': 'application/json', ...signed },
    body: delivery.body,
  });
  return 'failure' in answer ? { failure: answer.failure.slice(0, 300) } : answer;
}

async function taken(
  office: WebhookOffice,
  { id, endpoint }: Delivery,
  at: Instant,
  status: number,
): Promise<undefined> {
  const administrator = administratorOf(office);
  await office.records.write(async (tx) => {
    await settleDelivery(tx, { administrator, id, state: 'delivered', at, attempt: { status } });
    await noteAnswered(tx, { administrator, id: endpoint });
  });
}

/** 410 is a receiver who says that nobody is there any more; anything else may pass. */
async function failed(
  office: WebhookOffice,
  words: Words,
  { delivery, endpoint }: Held,
  { at, ...attempt }: Attempt & { readonly at: Instant },
): Promise<Disabled | undefined> {
  const administrator = administratorOf(office);
  const named = { administrator, id: delivery.id };
  return office.records.write(async (tx) => {
    const since = await noteFailing(tx, { administrator, id: endpoint.id, at });
    const days = Math.floor((Date.parse(at) - Date.parse(since)) / 86_400_000);
    const dice = office.random(1)[0] ?? 0;
    const nextAt = nextAttempt(WEBHOOK_RETRIES, { attempts: delivery.attempts, at, dice });
    if (nextAt === undefined || attempt.status === 410)
      await settleDelivery(tx, { ...named, state: 'dead', at, attempt });
    else await deferDelivery(tx, { ...named, nextAt, attempt });
    if (attempt.status !== 410 && days < FAILING_DAYS) return undefined;
    const because = attempt.status === 410 ? 'gone' : 'failing';
    if (!(await disableEndpoint(tx, { administrator, id: endpoint.id, at, because }))) return undefined;
    const failure = 'the endpoint was switched off';
    await buryDeliveries(tx, { administrator, endpoint: endpoint.id, at, failure });
    await tellManagers(tx, { office, words }, { endpoint, days, because, at });
    return { endpoint, days };
  });
}

/** Once for each time that an endpoint is switched off, in the transaction that does. */
async function tellManagers(
  tx: Tx,
  { office, words }: { readonly office: WebhookOffice; readonly words: Words },
  {
    endpoint: { id, organisation },
    days,
    because,
    at,
  }: Disabled & { readonly because: 'gone' | 'failing'; readonly at: Instant },
): Promise<void> {
  const facts = { days, because };
  const notice = { kind: 'webhook-disabled', facts, path: `/desk/webhooks/${id}` } as const;
  for (const { person, mail } of await peopleWithMail(tx, { organisation, roles: ['manager'] }))
    await writeMail(tx, office, words, {
      ...{ to: { person, address: mail }, cause: `${id}/disabled/${at}`, notice },
    });
}
