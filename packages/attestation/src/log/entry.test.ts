import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { DID, encoded, genesis, instant, LABEL_ID, ORIGIN } from '../../test/sandbox-label.ts';
import { utf8 } from '../bytes.ts';
import { encodeEntry, parseEntry, type Entry } from './entry.ts';

const common = { v: 1, time: instant('2026-11-20T10:00:00Z'), issuer: DID } as const;
const ofLabel = { ...common, labelId: LABEL_ID };
const hash = 'A'.repeat(43);
const ENTRIES: readonly Entry[] = [
  genesis(),
  {
    ...common,
    type: 'key.added',
    kid: `${DID}#log-2026`,
    use: 'log',
    jwk: { kty: 'OKP', crv: 'Ed25519', x: hash },
  },
  { ...common, type: 'key.retired', kid: `${DID}#vc-2026-1`, use: 'vc' },
  { ...common, type: 'key.revoked', kid: `${DID}#vc-2026-1`, use: 'vc', reason: 'lost', lastGoodIndex: 7 },
  {
    ...ofLabel,
    type: 'label.granted',
    prev: null,
    vcHash: hash,
    product: { brand: 'Sandbox', model: 'GW-1', gtins: [] },
    holder: { id: 'sandbox-maker', name: 'Sandbox maker' },
    tier: 'level-1',
    profile: 'sandbox@1',
    validFrom: common.time,
    validUntil: instant('2028-11-20T00:00:00Z'),
    status: { list: 0, index: 131_071 },
  },
  { ...ofLabel, type: 'label.amended', prev: 1, vcHash: hash, supersedes: hash, tier: 'level-2' },
  {
    ...ofLabel,
    type: 'label.status',
    prev: 2,
    from: 'granted',
    to: 'suspended',
    reasonCode: 'surveillance-finding',
    effective: common.time,
    decisionRef: 'sandbox-decision-1',
  },
  {
    ...common,
    type: 'statuslist.published',
    purpose: 'suspension',
    list: 0,
    seq: 3,
    jwsHash: hash,
    through: 4,
  },
  { ...common, type: 'log.note', about: 0, text: 'Sandbox note' },
];

describe('log entries', () => {
  test('of every type read back from their bytes', () => {
    for (const entry of ENTRIES) expect(parseEntry(encoded(entry))).toEqual({ ok: true, value: entry });
  });

  test('are canonical: members in order, no space, the text as it is', () => {
    expect(new TextDecoder().decode(encoded(genesis()))).toBe(
      `{"administrator":"SB","issuer":"${DID}","origin":"${ORIGIN}","sandbox":true,"scheme":"sandbox",` +
        '"time":"2026-01-01T00:00:00Z","trustListVersion":0,"type":"log.genesis","v":1}',
    );
  });

  test('with an unknown member, a missing one or a wrong one are refused in both directions', () => {
    for (const entry of ENTRIES) {
      const loose: Record<string, unknown> = entry;
      for (const name of Object.keys(loose)) {
        const less = Object.fromEntries(Object.entries(loose).filter(([key]) => key !== name));
        const optional = name === 'sandbox' || (entry.type === 'label.amended' && name === 'tier');
        expect([entry.type, name, parseEntry(utf8(JSON.stringify(sorted(less)))).ok]).toEqual([
          entry.type,
          name,
          optional,
        ]);
        expect(parseEntry(utf8(JSON.stringify(sorted({ ...loose, [name]: [] })))).ok).toBe(false);
      }
      expect(parseEntry(utf8(JSON.stringify(sorted({ ...loose, more: 1 })))).ok).toBe(false);
      const unknownMember: Entry & { more?: number } = { ...entry, more: 1 };
      expect(encodeEntry(unknownMember)).toMatchObject({ ok: false, refusal: { code: 'misfit' } });
    }
  });

  test('in any other text of the same JSON are refused', () => {
    const text = new TextDecoder().decode(encoded(genesis()));
    for (const other of [
      `${text}\n`,
      ` ${text}`,
      text.replace(',', ', '),
      text.replace('"v":1', '"v":1.0'),
      text.replace('"v":1', '"v":1,"v":1'),
      text.replace('sandbox.example', 'sandbox\\u002eexample'),
      text.replace('{"administrator":"SB",', '{').replace('"v":1', '"v":1,"administrator":"SB"'),
      `\ufeff${text}`,
    ]) {
      expect(parseEntry(utf8(other)).ok).toBe(false);
    }
  });

  test('of unknown type, not UTF-8, not JSON or too long are refused', () => {
    const code = (bytes: Uint8Array) => {
      const entry = parseEntry(bytes);
      return entry.ok ? null : entry.refusal.code;
    };
    expect(code(utf8('{"type":"label.erased"}'))).toBe('unknown-entry-type');
    expect(code(utf8('{"type":"constructor"}'))).toBe('unknown-entry-type');
    expect(code(utf8('null'))).toBe('unknown-entry-type');
    expect(code(utf8('{'))).toBe('not-json');
    expect(code(utf8('"\\ud800"'))).toBe('not-json');
    expect(code(Uint8Array.of(0x22, 0xff, 0x22))).toBe('not-utf-8');
    expect(code(new Uint8Array(65_536))).toBe('entry-too-long');
    const note: Entry = { ...common, type: 'log.note', about: 0, text: 'x'.repeat(10_000) };
    expect(encodeEntry(note).ok).toBe(true);
  });

  test('never come out of damaged bytes as they were', () => {
    const bytes = encoded(genesis());
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const damaged = parseEntry(bytes.map((byte, i) => (i === at ? byte ^ mask : byte)));
        if (damaged.ok) expect(damaged.value).not.toEqual(genesis());
        else expect(damaged.refusal.code).toBeTypeOf('string');
      }),
    );
  });
});

function sorted(members: object): object {
  return Object.fromEntries(Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
