import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';
import { parseJson } from './json.ts';

/** The definition: a text is canonical if it is what its value is written as. */
function isCanonical(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/** Names and words that tempt: integers as names, surrogates, escapes, the prototype. */
const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '1',
    '10',
    '2',
    '__proto__',
    '\ud800',
    '\udc00',
    '\u2028',
    '"',
    '\\',
    '\\ud800',
    'é',
    'Z',
    'a',
    '',
  ),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.integer(),
    words,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(words, tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('canonical JSON', () => {
  test('is told from other JSON exactly as its definition says, whoever wrote it', () => {
    fc.assert(
      fc.property(values, fc.constantFrom('', ' '), (value, space) => {
        const plain = JSON.stringify(value, null, space);
        for (const text of [plain, isWellFormed(value) ? canonicalJson(value) : plain])
          expect([text, parseCanonicalJson(text).ok]).toEqual([text, isCanonical(text)]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is told from texts that are almost it', () => {
    for (const text of [
      '{"a":1,"a":1}',
      '{"b":1,"a":1}',
      '{"1":0,"10":0,"2":0}',
      '{"1":0,"2":0,"10":0}',
      '"\\ud800"',
      '"\\uD800"',
      '"\\\\ud800"',
      '"\\u0041"',
      '"\\/"',
      '1.0',
      '-0',
      '1e400',
      '1E5',
      '[1, 2]',
      '{"__proto__":{"b":1,"a":2}}',
      '{"__proto__":1}',
      '',
      'nul',
    ])
      expect([text, parseCanonicalJson(text).ok]).toEqual([text, isCanonical(text)]);
  });
});

describe('JSON that names a member twice', () => {
  test('is not read, wherever the second name stands and however it is written', () => {
    for (const text of [
      '{"a":1,"a":1}',
      '[{"b":{"a":1,"\\u0061":2}}]',
      '{"a":1, "a":1}',
      '{"__proto__":1,"__proto__":2}',
    ])
      expect([text, parseJson(text)]).toEqual([text, undefined]);
    expect(parseJson('{"a":{"a":1}}')).toEqual({ a: { a: 1 } });
  });
});

function isWellFormed(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}
