import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, test } from 'vitest';

import { editions } from '../../test/editions.ts';
import type { Brought } from './brought.ts';
import { plain } from './markdown.ts';
import { readMakersFile, type Editions } from './read-makers-file.ts';

// Documents of a real maker, byte for byte; licence beside them.
const FOLDER = join(import.meta.dirname, '../../test/ruuvi-gateway');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.md'));

let known: Editions;
beforeAll(async () => {
  known = await editions();
});

function brought(name: string, change: (text: string) => string = (text) => text): Brought {
  const bytes = new TextEncoder().encode(change(textOf(name)));
  const read = readMakersFile(name, bytes, known);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}

function textOf(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** Notes of one kind as `code` or `code fact`. */
function told({ notes }: Brought, kind: Brought['notes'][number]['kind'], fact?: string): readonly string[] {
  return notes
    .filter((note) => note.kind === kind)
    .map(({ code, facts }) => (fact === undefined ? code : `${code} ${String(facts[fact])}`));
}

describe.each(FILES)('of %s', (name) => {
  test('every line that says anything is taken or told, and nothing is lost', () => {
    const read = brought(name);
    const covered = new Set(
      read.notes.flatMap(({ line, until }) => Array.from({ length: until - line + 1 }, (_, at) => line + at)),
    );
    const silent = textOf(name)
      .split('\n')
      .map((text, at) => ({ text, line: at + 1 }))
      .filter(
        ({ text }) => text.trim() !== '' && !/^-{3,}$/.test(text.trim()) && !/^\|[:\-| ]+\|$/.test(text),
      )
      .filter(({ line }) => !covered.has(line));
    expect(silent).toEqual([]);
    expect(told(read, 'lost')).toEqual([]);
  });

  test('every cell of a table row stands in the document or its line is told as not taken', () => {
    const read = brought(name);
    const aside = new Set(
      read.notes
        .filter(({ kind }) => kind === 'not-taken')
        .flatMap(({ line, until }) => Array.from({ length: until - line + 1 }, (_, at) => line + at)),
    );
    const held = plain(
      JSON.stringify([read.ixit, read.results, read.statements])
        .replaceAll('\\"', '"')
        .replaceAll('\\\\', '\\'),
    );
    const missing = tableRows(textOf(name))
      .filter(({ line }) => !aside.has(line))
      .flatMap(({ cells }) => cells)
      .map((cell) => plain(cell).replaceAll('\\|', '|'))
      .filter((cell) => !/^(PASS|FAIL|N\/A)$/.test(cell))
      .filter((cell) => !held.includes(cell) && cell.split(' / ').some((part) => !held.includes(part)));
    expect(missing).toEqual([]);
  });

  test('every line of a verdict became one, or is told', () => {
    const read = brought(name);
    const lines = textOf(name)
      .split('\n')
      .flatMap((text, at) => (/^\W*[\w .-]*verdict\W*:/i.test(text) ? [at + 1] : []));
    const heard = read.notes.filter(({ code }) => /verdict/.test(code)).map(({ line }) => line);
    expect(lines.filter((line) => !heard.includes(line))).toEqual([]);
  });
});

/** Rows of the Markdown tables of a text, found without the reader under test. */
function tableRows(text: string) {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const isRow =
      /^\|.*\|$/.test(line) && !/^\|[:\-| ]+\|$/.test(line) && !/^\|[:\-| ]+\|$/.test(lines[at + 1] ?? '');
    return isRow ? [{ line: at + 1, cells: line.slice(1, -1).split('|') }] : [];
  });
}

describe('an IXIT table', () => {
  test('of sections has a row for each ID, with the fields as written', () => {
    const [table] = brought('ixit_1-AuthMech.md').ixit;
    expect(table?.table).toBe('1-AuthMech');
    expect(table?.rows).toHaveLength(9);
    expect(Object.keys(table?.rows[1]?.fields ?? {})).toHaveLength(7);
    expect(table?.rows[1]?.fields['bruteForcePrevention']).toMatch(/^A fixed ~1-second server-side delay/);
  });

  test('with a single record has one row under its own name, whether a value follows the heading or stands below', () => {
    const [users] = brought('ixit_2-UserInfo.md').ixit;
    expect(users?.rows.map(({ id }) => id)).toEqual(['2-UserInfo']);
    expect(Object.keys(users?.rows[0]?.fields ?? {})).toHaveLength(14);
    const [confirmed] = brought('ixit_4-Conf.md').ixit;
    expect(confirmed?.rows[0]?.fields['confirmationOfSecureDevelopment']).toMatch(
      /^Yes\n\nThe secure development/,
    );
  });

  test('with headings of its own is read under the names of the standard, and each is told', () => {
    const read = brought('ixit_13-SoftServ.md');
    expect(new Set(told(read, 'renamed', 'heading'))).toEqual(
      new Set(['heading Allows Configuration (Yes/No)']),
    );
    expect(read.ixit[0]?.rows.every(({ fields }) => 'allowsConfiguration' in fields)).toBe(true);
  });

  test('with a section that the form does not know says so', () => {
    expect(told(brought('ixit_8-UpdProc.md'), 'not-taken', 'heading')).toContain(
      'unknown-field Procedural Safeguards',
    );
    expect(told(brought('ixit_9-ReplSup.md'), 'not-taken', 'heading')).toContain(
      'unknown-field Connectivity and Functionality',
    );
  });

  test('whose summary names rows that nobody describes names them, and the nearest that is', () => {
    expect(told(brought('ixit_20-SecBoot.md'), 'missing', 'id')).toEqual([
      'row-only-in-summary SecBoot-WebUI-Validation',
      'row-only-in-summary SecBoot-CoProcessor-Validation',
      'row-only-in-summary SecBoot-System-Lockout',
    ]);
    const [shortened] = brought('ixit_14-SecMgmt.md').notes.filter(
      ({ code }) => code === 'row-only-in-summary',
    );
    expect(shortened).toMatchObject({
      line: 223,
      facts: { nearest: 'SecMgmt-CoProcessor-Integrity-Remediation' },
    });
  });

  test('with a field left out in some rows names the rows', () => {
    const left = brought('ixit_28-LogIntf.md').notes.filter(({ code }) => code === 'field-missing');
    expect(left).toHaveLength(13);
    expect(new Set(left.map(({ facts }) => facts['field']))).toEqual(new Set(['Debug Interface']));
  });

  test('keeps a title beside an ID apart from it', () => {
    const read = brought('ixit_3-VulnTypes.md');
    expect(read.ixit[0]?.rows[0]?.id).toBe('RuuviGw-Vuln1');
    expect(told(read, 'not-taken', 'title')).toContain('row-title Web-UI & Node.js');
  });

  test('loses a row whose ID stands twice, and one whose ID is none', () => {
    const twice = brought('ixit_1-AuthMech.md', (text) =>
      text.replace('AuthMech-LAN-WebUI-Basic', 'AuthMech-LAN-WebUI-Digest'),
    );
    expect(told(twice, 'lost', 'id')).toEqual(['duplicate-row AuthMech-LAN-WebUI-Digest']);
    const none = brought('ixit_1-AuthMech.md', (text) =>
      text.replace('**ID**: AuthMech-LAN-WebUI-Basic', '**ID**: (basic)'),
    );
    expect(told(none, 'lost', 'id')).toEqual(['row-id-malformed (basic)']);
  });
});

describe('a test group', () => {
  test('has the verdicts of group, case and IXIT row', () => {
    const [result] = brought('Self_Assessment_Test_Group_5_1-1.md').results;
    expect(result).toMatchObject({ provision: 'etsi-en-303-645@3.1.3#5.1-1', verdict: 'pass' });
    expect(result?.cases.map((one) => [one.case, one.verdict, one.units?.length])).toEqual([
      ['5.1-1-1', 'pass', 9],
      ['5.1-1-2', 'pass', 6],
    ]);
  });

  test('of a provision with a letter keeps the letter', () => {
    expect(brought('Self_Assessment_Test_Group_5_3-15A.md').results[0]?.provision).toBe(
      'etsi-en-303-645@3.1.3#5.3-15A',
    );
    expect(brought('Self_Assessment_Test_Group_5_3-15B.md').results[0]?.cases[0]?.case).toBe('5.3-15B-1');
  });

  test('without a group verdict has none, and states nothing', () => {
    const read = brought('Self_Assessment_Test_Group_5_3-2.md');
    expect(read.results[0]?.verdict).toBeUndefined();
    expect(read.results[0]?.cases.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    expect(read.statements).toEqual([]);
    expect(told(read, 'missing')).toEqual(['group-verdict-missing', 'group-summary-missing']);
  });

  test('that fails states that the provision is not supported, and why', () => {
    const read = brought('Self_Assessment_Test_Group_5_3-13.md');
    expect(read.results[0]).toMatchObject({ verdict: 'fail' });
    expect(read.results[0]?.cases.map(({ verdict }) => verdict)).toEqual(['fail', 'fail']);
    expect(read.statements[0]).toMatchObject({ provision: 'etsi-en-303-645@3.1.3#5.3-13', supported: 'no' });
    expect(read.results[0]?.summary).toContain('Mandatory Documentation Gap');
  });

  test('that does not apply says so for group and cases', () => {
    const [result] = brought('Self_Assessment_Test_Group_5_3-14.md').results;
    expect([result?.verdict, ...(result?.cases.map(({ verdict }) => verdict) ?? [])]).toEqual([
      'not-applicable',
      'not-applicable',
      'not-applicable',
    ]);
  });

  test('whose case gives verdicts only in its rows has one derived, and the report says from what', () => {
    const read = brought('Self_Assessment_Test_Group_5_3-11.md');
    expect(told(read, 'missing', 'from')).toContain('case-verdict-missing its rows');
  });

  test('with a row that fails under a case that passes is doubted', () => {
    const read = brought('Self_Assessment_Test_Group_5_3-15A.md', (text) =>
      text.replace('**PASS**   |\n| **2.', '**FAIL**   |\n| **2.'),
    );
    expect(told(read, 'doubtful', 'case')).toContain('verdict-contradicted 5.3-15A-1');
  });

  test('loses a verdict that is no word of a verdict', () => {
    const read = brought('Self_Assessment_Test_Group_5_3-2.md', (text) =>
      text.replace('**Verdict**: **PASS**', '**Verdict**: **mostly fine**'),
    );
    expect(told(read, 'lost', 'words')).toEqual(['unknown-verdict mostly fine']);
  });

  test('of a provision that is not known is lost whole', () => {
    const read = brought('Self_Assessment_Test_Group_5_3-2.md', (text) =>
      text.replace('Test group 5.3-2', 'Test group 5.9-9'),
    );
    expect(read.results).toEqual([]);
    expect(told(read, 'lost', 'id')).toEqual(['unknown-provision 5.9-9']);
  });
});
