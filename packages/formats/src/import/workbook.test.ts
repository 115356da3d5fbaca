import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';

import { editions } from '../../test/editions.ts';
import { HEAD, outcome, ROW, WHOLE } from '../../test/one-table.ts';
import { workbook, type CellXml, type SheetXml } from '../../test/workbook.ts';
import { readMakersFile, type Editions } from './read-makers-file.ts';

let known: Editions;
beforeAll(async () => {
  known = await editions();
});

function xlsx(
  rows: readonly (readonly CellXml[])[],
  sheet: Partial<SheetXml> = {},
  more: Readonly<Record<string, string>> = {},
) {
  return readMakersFile('ixit.xlsx', workbook([{ name: '8-UpdProc', rows, ...sheet }], more), known);
}

describe('a workbook', () => {
  test('is read sheet by sheet, each as the table that it is called', () => {
    expect(outcome(xlsx([HEAD, ROW]))).toEqual(WHOLE);
    const bytes = workbook([
      { name: 'IXIT 8-UpdProc', rows: [HEAD, ROW] },
      {
        name: '5-VulnMon',
        rows: [
          ['ID', 'Description'],
          ['Mon-1', 'Weekly'],
        ],
      },
    ]);
    const read = readMakersFile('ixit.xlsx', bytes, known);
    expect(read.ok && read.value.ixit.map(({ table }) => table)).toEqual(['8-UpdProc', '5-VulnMon']);
  });

  test('reads shared strings without their readings, and numbers and yes or no as text', () => {
    const strings = '<sst><si><r><t>UpdProc</t></r><r><t>-1</t></r><rPh><t>x</t></rPh></si></sst>';
    const read = xlsx(
      [
        HEAD,
        [
          { xml: '<c t="s"><v>0</v></c>' },
          { xml: '<c t="b"><v>1</v></c>' },
          { xml: '<c><v>90.10000000000001</v></c>' },
        ],
      ],
      {},
      { 'xl/sharedStrings.xml': strings },
    );
    expect(outcome(read)).toMatchObject({
      rows: [{ id: 'UpdProc-1', fields: { description: 'yes', timeFrame: '90.10000000000001' } }],
    });
  });

  test('takes no value of a formula: what was kept of it may be stale', () => {
    const formula = { xml: '<c><f>A1+1</f><v>90</v></c>' };
    expect(outcome(xlsx([HEAD, ['UpdProc-1', 'text', formula]]))).toEqual({
      rows: [{ id: 'UpdProc-1', fields: { description: 'text' } }],
      told: ['lost formula 2', 'missing field-missing 2'],
    });
  });

  test('tells errors, dates, merged cells, hidden rows and what stands above the headings', () => {
    const date = { xml: '<c s="1"><v>46327</v></c>' };
    const error = { xml: '<c t="e"><v>#REF!</v></c>' };
    const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
    const read = xlsx(
      [['Our update procedures'], HEAD, ['UpdProc-1', 'text', date], ['UpdProc-2', error, '1 day']],
      { hiddenRows: [3], after: '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>' },
      { 'xl/styles.xml': styles },
    );
    expect(outcome(read)).toEqual({
      rows: [
        { id: 'UpdProc-1', fields: { description: 'text', timeFrame: '2026-11-01' } },
        { id: 'UpdProc-2', fields: { timeFrame: '1 day' } },
      ],
      told: [
        'doubtful hidden-row 3',
        'doubtful date-number 3',
        'lost cell-error 4',
        'doubtful merged-cells 1',
        'not-taken above-the-headings 1',
        'missing field-missing 4',
      ],
    });
  });

  test('tells a hidden sheet, and reads it', () => {
    expect(outcome(xlsx([HEAD, ROW], { state: 'hidden' }))).toEqual({
      ...WHOLE,
      told: ['doubtful hidden-sheet 1'],
    });
  });

  test('tells comments and other parts that are not read', () => {
    const read = xlsx([HEAD, ROW], {}, { 'xl/comments1.xml': '<comments/>' });
    expect(outcome(read)).toEqual({ ...WHOLE, told: ['not-taken workbook-part 1'] });
  });

  test.each([
    ['macros', { 'xl/vbaProject.bin': 'x' }, 'workbook-macros'],
    [
      'macros by its content type',
      { '[Content_Types].xml': '<Types>macroEnabled</Types>' },
      'workbook-macros',
    ],
    ['links to other workbooks', { 'xl/externalLinks/externalLink1.xml': '<x/>' }, 'workbook-external-links'],
    ['queries to elsewhere', { 'xl/connections.xml': '<x/>' }, 'workbook-external-links'],
    [
      'a document type',
      { 'xl/workbook.xml': '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' },
      'workbook-malformed',
    ],
    [
      'an entity that nothing declares',
      { 'xl/sharedStrings.xml': '<sst>&evil;</sst>' },
      'workbook-malformed',
    ],
    [
      'XML nested without end',
      { 'xl/sharedStrings.xml': '<a>'.repeat(100) + '</a>'.repeat(100) },
      'workbook-malformed',
    ],
    ['XML that breaks off', { 'xl/sharedStrings.xml': '<sst><si>' }, 'workbook-malformed'],
    [
      'a sheet that unpacks far beyond its size',
      { 'xl/sharedStrings.xml': ' '.repeat(4 * 1024 * 1024) },
      'workbook-too-large',
    ],
  ])('with %s is refused', (_, more, code) => {
    expect(outcome(xlsx([HEAD, ROW], {}, more))).toBe(code);
  });

  test.each([
    [
      'with a password',
      new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      'workbook-encrypted',
    ],
    ['that is none', strToU8('hello'), 'workbook-malformed'],
    ['without sheets', zipSync({ 'a.xml': strToU8('<a/>') }), 'workbook-malformed'],
    [
      'with too many members',
      zipSync(
        Object.fromEntries(Array.from({ length: 2_001 }, (_, at) => [`${String(at)}.xml`, new Uint8Array()])),
      ),
      'workbook-too-large',
    ],
  ])('%s is refused', (_, bytes, code) => {
    expect(outcome(readMakersFile('ixit.xlsx', bytes, known))).toBe(code);
  });
});

test('a workbook whose parts unpack to more than they state is refused, not cut short', () => {
  const bytes = workbook([{ name: '8-UpdProc', rows: [HEAD, ROW] }]);
  const view = new DataView(bytes.buffer);
  // Central directory entries begin PK 1 2; the unpacked size stands at 24.
  for (let at = 0; at + 46 < bytes.length; at += 1)
    if (view.getUint32(at, true) === 0x02014b50)
      view.setUint32(at + 24, view.getUint32(at + 24, true) - 3, true);
  expect(outcome(readMakersFile('ixit.xlsx', bytes, known))).toBe('workbook-malformed');
});
