import { inflateSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { instantOf } from '@assay/vocabulary/instant';

import { pdfWords } from '../../test/pdf-words.ts';
import type { Paper } from './paper.ts';
import { paperPdf } from './paper-pdf.ts';
import { setLines } from './set-lines.ts';

const PAPER: Paper = {
  title: 'Case file of a sandbox lamp',
  subtitle: 'Everything that was done in it',
  language: 'en',
  madeAt: instantOf(new Date('2026-11-22T08:00:00Z')),
  band: 'SANDBOX: states nothing about a real product',
  foot: 'Sandbox Label Office (fictional)',
  sections: [
    {
      heading: 'What it is about',
      blocks: [
        {
          kind: 'facts',
          rows: [
            ['Product', 'Sandbox lamp'],
            ['Maker', 'Zażółć gęślą jaźń, Λάμπα, Лампа'],
          ],
        },
        { kind: 'paragraph', text: 'One paragraph.\nAnd a line of its own.' },
        { kind: 'list', items: ['first', 'second'] },
      ],
    },
    {
      heading: 'What happened',
      blocks: [
        {
          kind: 'table',
          head: ['When', 'What', 'Why'],
          widths: [1, 1, 3],
          rows: [
            ...Array.from({ length: 60 }, (_, at) => [
              `2026-11-${String(at)}`,
              'Noted',
              'because '.repeat(at),
            ]),
            ['2027-01-01', 'One that is longer than a page', 'long '.repeat(3_000)],
          ],
        },
      ],
    },
  ],
};

test('a paper becomes a tagged document whose structure is told, page by page', async () => {
  const bytes = Buffer.from(await paperPdf(PAPER));
  const text = bytes.toString('latin1');
  expect(text.startsWith('%PDF-1.7')).toBe(true);
  expect(text).toContain('/Marked true');
  expect(text).toContain('pdfuaid:part');
  const tags = [...text.matchAll(/\/S \/(\w+)/g)].map(([, tag]) => tag);
  for (const tag of ['Document', 'H1', 'Sect', 'H2', 'P', 'L', 'LI', 'LBody', 'Table', 'TR', 'TH', 'TD'])
    expect(tags).toContain(tag);
  expect(tags.filter((tag) => tag === 'TR')).toHaveLength(2 + 62);
  expect(Number(/\/Count (\d+)/.exec(text)?.[1])).toBeGreaterThan(3);
});

test('nothing stands outside the structure but what is an artefact', async () => {
  const bytes = Buffer.from(await paperPdf(PAPER));
  for (const page of contentsOf(bytes)) {
    let depth = 0;
    for (const line of page.split('\n')) {
      if (/ (BDC|BMC)$/.test(line)) depth += 1;
      if (line === 'EMC') depth -= 1;
      if (line.endsWith(' TJ') || line === 'S') expect(depth).toBe(1);
    }
    expect(depth).toBe(0);
  }
});

test('a paper has its title and language, and says every word that it was given', async () => {
  const bytes = await paperPdf(PAPER);
  const dictionaries = Buffer.from(bytes).toString('latin1');
  expect(dictionaries).toContain('/Lang (en)');
  expect(dictionaries).toContain('/DisplayDocTitle true');
  expect(dictionaries).toMatch(/<dc:title>[^/]*Case file of a sandbox lamp</);
  const said = pdfWords(bytes);
  const facts = PAPER.sections.flatMap(({ heading, blocks: [first] }) => [
    heading,
    ...(first?.kind === 'facts' ? first.rows.flat() : []),
  ]);
  for (const text of [PAPER.title, PAPER.subtitle, PAPER.foot, PAPER.band ?? '', ...facts, '2027-01-01'])
    expect(said).toContain(text.replaceAll(/\s+/g, ''));
  expect(said).not.toContain('\ufffd');
});

test('the same paper is the same bytes', async () => {
  expect(Buffer.from(await paperPdf(PAPER)).equals(Buffer.from(await paperPdf(PAPER)))).toBe(true);
});

test('lines keep every letter in its order, and none is wider than its place', () => {
  const text = `${'Zażółć '.repeat(20)}${'x'.repeat(300)} end`;
  const lines = setLines(text, { bold: false, size: 10 }, 120);
  const said = lines.map(({ runs }) => runs.map((run) => run.text).join('')).join('');
  expect(said.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  for (const { width } of lines) expect(width).toBeLessThanOrEqual(120);
});

test('a letter that the typeface lacks is written as its code point', () => {
  const [line] = setLines('灯', { bold: false, size: 10 }, 120);
  expect(line?.runs.map((run) => run.text).join('')).toBe('‹U+706F›');
});

/** The content streams of a PDF that paint text. */
function contentsOf(bytes: Buffer): readonly string[] {
  const found: string[] = [];
  for (let at = bytes.indexOf('stream\n'); at >= 0; at = bytes.indexOf('stream\n', at + 7)) {
    if (bytes.subarray(at - 3, at).toString() === 'end') continue;
    const end = bytes.indexOf('endstream', at);
    try {
      const content = inflateSync(bytes.subarray(at + 7, end)).toString('latin1');
      if (content.includes(' TJ')) found.push(content);
    } catch {
      continue;
    }
  }
  expect(found.length).toBeGreaterThan(0);
  return found;
}
