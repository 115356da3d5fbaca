import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readFileAs } from '@assay/formats/read-document';
import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import { parseCalendarDate, type CalendarDate } from '@assay/vocabulary/instant';
import type { DocumentKind, Static, TSchema } from '@assay/vocabulary/schema';
import { TestReportKind, type TestReport } from '@assay/vocabulary/test-report';
import { beforeAll, describe, expect, test } from 'vitest';

import { loadLibrary, type Library } from '../0-programme/load-library.ts';
import { readDossier, readReport } from '../handed.ts';
import { importFiles, type Import, type Imported } from './import-files.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const FOLDER = join(ROOT, 'packages/formats/test/ruuvi-gateway');
const PUBLISHED = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ file: name, bytes: new Uint8Array(readFileSync(join(FOLDER, name))) }));

let library: Library;
let day: CalendarDate;
/** What the published documents become; read once. */
let published: Imported;
beforeAll(async () => {
  const loaded = await loadLibrary(ROOT);
  if (!loaded.ok) throw new Error('the library is not sound');
  library = loaded.value;
  const asOf = parseCalendarDate('2026-11-21');
  if (!asOf.ok) throw new Error('no such day');
  day = asOf.value;
  published = done();
});

function imported(asked: Partial<Import> = {}) {
  return importFiles(library, {
    files: PUBLISHED,
    dossier: { file: 'gateway.yaml' },
    report: { file: 'gateway-report.yaml' },
    replace: false,
    leaveOut: false,
    asOf: day,
    ...asked,
  });
}
function done(asked: Partial<Import> = {}) {
  const read = imported(asked);
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value;
}
const text = (content: string) => new TextEncoder().encode(content);
const csv = (content: string, file = '8-UpdProc.csv') => ({ file, bytes: text(content) });

/** The documents that the import of the published ones would write, read as they would be. */
function documents(): { readonly dossier: Dossier; readonly report: TestReport } {
  const [dossier, report] = published.documents;
  const read = readDossier(library, { file: 'd', bytes: text(dossier?.text ?? '') });
  const results = readReport(library, { file: 'r', bytes: text(report?.text ?? '') });
  if (!read.ok || !results.ok) throw new Error('not sound');
  return { dossier: read.value.document, report: results.value.document };
}

describe('published documents', () => {
  test('become a dossier and a test report that are sound', () => {
    const { dossier, report } = documents();
    expect(dossier.ixit.map(({ table }) => table).sort()).toContain('13-SoftServ');
    expect(dossier.statements).toHaveLength(8);
    expect(report.results).toHaveLength(9);
    expect(report.laboratory).toMatchObject({ party: 'first', competence: 'none' });
  });

  test('agree with what the example restates of them by hand: rows, fields and verdicts of group and case', async () => {
    const { dossier, report } = documents();
    const restated = await example('dossier.yaml', DossierKind);
    for (const table of dossier.ixit) {
      const own = restated.ixit.find((one) => one.table === table.table);
      expect(shapeOf(table)).toEqual(own && shapeOf(own));
    }
    const verdicts = await example('self-assessment.yaml', TestReportKind);
    for (const result of report.results) {
      const own = verdicts.results.find(({ provision }) => provision === result.provision);
      expect(verdictsOf(result)).toEqual(own && verdictsOf(own));
    }
  });

  test('are evidence for what they show: a test group for its provision, a table for provisions whose group reads it', () => {
    const { dossier } = documents();
    const covers = (id: string) => dossier.evidence.find((one) => one.id === id)?.covers;
    expect(covers('Self_Assessment_Test_Group_5_3-2.md')).toEqual(['etsi-en-303-645@3.1.3#5.3-2']);
    expect(covers('ixit_1-AuthMech.md')).toContain('etsi-en-303-645@3.1.3#5.1-1');
    expect(covers('ixit_28-LogIntf.md')).toBeUndefined();
  });

  test('imported again change nothing', () => {
    const [dossier, report] = published.documents;
    const again = done({
      dossier: { file: 'gateway.yaml', bytes: text(dossier?.text ?? '') },
      report: { file: 'gateway-report.yaml', bytes: text(report?.text ?? '') },
    });
    expect(again.conflicts).toEqual([]);
    expect(again.documents.map(({ changed }) => changed)).toEqual([false, false]);
  });
});

async function example<S extends TSchema>(name: string, kind: DocumentKind<S>): Promise<Static<S>> {
  const read = await readFileAs(kind, join(ROOT, 'examples/ruuvi-gateway', name));
  if (!read.ok) throw new Error(JSON.stringify(read.refusal));
  return read.value.document;
}
function shapeOf({ rows }: Dossier['ixit'][number]) {
  return rows.map(({ id, fields }) => [id, Object.keys(fields).sort()]);
}
function verdictsOf({ verdict, cases }: TestReport['results'][number]) {
  return [verdict, cases.map((one) => [one.case, one.verdict])];
}

describe('nothing is written by halves', () => {
  test('where one file cannot be read, all such files are named and nothing is done', () => {
    const files = [...PUBLISHED, csv('ID,Description\nA,b,c\n'), { file: 'a.xlsx', bytes: text('no') }];
    expect(imported({ files })).toMatchObject({
      ok: false,
      refusal: {
        code: 'import-unreadable',
        unreadable: [{ code: 'csv-malformed' }, { code: 'workbook-malformed' }],
      },
    });
  });

  test('where something that belongs in the dossier would be lost, unless it is said to be left out', () => {
    const files = [csv('ID,Description,Time Frame\nA-1,b,c\nA-1,d,e\n')];
    expect(done({ files }).held).toBe('losses');
    expect(done({ files, leaveOut: true }).held).toBeUndefined();
  });

  test('where verdicts or rows have nowhere to go', () => {
    const base = { files: PUBLISHED, replace: false, leaveOut: false, asOf: day };
    expect(importFiles(library, { ...base, dossier: { file: 'd.yaml' } })).toMatchObject({
      refusal: { code: 'nowhere-for-verdicts', count: 9 },
    });
    expect(importFiles(library, { ...base, report: { file: 'r.yaml' } })).toMatchObject({
      refusal: { code: 'nowhere-for-rows' },
    });
    expect(importFiles(library, base)).toMatchObject({ ok: true, value: { documents: [] } });
  });

  test('where the dossier that is there is not sound', () => {
    const dossier = { file: 'gateway.yaml', bytes: text('dossier: [') };
    expect(imported({ dossier })).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
  });
});

describe('into a dossier that is there', () => {
  const before = (): Uint8Array => {
    const made = done({ files: [csv('ID,Description,Time Frame\nA-1,b,c\n')] }).documents[0]?.text ?? '';
    return text(made.replace('product:', '# Ours, kept.\nproduct:'));
  };
  const into = (content: string, replace = false) =>
    done({ files: [csv(content)], dossier: { file: 'gateway.yaml', bytes: before() }, replace });

  test('new rows are added, and comments stay', () => {
    const [dossier] = into('ID,Description,Time Frame\nA-1,b,c\nA-2,d,e\n').documents;
    expect(dossier?.text).toContain('# Ours, kept.');
    expect(dossier?.text).toContain('A-2');
  });

  test('what it says already and the file says otherwise is a conflict, and is replaced only where that was said', () => {
    const held = into('ID,Description,Time Frame\nA-1,other,c\n');
    expect(held).toMatchObject({
      held: 'conflicts',
      conflicts: [{ path: 'ixit/8-UpdProc/A-1/description', there: '"b"', brought: '"other"' }],
    });
    const told = into('ID,Description,Time Frame\nA-1,other,c\n', true);
    expect(told.held).toBeUndefined();
    expect(told.documents[0]?.text).toContain('other');
  });

  test('two files that say different things of one row are a conflict, too', () => {
    const files = [
      csv('ID,Description,Time Frame\nA-1,b,c\n'),
      csv('ID;Description;Time Frame\nA-1;z;c\n', '8-UpdProc.tsv'),
    ];
    expect(done({ files }).conflicts).toHaveLength(1);
  });
});
