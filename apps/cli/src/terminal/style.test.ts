import { describe, expect, test } from 'vitest';

import { styleFor } from './style.ts';

const ESCAPE = '\u001b';

describe('colour', () => {
  test('is for a terminal', () => {
    expect(styleFor({ isTTY: true }, { TERM: 'xterm' }).good('met')).toBe(`${ESCAPE}[32mmet${ESCAPE}[39m`);
  });

  test.each([
    ['a pipe', {}, { TERM: 'xterm' }],
    ['a file', { isTTY: false }, { TERM: 'xterm' }],
    ['somebody who asked for none', { isTTY: true }, { TERM: 'xterm', NO_COLOR: '1' }],
    ['a terminal without it', { isTTY: true }, { TERM: 'dumb' }],
  ])('is not for %s', (_case, stream, environment) => {
    const style = styleFor(stream, environment);
    for (const dress of [style.bold, style.dim, style.good, style.bad, style.open])
      expect(dress('met')).toBe('met');
  });
});
