import fc from 'fast-check';
import { expect, test } from 'vitest';

import { preferred, prefersPage } from './negotiate.ts';

const OFFERED = ['text/html', 'application/json'] as const;

test.each([
  [undefined, 'text/html'],
  ['*/*', 'text/html'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
  ['application/json', 'application/json'],
  ['application/json, text/html;q=0.9', 'application/json'],
  ['text/html;q=0.4, application/*;q=0.5', 'application/json'],
  ['text/html;q=0, */*', 'application/json'],
  ['image/png', 'text/html'],
  ['application/json;q=nonsense', 'text/html'],
])('a client that accepts %s gets %s', (accept, type) => {
  expect(preferred(accept, [...OFFERED])).toBe(type);
});

test('whatever a client sends, it gets one of the types on offer', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000 }), (accept) =>
      OFFERED.some((one) => one === preferred(accept, [...OFFERED])),
    ),
  );
  expect(prefersPage('application/problem+json')).toBe(false);
});
