import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseJson } from './json.ts';

test('reads what JSON.parse reads, where no member is named twice', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('a member named twice is no document, however deep and however it is written', () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    '{"a":1,"\\u0061":2}',
    '[{"x":{"a":[],"b":{},"a":null}}]',
    '{"a":{"a":1},"b":[{"a":1}], "a" :2}',
    '{"":1,"":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a}":1,"b":"{\\"","a}":2}',
  ])
    expect([text, parseJson(text)]).toEqual([text, undefined]);
  for (const text of [
    '{"a":{"a":"a"}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a,\\"a\\":1"}',
    '{"a":["a","a"]}',
    '"a"',
    '[]',
  ])
    expect([text, parseJson(text)]).toEqual([text, JSON.parse(text)]);
  for (const text of ['', '{', '{"a":1,}', "{'a':1}", '{"a":1}x']) expect(parseJson(text)).toBeUndefined();
});
