import type { Instant } from '@assay/vocabulary/instant';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  signWebhook,
  TOLERANCE_S,
  verifyWebhook,
  webhookMemory,
  webhookSecret,
} from './standard-webhooks.ts';

const AT = '2026-11-21T09:30:00Z' as Instant;
const NOW = Date.parse(AT);
const SECRET = webhookSecret(Buffer.alloc(32, 7));
const OTHER = webhookSecret(Buffer.alloc(32, 8));
const BODY = '{"type":"case.returned"}';
const CALL = { id: 'delivery_1', at: AT, body: BODY, secrets: [SECRET] };

describe('a signed call', () => {
  test('is the one of the example of the specification', () => {
    // The published vector of the reference implementations.
    const headers = signWebhook({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: '2021-02-25T15:02:10Z' as Instant,
      body: '{"test": 2432232314}',
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    });
    expect(headers['webhook-timestamp']).toBe('1614265330');
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test('is believed by whoever has one of its secrets, while one follows the other', () => {
    const headers = signWebhook({ ...CALL, secrets: [SECRET, OTHER] });
    for (const secrets of [[SECRET], [OTHER], [OTHER, webhookSecret(Buffer.alloc(24, 1))]])
      expect(verifyWebhook({ headers, body: BODY, secrets, now: NOW })).toMatchObject({
        ok: true,
        value: { id: 'delivery_1', at: NOW },
      });
  });

  test('is not believed with another secret, nor with anything of it changed', () => {
    const headers = signWebhook(CALL);
    const wrong = { ok: false, refusal: { code: 'webhook-signature-wrong' } };
    const asked = { headers, body: BODY, secrets: [SECRET], now: NOW };
    expect(verifyWebhook({ ...asked, secrets: [OTHER] })).toEqual(wrong);
    expect(verifyWebhook({ ...asked, secrets: [] })).toEqual(wrong);
    expect(verifyWebhook({ ...asked, body: `${BODY} ` })).toEqual(wrong);
    expect(verifyWebhook({ ...asked, headers: { ...headers, 'webhook-id': 'delivery_2' } })).toEqual(wrong);
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(verifyWebhook({ ...asked, headers: { ...headers, 'webhook-timestamp': later } })).toEqual(wrong);
    const version = headers['webhook-signature'].replace('v1,', 'v1a,');
    expect(verifyWebhook({ ...asked, headers: { ...headers, 'webhook-signature': version } })).toEqual(wrong);
  });

  test('is of now: five minutes either way, and no second more', () => {
    const headers = signWebhook(CALL);
    const at = (seconds: number) =>
      verifyWebhook({ headers, body: BODY, secrets: [SECRET], now: NOW + seconds * 1000 });
    expect([at(TOLERANCE_S).ok, at(-TOLERANCE_S).ok]).toEqual([true, true]);
    expect(at(TOLERANCE_S + 1)).toMatchObject({ refusal: { code: 'webhook-too-old', seconds: 301 } });
    expect(at(-TOLERANCE_S - 1)).toMatchObject({ refusal: { code: 'webhook-too-new', seconds: 301 } });
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)(
    'without %s, or with two of it, is refused by that name',
    (header) => {
      const headers = signWebhook(CALL);
      for (const value of [undefined, ['a', 'b']])
        expect(
          verifyWebhook({
            headers: { ...headers, [header]: value },
            body: BODY,
            secrets: [SECRET],
            now: NOW,
          }),
        ).toEqual({ ok: false, refusal: { code: 'webhook-header-missing', header } });
    },
  );

  test.each(['', 'now', '1e9', '-5', ' 1614279330', '1614279330.5', '0x10'])(
    'has a time that is one: %j',
    (text) => {
      const headers = { ...signWebhook(CALL), 'webhook-timestamp': text };
      expect(verifyWebhook({ headers, body: BODY, secrets: [SECRET], now: NOW })).toMatchObject({
        refusal: { code: 'webhook-time-malformed', text },
      });
    },
  );

  test('whatever came in, nothing is thrown and nothing is believed that was not signed', () => {
    const word = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
    fc.assert(
      fc.property(word, word, word, fc.string(), (id, time, signature, body) => {
        const headers = { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature };
        expect(verifyWebhook({ headers, body, secrets: [SECRET], now: NOW }).ok).toBe(false);
        const now = { ...headers, 'webhook-id': 'a', 'webhook-timestamp': String(NOW / 1000) };
        expect(verifyWebhook({ headers: now, body, secrets: [SECRET], now: NOW }).ok).toBe(false);
      }),
    );
  });
});

test('a call that is sent again by somebody who listened is known by its id, and forgotten once it is too old anyway', () => {
  const remember = webhookMemory();
  expect(remember({ id: 'a', now: NOW }).ok).toBe(true);
  expect(remember({ id: 'a', now: NOW + 2 * TOLERANCE_S * 1000 })).toEqual({
    ok: false,
    refusal: { code: 'webhook-repeated', id: 'a' },
  });
  expect(remember({ id: 'b', now: NOW + 1_000 }).ok).toBe(true);
  expect(remember({ id: 'a', now: NOW + 2 * TOLERANCE_S * 1000 + 1 }).ok).toBe(true);
});

test.each(['', 'whsec_', 'whsec_c2hvcnQ=', `sk_${SECRET}`])(
  '%j is no secret, and nothing is signed with it',
  (secret) => {
    expect(() => signWebhook({ ...CALL, secrets: [secret] })).toThrow(TypeError);
  },
);
