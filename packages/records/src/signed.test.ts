import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { parseSessionId, type ApiKeyId } from '@assay/vocabulary/ids';

import { databases, freshRecords } from '../test/databases.ts';
import { AT } from '../test/sandbox.ts';
import { DEVELOPER, hashOf, LABORATORY, later, RITA, ritaOfTwo, sessionOf } from '../test/signing-in.ts';
import { accountEventsOf, noteAccountEvent } from './account-event.ts';
import { addApiKey, apiKeysOf, revokeApiKeys, touchApiKey } from './api-key.ts';
import { putMembership } from './membership.ts';
import { endSessionByHash, endSessions, lastSeat, seatSession, sessionsOf, touchSession } from './session.ts';
import { apiKeyHeld, sessionHeld } from './signed.ts';
import type { Records } from './open.ts';

const held = (records: Records, word: string, seconds = 0) =>
  sessionHeld(records.read, { hash: hashOf(word), at: later(seconds) });
const idOf = (text: string) => {
  const id = parseSessionId(text);
  if (!id.ok) throw new Error(text);
  return id.value;
};
const leave = (records: Records) =>
  records.write((tx) =>
    putMembership(tx, {
      ...{ person: RITA, organisation: LABORATORY, roles: ['laboratory'], conflicts: [] },
      ...{ since: AT, until: later(5) },
    }),
  );

describe.each(databases())('on $name', (server) => {
  test('a token opens its session, with the person and every seat that they hold now', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    const { id } = await sessionOf(records, 'token');
    expect(await held(records, 'token')).toEqual({
      ...{ id, person: RITA, name: 'Rita Reviewer', via: 'passkey', seenAt: AT, provedAt: AT },
      seats: [
        {
          organisation: LABORATORY,
          name: 'Sandbox Laboratory',
          roles: ['laboratory'],
          kinds: ['laboratory'],
        },
        { organisation: DEVELOPER, name: 'Sandbox Developer', roles: ['manager'], kinds: ['developer'] },
      ],
    });
    expect(await held(records, 'another')).toBeUndefined();
    await leave(records);
    expect((await held(records, 'token'))?.seats.map(({ organisation }) => organisation)).toEqual([
      DEVELOPER,
    ]);
  });

  test('a session that one organisation vouched for has no other seat', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    await sessionOf(records, 'token', { via: 'openid', confinedTo: DEVELOPER, seat: DEVELOPER });
    const session = await held(records, 'token');
    expect(session?.seats.map(({ organisation }) => organisation)).toEqual([DEVELOPER]);
    expect(session).toMatchObject({ seat: DEVELOPER, confinedTo: DEVELOPER });
  });

  test('a session is over when it lay unused for too long, and at its end however much it was used', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    const { id } = await sessionOf(records, 'token', { endsAt: later(4_000) });
    expect(await held(records, 'token', 1_799)).toBeDefined();
    expect(await held(records, 'token', 1_800)).toBeUndefined();
    await records.write((tx) => touchSession(tx, { id, at: later(1_000) }));
    expect(await held(records, 'token', 2_799)).toBeDefined();
    await records.write((tx) => touchSession(tx, { id, at: later(3_900) }));
    expect(await held(records, 'token', 3_999)).toBeDefined();
    expect(await held(records, 'token', 4_000)).toBeUndefined();
    expect(await sessionsOf(records.read, { person: RITA, at: later(4_000) })).toEqual([]);
  });

  test('sessions end alone, all but one, or by their token, and an ended one is in no list', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    const words = ['a', 'bb', 'ccc', 'dddd'];
    for (const word of words) await sessionOf(records, word);
    const open = async () => (await sessionsOf(records.read, { person: RITA, at: AT })).length;
    const [first = '', second = ''] = (await sessionsOf(records.read, { person: RITA, at: AT })).map(
      ({ id }) => id,
    );
    const end = { person: RITA, at: AT, because: 'sandbox' };
    expect(await records.write((tx) => endSessions(tx, { ...end, only: idOf(first) }))).toBe(1);
    expect(await records.write((tx) => endSessions(tx, { ...end, only: idOf(first) }))).toBe(0);
    expect(await open()).toBe(3);
    expect(await records.write((tx) => endSessions(tx, { ...end, but: idOf(second) }))).toBe(2);
    expect((await sessionsOf(records.read, { person: RITA, at: AT })).map(({ id }) => id)).toEqual([second]);
    await records.write((tx) => endSessionByHash(tx, { hash: hashOf('bb'), at: AT, because: 'signed-out' }));
    expect(await open()).toBe(0);
    for (const word of words) expect(await held(records, word)).toBeUndefined();
  });

  test('the seat that was taken last is remembered', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    expect(await lastSeat(records.read, RITA)).toBeUndefined();
    const { id } = await sessionOf(records, 'token', { seat: LABORATORY });
    await records.write((tx) => seatSession(tx, { id, seat: DEVELOPER }));
    expect(await lastSeat(records.read, RITA)).toBe(DEVELOPER);
  });

  test('an API key opens one seat of its person, until it ends, is revoked, or the person leaves', async () => {
    const records = await freshRecords(server);
    await ritaOfTwo(records);
    const key = {
      id: 'key_0000000000000001' as ApiKeyId,
      ...{
        person: RITA,
        organisation: LABORATORY,
        name: 'Sandbox bench',
        scopes: ['cases:read'],
        ending: 'x7Qa',
      },
      ...{ madeAt: AT, madeBy: RITA, until: later(100) },
    };
    await records.write((tx) => addApiKey(tx, { ...key, hash: hashOf('key') }));
    const opens = (seconds: number) => apiKeyHeld(records.read, { hash: hashOf('key'), at: later(seconds) });
    expect(await opens(99)).toMatchObject({
      ...{
        id: key.id,
        person: RITA,
        name: 'Rita Reviewer',
        organisation: LABORATORY,
        scopes: ['cases:read'],
      },
      seats: [{ organisation: LABORATORY }],
    });
    expect(await opens(100)).toBeUndefined();
    await records.write((tx) => touchApiKey(tx, { id: key.id, at: later(9) }));
    expect(await apiKeysOf(records.read, { person: RITA })).toEqual([{ ...key, lastUsedAt: later(9) }]);
    await leave(records);
    expect((await opens(10))?.seats).toEqual([]);
    const revoked = { organisation: DEVELOPER, only: key.id, at: later(20), by: RITA };
    expect(await records.write((tx) => revokeApiKeys(tx, revoked))).toBe(0);
    expect(await records.write((tx) => revokeApiKeys(tx, { ...revoked, organisation: LABORATORY }))).toBe(1);
    expect(await opens(20)).toBeUndefined();
    expect(await apiKeysOf(records.read, { organisation: LABORATORY })).toMatchObject([
      { revokedAt: later(20), revokedBy: RITA },
    ]);
  });

  test('what happened to an account stays on record', async () => {
    const records = await freshRecords(server);
    const happened = {
      person: RITA,
      at: AT,
      code: 'passkey-added',
      by: RITA,
      facts: { name: 'Sandbox key' },
    };
    await records.write((tx) => noteAccountEvent(tx, happened));
    expect(await accountEventsOf(records.read, RITA)).toEqual([happened]);
    for (const change of [
      "update account_event set code = 'nothing'",
      'delete from account_event',
      'truncate account_event',
    ])
      await expect(records.write((tx) => sql.raw(change).execute(tx))).rejects.toThrow(/is refused/);
  });
});
