import fc from 'fast-check';
import { expect, test } from 'vitest';

import { line, token } from './oscal-parts.ts';

test('any text becomes one line that is not empty, any reference a token', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(line(text)).toMatch(/^\S(.*\S)?$/u);
      expect(token(text)).toMatch(/^(\p{L}|_)(\p{L}|\p{N}|[.\-_])*$/u);
    }),
  );
  expect(token('etsi-en-303-645@2.1.1#5.3-13')).toBe('etsi-en-303-645_2.1.1_5.3-13');
});
