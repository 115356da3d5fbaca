import type { Instant } from '@assay/vocabulary/instant';

import { isStrictKey, type KeyUse, type PublicJwk } from '../key.ts';
import type { EntryOf } from '../log/entry.ts';
import type { TrustedAdministrator } from '../trust.ts';
import type { Offence, SignerOffence } from './offence.ts';

/** A key as the log tells of it. `number` counts from 1. */
type LoggedKey = {
  readonly number: number;
  readonly kid: string;
  readonly use: KeyUse;
  readonly jwk: PublicJwk;
  readonly added: number;
  readonly retired?: number;
  readonly revoked?: { readonly at: number; readonly lastGoodIndex: number };
};

type Signed = {
  readonly kid: string;
  readonly use: KeyUse;
  /** The entry that speaks of what was signed, and its time. */
  readonly index: number;
  readonly time: Instant;
  /** Until when anybody relies on what was signed. */
  readonly until: Instant;
};

export type KeyHistory = {
  readonly take: (
    index: number,
    entry: EntryOf<'key.added'> | EntryOf<'key.retired'> | EntryOf<'key.revoked'>,
  ) => readonly Offence[];
  /** The key that may have signed this, or why it may not. Revocation is told by `voidAfter`. */
  readonly signerOf: (
    signed: Signed,
  ) =>
    | { readonly ok: true; readonly key: LoggedKey }
    | { readonly ok: false; readonly code: SignerOffence; readonly detail: string };
  /** By its number: the last leaf at which the key counts; absent where nobody has revoked it. */
  readonly voidAfter: (key: number) => number | undefined;
};

/**
 * Keys as a log adds, retires and revokes them, held against those that the verifier pinned: both must know a key. One
 * that the pins have dropped still proves what nobody relies on any more (trust layer, section 13).
 */
export function openKeyHistory(administrator: TrustedAdministrator, now: Instant): KeyHistory {
  const keys: LoggedKey[] = [];
  const byKid = new Map<string, LoggedKey>();
  const pins = new Map(administrator.keys.map((key) => [key.kid, key]));

  function keep(key: LoggedKey): void {
    keys[key.number - 1] = key;
    byKid.set(key.kid, key);
  }

  function addedOffence({ kid, use, jwk }: EntryOf<'key.added'>): Offence['code'] | undefined {
    if (!kid.startsWith(`${administrator.did}#`)) return 'foreign-key';
    if (byKid.has(kid)) return 'key-added-twice';
    if ((jwk.kty === 'OKP') !== (use === 'log' || use === 'qr')) return 'key-of-another-curve';
    return isStrictKey(jwk) ? undefined : 'weak-key';
  }

  return {
    take(index, entry) {
      if (entry.type === 'key.added') {
        const code = addedOffence(entry);
        if (code !== undefined) return [{ code, index, detail: entry.kid }];
        const { kid, use, jwk } = entry;
        keep({ number: keys.length + 1, kid, use, jwk, added: index });
        return [];
      }
      const key = byKid.get(entry.kid);
      const active = key?.use === entry.use && key.revoked === undefined;
      if (!active || (entry.type === 'key.retired' && key.retired !== undefined))
        return [{ code: 'key-not-active', index, detail: entry.kid }];
      if (entry.type === 'key.retired') {
        keep({ ...key, retired: index });
        return [];
      }
      const { lastGoodIndex } = entry;
      keep({ ...key, revoked: { at: index, lastGoodIndex: Math.min(lastGoodIndex, index - 1) } });
      return lastGoodIndex < index
        ? []
        : [{ code: 'last-good-index-ahead', index, detail: `${entry.kid}: ${String(lastGoodIndex)}` }];
    },

    signerOf({ kid, use, index, time, until }) {
      const no = (code: SignerOffence, detail = kid) => ({ ok: false as const, code, detail });
      const key = byKid.get(kid);
      if (key === undefined || key.added > index) return no('key-not-logged');
      if (key.use !== use) return no('key-of-another-use');
      if (key.retired !== undefined && key.retired < index)
        return no('key-retired', `${kid}: at ${String(key.retired)}`);
      const pin = pins.get(kid);
      if (pin === undefined) return until > now ? no('key-not-pinned') : { ok: true, key };
      if (pin.use !== use || !sameKey(pin.jwk, key.jwk)) return no('key-differs');
      return pin.notBefore <= time && time <= pin.notAfter
        ? { ok: true, key }
        : no('outside-key-period', `${kid}: ${time}`);
    },

    voidAfter(number) {
      const key = keys[number - 1];
      const told = [key?.revoked?.lastGoodIndex, pins.get(key?.kid ?? '')?.lastGoodIndex];
      const known = told.filter((index) => index !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    },
  };
}

function sameKey(a: PublicJwk, b: PublicJwk): boolean {
  return (
    a.kty === b.kty &&
    a.crv === b.crv &&
    a.x === b.x &&
    (a.kty === 'EC' ? a.y : '') === (b.kty === 'EC' ? b.y : '')
  );
}
