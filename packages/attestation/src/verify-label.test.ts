import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import {
  DID,
  grantedBundle,
  HOST,
  instant,
  LABEL_ID,
  NOW,
  ORIGIN,
  p256Signer,
  sandboxOffice,
  servedBundle,
  STATEMENT,
  type Office,
} from '../test/sandbox-label.ts';
import { formatBundle, parseBundle, type Bundle } from './bundle.ts';
import { utf8 } from './bytes.ts';
import { mintLabelId } from './label-id.ts';
import { verifyBundle, unknownLabel, type Verification } from './verify-label.ts';
import { CHECKS, type CheckId } from './verify/outcome.ts';

let office: Office;
let good: Bundle;
let served: string;
beforeAll(async () => {
  office = await sandboxOffice();
  good = await grantedBundle(office);
  served = formatBundle(good);
});

const verify = (bundle: string | Uint8Array, more: Partial<Parameters<typeof verifyBundle>[0]> = {}) =>
  verifyBundle({ bundle, anchors: office.anchors, now: NOW, ...more });
const failures = (verification: Verification): readonly CheckId[] =>
  verification.checks.filter(({ ok }) => !ok).map(({ id }) => id);
const changed = (part: Partial<Bundle>): string => formatBundle({ ...good, ...part });

describe('a label as it was granted', () => {
  test('is valid, shows its product, says that it is of the sandbox and that nobody witnessed it', async () => {
    const verification = await verify(served, { asked: LABEL_ID });
    expect(failures(verification)).toEqual([]);
    expect(verification).toMatchObject({
      outcome: 'VALID',
      labelId: LABEL_ID,
      product: { name: 'Sandbox gateway', brand: 'Sandbox', model: 'GW-1', gtins: ['09506000134352'] },
      sandbox: true,
      witnessed: false,
      evidenceTime: '2026-11-21T11:00:00Z',
    });
    expect(verification.checks.map(({ id }) => id)).toEqual(CHECKS);
  });

  test('is valid from its saved bytes too', async () => {
    expect((await verify(utf8(served))).outcome).toBe('VALID');
  });

  test('is invalid for whoever asked for another label or mistyped the id', async () => {
    const other = mintLabelId('SB', Uint8Array.of(9, 9, 9, 9, 9));
    for (const asked of [other, `${LABEL_ID.slice(0, -1)}${LABEL_ID.endsWith('0') ? '1' : '0'}`, '']) {
      const verification = await verify(served, { asked });
      expect([verification.outcome, failures(verification)[0]]).toEqual(['INVALID', 'label-id']);
      expect(verification.product).toBeNull();
    }
  });

  test('a host without such a label gives a named answer that is not green', () => {
    expect(unknownLabel(LABEL_ID)).toMatchObject({ outcome: 'UNKNOWN_LABEL', product: null });
  });
});

describe('states of a sound label', () => {
  const { index } = STATEMENT.status;

  test('revoked, suspended and both: revoked is shown first', async () => {
    const revoked = await verify(await servedBundle(office, { set: { revocation: [index] } }));
    expect([revoked.outcome, failures(revoked)]).toEqual(['REVOKED', ['status-revocation']]);
    const suspended = await verify(await servedBundle(office, { set: { suspension: [index] } }));
    expect([suspended.outcome, failures(suspended)]).toEqual(['SUSPENDED', ['status-suspension']]);
    const both = await verify(
      await servedBundle(office, { set: { revocation: [index], suspension: [index] } }),
    );
    expect([both.outcome, failures(both)]).toEqual(['REVOKED', ['status-revocation', 'status-suspension']]);
  });

  test('the bit of a neighbour says nothing about this label', async () => {
    const set = { revocation: [index - 1, index + 1], suspension: [index - 8, index + 8] };
    expect((await verify(await servedBundle(office, { set }))).outcome).toBe('VALID');
  });

  test('a list past its end makes the label stale, unless the label is revoked or has ended anyway', async () => {
    const now = instant('2026-11-28T11:00:00Z');
    expect((await verify(served, { now: instant('2026-11-28T10:59:59Z') })).outcome).toBe('VALID');
    const stale = await verify(served, { now });
    expect([stale.outcome, failures(stale)]).toEqual(['STALE', ['status-revocation', 'status-suspension']]);
    expect(
      (await verify(await servedBundle(office, { set: { suspension: [index] } }), { now })).outcome,
    ).toBe('STALE');
    expect(
      (await verify(await servedBundle(office, { set: { revocation: [index] } }), { now })).outcome,
    ).toBe('REVOKED');
    expect((await verify(served, { now: instant('2029-01-01T00:00:00Z') })).outcome).toBe('EXPIRED');
  });

  test('a label ends at the instant of its validity, not after it', async () => {
    const ends = instant('2026-11-21T12:00:00Z');
    const bundle = await servedBundle(office, { statement: { validUntil: ends } });
    expect((await verify(bundle, { now: instant('2026-11-21T11:59:59Z') })).outcome).toBe('VALID');
    const expired = await verify(bundle, { now: ends });
    expect([expired.outcome, failures(expired)]).toEqual(['EXPIRED', ['validity-dates']]);
  });

  test('a label of tomorrow is not yet valid', async () => {
    const verification = await verify(
      await servedBundle(office, { statement: { validFrom: instant('2026-11-22T00:00:00Z') } }),
    );
    expect([verification.outcome, failures(verification)]).toEqual(['NOT_YET_VALID', ['validity-dates']]);
    expect((await verify(served, { now: instant('2026-11-01T00:00:00Z') })).outcome).toBe('NOT_YET_VALID');
  });
});

describe('a label that is not what it claims', () => {
  const expectInvalid = async (bundle: string, first: CheckId, more: Parameters<typeof verify>[1] = {}) => {
    const verification = await verify(bundle, more);
    expect([verification.outcome, failures(verification)[0]]).toEqual(['INVALID', first]);
  };

  test('signed by a key that nobody pinned, though the log has it', async () => {
    const stranger = await sandboxOffice();
    await expectInvalid(await servedBundle({ ...office, vc: stranger.vc }), 'credential-signature');
    const unknown = await p256Signer(`${DID}#vc-2027-9`);
    await expectInvalid(await servedBundle({ ...office, vc: unknown }), 'credential-key');
    await expectInvalid(await servedBundle({ ...office, vc: office.status }), 'credential-key');
  });

  test('signed with the stolen credential key, but never logged', async () => {
    const other = await grantedBundle(office, {
      statement: { credentialUuid: '0199f3a0-0000-7000-8000-000000000002' },
    });
    await expectInvalid(changed({ credential: other.credential }), 'entry-agreement');
    await expectInvalid(changed({ credential: other.credential, entry: other.entry }), 'log-inclusion');
  });

  test('logged in a log that another key signs', async () => {
    const stranger = await sandboxOffice();
    await expectInvalid(
      changed({ proof: (await grantedBundle({ ...office, log: stranger.log })).proof }),
      'log-signature',
    );
  });

  test('logged under the name of another log, though with the right key', async () => {
    await expectInvalid(await servedBundle(office, { origin: `${HOST}/log/2025` }), 'log-signature');
  });

  test('whose issuer is not the administrator that its id names', async () => {
    const issuer = { did: 'did:web:other.example', name: 'Sandbox other administrator' };
    await expectInvalid(await servedBundle(office, { statement: { issuer } }), 'administrator');
  });

  test('whose lists speak for another issuer, or were signed with a revoked or ended status key', async () => {
    await expectInvalid(
      await servedBundle(office, { listIssuer: 'did:web:other.example' }),
      'status-revocation',
    );
    const withStatusKey = (key: object) => ({
      ...office.anchors,
      administrators: office.anchors.administrators.map((a) => ({
        ...a,
        keys: a.keys.map((k) => (k.use === 'status' ? { ...k, ...key } : k)),
      })),
    });
    await expectInvalid(served, 'status-revocation', { anchors: withStatusKey({ lastGoodIndex: 99 }) });
    const notAfter = instant('2026-11-21T10:59:59Z');
    await expectInvalid(served, 'status-revocation', { anchors: withStatusKey({ notAfter }) });
  });

  test('amended, but with an entry before it that comes after it, or after another credential', async () => {
    const supersedes = 'A'.repeat(43);
    const statement = { supersedes };
    const amended = (prev: number, old: string) =>
      servedBundle(office, { statement, entry: { type: 'label.amended', prev, supersedes: old } });
    expect((await verify(await amended(1, supersedes))).outcome).toBe('VALID');
    await expectInvalid(await amended(2, supersedes), 'log-inclusion');
    await expectInvalid(await amended(1, 'B'.repeat(42) + 'A'), 'entry-agreement');
  });

  test('of an administrator that the trust anchors do not know', async () => {
    const labelId = mintLabelId('ZZ', Uint8Array.of(1, 2, 3, 4, 5));
    await expectInvalid(await servedBundle(office, { statement: { labelId } }), 'administrator');
  });

  test('on a look-alike host', async () => {
    const anchors = {
      ...office.anchors,
      scheme: { ...office.anchors.scheme, qrHosts: ['label.sandbox.test'] },
    };
    await expectInvalid(served, 'label-id', { anchors });
  });

  test('whose entry tells another product, holder of the label, validity or place in the lists', async () => {
    for (const entry of [
      { product: { brand: 'Sandbox', model: 'GW-2', gtins: ['09506000134352'] } },
      { tier: 'level-2' },
      { validUntil: instant('2029-01-01T00:00:00Z') },
      { status: { list: 3, index: 4712 } },
      { labelId: mintLabelId('SB', Uint8Array.of(9, 9, 9, 9, 9)) },
      { prev: 1 },
      { issuer: 'did:web:other.example' },
    ]) {
      await expectInvalid(await servedBundle(office, { entry }), 'entry-agreement');
    }
  });

  test('whose lists are exchanged, foreign, of another number, or signed with the credential key', async () => {
    const [revocation, suspension] = good.statusLists;
    await expectInvalid(changed({ statusLists: [suspension, revocation] }), 'status-revocation');
    await expectInvalid(changed({ statusLists: [revocation, revocation] }), 'status-suspension');
    await expectInvalid(
      changed({ statusLists: (await grantedBundle(office, { listNumber: 4 })).statusLists }),
      'status-revocation',
    );
    const stranger = await sandboxOffice();
    await expectInvalid(
      changed({ statusLists: (await grantedBundle(stranger)).statusLists }),
      'status-revocation',
    );
    const misused = await grantedBundle({ ...office, status: office.vc });
    await expectInvalid(changed({ statusLists: misused.statusLists }), 'status-revocation');
  });

  test('without its lists, with one list only, with a member more or with its text not canonical', async () => {
    const loose: Record<string, unknown> = { ...good };
    for (const text of [
      JSON.stringify({ ...loose, statusLists: [] }),
      JSON.stringify({ ...loose, statusLists: [good.statusLists[0]] }),
      JSON.stringify({ ...loose, more: 1 }),
      JSON.stringify(loose, null, 2),
      `${served}\n`,
      `${served.slice(0, -1)},"__proto__":{}}`,
      '',
      'null',
      '[]',
    ]) {
      await expectInvalid(text, 'bundle-form');
    }
  });

  test('with extra data in its proof, which nobody signed', async () => {
    await expectInvalid(
      changed({ proof: good.proof.replace('\nindex', '\nextra AAAA\nindex') }),
      'proof-form',
    );
  });

  test('logged after its key was revoked, or outside of the life of the key', async () => {
    const withKey = (key: object) => ({
      ...office.anchors,
      administrators: office.anchors.administrators.map((a) => ({
        ...a,
        keys: a.keys.map((k) => (k.use === 'vc' ? { ...k, ...key } : k)),
      })),
    });
    expect((await verify(served, { anchors: withKey({ lastGoodIndex: 2 }) })).outcome).toBe('VALID');
    await expectInvalid(served, 'key-not-revoked', { anchors: withKey({ lastGoodIndex: 1 }) });
    await expectInvalid(served, 'key-period', {
      anchors: withKey({ notBefore: instant('2026-11-20T10:00:01Z') }),
    });
    await expectInvalid(served, 'key-period', {
      anchors: withKey({ notAfter: instant('2026-11-20T09:59:59Z') }),
    });
  });

  test('under a policy that wants witnesses, when nobody witnessed', async () => {
    const unread = await verify(served, { anchors: { ...office.anchors, policy: '' } });
    expect([unread.outcome, failures(unread)[0], unread.witnessed]).toEqual([
      'INVALID',
      'log-witnesses',
      false,
    ]);
  });
});

describe('a changed byte', () => {
  const flip = (text: string, at: number, mask: number): Uint8Array => {
    const bytes = utf8(text);
    bytes[at] = (bytes[at] ?? 0) ^ mask;
    return bytes;
  };

  const eachPlace = async (from: number, to: number, step: number) => {
    for (let at = from; at < to; at += step) {
      const verification = await verify(flip(served, at, 1 << (at % 7)));
      expect([at, verification.outcome]).toEqual([at, 'INVALID']);
      expect(failures(verification).length).toBeGreaterThan(0);
    }
  };
  const bytesBefore = (text: string) => utf8(served.slice(0, served.indexOf(text))).length;

  test(
    'anywhere in credential, entry or proof is always invalid and names a check',
    { timeout: 60_000 },
    async () => {
      await eachPlace(0, bytesBefore('"statusLists"'), 2);
    },
  );

  test('anywhere in the status lists is always invalid and names a check', { timeout: 60_000 }, async () => {
    await eachPlace(bytesBefore('"statusLists"'), utf8(served).length, 5);
  });

  test('of any value at any place is invalid, and no check breaks over it', { timeout: 60_000 }, async () => {
    const length = utf8(served).length;
    const place = fc.record({ at: fc.nat(length - 1), mask: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(place, async ({ at, mask }) => {
        const verification = await verify(flip(served, at, mask));
        expect(verification.outcome).toBe('INVALID');
        expect(verification.checks.filter(({ detail }) => detail.startsWith('the check broke'))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('cut off, doubled or put in is invalid as well', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(served.length - 1),
        fc.constantFrom('cut', 'drop', 'double'),
        async (at, how) => {
          const text =
            how === 'cut'
              ? served.slice(0, at)
              : how === 'drop'
                ? served.slice(0, at) + served.slice(at + 1)
                : served.slice(0, at) + served.slice(at - 1);
          fc.pre(text !== served);
          expect((await verify(text)).outcome).toBe('INVALID');
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('a bundle that is served reads back as it was', () => {
  expect(parseBundle(served)).toEqual({ ok: true, value: good });
  expect(good.proof).toContain(ORIGIN);
});
