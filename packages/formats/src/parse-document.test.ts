import { assert, property, record, string, stringMatching, constantFrom, array, jsonValue } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseDocument } from './parse-document.ts';

/** The value, or the refusal without the name of the file. */
function parse(text: string): unknown {
  const parsed = parseDocument('some.yaml', text);
  return parsed.ok ? parsed.value.value : { ...parsed.refusal, file: undefined };
}

function place(text: string, pointer: string): string {
  const parsed = parseDocument('some.yaml', text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.refusal));
  const { line, column } = parsed.value.placeOf(pointer);
  return `${String(line)}:${String(column)}`;
}

describe('a text that is not well-formed is refused with the line and column where it breaks', () => {
  test.each([
    ['a name that is less indented than its neighbours', 'a:\n    b: 1\n  c: 2\n', 3, 1],
    ['a list that is never closed', '{"a": [1,\n "b": 2}\n', 2, 8],
    ['a tab as indentation', 'a:\n\tb: 1\n', 2, 1],
    ['text after the end of JSON', '{"a": 1}\nx\n', 2, 1],
    ['a quote that is never closed', 'a: 1\nb: "x\nc: 1\n', 2, 4],
    ['a name given twice', 'a: 1\nb: 2\na: 3\n', 3, 1],
    ['a name given twice, deeper, in JSON', '{"x": {"a": 1,\n  "a": 1}}', 2, 3],
    ['a name given twice, once as a number', '1: a\n"1": b\n', 2, 1],
    ['a million documents', '---\n'.repeat(1_000_000), 2, 1],
    ['a second document', '---\na: 1\n---\nb: 2\n', 3, 1],
    ['a list as a name', 'x: 1\n? [a, b]\n: 1\n', 2, 3],
    ['a tag that would run code', 'a: !!js/function "() => 1"\n', 1, 4],
    ['a tag that would make bytes', 'a: !!binary aGVsbG8=\n', 1, 4],
    ['a tag that would make a set', 'a: !!set {x, y}\n', 1, 4],
    ['a tag of its own', '%TAG ! tag:example.org,2000:\n---\na: !b 1\n', 3, 4],
    ['a terminal escape', 'a: 1\nb: "\\e[2J"\n', 2, 4],
    ['a null byte', 'a: "x\\0"\n', 1, 4],
    ['half of a character', 'a: "\\ud800"\n', 1, 4],
  ])('%s', (_case, text, line, column) => {
    expect(parse(text)).toMatchObject({ code: 'malformed', line, column });
  });

  test('what the parser says of a long text is short enough to show', () => {
    const refused = parse(`%${'x'.repeat(100_000)}\n---\na: 1\n`);
    expect(refused).toMatchObject({ code: 'malformed', line: 1 });
    expect(JSON.stringify(refused).length).toBeLessThan(400);
  });
});

describe('a text that stands for far more than it says is refused at once', () => {
  test('a billion laughs', () => {
    const laughs = Array.from({ length: 9 }, (_, n) =>
      n === 0 ? 'a0: &a0 [ha, ha]' : `a${String(n)}: &a${String(n)} [${`*a${String(n - 1)}, `.repeat(9)}]`,
    );
    expect(parse(laughs.join('\n'))).toMatchObject({ code: 'aliases-refused', line: 1, column: 9 });
  });

  test('an anchor that nothing uses, and an alias of nothing', () => {
    expect(parse('a: &x 1\n')).toMatchObject({ code: 'aliases-refused', line: 1 });
    expect(parse('a: 1\nb: *x\n')).toMatchObject({ code: 'aliases-refused', line: 2, column: 4 });
  });

  const many = 1_000_000;
  test.each([
    ['[[[[', '['.repeat(many)],
    ['{a:{a:', '{a:'.repeat(many)],
    ['- - - -', '- '.repeat(many)],
    ['? ? ? ?', '? '.repeat(many)],
    [': : : :', ': '.repeat(many)],
    ['a: a: a:', 'a: '.repeat(many)],
    ['a thousand ? that took minutes to print', `${'? '.repeat(1_000)}x`],
    [
      'names, each one space further in',
      Array.from({ length: 2_000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
    ],
    [
      'items, each one space further in',
      Array.from({ length: 2_000 }, (_, n) => `${' '.repeat(n)}-`).join('\n'),
    ],
  ])('nested without end: %s', (_case, text) => {
    const begun = performance.now();
    expect(parse(text)).toMatchObject({ code: 'too-deep', limit: 40 });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });

  test.each([
    ['items', '- a\n'.repeat(many)],
    ['names', Array.from({ length: many / 4 }, (_, n) => `k${String(n)}: 1\n`).join('')],
    ['empty lists', `[${'[],'.repeat(many)}]`],
    ['comments', '# \n'.repeat(many)],
  ])('more %s than any document has', (_case, text) => {
    expect(parse(text)).toMatchObject({ code: 'too-many-words', limit: 500_000 });
  });

  test('many names are compared in a moment', () => {
    const begun = performance.now();
    expect(parse(Array.from({ length: 40_000 }, (_, n) => `k${String(n)}: 1`).join('\n'))).toMatchObject({
      k9: 1,
    });
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test('forty levels are read and forty-one are not, in lists, maps and both', () => {
    const maps = (depth: number) => Array.from({ length: depth }, (_, n) => `${' '.repeat(n)}a:`).join('\n');
    const both = (depth: number) => `${'[{a: '.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
    expect(parse(`${'['.repeat(40)}${']'.repeat(40)}`)).toBeInstanceOf(Array);
    expect(parse(`${'['.repeat(41)}${']'.repeat(41)}`)).toMatchObject({ code: 'too-deep' });
    expect(parse(`${maps(40)} 1`)).toHaveProperty('a');
    expect(parse(`${maps(41)} 1`)).toMatchObject({ code: 'too-deep' });
    expect(parse(both(40))).toBeInstanceOf(Array);
    expect(parse(both(42))).toMatchObject({ code: 'too-deep' });
  });

  test('brackets inside a text are not nesting', () => {
    expect(parse(`a: "${'['.repeat(500)}"`)).toEqual({ a: '['.repeat(500) });
  });
});

describe('what a value is does not depend on tricks of YAML', () => {
  test.each<readonly [string, string, unknown]>([
    ['an empty file holds nothing', '', null],
    ['a file of comments holds nothing', '# nothing\n', null],
    ['a byte order mark is no part of the first name', '\ufeffa: 1\n', { a: 1 }],
    ['line ends of Windows are line ends', 'a: 1\r\nb: x\r\n', { a: 1, b: 'x' }],
    ['yes, no, on and off are text', 'a: yes\nb: off\n', { a: 'yes', b: 'off' }],
    [
      'they stay text where the file says YAML 1.1',
      '%YAML 1.1\n---\na: yes\nb: 1:30\n',
      { a: 'yes', b: '1:30' },
    ],
    ['a day is text', 'a: 2026-01-01\n', { a: '2026-01-01' }],
    ['a quoted number is text', 'id: "5.10"\nother: !!str 5.10\n', { id: '5.10', other: '5.10' }],
    ['an unquoted number is a number, which no id is', 'id: 5.10\n', { id: 5.1 }],
    [
      'a name that looks like a number keeps its digits',
      '5.10: a\n0x1f: b\ntrue: c\n',
      { '5.10': 'a', '0x1f': 'b', true: 'c' },
    ],
    ['<< merges nothing', '<<: {a: 1}\nb: 2\n', { '<<': { a: 1 }, b: 2 }],
    ['JSON with tabs is JSON', '{\n\t"a":\t[\n\t\t1\n\t]\n}', { a: [1] }],
    ['two halves make a character', '{"a": "\\ud83d\\ude00"}', { a: '😀' }],
  ])('%s', (_case, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  test('__proto__ and constructor are names like others, and change nothing else', () => {
    const parsed = parseDocument(
      'some.yaml',
      '__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n',
    );
    expect(parsed.ok && Object.keys(parsed.value.value ?? {})).toEqual(['__proto__', 'constructor']);
    expect(parsed.ok && Object.getPrototypeOf(parsed.value.value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});

describe('a place', () => {
  const text = 'a:\n  b:\n    - x\n    - y: 1\n      z: 2\n"5":\n  c/d~e: 1\n';
  test.each([
    ['/a', '1:1'],
    ['/a/b', '2:3'],
    ['/a/b/0', '3:7'],
    ['/a/b/1', '4:7'],
    ['/a/b/1/z', '5:7'],
    ['/5/c~1d~0e', '7:3'],
    ['', '1:1'],
  ])('of %s is its name', (pointer, expected) => {
    expect(place(text, pointer)).toBe(expected);
  });

  test.each([
    ['/a/b/1/missing', '4:7'],
    ['/a/b/9', '2:3'],
    ['/a/b/length', '2:3'],
    ['/nothing/of/this', '1:1'],
  ])('of %s, which is not there, is that of the nearest above it', (pointer, expected) => {
    expect(place(text, pointer)).toBe(expected);
  });
});

/** Texts that look like YAML more often than chance would have it. */
const snippets = array(
  constantFrom(
    ...[
      'a',
      'b',
      '1',
      ': ',
      ':',
      '- ',
      '? ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '|\n',
      '>\n',
      '&x ',
      '*x',
      '!!str ',
      '#',
      '---\n',
      '...\n',
      '%YAML 1.2\n',
      '<<: ',
      '\t',
      '\r\n',
      '\0',
      '\ufeff',
      '\ud800',
      '=',
      '@',
      '`',
    ],
  ),
  { maxLength: 60 },
).map((parts) => parts.join(''));

test('any text is read or refused, never thrown at, and every place lies inside it', () => {
  const anything = record({
    text: stringMatching(/^[\s\S]{0,200}$/).chain((text) => constantFrom(text)),
    pointer: string(),
  });
  const yamlish = record({
    text: snippets,
    pointer: constantFrom('', '/a', '/a/b', '/0/a', '/1', '/b/0/0', '/~', '//'),
  });
  for (const texts of [anything, yamlish])
    assert(
      property(texts, ({ text, pointer }) => {
        const parsed = parseDocument('some.yaml', text);
        const { line, column } = parsed.ok
          ? parsed.value.placeOf(pointer)
          : 'line' in parsed.refusal
            ? parsed.refusal
            : { line: 1, column: 1 };
        const lines = text.split('\n');
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      }),
      { numRuns: 1_500 },
    );
});

test('what is written as JSON is read as it was written', () => {
  assert(
    property(jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }), (value) => {
      const written = JSON.stringify(value, null, 1);
      const parsed = parseDocument('some.json', written);
      expect(parsed.ok ? parsed.value.value : parsed.refusal).toEqual(JSON.parse(written));
    }),
    { numRuns: 500 },
  );
});
