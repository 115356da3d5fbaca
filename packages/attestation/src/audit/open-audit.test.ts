import { beforeAll, describe, expect, test } from 'vitest';

import { auditAll, labelNumber, LIST, type SandboxLog } from '../../test/sandbox-log.ts';
import { labelOf, offencesOf, smallLog } from '../../test/small-log.ts';
import { DID, instant, p256Signer, sandboxOffice, type Office } from '../../test/sandbox-label.ts';
import { textOf, utf8 } from '../bytes.ts';
import { mintLabelId } from '../label-id.ts';

let office: Office;
beforeAll(async () => {
  office = await sandboxOffice();
});
const small = () => smallLog(office);

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

const statusOf = (log: SandboxLog, n: number) => labelOf(log, n).statement.status;

function pin(kid: string, jwk: Office['vc']['publicJwk']) {
  const life = { notBefore: instant('2026-01-01T00:00:00Z'), notAfter: instant('2028-01-01T00:00:00Z') };
  return { kid, use: 'vc' as const, jwk, ...life };
}
