import { array, assert, integer, property, string, stringMatching, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { printable, table, wrap } from './table.ts';

const words = array(stringMatching(/^[a-z]{1,12}$/), { maxLength: 40 }).map((some) => some.join(' '));

describe('wrap', () => {
  test('breaks at spaces, and leaves a short text alone', () => {
    expect(wrap('one two three', 80)).toEqual(['one two three']);
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('', 10)).toEqual(['']);
  });

  test('keeps a word that is longer than the line whole, on a line of its own', () => {
    expect(wrap('see https://example.org/a/very/long/address now', 10)).toEqual([
      'see',
      'https://example.org/a/very/long/address',
      'now',
    ]);
  });

  test('loses no word, joins none, and is too wide only for one word', () => {
    assert(
      property(words, integer({ min: 1, max: 60 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join(' ')).toBe(text);
        for (const line of lines) if (line.includes(' ')) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});

describe('a table', () => {
  test('aligns its columns and wraps the last below itself', () => {
    const rows = [
      ['5.1-1', 'met', 'No shared default password'],
      ['5.3-13', 'NOT MET', 'Support period is public and long enough'],
    ];
    expect(table(rows, 44)).toBe(
      [
        '5.1-1   met      No shared default password',
        '5.3-13  NOT MET  Support period is public',
        '                 and long enough',
      ].join('\n'),
    );
  });

  test('of one column, of uneven rows and of none', () => {
    expect(table([['a'], ['b']], 20)).toBe('a\nb');
    expect(table([['a', 'b'], ['c']], 20)).toBe('a  b\nc');
    expect(table([], 20)).toBe('');
  });

  test('dresses only the text, so that colour ends where the word ends', () => {
    const dress = (text: string) => `<${text}>`;
    expect(
      table(
        [
          [{ text: 'met', dress }, 'x'],
          ['NOT MET', 'y'],
        ],
        40,
      ),
    ).toBe('<met>      x\nNOT MET  y');
  });

  test('dresses each line of a wrapped cell by itself', () => {
    const dress = (text: string) => `<${text}>`;
    expect(table([['k', { text: 'one two three four five six seven', dress }]], 27)).toBe(
      'k  <one two three four five>\n   <six seven>',
    );
  });

  test('starts each column at one place, ends no line in spaces, and keeps to the width where words allow', () => {
    assert(
      property(
        array(tuple(stringMatching(/^[a-z]{1,9}$/), words), { minLength: 1, maxLength: 8 }),
        integer({ min: 40, max: 120 }),
        (rows, width) => {
          const indent = Math.max(...rows.map(([head]) => head.length)) + 2;
          for (const line of table(rows, width).split('\n')) {
            expect(line).toBe(line.trimEnd());
            expect(line.length).toBeLessThanOrEqual(width);
            if (line.length > indent) expect(line[indent]).not.toBe(' ');
          }
        },
      ),
    );
  });
});

test('nothing that somebody wrote steers the terminal', () => {
  expect(printable('a\u001b[2Jb\u0007\u009b31m\rc')).toBe('a\ufffd[2Jb\ufffd\ufffd31m\ufffdc');
  expect(table([['\u001b]0;title\u0007', 'x']], 40)).not.toContain('\u001b');
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(Array.from(printable(text)).every((one) => one >= ' ' || one === '\n' || one === '\t')).toBe(
        true,
      );
    }),
  );
});
