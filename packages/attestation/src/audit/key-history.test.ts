import { beforeAll, describe, expect, test } from 'vitest';

import { SandboxLog } from '../../test/sandbox-log.ts';
import { offencesOf, smallLog } from '../../test/small-log.ts';
import { DID, p256Signer, sandboxOffice, type Office } from '../../test/sandbox-label.ts';

let office: Office;
beforeAll(async () => {
  office = await sandboxOffice();
});
const small = () => smallLog(office);

describe('a key', () => {
  test('is added once, is of this administrator, of its curve, and strict', async () => {
    const log = await small();
    const again = log.announce('vc', office.vc);
    const foreign = log.announce('vc', await p256Signer('did:web:other.sandbox.example#vc-1'));
    const curve = log.announce('vc', { ...office.log, kid: `${DID}#vc-8` });
    const low = log.announce('log', {
      ...office.log,
      kid: `${DID}#log-8`,
      publicJwk: { kty: 'OKP', crv: 'Ed25519', x: 'AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
    });
    expect(await offencesOf(log)).toEqual([
      [again, 'key-added-twice'],
      [foreign, 'foreign-key'],
      [curve, 'key-of-another-curve'],
      [low, 'weak-key'],
    ]);
  });

  test('is retired and revoked once, and no later than it happens', async () => {
    const log = new SandboxLog(office);
    log.key('key.retired', office.vc, 'vc');
    const again = log.key('key.retired', office.vc, 'vc');
    const use = log.key('key.revoked', office.vc, 'status', 0);
    const ahead = log.key('key.revoked', office.vc, 'vc', 40);
    const after = log.key('key.revoked', office.vc, 'vc', 0);
    expect(await offencesOf(log)).toEqual([
      [again, 'key-not-active'],
      [use, 'key-not-active'],
      [ahead, 'last-good-index-ahead'],
      [after, 'key-not-active'],
    ]);
  });
});
