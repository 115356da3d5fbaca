import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { editions } from '../../test/editions.ts';
import { workbook, type CellXml, type SheetXml } from '../../test/workbook.ts';
import { readMakersFile, type Editions } from './read-makers-file.ts';

let known: Editions;
beforeAll(async () => {
  known = await editions();
});

const HEAD = ['ID', 'Description', 'Time Frame'];
const ROW = ['UpdProc-1', 'Sandbox: build, sign, publish', '90 days'];

function csv(text: string | Uint8Array, name = '8-UpdProc.csv') {
  return readMakersFile(name, typeof text === 'string' ? new TextEncoder().encode(text) : text, known);
}
function xlsx(
  rows: readonly (readonly CellXml[])[],
  sheet: Partial<SheetXml> = {},
  more: Readonly<Record<string, string>> = {},
) {
  return readMakersFile('ixit.xlsx', workbook([{ name: '8-UpdProc', rows, ...sheet }], more), known);
}
/** The rows read and what was told of the rest; for a refusal its code. */
function outcome(read: ReturnType<typeof csv>) {
  if (!read.ok) return read.refusal.code;
  const { ixit, notes } = read.value;
  return {
    rows: ixit.flatMap((table) => table.rows),
    told: notes
      .filter(({ kind }) => kind !== 'taken')
      .map(({ kind, code, line }) => `${kind} ${code} ${String(line)}`),
  };
}
const WHOLE = {
  rows: [{ id: 'UpdProc-1', fields: { description: 'Sandbox: build, sign, publish', timeFrame: '90 days' } }],
  told: [],
};

describe('a CSV file', () => {
  test.each([
    ['commas and quotes', `ID,Description,Time Frame\nUpdProc-1,"Sandbox: build, sign, publish",90 days\n`],
    [
      'semicolons, as spreadsheets write where the comma is for decimals',
      `ID;Description;Time Frame\r\nUpdProc-1;Sandbox: build, sign, publish;90 days\r\n`,
    ],
    ['tabs', `ID\tDescription\tTime Frame\nUpdProc-1\tSandbox: build, sign, publish\t90 days`],
    [
      'a byte order mark',
      `\ufeffID;Description;Time Frame\nUpdProc-1;Sandbox: build, sign, publish;90 days\n`,
    ],
    [
      'its separator named',
      `sep=;\nID;Description;Time Frame\nUpdProc-1;Sandbox: build, sign, publish;90 days\n`,
    ],
  ])('with %s is read whole', (_, text) => {
    expect(outcome(csv(text))).toEqual(WHOLE);
  });

  test('in UTF-16 is read by its byte order mark', () => {
    const text = Buffer.from(
      '\ufeffID;Description;Time Frame\nUpdProc-1;Sandbox: build, sign, publish;90 days\n',
      'utf16le',
    );
    expect(outcome(csv(new Uint8Array(text)))).toEqual(WHOLE);
    expect(outcome(csv(new Uint8Array(Buffer.from(text).swap16())))).toEqual(WHOLE);
  });

  test.each([
    [
      'in another encoding',
      new Uint8Array([...strToU8('ID;Description\nA-1;Gr'), 0xfc, 0xdf, 0x65]),
      'csv-encoding',
    ],
    ['in UTF-16 without a mark', new Uint8Array(Buffer.from('ID;Description', 'utf16le')), 'csv-encoding'],
    ['with a quote never closed', strToU8('ID,Description\nA-1,"open\n'), 'csv-malformed'],
    ['with a row of another width', strToU8('ID,Description\nA-1,one,two\n'), 'csv-malformed'],
    ['with nothing in it', strToU8(''), 'table-empty'],
  ])('%s is refused', (_, bytes, code) => {
    expect(outcome(csv(bytes))).toBe(code);
  });

  test('says on which line it is malformed', () => {
    const read = csv('ID,Description\nA-1,"two\nlines"\nA-2,one,two\n');
    expect(read).toMatchObject({ ok: false, refusal: { line: 4 } });
  });

  test('with other columns lists each with the nearest that is known, and takes the rest', () => {
    const read = csv('ID,Descriptions,TIME-FRAME,Owner\nUpdProc-1,text,90 days,me\n');
    if (!read.ok) throw new Error(read.refusal.code);
    const told = read.value.notes.filter(({ code }) => code !== 'row' && code !== 'headings');
    expect(
      told.map(({ kind, code, facts }) => [kind, code, facts['heading'] ?? facts['field'], facts['nearest']]),
    ).toEqual([
      ['not-taken', 'unknown-heading', 'Descriptions', 'Description'],
      ['renamed', 'heading', 'TIME-FRAME', undefined],
      ['not-taken', 'unknown-heading', 'Owner', 'none'],
      ['missing', 'column-missing', 'Description', undefined],
    ]);
    expect(outcome(read)).toMatchObject({ rows: [{ id: 'UpdProc-1', fields: { timeFrame: '90 days' } }] });
  });

  test.each([
    ['no heading that is known', 'Name,Text\nA-1,b\n', 'lost no-known-heading 1'],
    ['no column of IDs', 'Description,Time Frame\na,b\n', 'lost no-id-column 1'],
    ['a heading twice', 'ID,Description,Description,Time Frame\nA-1,b,c,d\n', 'lost duplicate-heading 1'],
    ['an ID twice', 'ID,Description,Time Frame\nA-1,b,c\nA-1,d,e\n', 'lost duplicate-row 3'],
    ['an ID that is none', 'ID,Description,Time Frame\nA 1,b,c\n', 'lost row-id-malformed 2'],
    ['a cell that would be a formula', 'ID,Description,Time Frame\nA-1,=1+1,c\n', 'lost formula 2'],
    [
      'a field longer than a dossier holds',
      `ID,Description,Time Frame\nA-1,${'a'.repeat(8_001)},c\n`,
      'lost cut 2',
    ],
  ])('with %s says what is lost, and where', (_, text, told) => {
    expect(outcome(csv(text))).toMatchObject({ told: expect.arrayContaining([told]) as unknown });
  });

  test('of 50,000 rows is lost whole with its count, and of 2,000 read whole', () => {
    const rows = (count: number) =>
      csv(
        `ID,Description,Time Frame\n${Array.from({ length: count }, (_, at) => `A-${String(at)},b,c\n`).join('')}`,
      );
    const read = rows(50_000);
    expect(outcome(read)).toMatchObject({ rows: [] });
    expect(read.ok && read.value.notes.filter(({ kind }) => kind === 'lost')).toMatchObject([
      { code: 'too-many-rows', until: 50_001, facts: { rows: 50_000, limit: 2_000 } },
    ]);
    expect(outcome(rows(2_000))).toMatchObject({ rows: { length: 2_000 }, told: [] });
  });

  test('for no table that is known is lost, with the remedy in its name', () => {
    expect(outcome(csv('ID,Description\nA-1,b\n', 'sheet1.csv'))).toMatchObject({
      told: ['lost unknown-table 1'],
    });
  });

  test('of a single record is read across and down', () => {
    const fields = { isolation: 'Pull the plug.', hardwareReplacement: 'Swap it.' };
    const rows = [{ id: '9-ReplSup', fields }];
    expect(
      outcome(csv('Isolation,Hardware Replacement\nPull the plug.,Swap it.\n', '9-ReplSup.csv')),
    ).toEqual({ rows, told: [] });
    expect(
      outcome(csv('Field,Value\nIsolation,Pull the plug.\nHardware Replacement,Swap it.\n', 'ReplSup.csv')),
    ).toEqual({ rows, told: [] });
  });

  test('with provisions and their support is a conformance statement', () => {
    const read = csv(
      'Reference,Status,Support,Detail\n5.1-1,M,Y,One password a device\n5.3-2,M,N/A,\n9.9-9,M,Y,x\n5.1-1,M,N,again\n5.1-2,M,maybe,x\n',
      'ics.csv',
    );
    if (!read.ok) throw new Error(read.refusal.code);
    expect(read.value.statements).toEqual([
      { provision: 'etsi-en-303-645@3.1.3#5.1-1', supported: 'yes', reason: 'One password a device' },
      { provision: 'etsi-en-303-645@3.1.3#5.3-2', supported: 'not-applicable', reason: 'not stated' },
    ]);
    expect(
      read.value.notes.filter(({ kind }) => kind === 'lost').map(({ code, line }) => [code, line]),
    ).toEqual([
      ['unknown-provision', 4],
      ['duplicate-provision', 5],
      ['unknown-answer', 6],
    ]);
  });
});

describe('a table in Markdown', () => {
  const md = (text: string) => readMakersFile('page.md', strToU8(text), known);

  test('with the fields of an IXIT table as headings is read row by row, and the page around it is told', () => {
    const page = [
      '# IXIT 8-UpdProc: Update Procedures',
      '',
      'Introduction.',
      '',
      '| **ID** | Description | Time Frame |',
      '|---|---|---|',
      '| `UpdProc-1` | Sandbox: build, sign, publish | 90 days |',
      '',
    ];
    expect(outcome(md(page.join('\n')))).toEqual({ ...WHOLE, told: ['not-taken introduction 3'] });
    expect(outcome(md(page.join('\r\n')))).toEqual({ ...WHOLE, told: ['not-taken introduction 3'] });
  });

  test('with provisions and their support is a conformance statement', () => {
    const read = md(
      '# ICS\n\n| Reference | Support | Details |\n|---|---|---|\n| **5.1-1** | Y | One \\| two |\n',
    );
    expect(read.ok && read.value.statements).toEqual([
      { provision: 'etsi-en-303-645@3.1.3#5.1-1', supported: 'yes', reason: 'One | two' },
    ]);
  });
});

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

describe('whatever a file holds', () => {
  test('reading it ends in a document or a refusal', () => {
    const sound = workbook([{ name: '8-UpdProc', rows: [HEAD, ROW] }]);
    const names = fc.constantFrom('a.md', '8-UpdProc.csv', 'a.xlsx', 'a.json', 'a.pdf');
    const damaged = fc.tuple(fc.nat(sound.length - 1), fc.nat(255)).map(([at, byte]) => sound.with(at, byte));
    const markdown = fc
      .array(
        fc.constantFrom(
          '# IXIT 8-UpdProc: x',
          '## ID: A-1',
          '### Description',
          '| a | b |',
          '|---|---|',
          '**Verdict**: **PASS**',
          '> > >',
          '- x',
          '```',
          'text',
          '',
        ),
      )
      .map((lines) => strToU8(lines.join('\n')));
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      damaged,
      markdown,
      fc.string().map((text) => strToU8(text)),
    );
    fc.assert(
      fc.property(names, any, (name, bytes) => {
        const read = readMakersFile(name, bytes, known);
        return read.ok ? Array.isArray(read.value.notes) : read.refusal.code.length > 0;
      }),
      { numRuns: 400 },
    );
  });

  test('Markdown nested without end is refused, and a long one read in time that grows with it', () => {
    const deep = readMakersFile('a.md', strToU8(`# IXIT 8-UpdProc\n${'> '.repeat(5_000)}x`), known);
    expect(outcome(deep)).toBe('markdown-too-deep');
    const long = readMakersFile('a.md', strToU8('# IXIT 8-UpdProc\n' + '['.repeat(500_000)), known);
    expect(long.ok).toBe(true);
    expect(outcome(readMakersFile('a.md', strToU8(`# IXIT 8-UpdProc\n${'x'.repeat(600_000)}`), known))).toBe(
      'markdown-too-large',
    );
  });

  test.each([
    ['a page about nothing known', 'a.md', '# Hello\n\nText.', 'nothing-known'],
    ['a control character', 'a.md', '# IXIT 8-UpdProc\n\u0007', 'control-character'],
    ['another format', 'a.ods', 'x', 'other-format'],
    ['an SBOM', 'a.json', '{"bomFormat":"CycloneDX","specVersion":"1.6"}', 'no-declarations'],
    ['other JSON', 'a.json', '{"a":1}', 'not-cyclonedx'],
  ])('%s is refused with its remedy', (_, name, text, code) => {
    expect(outcome(readMakersFile(name, strToU8(text), known))).toBe(code);
  });
});
