import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { safeReturn, signInFor } from './safe-return.ts';

const HERE = 'https://labels.sandbox.example';
const OURS = /^\/(desk|account|invitation|first-owner)([/?]|$)/;

/** Parts of which addresses are made that lead elsewhere, with what browsers drop, decode or read as something else. */
const part = fc.constantFrom(
  ...['/', '//', '\\', '\\/', '.', '..', '/..', '/../', '%2e%2e', '%2f', '%5c', '\t', '\n', '\r', '\0', ' '],
  ...[
    '@',
    ':',
    '?',
    '#',
    '&',
    ';',
    'https:',
    'javascript:',
    'data:',
    'evil.example',
    '[::1]',
    '\u3000',
    '\u2028',
  ],
  ...['/desk', 'desk', '/account', '/invitation/', '/first-owner', '/sign-out', '/desk/cases'],
);
const crafted = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
const anything = fc.oneof(
  crafted,
  crafted.map((text) => `/desk${text}`),
  fc.string({ unit: 'binary' }),
  fc.webUrl(),
);

describe('where somebody goes who has signed in', () => {
  test('is a place of ours, whatever was asked for', () => {
    fc.assert(
      fc.property(anything, (wanted) => {
        const to = safeReturn(wanted);
        const url = new URL(to, `${HERE}/sign-in`);
        expect(url.origin).toBe(HERE);
        expect(url.pathname + url.search).toMatch(OURS);
        // As a header and in a link it is one thing to every reader.
        expect(to).toMatch(/^[!-[\]-~]+$/);
      }),
      { numRuns: 5_000 },
    );
  });

  test('does not change when it is asked for again', () => {
    fc.assert(
      fc.property(anything, (wanted) => {
        const to = safeReturn(wanted);
        expect(safeReturn(to)).toBe(to);
        const page = new URL(signInFor(wanted), HERE);
        expect(safeReturn(page.searchParams.get('return') ?? undefined)).toBe(to);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '/desk',
    '/desk?waits=us',
    '/desk/cases/case_1/grant',
    '/account/prove?return=%2Fdesk',
    '/desk#top',
  ])('is %s where that was asked for, or the desk', (wanted) => {
    expect([wanted, '/desk']).toContain(safeReturn(wanted));
    if (!wanted.includes('#')) expect(safeReturn(wanted)).toBe(wanted);
  });

  test.each([
    undefined,
    '',
    '//evil.example/desk',
    '/\\evil.example',
    '/desk/..//evil.example',
    '/desk\\..\\..\\evil',
    '/desktop',
    '/sign-out',
    'https://labels.sandbox.example/desk',
    '/desk/\r\nset-cookie: a=b',
    `/desk/${'a'.repeat(1_000)}`,
  ])('is the own desk where %j was asked for', (wanted) => {
    expect(safeReturn(wanted)).toBe('/desk');
    expect(signInFor(wanted ?? '')).toBe('/sign-in');
  });
});
