import { beforeAll, describe, expect, test } from 'vitest';

import { AUDITED_AT, LIST, SandboxLog } from '../../test/sandbox-log.ts';
import { offencesOf, smallLog } from '../../test/small-log.ts';
import { p256Signer, sandboxOffice, type Office } from '../../test/sandbox-label.ts';
import { utf8 } from '../bytes.ts';

let office: Office;
beforeAll(async () => {
  office = await sandboxOffice();
});
const small = () => smallLog(office);

describe('a status list', () => {
  test('whose bits contradict the log is named', async () => {
    for (const set of [{ suspension: [] }, { suspension: [1, 2] }, { revocation: [2] }]) {
      const log = new SandboxLog(office);
      await log.grant(1);
      await log.grant(2);
      log.move(1, 'suspended');
      const at = await log.publish({}, set);
      const index = 'revocation' in set ? at : at + 1;
      expect([set, await offencesOf(log)]).toEqual([set, [[index, 'list-contradicts-log']]]);
    }
  });

  test('tells the entries below through, and no later ones', async () => {
    const log = await small();
    log.move(2, 'suspended');
    expect(await offencesOf(log, { now: log.time })).toEqual([]);
    expect(await offencesOf(log, { now: AUDITED_AT })).toEqual([
      [9, 'list-behind'],
      [9, 'list-behind'],
    ]);
  });

  test('that leaves out what was logged long before it is behind', async () => {
    const log = await small();
    log.move(2, 'revoked');
    log.later(3600);
    const at = await log.publish({ through: 9 }, { revocation: [] });
    expect(await offencesOf(log, { now: log.time })).toEqual([
      [9, 'list-behind'],
      [9, 'list-behind'],
      [at, 'list-behind'],
      [at + 1, 'list-behind'],
    ]);
  });

  test('that is missing, not the logged one, or by another key is named', async () => {
    const missing = await small();
    missing.lists.delete(`revocation/${String(LIST)}`);
    expect(await offencesOf(missing)).toEqual([[7, 'list-missing']]);
    const swapped = await small();
    swapped.lists.set(
      `revocation/${String(LIST)}`,
      swapped.lists.get(`suspension/${String(LIST)}`) ?? utf8(''),
    );
    expect(await offencesOf(swapped)).toEqual([[7, 'list-not-logged']]);
    const forged = new SandboxLog(office);
    await forged.publish({}, {}, await p256Signer(office.status.kid));
    expect(await offencesOf(forged)).toEqual([
      [4, 'wrong-signature'],
      [5, 'wrong-signature'],
    ]);
    const wrongKey = new SandboxLog(office);
    await wrongKey.publish({}, {}, office.vc);
    expect(await offencesOf(wrongKey)).toEqual([
      [4, 'key-of-another-use'],
      [5, 'key-of-another-use'],
    ]);
  });

  test('counts its publications upward and never forgets', async () => {
    const log = await small();
    await log.publish({ seq: 1 });
    expect(await offencesOf(log)).toEqual([
      [9, 'seq-not-growing'],
      [10, 'seq-not-growing'],
    ]);
    const back = await small();
    await back.publish({ through: 3 }, { suspension: [] });
    expect(await offencesOf(back)).toContainEqual([9, 'through-went-back']);
    const ahead = await small();
    await ahead.publish({ through: 12 });
    expect(await offencesOf(ahead)).toContainEqual([9, 'through-ahead']);
  });
});
