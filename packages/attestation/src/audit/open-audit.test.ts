import { beforeAll, describe, expect, test } from 'vitest';

import { auditAll, AUDITED_AT, labelNumber, LIST, SandboxLog } from '../../test/sandbox-log.ts';
import { DID, instant, p256Signer, sandboxOffice, type Office } from '../../test/sandbox-label.ts';
import { textOf, utf8 } from '../bytes.ts';
import { mintLabelId } from '../label-id.ts';
import type { Offence } from './offence.ts';

let office: Office;
beforeAll(async () => {
  office = await sandboxOffice();
});

/** Genesis and three keys at leaves 0 to 3, two labels at 4 and 5, one of them suspended at 6, lists at 7 and 8. */
async function small(): Promise<SandboxLog> {
  const log = new SandboxLog(office);
  await log.grant(1);
  await log.grant(2);
  log.move(1, 'suspended');
  await log.publish();
  return log;
}

const told = (offences: readonly Offence[]) => offences.map(({ index, code }) => [index, code]);
const offencesOf = async (
  log: SandboxLog,
  ...more: Parameters<typeof auditAll> extends [unknown, ...infer R] ? R : never
) => told((await auditAll(log, ...more)).offences);

describe('an honest log', () => {
  test('has no offence, and is counted by types of entries and states of labels', async () => {
    const log = await small();
    await log.amend(2);
    log.move(1, 'granted');
    log.move(2, 'revoked');
    log.note();
    await log.publish();
    expect(await auditAll(log)).toEqual({
      offences: [],
      whole: {
        entries: {
          'log.genesis': 1,
          'key.added': 3,
          'label.granted': 2,
          'label.amended': 1,
          'label.status': 3,
          'log.note': 1,
          'statuslist.published': 4,
        },
        labels: { granted: 1, suspended: 0, revoked: 1 },
        offences: [],
      },
    });
  });

  test('may change its keys: what the old one signed while it could stands', async () => {
    const log = await small();
    const next = await p256Signer(`${DID}#vc-2026-2`);
    log.announce('vc', next);
    log.key('key.retired', office.vc, 'vc');
    await log.grant(3, {}, {}, next);
    await log.publish();
    const anchors = {
      ...office.anchors,
      administrators: office.anchors.administrators.map((one) => ({
        ...one,
        keys: [...one.keys, pin(next.kid, next.publicJwk)],
      })),
    };
    const [administrator] = anchors.administrators;
    expect(await offencesOf(log, { anchors, ...(administrator && { administrator }) })).toEqual([]);
    expect(await offencesOf(log)).toEqual([[12 - 1, 'key-not-pinned']]);
  });
});

describe('an entry', () => {
  test('that is not canonical, not JSON, of no known type or with an unknown member is named', async () => {
    const wrong: Record<string, (text: string) => string> = {
      'not-canonical': (text) => text.replace(':', ': '),
      'not-json': (text) => text.slice(0, -1),
      'unknown-entry-type': (text) => text.replace('log.note', 'log.nope'),
      misfit: (text) => text.replace('"v":1', '"v":1,"w":1'),
    };
    for (const [code, change] of Object.entries(wrong)) {
      const log = await small();
      const at = log.note();
      log.entries[at] = utf8(change(textOf(log.entries[at] ?? utf8('')) ?? ''));
      expect(await offencesOf(log)).toEqual([[at, code]]);
    }
    const log = await small();
    const at = log.note();
    log.entries[at] = Uint8Array.of(0xff);
    expect(await offencesOf(log)).toEqual([[at, 'not-utf-8']]);
  });

  test('by another issuer, or about an entry that is not there, is named', async () => {
    const log = await small();
    const common = { v: 1 as const, time: log.time, issuer: DID };
    const foreign = log.add({
      ...common,
      issuer: 'did:web:other.sandbox.example',
      type: 'log.note',
      about: 0,
      text: 'n',
    });
    const ahead = log.add({ ...common, type: 'log.note', about: foreign + 1, text: 'n' });
    expect(await offencesOf(log)).toEqual([
      [foreign, 'foreign-issuer'],
      [ahead, 'about-nothing'],
    ]);
  });
});

describe('the beginning of a log', () => {
  test('is its own genesis, once', async () => {
    const without = await small();
    without.entries.shift();
    expect((await offencesOf(without))[0]).toEqual([0, 'genesis-missing']);
    const twice = await small();
    twice.entries.push(twice.entries[0] ?? utf8(''));
    expect(await offencesOf(twice)).toEqual([[9, 'genesis-twice']]);
    const other = await small();
    other.entries[0] = utf8((textOf(other.entries[0] ?? utf8('')) ?? '').replace('/log/2026', '/log/2027'));
    expect(await offencesOf(other)).toEqual([[0, 'genesis-of-another-log']]);
  });
});

describe('the entries of a label', () => {
  test('begin with one grant', async () => {
    const log = await small();
    const again = await log.grant(1, {}, { status: { ...statusOf(log, 1), index: 90 } });
    expect(await offencesOf(log)).toContainEqual([again, 'granted-twice']);
    const early = await small();
    early.labels.set(labelNumber(9), { ...labelOf(early, 1), newest: 0, state: 'granted' });
    const moved = early.move(9, 'suspended');
    expect((await offencesOf(early))[0]).toEqual([moved, 'not-granted-first']);
  });

  test('chain by prev', async () => {
    for (const prev of [4, 5, null]) {
      const log = await small();
      const at = log.move(1, 'granted', { prev });
      await log.publish();
      expect(await offencesOf(log)).toEqual([[at, 'wrong-prev']]);
    }
    const log = await small();
    const first = await log.grant(3, { prev: 2 });
    expect(await offencesOf(log)).toEqual([[first, 'wrong-prev']]);
  });

  test('end with a revocation', async () => {
    const log = await small();
    log.move(2, 'revoked');
    const extra = log.move(2, 'granted');
    log.labels.set(labelNumber(2), { ...labelOf(log, 2), state: 'revoked' });
    const amended = await log.amend(2);
    await log.publish();
    expect(await offencesOf(log)).toEqual([
      [extra, 'label-is-revoked'],
      [amended, 'label-is-revoked'],
    ]);
  });

  test('move only as states may', async () => {
    const log = await small();
    const again = log.move(1, 'suspended');
    const other = log.move(1, 'granted', { from: 'granted' });
    await log.publish();
    expect(await offencesOf(log)).toEqual([
      [again, 'illegal-transition'],
      [other, 'illegal-transition'],
    ]);
  });

  test('are of this administrator, with a right check character', async () => {
    const log = await small();
    const foreign = await log.grant(7, {}, { labelId: mintLabelId('US', Uint8Array.of(1, 2, 3, 4, 5)) });
    const found = await offencesOf(log);
    expect(found[0]).toEqual([foreign, 'foreign-label']);
    const mistyped = await small();
    const right = labelNumber(8);
    const wrong = `${right.slice(0, 10)}${right.endsWith('0') ? '1' : '0'}` as typeof right;
    const at = await mistyped.grant(8, { labelId: wrong });
    expect((await offencesOf(mistyped))[0]).toEqual([at, 'wrong-check-character']);
  });

  test('take a place in the lists that nobody has, and keep it', async () => {
    const log = await small();
    const twice = await log.grant(3, {}, { status: statusOf(log, 1) });
    expect((await offencesOf(log))[0]).toEqual([twice, 'place-taken']);
    const moving = await small();
    const moved = await moving.amend(1, { status: { list: LIST, index: 44 } });
    expect((await offencesOf(moving))[0]).toEqual([moved, 'place-moved']);
    const beyond = await small();
    const nowhere = await beyond.grant(3, { status: { list: Number.MAX_SAFE_INTEGER, index: 0 } });
    expect((await offencesOf(beyond))[0]).toEqual([nowhere, 'no-such-place']);
  });

  test('supersede the credential that was in force, and do not end before they begin', async () => {
    const log = await small();
    const at = await log.amend(1, { supersedes: labelOf(log, 2).vcHash });
    expect((await offencesOf(log))[0]).toEqual([at, 'wrong-supersedes']);
    const backward = await small();
    const ends = await backward.grant(3, { validUntil: instant('2020-01-01T00:00:00Z') });
    expect((await offencesOf(backward))[0]).toEqual([ends, 'ends-before-it-begins']);
  });
});

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

function labelOf(log: SandboxLog, n: number) {
  const label = log.labels.get(labelNumber(n));
  if (!label) throw new Error('no such label');
  return label;
}

const statusOf = (log: SandboxLog, n: number) => labelOf(log, n).statement.status;

function pin(kid: string, jwk: Office['vc']['publicJwk']) {
  const life = { notBefore: instant('2026-01-01T00:00:00Z'), notAfter: instant('2028-01-01T00:00:00Z') };
  return { kid, use: 'vc' as const, jwk, ...life };
}
