import type { ReleaseGuard } from '@assay/vocabulary/release-guard';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import * as small from '../../test/small-world.ts';
import { catalogueOf } from '../0-programme/catalogue.ts';
import type { Release } from './breach.ts';
import { checkRelease } from './check-release.ts';

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const PROVISIONS = ['1-1', '1-2'].map((id) => small.provision(id));
const SCHEME = small.scheme([small.group(1, ['1-1']), small.group(2, ['1-2'])]);
const HELD = small.edition('sandbox-scheme@1');

const LABEL: ReleaseGuard['labels'][number] = {
  ...{ scheme: HELD, level: 1, firmwareVersions: ['1.0'] },
  ...{ validUntil: small.day('2029-11-20'), supportUntil: small.day('2031-12-31') },
};

type Given = Partial<Omit<Release, 'guard' | 'dossier' | 'reports'>> & {
  readonly label?: Partial<ReleaseGuard['labels'][number]>;
  readonly labels?: ReleaseGuard['labels'];
  readonly dossier?: Partial<Release['dossier']['document']>;
  readonly reports?: readonly ReturnType<typeof small.report>[];
  readonly scheme?: Partial<SchemeEdition>;
  readonly later?: SchemeEdition;
};

/** A product that shows 1-1, holds level 1 until 2029, and promises support until the end of 2031. */
function breaches({ label, labels, dossier, reports = [], scheme, later, ...more }: Given = {}) {
  const guard: ReleaseGuard = {
    guard: 'sandbox-lamp',
    provenance: { kind: 'fictional', note: 'Invented for tests.', sources: [] },
    ...{ dossier: 'dossier.yaml', reports: [], release: { firmware: '1.0' } },
    labels: labels ?? [{ ...LABEL, ...label }],
  };
  const found = checkRelease({
    guard: { file: 'assay.yaml', document: guard },
    dossier: {
      file: 'dossier.yaml',
      document: small.dossier({
        statements: [small.says('1-1', 'yes')],
        evidence: [small.shows(['1-1'])],
        ...dossier,
      }),
    },
    reports: reports.map((document, at) => ({ file: `report-${String(at)}.yaml`, document })),
    catalogue: catalogueOf({
      facts: { facts: [small.yesNoFact('f')] },
      standards: [small.standard(PROVISIONS)],
      schemes: [{ ...SCHEME, ...scheme }, ...(later ? [later] : [])],
    }),
    ...{ firmware: '1.0', bodies: [], asOf: small.TODAY, view: 'declared', soonDays: 60 },
    say: (_, key) => `Sentence of ${key}.`,
    ...more,
  });
  return found.map(({ severity, code, file, path }) => `${severity} ${code} ${file}${path}`);
}

const later = (from: string, more: Partial<SchemeEdition> = {}): SchemeEdition => ({
  ...SCHEME,
  edition: '2',
  inForce: { from: small.day(from), ...sourced },
  ...more,
});
const graced = (days: number | null): Partial<SchemeEdition> => ({
  standardChange: { ...SCHEME.standardChange, grace: 'grace' },
  settings: [
    ...SCHEME.settings,
    { id: 'grace', value: days, unit: 'calendar-days', effectiveFrom: small.day('2026-11-01'), ...sourced },
  ],
});

test('a release that its labels cover, whose papers stand, breaks nothing', () => {
  expect(breaches()).toEqual([]);
});

test('a product that holds no label has none to break', () => {
  expect(breaches({ labels: [], firmware: '9', dossier: { evidence: [] } })).toEqual([]);
});

describe('a release is stopped', () => {
  const until = (to: string) => [
    small.shows(['1-1'], { effective: { from: small.day('2026-01-01'), to: small.day(to) } }),
  ];

  test.each<[string, Given, string]>([
    [
      'where the label has expired',
      { label: { validUntil: small.day('2026-11-20') } },
      'error label-expired assay.yaml/labels/0/validUntil',
    ],
    [
      'where the edition is withdrawn',
      { scheme: { status: 'withdrawn' } },
      'error edition-withdrawn assay.yaml/labels/0/scheme',
    ],
    [
      'where the grace of a later edition is over',
      { later: later('2026-11-01', graced(20)) },
      'error grace-over assay.yaml/labels/0/scheme',
    ],
    [
      'where the label was granted for other firmware',
      { label: { firmwareVersions: ['0.9'] } },
      'error release-not-covered assay.yaml/labels/0/firmwareVersions',
    ],
    [
      'where the scheme has classes for such a change',
      {
        label: { firmwareVersions: ['0.9'] },
        scheme: { changeClasses: [{ id: 'other', action: 'change.other', ...sourced }] },
      },
      'error release-needs-change-class assay.yaml/labels/0/firmwareVersions',
    ],
    [
      'where the dossier knows nothing of it',
      { label: { firmwareVersions: ['1.1'] }, firmware: '1.1' },
      'error release-not-in-dossier dossier.yaml/product/firmwareVersions',
    ],
    [
      'where less support is promised than the label states',
      { dossier: { supportPeriod: { until: small.day('2031-12-30') } } },
      'error support-shortened dossier.yaml/supportPeriod/until',
    ],
    [
      'where no end of support is promised any more',
      { dossier: { supportPeriod: { state: 'not-published' } } },
      'error support-end-missing dossier.yaml/supportPeriod',
    ],
    [
      'where support has ended',
      {
        label: { supportUntil: small.day('2026-11-20') },
        dossier: { supportPeriod: { until: small.day('2026-11-20') } },
      },
      'error support-ended dossier.yaml/supportPeriod/until',
    ],
    [
      'where a report is about another object',
      {
        reports: [
          small.report(
            { '1-1': 'pass' },
            { object: { product: 'x', hardwareVersion: 'A', firmwareVersion: '9' } },
          ),
        ],
      },
      'error report-on-another-object report-0.yaml/object/firmwareVersion',
    ],
    [
      'where the scheme does not take the product',
      { scheme: { scope: { ...SCHEME.scope, categories: ['camera'] } } },
      'error outside-scope dossier.yaml/product/category',
    ],
  ])('%s', (_, given, breach) => {
    expect(breaches(given)).toEqual([breach]);
  });

  test('where the papers no longer carry the level of the label, naming the requirement where it stands', () => {
    expect(breaches({ dossier: { statements: [small.says('1-1', 'no')] } })).toEqual([
      'error level-lost assay.yaml/labels/0/level',
      'error requirement-open dossier.yaml/statements/0',
    ]);
    expect(breaches({ label: { level: 2 } })).toEqual([
      'error level-lost assay.yaml/labels/0/level',
      'error requirement-open dossier.yaml/statements',
    ]);
  });

  test('where a report fails what the maker states', () => {
    expect(breaches({ reports: [small.report({ '1-1': 'fail' })] })).toContain(
      'error requirement-open dossier.yaml/statements/0',
    );
  });

  test('where evidence that its label rests on is no longer effective, from that very day', () => {
    const ended = breaches({ dossier: { evidence: until('2026-11-21') } });
    expect(ended).toContain('error evidence-ended dossier.yaml/evidence/0/effective');
    expect(ended).toContain('error level-lost assay.yaml/labels/0/level');
    expect(breaches({ dossier: { evidence: until('2026-11-22') } })).toEqual([
      'warning evidence-ends-soon dossier.yaml/evidence/0/effective',
    ]);
  });

  test('not where evidence ends on which no label rests', () => {
    const other = small.shows(['1-2'], { effective: { from: small.day('2026-12-01') } });
    expect(breaches({ dossier: { evidence: [small.shows(['1-1']), other] } })).toEqual([]);
  });
});

describe('a release is warned', () => {
  test.each<[string, Given, string]>([
    [
      'of a label that expires soon',
      { label: { validUntil: small.day('2026-12-31') } },
      'warning label-expires-soon assay.yaml/labels/0/validUntil',
    ],
    [
      'of a last day that is today',
      { label: { validUntil: small.TODAY } },
      'warning label-expires-soon assay.yaml/labels/0/validUntil',
    ],
    [
      'of support that ends soon',
      {
        label: { supportUntil: small.day('2026-12-31') },
        dossier: { supportPeriod: { until: small.day('2026-12-31') } },
      },
      'warning support-ends-soon dossier.yaml/supportPeriod/until',
    ],
    [
      'of an edition that takes nobody new',
      { scheme: { status: 'closed-to-new' } },
      'warning edition-closed assay.yaml/labels/0/scheme',
    ],
    [
      'of an edition that has ended without another',
      { scheme: { inForce: { from: small.day('2026-01-01'), to: small.TODAY, ...sourced } } },
      'warning edition-ended assay.yaml/labels/0/scheme',
    ],
    [
      'of an edition to come',
      { later: later('2027-01-01') },
      'warning edition-to-be-replaced assay.yaml/labels/0/scheme',
    ],
    [
      'of a grace that is running',
      { later: later('2026-11-01', graced(21)) },
      'warning grace-running assay.yaml/labels/0/scheme',
    ],
    [
      'of a grace that no rule fixes',
      { later: later('2026-11-01', graced(null)) },
      'warning grace-not-fixed assay.yaml/labels/0/scheme',
    ],
  ])('%s', (_, given, breach) => {
    expect(breaches(given)).toEqual([breach]);
  });

  test('of nothing that is further away than it asked', () => {
    expect(breaches({ label: { validUntil: small.day('2026-12-31') }, soonDays: 40 })).toEqual([]);
  });
});

test('counting only what is assessed, an assessment that is owed breaks the label', () => {
  const tested: Partial<SchemeEdition> = {
    requirements: [small.group(1, ['1-1'], { method: small.TESTED.id }), small.group(2, ['1-2'])],
  };
  expect(breaches({ scheme: tested })).toEqual([]);
  expect(breaches({ scheme: tested, view: 'assessed' })).toContain(
    'error level-lost assay.yaml/labels/0/level',
  );
  const report = small.report({ '1-1': 'pass' });
  expect(breaches({ scheme: tested, view: 'assessed', reports: [report], bodies: [small.LAB] })).toEqual([]);
});

test('each label that is held is held to its own conditions', () => {
  const other = { ...SCHEME, id: 'other-scheme' };
  const labels = [LABEL, { ...LABEL, scheme: small.edition('other-scheme@1'), level: 2 }];
  expect(breaches({ labels, later: other })).toEqual([
    'error level-lost assay.yaml/labels/1/level',
    'error requirement-open dossier.yaml/statements',
  ]);
});
