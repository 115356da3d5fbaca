import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { keptType, lookAtContent, typeOfName, type Content } from './content-type.ts';

function contentOf(bytes: Uint8Array | string, size = 7): Content {
  const look = lookAtContent();
  const all = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  for (let at = 0; at < all.length; at += size) look.take(all.subarray(at, at + size));
  return look.found();
}

const hex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'));
const PDF = contentOf('%PDF-1.7\n%âãÏÓ\n');
const ELF = contentOf(hex('7f454c4602010100'));
const ZIP = contentOf(hex('504b030414000600'));
const TEXT = contentOf('Grüße\tan alle\r\n');

describe('content is told from its bytes', () => {
  test.each([
    ['a PDF', '%PDF-1.7', { is: 'signed', mediaType: 'application/pdf' }],
    ['gzip', gzipSync('x'), { is: 'signed', mediaType: 'application/gzip' }],
    ['text', 'Grüße', { is: 'text', begins: 'other' }],
    ['JSON', ' {"a": 1}', { is: 'text', begins: 'object' }],
    ['markup', '<svg onload="x"/>', { is: 'text', begins: 'tag' }],
    ['text with a control character', 'a\u0000b', { is: 'other' }],
    ['a letter that is cut', hex('c3'), { is: 'other' }],
    ['Latin 1', hex('e4f6fc'), { is: 'other' }],
    ['nothing', '', { is: 'text', begins: 'other' }],
  ] as const)('%s', (_, bytes, content) => {
    expect(contentOf(bytes)).toEqual(content);
  });

  test('a document that a maker has published', () => {
    const file = join(import.meta.dirname, '../test/ruuvi-gateway/ixit_1-AuthMech.md');
    expect(contentOf(readFileSync(file), 4_096)).toEqual({ is: 'text', begins: 'other' });
  });

  test('in whatever pieces the bytes pass', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 2_000 }), fc.string({ unit: 'binary', maxLength: 800 })),
        fc.integer({ min: 1, max: 900 }),
        (bytes, size) => {
          expect(contentOf(bytes, size)).toEqual(contentOf(bytes, 4_000));
        },
      ),
    );
  });

  test('text is text to its last byte, however long it is', () => {
    const long = new TextEncoder().encode(`${'ä'.repeat(100_000)}\u0001`);
    expect(contentOf(long, 65_536)).toEqual({ is: 'other' });
    expect(contentOf(long.subarray(0, -1), 65_535)).toEqual({ is: 'text', begins: 'other' });
  });
});

describe('a claim', () => {
  test.each([
    ['application/pdf', PDF, 'application/pdf'],
    ['Application/PDF; version=1', PDF, 'application/pdf'],
    ['application/octet-stream', PDF, 'application/pdf'],
    ['', TEXT, 'text/plain'],
    ['text/markdown', contentOf('<div>'), 'text/markdown'],
    ['application/sarif+json', contentOf('{}'), 'application/sarif+json'],
    ['application/vnd.ms-excel', TEXT, 'application/vnd.ms-excel'],
    ['application/vnd.oasis.opendocument.text', ZIP, 'application/vnd.oasis.opendocument.text'],
    ['application/x-of-our-own', contentOf(hex('00ff')), 'application/octet-stream'],
  ])('%s holds where the content is that', (claim, content, kept) => {
    expect(keptType(claim, content)).toBe(kept);
  });

  test.each([
    ['application/pdf', ELF],
    ['application/pdf', TEXT],
    ['text/plain', PDF],
    ['text/csv', ELF],
    ['application/json', TEXT],
    ['image/svg+xml', TEXT],
    ['application/zip', PDF],
    ['application/x-of-our-own', PDF],
    ['constructor', PDF],
    ['image/png', contentOf(hex('00'))],
  ])('%s is refused where it is not', (claim, content) => {
    expect(keptType(claim, content)).toBeUndefined();
  });

  test('of a name is that of its ending', () => {
    expect(typeOfName('Report.PDF')).toBe('application/pdf');
    expect(typeOfName('report.pdf.exe')).toBe('application/vnd.microsoft.portable-executable');
    expect(typeOfName('report')).toBe('');
    expect(typeOfName('a.constructor')).toBe('');
  });
});
