import { beforeAll, describe, expect, test } from 'vitest';

import { DID, instant, ORIGIN, p256Signer, sandboxOffice, type Office } from '../../test/sandbox-label.ts';
import type { TrustedKey } from '../trust.ts';
import { changesBetween, NEVER, nextTrustList } from './next-trust-list.ts';
import type { TrustList } from './trust-list.ts';

let office: Office;
let held: TrustList;
beforeAll(async () => {
  office = await sandboxOffice();
  const roots = { rootKeys: [(await p256Signer('root')).publicJwk], rootThreshold: 1 };
  held = nextTrustList({ held: undefined, anchors: office.anchors, policy: 'quorum none\n', roots, ...LIFE });
});

const LIFE = { issued: instant('2026-11-01T00:00:00Z'), expires: instant('2027-01-01T00:00:00Z') };

function next(members: Partial<TrustList['administrators'][number]>, of: TrustList = held): TrustList {
  const { rootKeys, rootThreshold, policy } = of;
  const administrators = office.anchors.administrators.map((one) => ({ ...one, ...members }));
  const anchors = { ...office.anchors, administrators };
  return nextTrustList({ held: of, anchors, policy, roots: { rootKeys, rootThreshold }, ...LIFE });
}

const keysWith = (change: (key: TrustedKey) => TrustedKey | undefined): readonly TrustedKey[] =>
  office.anchors.administrators.flatMap(({ keys }) => keys.flatMap((key) => change(key) ?? []));
const vcWith = (more: Partial<TrustedKey>) =>
  keysWith((key) => (key.use === 'vc' ? { ...key, ...more } : key));

describe('the list after the one that is held', () => {
  test('is one version on, and changes nothing where nothing new is said', () => {
    expect(next({})).toEqual({ ...held, version: 2 });
    expect(changesBetween(held, next({}))).toEqual([]);
    expect(changesBetween(undefined, held).map(({ what }) => what)).toEqual([
      'administrator-added',
      ...['key-added', 'key-added', 'key-added'],
    ]);
  });

  test('keeps what only the list knows of an administrator, and those of whom nothing is said', () => {
    const other = { code: 'SC', did: 'did:web:other.sandbox.example', name: 'Sandbox other', keys: [] };
    const log = { origin: 'other.sandbox.example/log/2026', url: 'https://other.sandbox.example', vkeys: [] };
    const [own] = held.administrators;
    if (!own) throw new Error('there is one');
    const more: TrustList = {
      ...held,
      administrators: [
        {
          ...own,
          status: 'withdrawn',
          api: `https://${ORIGIN}`,
          accreditedFrom: instant('2026-01-01T00:00:00Z'),
        },
        { ...other, status: 'active', log },
      ],
    };
    const { administrators } = next({ name: 'Sandbox renamed' }, more);
    expect(administrators).toMatchObject([
      { did: other.did },
      { did: DID, name: 'Sandbox renamed', status: 'withdrawn', api: `https://${ORIGIN}` },
    ]);
  });

  test('tells each change of a key, and which of them no honest ceremony makes', async () => {
    const kid = office.vc.kid;
    const stranger = await p256Signer(kid);
    for (const [keys, what, never] of [
      [vcWith({ notAfter: instant('2026-12-01T00:00:00Z') }), 'key-ended', false],
      [vcWith({ lastGoodIndex: 7 }), 'key-revoked', false],
      [vcWith({ jwk: stranger.publicJwk }), 'key-changed', true],
      [keysWith((key) => (key.use === 'vc' ? undefined : key)), 'key-gone', true],
    ] as const) {
      expect(changesBetween(held, next({ keys: [...keys] }))).toEqual([{ what, about: kid }]);
      expect(NEVER.has(what)).toBe(never);
    }
    const revoked = next({ keys: [...vcWith({ lastGoodIndex: 7 })] });
    const moved = next({ keys: [...vcWith({ lastGoodIndex: 3 })] }, revoked);
    expect(changesBetween(revoked, moved)).toEqual([{ what: 'revocation-moved', about: kid }]);
    expect(changesBetween(revoked, next({}, revoked))).toEqual([{ what: 'revocation-undone', about: kid }]);
    expect(changesBetween(held, { ...held, administrators: [] }).map((one) => one.what)).toContain(
      'administrator-gone',
    );
  });
});
