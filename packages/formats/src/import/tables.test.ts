import { strToU8 } from 'fflate';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';

import { editions } from '../../test/editions.ts';
import { HEAD, outcome, ROW, WHOLE } from '../../test/one-table.ts';
import { workbook } from '../../test/workbook.ts';
import { readMakersFile, type Editions } from './read-makers-file.ts';

let known: Editions;
beforeAll(async () => {
  known = await editions();
});

function csv(text: string | Uint8Array, name = '8-UpdProc.csv') {
  return readMakersFile(name, typeof text === 'string' ? new TextEncoder().encode(text) : text, known);
}

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
