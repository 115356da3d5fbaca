import fc from 'fast-check';
import { expect, test } from 'vitest';

import { fromBase64, fromBase64Url, toBase64, toBase64Url } from './base64.ts';

test('bytes come back, in the same text that the platform writes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
    }),
  );
});

test('no second text gives the same bytes', () => {
  for (const text of ['AB==', 'AA=', 'AA', 'A===', 'AA==\n', ' AA==', 'AA-_', 'A', '===='])
    expect(fromBase64(text)).toBeUndefined();
  for (const text of ['AB', 'AA==', 'A', 'AA+/', 'AA ', 'AAB']) expect(fromBase64Url(text)).toBeUndefined();
});

test('any text that reads is written back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...Array.from('AQZaz09+/-_=')), maxLength: 12 }),
      (text) => {
        for (const [read, write] of [
          [fromBase64, toBase64],
          [fromBase64Url, toBase64Url],
        ] as const) {
          const bytes = read(text);
          expect(bytes === undefined ? text : write(bytes)).toBe(text);
        }
      },
    ),
  );
});
