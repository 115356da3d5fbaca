import type { Instant } from '@assay/vocabulary/instant';

import { canonicalJson } from '../canonical-json.ts';
import type { TrustAnchors, TrustedAdministrator, TrustedKey } from '../trust.ts';
import type { Roots, TrustList } from './trust-list.ts';

export type NextList = {
  /** The list that is in force; absent for the first one. */
  readonly held: TrustList | undefined;
  /** What one or several administrators say of themselves now. */
  readonly anchors: TrustAnchors;
  readonly policy: string;
  readonly roots: Roots;
  readonly issued: Instant;
  readonly expires: Instant;
};

/**
 * The list that follows the one in force. Administrators of whom nothing new is said stay as they are; of the others the
 * keys and the log are new, and what only the list knows of them (accreditation, withdrawal, address) stays.
 */
export function nextTrustList({ held, anchors, policy, roots, issued, expires }: NextList): TrustList {
  const { rootKeys, rootThreshold } = roots;
  const before = held?.administrators ?? [];
  const renewed = anchors.administrators.map((now) =>
    renew(
      before.find(({ did }) => did === now.did),
      now,
    ),
  );
  const others = before.filter(({ did }) => !renewed.some((one) => one.did === did));
  return {
    ...{ version: (held?.version ?? 0) + 1, issued, expires, rootKeys, rootThreshold },
    scheme: held
      ? { ...held.scheme, qrHosts: [...new Set([...held.scheme.qrHosts, ...anchors.scheme.qrHosts])] }
      : anchors.scheme,
    administrators: [...others, ...renewed],
    policy,
  };
}

function renew(before: TrustedAdministrator | undefined, now: TrustedAdministrator): TrustedAdministrator {
  if (!before) return now;
  const status = before.status === 'withdrawn' ? before.status : now.status;
  return { ...before, ...now, status };
}

/** What a list changes for those who believe the one before, key by key. */
export type ListChange = {
  readonly what:
    | 'administrator-added'
    | 'administrator-gone'
    | 'key-added'
    | 'key-gone'
    | 'key-changed'
    | 'key-ended'
    | 'key-revoked'
    | 'revocation-moved'
    | 'revocation-undone';
  /** DID of an administrator, or kid of a key. */
  readonly about: string;
};

/** Changes that no honest ceremony makes: they would make labels that stand INVALID, or a stolen key good again. */
export const NEVER: ReadonlySet<ListChange['what']> = new Set([
  'administrator-gone',
  'key-gone',
  'key-changed',
  'revocation-undone',
]);

export function changesBetween(held: TrustList | undefined, next: TrustList): readonly ListChange[] {
  const [were, are] = [held?.administrators ?? [], next.administrators];
  const keysOf = (list: readonly TrustedAdministrator[]) => list.flatMap(({ keys }) => keys);
  return [
    ...added(
      were.map(({ did }) => did),
      are.map(({ did }) => did),
      'administrator',
    ),
    ...added(
      keysOf(were).map(({ kid }) => kid),
      keysOf(are).map(({ kid }) => kid),
      'key',
    ),
    ...keysOf(are).flatMap((key) =>
      keyChanges(
        keysOf(were).find(({ kid }) => kid === key.kid),
        key,
      ),
    ),
  ];
}

function added(
  were: readonly string[],
  are: readonly string[],
  what: 'administrator' | 'key',
): readonly ListChange[] {
  return [
    ...are
      .filter((about) => !were.includes(about))
      .map((about) => ({ what: `${what}-added` as const, about })),
    ...were
      .filter((about) => !are.includes(about))
      .map((about) => ({ what: `${what}-gone` as const, about })),
  ];
}

function keyChanges(was: TrustedKey | undefined, { kid: about, ...is }: TrustedKey): readonly ListChange[] {
  const good = was?.lastGoodIndex;
  const revoked: readonly ListChange[] =
    good === is.lastGoodIndex
      ? []
      : is.lastGoodIndex === undefined
        ? [{ what: 'revocation-undone', about }]
        : [{ what: good === undefined ? 'key-revoked' : 'revocation-moved', about }];
  if (!was) return revoked;
  const changed = was.use !== is.use || canonicalJson(was.jwk) !== canonicalJson(is.jwk);
  return [
    ...(changed ? [{ what: 'key-changed' as const, about }] : []),
    ...(is.notAfter < was.notAfter ? [{ what: 'key-ended' as const, about }] : []),
    ...revoked,
  ];
}
