/** Calls signed as the Standard Webhooks specification 1.0 says: HMAC with SHA-256 over id, time and body. */
import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Instant } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

/** The headers that a call carries beside its body. */
export type WebhookHeaders = {
  readonly 'webhook-id': string;
  /** Seconds since 1970, of this attempt. */
  readonly 'webhook-timestamp': string;
  /** One signature for each secret in force, `v1,` and base 64, parted by spaces. */
  readonly 'webhook-signature': string;
};

/** Seconds by which the clocks of sender and receiver may differ, a call on its way included. */
export const TOLERANCE_S = 300;
const PREFIX = 'whsec_';
/** Section "Signature scheme": between 24 and 64 bytes. */
const [SHORTEST, LONGEST] = [24, 64];
const MOST_SIGNATURES = 20;

export type WebhookRefusal =
  | { readonly code: 'webhook-header-missing'; readonly header: string }
  | { readonly code: 'webhook-time-malformed'; readonly text: string }
  | { readonly code: 'webhook-too-old'; readonly seconds: number }
  | { readonly code: 'webhook-too-new'; readonly seconds: number }
  | { readonly code: 'webhook-signature-wrong' }
  | { readonly code: 'webhook-repeated'; readonly id: string };

/** The text of a secret, as it is shown once to whoever will verify with it. */
export function webhookSecret(bytes: Uint8Array): string {
  if (bytes.length < SHORTEST || bytes.length > LONGEST)
    throw new TypeError('a webhook secret has 24 to 64 bytes');
  return `${PREFIX}${Buffer.from(bytes).toString('base64')}`;
}

/** The headers of one attempt. `secrets`: all in force, so that a receiver who has only one of them can verify. */
export function signWebhook({
  id,
  at,
  body,
  secrets,
}: {
  readonly id: string;
  readonly at: Instant;
  readonly body: string;
  readonly secrets: readonly string[];
}): WebhookHeaders {
  const time = String(Date.parse(at) / 1000);
  return {
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': secrets
      .map((secret) => `v1,${signature({ id, time, body, key: keyOf(secret) }).toString('base64')}`)
      .join(' '),
  };
}

/**
 * For whoever receives calls: is this one of ours, and of now? `body` as it came, before anything parsed it; `now` in
 * milliseconds. What it answers is to be remembered for `TOLERANCE_S` twice over, so that a call that is sent again by
 * somebody who listened is known by its id: `webhookMemory` does.
 */
export function verifyWebhook({
  headers,
  body,
  secrets,
  now,
}: {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string | Uint8Array;
  readonly secrets: readonly string[];
  readonly now: number;
}): Result<{ readonly id: string; readonly at: number }, WebhookRefusal> {
  const [id, time, signatures] = (['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const).map(
    (name) => headers[name],
  );
  if (typeof id !== 'string' || id === '') return without('webhook-id');
  if (typeof time !== 'string') return without('webhook-timestamp');
  if (typeof signatures !== 'string') return without('webhook-signature');
  if (!/^\d{1,12}$/.test(time)) return refuse({ code: 'webhook-time-malformed', text: time.slice(0, 40) });
  const seconds = Math.round(now / 1000) - Number(time);
  if (seconds > TOLERANCE_S) return refuse({ code: 'webhook-too-old', seconds });
  if (seconds < -TOLERANCE_S) return refuse({ code: 'webhook-too-new', seconds: -seconds });
  const given = signatures
    .split(' ', MOST_SIGNATURES)
    .flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []));
  const matches = secrets.map((secret) => {
    const wanted = signature({ id, time, body, key: keyOf(secret) });
    return given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
  });
  return matches.includes(true)
    ? ok({ id, at: Number(time) * 1000 })
    : refuse({ code: 'webhook-signature-wrong' });
}

/**
 * Remembers the calls of the last ten minutes, longer than any of them can be verified: a call whose id it knows is refused.
 * A receiver of several processes keeps the ids in a place that they share instead.
 */
export function webhookMemory(): (call: {
  readonly id: string;
  readonly now: number;
}) => Result<undefined, WebhookRefusal> {
  const seen = new Map<string, number>();
  return ({ id, now }) => {
    for (const [old, at] of seen) {
      if (now - at <= 2 * TOLERANCE_S * 1000) break;
      seen.delete(old);
    }
    if (seen.has(id)) return refuse({ code: 'webhook-repeated', id });
    seen.set(id, now);
    return ok(undefined);
  };
}

function signature({
  id,
  time,
  body,
  key,
}: {
  readonly id: string;
  readonly time: string;
  readonly body: string | Uint8Array;
  readonly key: Uint8Array;
}): Buffer {
  return createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest();
}

function keyOf(secret: string): Uint8Array {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '', 'base64');
  if (key.length < SHORTEST || key.length > LONGEST)
    throw new TypeError('a webhook secret begins with whsec_ and has 24 to 64 bytes in base 64');
  return key;
}

function without(header: string): Result<never, WebhookRefusal> {
  return refuse({ code: 'webhook-header-missing', header });
}
