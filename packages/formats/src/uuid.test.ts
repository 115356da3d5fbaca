import { expect, test } from 'vitest';

import { uuidOf } from './uuid.ts';

test('the same parts give the same version 5 UUID, other parts another', () => {
  expect(uuidOf('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidOf('a', 'b')).toBe(uuidOf('a', 'b'));
  // Where one part ends and the next begins counts.
  expect(new Set([uuidOf('a', 'b'), uuidOf('ab'), uuidOf('a', '', 'b'), uuidOf('b', 'a')]).size).toBe(4);
});
