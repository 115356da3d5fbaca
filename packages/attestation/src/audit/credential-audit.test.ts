import { beforeAll, describe, expect, test } from 'vitest';

import { LIST } from '../../test/sandbox-log.ts';
import { labelOf, offencesOf, smallLog } from '../../test/small-log.ts';
import { DID, instant, p256Signer, sandboxOffice, type Office } from '../../test/sandbox-label.ts';
import { utf8 } from '../bytes.ts';

let office: Office;
beforeAll(async () => {
  office = await sandboxOffice();
});
const small = () => smallLog(office);

describe('a credential', () => {
  test('that is missing, another, or says something else than its entry is named', async () => {
    const missing = await small();
    missing.credentials.delete(labelOf(missing, 2).vcHash);
    expect(await offencesOf(missing)).toEqual([[5, 'credential-missing']]);
    const another = await small();
    another.credentials.set(labelOf(another, 2).vcHash, utf8('another'));
    expect(await offencesOf(another)).toEqual([[5, 'credential-of-another-hash']]);
    for (const entry of [
      { tier: 'level-9' },
      { holder: { id: 'https://label.sandbox.example/party/other', name: 'Sandbox other' } },
      { profile: 'https://label.sandbox.example/profile/other' },
      { validUntil: instant('2029-01-01T00:00:00Z') },
      { product: { brand: 'Sandbox', model: 'GW-2', gtins: [] } },
      { status: { list: LIST, index: 60 } },
    ]) {
      const log = await small();
      const at = await log.grant(6, entry);
      expect([entry, await offencesOf(log)]).toEqual([entry, [[at, 'credential-disagrees']]]);
    }
  });

  test('whose lists lie where no log tells of them is named', async () => {
    const log = await small();
    const at = await log.grant(
      6,
      {},
      {
        status: { url: 'https://elsewhere.sandbox.example/status', list: LIST, index: 6 },
      },
    );
    expect(await offencesOf(log)).toEqual([[at, 'credential-disagrees']]);
  });

  test('by a stranger’s key under the name of ours is named', async () => {
    const log = await small();
    const at = await log.grant(6, {}, {}, await p256Signer(office.vc.kid));
    expect(await offencesOf(log)).toEqual([[at, 'wrong-signature']]);
  });

  test('by a key that the log does not know, of another use, or retired before it is named', async () => {
    const log = await small();
    const unknown = await log.grant(6, {}, {}, await p256Signer(`${DID}#vc-2026-9`));
    const status = await log.grant(7, {}, {}, office.status);
    log.key('key.retired', office.vc, 'vc');
    const late = await log.grant(8);
    expect(await offencesOf(log)).toEqual([
      [unknown, 'key-not-logged'],
      [status, 'key-of-another-use'],
      [late, 'key-retired'],
    ]);
  });

  test('by a key revoked later is named if its label was not revoked too', async () => {
    const log = await small();
    log.key('key.revoked', office.vc, 'vc', 4);
    expect(await offencesOf(log)).toEqual([[5, 'key-revoked']]);
    log.move(2, 'revoked');
    await log.publish();
    expect(await offencesOf(log)).toEqual([]);
  });

  test('logged outside of the life of its pinned key, or by a key pinned with other bytes, is named', async () => {
    const log = await small();
    const stranger = await p256Signer(office.vc.kid);
    const [administrator] = office.anchors.administrators;
    if (!administrator) throw new Error('the sandbox has an administrator');
    const withKeys = (change: object) => ({
      ...administrator,
      keys: administrator.keys.map((key) => (key.kid === office.vc.kid ? { ...key, ...change } : key)),
    });
    const ended = withKeys({ notAfter: instant('2026-11-21T07:00:00Z') });
    expect(await offencesOf(log, { administrator: ended })).toEqual([
      [4, 'outside-key-period'],
      [5, 'outside-key-period'],
    ]);
    expect(await offencesOf(log, { administrator: withKeys({ jwk: stranger.publicJwk }) })).toEqual([
      [4, 'key-differs'],
      [5, 'key-differs'],
    ]);
    expect(await offencesOf(log, { administrator: withKeys({ lastGoodIndex: 4 }) })).toEqual([
      [5, 'key-revoked'],
    ]);
  });
});
