import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import { FactsDictionaryKind } from '@assay/vocabulary/facts';
import { IxitEditionKind } from '@assay/vocabulary/ixit';
import { ProgrammeKind } from '@assay/vocabulary/programme';
import { ReleaseGuardKind } from '@assay/vocabulary/release-guard';
import { readDocument, type DocumentKind, type Static, type TSchema } from '@assay/vocabulary/schema';
import { StandardEditionKind } from '@assay/vocabulary/standard';
import { TestReportKind, type TestReport } from '@assay/vocabulary/test-report';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const HERE = import.meta.dirname;
const STANDARDS = join(HERE, '../standards');
/** Where the project is worked on, the maker's files lie beside it; they are not part of it. */
const SOURCE = join(HERE, '../../shared/data/ruuvi-gateway');
const WITHOUT_SOURCE = existsSync(SOURCE) ? '' : ' (skipped: the published files are not beside the project)';

const DOSSIERS = yamlFiles(HERE).filter((file) => /(^|\/)dossier[^/]*\.yaml$/.test(file));
const PROGRAMMES = yamlFiles(HERE).filter((file) => file.endsWith('/programme.yaml'));
const GUARDS = yamlFiles(HERE).filter((file) => file.endsWith('/assay.yaml'));
const REPORTS = yamlFiles(HERE).filter(
  (file) => ![...DOSSIERS, ...PROGRAMMES, ...GUARDS].includes(file),
);

describe('every example', () => {
  test.each(DOSSIERS)('%s is a dossier', (file) => {
    expect(read(DossierKind, file).dossier).toMatch(/^(ruuvi-gateway|sandbox-)/);
  });

  test.each(REPORTS)('%s is a test report', (file) => {
    expect(read(TestReportKind, file).results.length).toBeGreaterThan(0);
  });

  test.each(GUARDS)('%s guards a product that is plainly invented', (file) => {
    expect(read(ReleaseGuardKind, file).provenance.kind).toBe('fictional');
  });

  test.each(PROGRAMMES)('%s is the programme of a sandbox', (file) => {
    expect(read(ProgrammeKind, file).sandbox).toBe(true);
  });

  test.each(DOSSIERS)('the files beside %s have the digests that it states', (file) => {
    const folder = dirname(join(HERE, file));
    const beside = read(DossierKind, file).evidence.flatMap(({ path, digest }) =>
      path === undefined ? [] : [{ path, digest }],
    );
    expect(beside.map(({ path }) => ({ path, digest: digestOf(join(folder, path)) }))).toEqual(beside);
  });

  test.each(DOSSIERS)('%s names no provision, table, row or document twice', (file) => {
    const { statements, ixit, evidence } = read(DossierKind, file);
    expect(repeated(statements.map(({ provision }) => provision))).toEqual([]);
    expect(repeated(ixit.map(({ table }) => table))).toEqual([]);
    expect(repeated(ixit.flatMap(({ rows }) => rows.map(({ id }) => id)))).toEqual([]);
    expect(repeated(evidence.map(({ id }) => id))).toEqual([]);
    for (const { parts } of statements) expect(repeated((parts ?? []).map(({ part }) => part))).toEqual([]);
  });

  test.each(REPORTS)('%s gives each group, case and unit one verdict', (file) => {
    const { results } = read(TestReportKind, file);
    expect(repeated(results.map(({ provision }) => provision))).toEqual([]);
    for (const { cases } of results) {
      expect(repeated(cases.map((one) => one.case))).toEqual([]);
      for (const { units } of cases) expect(repeated((units ?? []).map(({ part }) => part))).toEqual([]);
    }
  });
});

describe('what the examples refer to', () => {
  const standards = yamlFiles(STANDARDS).filter((file) => /^[^/]+\/[0-9][^/]*\.yaml$/.test(file));
  const provisions = new Set(
    standards.flatMap((file) => {
      const { id, edition, provisions: own } = readAt(StandardEditionKind, join(STANDARDS, file));
      return own.map((provision) => `${id}@${edition}#${provision.id}`);
    }),
  );

  test.each(DOSSIERS)('%s speaks of provisions that their edition has', (file) => {
    const { statements, evidence } = read(DossierKind, file);
    const named = [
      ...statements.map(({ provision }) => provision),
      ...evidence.flatMap(({ covers }) => covers),
    ];
    expect(named.filter((provision) => !provisions.has(provision))).toEqual([]);
  });

  test.each(REPORTS)('%s judges provisions that their edition has', (file) => {
    const named = read(TestReportKind, file).results.map(({ provision }) => provision);
    expect(named.filter((provision) => !provisions.has(provision))).toEqual([]);
  });

  test.each(DOSSIERS)('%s answers questions that the dictionary asks', (file) => {
    const { facts } = readAt(FactsDictionaryKind, join(STANDARDS, 'facts.yaml'));
    const asked = facts.map(({ id }) => id);
    expect(Object.keys(read(DossierKind, file).facts).filter((fact) => !asked.includes(fact))).toEqual([]);
  });

  test.each(DOSSIERS)('%s fills fields that its IXIT tables have', (file) => {
    const { tables } = readAt(IxitEditionKind, join(STANDARDS, 'etsi-ts-103-701/ixit-2.1.1.yaml'));
    const fields = tables.flatMap(({ id, fields: own }) => own.map((field) => `${id} ${field.id}`));
    const filled = read(DossierKind, file).ixit.flatMap(({ table, rows }) =>
      rows.flatMap((row) => Object.keys(row.fields).map((field) => `${table} ${field}`)),
    );
    expect(filled.filter((field) => !fields.includes(field))).toEqual([]);
  });

  test.each(DOSSIERS)('%s divides statements into its own components and rows only', (file) => {
    const dossier = read(DossierKind, file);
    const own = [
      ...dossier.components.map(({ id }) => id),
      ...dossier.ixit.flatMap(({ rows }) => rows.map(({ id }) => id)),
    ];
    expect(partsOf(dossier).filter((part) => !own.includes(part))).toEqual([]);
  });
});

describe('the restated documents of Ruuvi Gateway', () => {
  const dossier = read(DossierKind, 'ruuvi-gateway/dossier.yaml');
  const report = read(TestReportKind, 'ruuvi-gateway/self-assessment.yaml');

  test('state something about each published provision of 5.1 to 5.7 except 5.3-14, whose condition is false', () => {
    const published = report.results.map(({ provision }) => provision);
    expect(published).toHaveLength(52);
    expect(dossier.statements.map(({ provision }) => provision)).toEqual(
      published.filter((provision) => !provision.endsWith('#5.3-14')),
    );
    expect(dossier.facts['has_non_updateable_components']).toBe('no');
  });

  test('say nothing about clauses 5.8 to 6, and hold no evidence for them', () => {
    const spoken = [
      ...dossier.statements.map(({ provision }) => provision),
      ...dossier.evidence.flatMap(({ covers }) => covers),
      ...report.results.map(({ provision }) => provision),
    ];
    expect(spoken.filter((provision) => !/^etsi-en-303-645@3\.1\.3#5\.[1-7]-/.test(provision))).toEqual([]);
  });

  test('deny 5.3-13 and nothing else', () => {
    expect(dossier.statements.filter(({ supported }) => supported !== 'yes')).toMatchObject([
      { provision: 'etsi-en-303-645@3.1.3#5.3-13', supported: 'no' },
    ]);
    expect(dossier.supportPeriod).toEqual({ state: 'not-published' });
  });

  test('leave the group verdict of 5.3-2 to the rules', () => {
    const open = report.results.filter(({ verdict }) => verdict === undefined);
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({
      provision: 'etsi-en-303-645@3.1.3#5.3-2',
      cases: [
        { case: '5.3-2-1', verdict: 'pass' },
        { case: '5.3-2-2', verdict: 'pass' },
      ],
    });
  });

  test('give every unit and every part of a statement a row of an IXIT table', () => {
    const rows = new Set(dossier.ixit.flatMap(({ rows }) => rows.map(({ id }) => id)));
    const named = [
      ...partsOf(dossier),
      ...report.results.flatMap(({ cases }) => cases.flatMap((one) => (one.units ?? []).map((u) => u.part))),
    ];
    expect(named.filter((part) => !rows.has(part))).toEqual([]);
    expect(dossier.ixit).toHaveLength(29);
  });
});

describe('the what-if copy', () => {
  test('differs from the restated dossier in the support end date, its evidence and its names, and in nothing else', () => {
    const published = read(DossierKind, 'ruuvi-gateway/dossier.yaml');
    const whatIf = read(DossierKind, 'ruuvi-gateway/what-if/dossier.yaml');
    const statement = published.statements.findIndex(({ provision }) => provision.endsWith('#5.3-13'));
    expect(differences(published, whatIf)).toEqual([
      '/contacts/security',
      '/dossier',
      `/evidence/${published.evidence.length}`,
      '/product/brand',
      '/product/manufacturer',
      '/product/models/0',
      '/product/name',
      '/provenance/changes',
      '/provenance/kind',
      '/provenance/note',
      `/statements/${statement}/reason`,
      `/statements/${statement}/supported`,
      '/supportPeriod/published',
      '/supportPeriod/state',
      '/supportPeriod/until',
    ]);
  });

  test('differs from the restated report in the verdicts of 5.3-13 and its names, and in nothing else', () => {
    const published = read(TestReportKind, 'ruuvi-gateway/self-assessment.yaml');
    const whatIf = read(TestReportKind, 'ruuvi-gateway/what-if/self-assessment.yaml');
    const group = published.results.findIndex(({ provision }) => provision.endsWith('#5.3-13'));
    expect(differences(published, whatIf)).toEqual([
      '/laboratory/body',
      '/laboratory/name',
      '/object/product',
      '/provenance/kind',
      '/provenance/note',
      '/report',
      `/results/${group}/cases/0/observed`,
      `/results/${group}/cases/0/verdict`,
      `/results/${group}/cases/1/observed`,
      `/results/${group}/cases/1/verdict`,
      `/results/${group}/source`,
      `/results/${group}/summary`,
      `/results/${group}/verdict`,
    ]);
  });

  test('names neither the real brand nor the real maker as its own', () => {
    const { product, contacts, provenance } = read(DossierKind, 'ruuvi-gateway/what-if/dossier.yaml');
    expect(provenance.kind).toBe('what-if');
    expect([product.brand, product.manufacturer, contacts.security].join()).not.toMatch(/ruuvi/i);
    expect(product.name).toMatch(/what-if copy \(sandbox\)/);
  });

  test('is out of bounds for the person of the programme who declared a conflict', () => {
    const { manufacturer } = read(DossierKind, 'ruuvi-gateway/what-if/dossier.yaml').product;
    const { people } = read(ProgrammeKind, 'sandbox/programme.yaml');
    expect(people.filter(({ conflicts }) => conflicts.includes(manufacturer)).map(({ id }) => id)).toEqual([
      'person_conrad-conflicted',
    ]);
  });
});

describe('the fictional lamp', () => {
  test('is stated and tested as a whole, component by component where each one counts', () => {
    const { statements, disclosures } = read(DossierKind, 'sandbox-lamp/dossier.yaml');
    const { results } = read(TestReportKind, 'sandbox-lamp/test-report.yaml');
    expect(results.map(({ provision }) => provision)).toEqual(statements.map(({ provision }) => provision));
    expect(results.find(({ provision }) => provision.endsWith('#SU.1'))?.cases[0]?.units).toEqual([
      { part: 'lamp', verdict: 'pass' },
      { part: 'lamp-app', verdict: 'pass' },
      { part: 'lamp-cloud', verdict: 'pass' },
    ]);
    expect(disclosures).toMatchObject({ sbom: 'yes', hbom: 'no' });
  });

  test('fails, in its second version, SU.1 for the app and nothing else', () => {
    const good = read(DossierKind, 'sandbox-lamp/dossier.yaml');
    const bad = read(DossierKind, 'sandbox-lamp/dossier-app-fails.yaml');
    const at = good.statements.findIndex(({ provision }) => provision.endsWith('#SU.1'));
    expect(differences(good, bad)).toEqual([
      '/dossier',
      '/provenance/note',
      `/statements/${at}/parts/1/reason`,
      `/statements/${at}/parts/1/supported`,
    ]);
    expect(
      differences(
        read(TestReportKind, 'sandbox-lamp/test-report.yaml'),
        read(TestReportKind, 'sandbox-lamp/test-report-app-fails.yaml'),
      ),
    ).toEqual([
      '/provenance/note',
      '/report',
      `/results/${at}/cases/0/units/1/verdict`,
      `/results/${at}/cases/0/verdict`,
      `/results/${at}/summary`,
      `/results/${at}/verdict`,
    ]);
  });
});

describe.skipIf(WITHOUT_SOURCE !== '')(`against the published files${WITHOUT_SOURCE}`, () => {
  const dossier = read(DossierKind, 'ruuvi-gateway/dossier.yaml');
  const report = read(TestReportKind, 'ruuvi-gateway/self-assessment.yaml');

  test('the digest of each evidence item is that of the file it names', () => {
    const stated = dossier.evidence.map(({ source, digest }) => [source?.split('/').at(-1), digest]);
    expect(stated).toEqual(stated.map(([file]) => [file, digestOf(join(SOURCE, String(file)))]));
    const groups = readdirSync(SOURCE).filter((file) => file.startsWith('Self_Assessment_'));
    expect(stated.map(([file]) => file)).toEqual(expect.arrayContaining(groups));
  });

  test('each group verdict is what its file says', () => {
    const printed = report.results.map(({ source }) => groupVerdictIn(String(source)));
    expect(report.results.map(({ verdict }) => verdict)).toEqual(printed);
    expect(printed.filter((verdict) => verdict === 'pass')).toHaveLength(49);
  });

  test('each case is one of its file, and no case of a file is missing', () => {
    for (const { source, cases } of report.results) {
      const headings = published(String(source)).matchAll(/^## Test case (\S+) \(/gm);
      expect(cases.map((one) => one.case)).toEqual([...headings].map(([, id]) => id));
    }
  });

  test('each unit stands in the file of its group, by its full name or its last part', () => {
    for (const { source, cases } of report.results) {
      const text = published(String(source));
      for (const { part } of cases.flatMap((one) => one.units ?? []))
        expect([part, text.includes(part) || text.includes(`${part.split('-').at(-1) ?? ''}\``)]).toEqual([
          part,
          true,
        ]);
    }
  });

  test('each row stands in the file of its table, and no row of a file is missing', () => {
    for (const { table, rows } of dossier.ixit) {
      const text = readFileSync(join(SOURCE, `ixit_${table}.md`), 'utf8');
      const headings = [...text.matchAll(/^#+ \**ID\**: ([A-Za-z][A-Za-z0-9-]*)/gm)].map(([, id]) => id);
      expect([table, rows.map(({ id }) => id)]).toEqual([table, headings.length > 0 ? headings : [table]]);
    }
  });
});

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));
}

function read<S extends TSchema>(kind: DocumentKind<S>, file: string): Static<S> {
  return readAt(kind, join(HERE, file));
}

function readAt<S extends TSchema>(kind: DocumentKind<S>, file: string): Static<S> {
  const answer = readDocument(kind, parse(readFileSync(file, 'utf8')));
  if (!answer.ok) throw new Error(`${file}: ${JSON.stringify(answer.refusal.complaints)}`);
  return answer.value;
}

function digestOf(file: string): string {
  return `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
}

function repeated(ids: readonly string[]): readonly string[] {
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}

function partsOf(dossier: Dossier): readonly string[] {
  return dossier.statements.flatMap(({ parts }) => (parts ?? []).map(({ part }) => part));
}

/** The published file that an address leads to. */
function published(source: string): string {
  return readFileSync(join(SOURCE, source.slice(source.lastIndexOf('/') + 1)), 'utf8');
}

function groupVerdictIn(source: string): TestReport['results'][number]['verdict'] {
  const [, printed] = /^\*\*Group Verdict\*\*: \*\*(PASS|FAIL|N\/A)/m.exec(published(source)) ?? [];
  if (printed === undefined) return undefined;
  return printed === 'PASS' ? 'pass' : printed === 'FAIL' ? 'fail' : 'not-applicable';
}

/** JSON Pointers of the members and items in which two documents differ, sorted. */
function differences(a: unknown, b: unknown, at = ''): readonly string[] {
  if (!isBranch(a) || !isBranch(b)) return Object.is(a, b) ? [] : [at];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.flatMap((name) => differences(a[name], b[name], `${at}/${name}`)).sort();
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
