import type { NotCosigned } from '@assay/attestation/log/add-checkpoint';
import { refuse } from '@assay/vocabulary/result';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openWitness, type WitnessDoor } from './open-witness.ts';

const HASH = 'a'.repeat(64);
/** A desk of one log: a body that names a refusal is refused so, any other is cosigned. */
const REFUSALS: Readonly<Record<string, NotCosigned>> = {
  malformed: { code: 'malformed-request', why: 'the first line is not the old size' },
  unknown: { code: 'unknown-log', origin: 'other.example/log' },
  unsigned: { code: 'log-signature', origin: 'cla.example/log' },
  behind: { code: 'other-size', size: 1_234 },
  forked: { code: 'inconsistent', why: 'the proof does not lead there' },
};

describe('the door of a witness', () => {
  let door: WitnessDoor;
  const surprises: unknown[] = [];
  beforeAll(async () => {
    door = await openWitness(
      {
        addCheckpoint: async (body) => {
          if (body === 'broken') throw new Error('a secret of the machine');
          const refusal = REFUSALS[body];
          return refusal ? refuse(refusal) : { ok: true, value: `— w ${body}\n` };
        },
        latest: async (hash) => (hash === HASH ? 'note\n' : undefined),
      },
      { requestsPerMinute: 40, surprise: (error) => surprises.push(error) },
    );
  });
  afterAll(() => door.close());
  const post = (body: string, type = 'text/plain') =>
    door.inject({ method: 'POST', url: '/add-checkpoint', payload: body, headers: { 'content-type': type } });

  test('answers each case with the status of the protocol', async () => {
    const good = await post('line');
    expect([good.statusCode, good.body]).toEqual([200, '— w line\n']);
    for (const [body, status] of Object.entries({
      malformed: 400,
      unknown: 404,
      unsigned: 403,
      behind: 409,
      forked: 422,
    })) {
      const answer = await post(body);
      expect([body, answer.statusCode, answer.body.endsWith('\n')]).toEqual([body, status, true]);
    }
  });

  test('tells the size that it has cosigned as the protocol wants it', async () => {
    const behind = await post('behind');
    expect([behind.headers['content-type'], behind.body]).toEqual(['text/x.tlog.size', '1234\n']);
  });

  test('reads a body of any declared type as the text that it is, and none that is too long', async () => {
    expect((await post('line', 'application/json')).statusCode).toBe(200);
    expect((await post('x'.repeat(80_000))).statusCode).toBe(413);
    expect((await door.inject({ method: 'GET', url: '/add-checkpoint' })).statusCode).toBe(404);
  });

  test('shows the newest checkpoint of a log that it watches, and of no other', async () => {
    const found = await door.inject(`/${HASH}/checkpoint`);
    expect([found.statusCode, found.body, found.headers['access-control-allow-origin']]).toEqual([
      200,
      'note\n',
      '*',
    ]);
    for (const path of [`/${'b'.repeat(64)}/checkpoint`, '/A/checkpoint', '/../checkpoint', '/'])
      expect([path, (await door.inject(path)).statusCode]).toEqual([path, 404]);
  });

  test('keeps to itself what should never happen', async () => {
    const answer = await post('broken');
    expect([answer.statusCode, answer.body]).toEqual([500, 'not answered\n']);
    expect(surprises).toHaveLength(1);
  });

  test('is not worn out by one who asks without end', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => door.inject('/healthz')));
    expect(answers.some(({ statusCode }) => statusCode === 429)).toBe(true);
  });
});
