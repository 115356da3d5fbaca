import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { LABEL_ID } from '../../test/sandbox-label.ts';
import { labelUrl, parseLabelUrl } from './label-url.ts';

const HOST = 'label.example.org';
const asked = (text: string) => {
  const read = parseLabelUrl(text, [HOST]);
  return read.ok ? read.value.host : read.refusal.code;
};
const PATH = `/L/${LABEL_ID}`;

describe('an address on another host than it seems', () => {
  test.each<readonly [string, string]>([
    ['a host below another', `https://${HOST}.evil.example${PATH}`],
    ['a host above', `https://example.org${PATH}`],
    ['a digit for a letter', `https://labe1.example.org${PATH}`],
    ['another port', `https://${HOST}:8443${PATH}`],
    ['a name in Punycode', `https://xn--label-k1a.example.org${PATH}`],
    ['an address of four numbers', `https://127.0.0.2${PATH}`],
  ])('%s is named as foreign', (_case, text) => {
    expect(asked(text)).toBe('foreign-host');
  });

  test.each<readonly [string, string]>([
    ['Cyrillic in it', `https://l\u0430bel.example.org${PATH}`],
    ['a wide letter', `https://\uff4cabel.example.org${PATH}`],
    ['a wide dot', `https://label\u3002example.org${PATH}`],
    ['a mark that has no width', `https://label\u200b.example.org${PATH}`],
    ['a hyphen that does not break', `https://label\u2011example.org${PATH}`],
    ['a turned reading', `https://\u202elabel.example.org${PATH}`],
    ['a dot at its end', `https://${HOST}.${PATH}`],
    ['two dots', `https://label..example.org${PATH}`],
    ['a dot in percent', `https://label%2eexample.org${PATH}`],
    ['a slash in percent', `https://${HOST}%2f.evil.example${PATH}`],
    ['a zero byte in percent', `https://${HOST}%00.evil.example${PATH}`],
    ['somebody before it', `https://${HOST}@evil.example${PATH}`],
    ['somebody and a word before it', `https://${HOST}:x@evil.example${PATH}`],
    ['nobody before it', `https://@${HOST}${PATH}`],
    ['a backslash', `https://${HOST}\\@evil.example${PATH}`],
    ['backslashes for slashes', `https:\\\\${HOST}\\L\\${LABEL_ID}`],
    ['three slashes', `https:///${HOST}${PATH}`],
    ['one slash', `https:/${HOST}${PATH}`],
    ['no scheme', `//${HOST}${PATH}`],
    ['another scheme', `ftp://${HOST}${PATH}`],
    ['no TLS', `http://${HOST}${PATH}`],
    ['a line break in it', `https://label.exa\nmple.org${PATH}`],
    ['a tab in it', `https://label.\texample.org${PATH}`],
    ['a space before it', ` https://${HOST}${PATH}`],
    ['a port of nothing', `https://${HOST}:${PATH}`],
    ['a port beyond all ports', `https://${HOST}:0${PATH}`],
    ['another host in brackets', `https://[::1]${PATH}`],
    ['a number for a host', `https://2130706433:x${PATH}`],
  ])('%s is no address of a label', (_case, text) => {
    expect(asked(text)).toBe('not-a-label-url');
  });

  test.each<readonly [string, string]>([
    ['a query', `https://${HOST}${PATH}?x`],
    ['an empty query', `https://${HOST}${PATH}?`],
    ['a parameter', `https://${HOST}${PATH};x`],
    ['a slash behind', `https://${HOST}${PATH}/`],
    ['two slashes', `https://${HOST}//L/${LABEL_ID}`],
    ['a way back', `https://${HOST}/x/..${PATH}`],
    ['a way back in percent', `https://${HOST}/x/%2e%2e${PATH}`],
    ['the id in percent', `https://${HOST}/L/%53${LABEL_ID.slice(1)}`],
    ['a line break behind', `https://${HOST}${PATH}\n`],
    ['another page', `https://${HOST}/label/${LABEL_ID}`],
  ])('the right host with %s is no address of a label either', (_case, text) => {
    expect(asked(text)).toBe('not-a-label-url');
  });

  test('whatever is read as an address leads a browser to that very host and page', () => {
    const part = fc.constantFrom(
      'https://',
      'HTTPS://',
      HOST,
      HOST.toUpperCase(),
      '/L/',
      LABEL_ID,
      '@',
      ':',
      '443',
      '.',
      '\\',
      '%2e',
      '#',
      '?',
      '\t',
      '\u3002',
      'x',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          const read = parseLabelUrl(text, [HOST]);
          if (!read.ok) return;
          const url = new URL(text);
          expect([url.host, url.username, url.search]).toEqual([HOST, '', '']);
          expect(url.pathname.toUpperCase()).toBe(new URL(labelUrl(HOST, LABEL_ID)).pathname);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('an id that looks like another', () => {
  test('is the same only in other case or with the letters that Crockford reads as digits', () => {
    const id = (text: string) => {
      const read = parseLabelUrl(`https://${HOST}/L/${text}`, [HOST]);
      return read.ok ? read.value.labelId : read.refusal.code;
    };
    expect(id(LABEL_ID.toLowerCase())).toBe(LABEL_ID);
    const random = LABEL_ID.slice(2, 10).replaceAll('0', 'o').replaceAll('1', 'l');
    expect(id(`${LABEL_ID.slice(0, 2)}${random}${LABEL_ID.slice(10)}`)).toBe(LABEL_ID);
    for (const text of [
      LABEL_ID.replace('S', '\u0405'),
      LABEL_ID.replace('S', '\u017f'),
      `${LABEL_ID}\u200b`,
      ` ${LABEL_ID}`,
      `${LABEL_ID.slice(0, 2)}-${LABEL_ID.slice(2)}`,
      LABEL_ID.slice(0, -1),
      `${LABEL_ID}0`,
      '',
    ])
      expect([text, id(text)]).toEqual([
        text,
        expect.stringMatching(/^(not-a-label-url|malformed-label-id)$/),
      ]);
  });
});
