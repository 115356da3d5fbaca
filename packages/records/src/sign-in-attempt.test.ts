import { describe, expect, test } from 'vitest';

import { openRecords } from './open.ts';
import { databases, freshDatabase, freshRecords } from '../test/databases.ts';
import { hashOf, later } from '../test/signing-in.ts';
import { returnAttempt, takeAttempt, type BackOff } from './sign-in-attempt.ts';
import type { Records } from './open.ts';

const RULE: BackOff = { free: 3, longest: 8, memory: 3_600 };
const subject = hashOf('account');
const take = (records: Records, seconds: number, of = subject) =>
  records.write((tx) => takeAttempt(tx, { ...RULE, subject: of, at: later(seconds) }));

describe.each(databases())('on $name', (server) => {
  test('the first attempts are free, then each failure doubles the wait up to the longest', async () => {
    const records = await freshRecords(server);
    const made: number[] = [];
    for (let second = 0; second < 40; second += 1)
      while ((await take(records, second)) === undefined) {
        made.push(second);
        // A free attempt leads to another in the same second.
        if (made.length > 3) break;
      }
    expect(made).toEqual([0, 0, 0, 0, 1, 3, 7, 15, 23, 31, 39]);
  });

  test('an attempt that must wait is told from when it may be made, and does not make the wait longer', async () => {
    const records = await freshRecords(server);
    for (let n = 0; n < 6; n += 1) await take(records, n * 10);
    for (let n = 0; n < 5; n += 1) expect(await take(records, 51)).toBe(later(54));
    expect(await take(records, 54)).toBeUndefined();
  });

  test('of a thousand at once, from several connections, no more are made than are free', async () => {
    const url = await freshDatabase(server);
    const [one, other] = [openRecords(url, 4), openRecords(url, 4)];
    try {
      const all = await Promise.all(Array.from({ length: 1_000 }, (_, n) => take(n % 2 ? one : other, 0)));
      expect(all.filter((free) => free === undefined)).toHaveLength(RULE.free + 1);
    } finally {
      await Promise.all([one.close(), other.close()]);
    }
  });

  test('failures are forgotten after their time, and at once where nothing failed after all', async () => {
    const records = await freshRecords(server);
    for (let n = 0; n < 4; n += 1) await take(records, 0);
    expect(await take(records, 0)).toBe(later(1));
    expect(await take(records, 3_700)).toBeUndefined();
    expect(await take(records, 3_700)).toBeUndefined();
    await records.write((tx) => returnAttempt(tx, { subject, at: later(3_700), forgetAll: true }));
    for (let n = 0; n < 4; n += 1) expect(await take(records, 3_701)).toBeUndefined();
    expect(await take(records, 3_701)).toBe(later(3_702));
  });

  test('one attempt given back leaves the failures of others who come from the same place', async () => {
    const records = await freshRecords(server);
    for (let n = 0; n < 4; n += 1) await take(records, 0);
    await records.write((tx) => returnAttempt(tx, { subject, at: later(0), forgetAll: false }));
    expect(await take(records, 0)).toBeUndefined();
    expect(await take(records, 0)).toBe(later(1));
    expect(await take(records, 0, hashOf('elsewhere'))).toBeUndefined();
  });
});
