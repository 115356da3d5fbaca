/** The test plans of real and invented products, from the schemes and standards as they are loaded in production. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import { FactsDictionaryKind } from '@assay/vocabulary/facts';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import { EMPTY_REPORT, type DraftCase, type ReportDraft } from '@assay/vocabulary/report-draft';
import { readDocument, type DocumentKind, type Static, type TSchema } from '@assay/vocabulary/schema';
import { SchemeEditionKind } from '@assay/vocabulary/scheme';
import { StandardEditionKind } from '@assay/vocabulary/standard';
import { TestReportKind } from '@assay/vocabulary/test-report';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { catalogueOf } from '../src/0-programme/catalogue.ts';
import { checkReport } from '../src/1-application/check-dossier.ts';
import { entered, lackingIn, reportOf, stateOf, type ReportEntry } from '../src/2-evaluation/report-draft.ts';
import { testPlan, type PlannedTest, type TestPlan } from '../src/2-evaluation/test-plan.ts';
import { bodyId, day } from './small-world.ts';

const ROOT = join(import.meta.dirname, '../../..');

function read<S extends TSchema>(kind: DocumentKind<S>, file: string): Static<S> {
  const document = readDocument(kind, parse(readFileSync(join(ROOT, file), 'utf8')));
  if (!document.ok) throw new Error(`${file}: ${JSON.stringify(document.refusal)}`);
  return document.value;
}

const cls = read(SchemeEditionKind, 'schemes/singapore-cls/1.4.yaml');
const mark = read(SchemeEditionKind, 'schemes/us-cyber-trust-mark/2024.yaml');
const catalogue = catalogueOf({
  facts: read(FactsDictionaryKind, 'standards/facts.yaml'),
  standards: [
    'etsi-en-303-645/2.1.1',
    'etsi-en-303-645/3.1.3',
    'etsi-ts-103-848/sp-151-4a-1.1',
    'nist-ir-8425/2022',
    'singapore-cls-iot/1.4',
  ].map((name) => read(StandardEditionKind, `standards/${name}.yaml`)),
  schemes: [cls, mark],
});
const gateway = read(DossierKind, 'examples/ruuvi-gateway/dossier.yaml');
const lamp = read(DossierKind, 'examples/sandbox-lamp/dossier.yaml');
const lampReport = read(TestReportKind, 'examples/sandbox-lamp/test-report.yaml');

const ofGateway = (level: number, dossier: Dossier = gateway) =>
  testPlan({ scheme: cls, catalogue, dossier, level });
const ofLamp = (dossier: Dossier = lamp) => testPlan({ scheme: mark, catalogue, dossier, level: 1 });
const named = (plan: TestPlan, id: string): PlannedTest => {
  const found = plan.tests.find(({ provision }) => provision.endsWith(`#${id}`));
  if (!found) throw new Error(`${id} is not in the plan`);
  return found;
};

describe('the plan of the lamp', () => {
  test('tests what the report of its laboratory gives results for, and nothing else', () => {
    const tested = ofLamp().tests.map(({ provision }) => provision);
    expect(tested.toSorted()).toEqual(lampReport.results.map(({ provision }) => provision).toSorted());
  });

  test('has one case of its own where the standard prints none, under the id that the report uses', () => {
    for (const { provision, cases } of ofLamp().tests) {
      const result = lampReport.results.find((one) => one.provision === provision);
      expect(cases.map(({ id }) => id)).toEqual(result?.cases.map((one) => one.case));
      expect(cases.every(({ isOwn }) => isOwn)).toBe(true);
    }
  });

  test('is run on each component where the provision speaks of each', () => {
    expect(named(ofLamp(), 'DP.1').units).toMatchObject([
      { part: 'lamp', kind: 'component', name: 'Sandbox Lamp, the lamp itself' },
      { part: 'lamp-app', kind: 'component' },
      { part: 'lamp-cloud', kind: 'component' },
    ]);
    expect(named(ofLamp(), 'AI.1').units).toEqual([]);
  });

  test('says what the maker states, of the whole and of a part', () => {
    const parts = [{ part: 'lamp-app', supported: 'no' as const }];
    const statements = lamp.statements.map((one) =>
      one.provision.endsWith('#DP.1') ? { ...one, parts } : one,
    );
    const { stated, units } = named(ofLamp({ ...lamp, statements }), 'DP.1');
    expect(stated?.supported).toBe('yes');
    expect(units.map((unit) => unit.stated)).toEqual([undefined, 'no', undefined]);
  });

  test('asks for the most rigorous activity of its methods', () => {
    expect(ofLamp().activity).toBe('functional-test');
  });
});

describe('the plan of the gateway', () => {
  test('tests by the edition that its maker speaks of', () => {
    const editions = new Set(ofGateway(1).tests.map(({ provision }) => provision.split('#')[0]));
    expect(editions).toContain('etsi-en-303-645@3.1.3');
    expect(ofGateway(1).tests.every(({ requirements }) => requirements.length > 0)).toBe(true);
  });

  test('takes the cases of the standard, with the tables that they read', () => {
    const { cases } = named(ofGateway(1), '5.1-1');
    expect(cases.map(({ id, type }) => [id, type])).toEqual([
      ['5.1-1-1', 'conceptual'],
      ['5.1-1-2', 'functional'],
    ]);
    const rows = gateway.ixit.find(({ table }) => table === '1-AuthMech')?.rows.length ?? 0;
    expect(rows).toBeGreaterThan(0);
    expect(cases[0]?.reads).toContainEqual({ table: '1-AuthMech', rows });
  });

  test('is run on each row of the table that a provision is assessed by', () => {
    const rows = gateway.ixit.find(({ table }) => table === '1-AuthMech')?.rows ?? [];
    expect(named(ofGateway(1), '5.1-1').units.map(({ part, kind }) => [part, kind])).toEqual(
      rows.map(({ id }) => [id, 'row']),
    );
  });

  test('grows with the level, and never loses a test', () => {
    const plans = [1, 2, 3, 4].map((level) => ofGateway(level).tests.map(({ provision }) => provision));
    plans.slice(1).forEach((plan, i) => {
      expect(plan.length).toBeGreaterThanOrEqual(plans[i]?.length ?? 0);
      expect(plans[i]?.filter((one) => !plan.includes(one))).toEqual([]);
    });
  });

  test('leaves out and counts what does not apply to the product as its maker answered', () => {
    const facts = Object.fromEntries(Object.keys(gateway.facts).map((fact) => [fact, 'no']));
    const none = ofGateway(1, { ...gateway, facts });
    expect(none.notApplicable).toBeGreaterThan(ofGateway(1).notApplicable);
    expect(none.tests.length).toBeLessThan(ofGateway(1).tests.length);
  });

  test('marks what may not apply where nobody has answered', () => {
    expect(named(ofGateway(1, { ...gateway, facts: {} }), '5.1-1').mayNotApply).toBe(true);
  });
});

test('needs nobody from outside where the maker’s word is the method', () => {
  const methods = mark.methods.map((one) => ({ ...one, party: 'first' as const }));
  const plan = testPlan({ scheme: { ...mark, methods }, catalogue, dossier: lamp, level: 1 });
  expect(plan).toMatchObject({ tests: [], activity: undefined });
  expect(plan.withoutLaboratory).toBeGreaterThan(0);
});

const about = {
  ...{ hardwareVersion: 'A1', firmwareVersion: '1.0', activity: 'functional-test' as const },
  ...{ testedFrom: day('2026-11-03'), testedUntil: day('2026-11-09'), analyst: 'Lena Laboratory (sandbox)' },
};
const head = {
  report: 'sandbox-report',
  provenance: { kind: 'fictional' as const, note: 'Invented.', sources: [] },
  laboratory: {
    ...{ body: bodyId('body_sandbox-laboratory'), name: 'Sandbox Laboratory' },
    ...{ party: 'third' as const, competence: 'approved' as const },
  },
  product: 'Sandbox Lamp',
};

/** Every entry that makes the report of a plan whole. */
function entriesFor(plan: TestPlan): readonly ReportEntry[] {
  return [
    { enter: 'object', about },
    ...plan.tests.flatMap(({ provision, cases, units }) =>
      cases.map(({ id }): ReportEntry => ({
        ...{ enter: 'verdict', provision, summary: 'As stated.' },
        found: passing(
          id,
          units.map(({ part }) => part),
        ),
      })),
    ),
  ];
}
function passing(id: string, parts: readonly string[]): DraftCase {
  return { case: id, verdict: 'pass', units: parts.map((part) => ({ part, verdict: 'pass' })) };
}
function filled(plan: TestPlan, entries: readonly ReportEntry[]): ReportDraft {
  return entries.reduce((draft, entry) => {
    const next = entered(draft, plan, entry);
    if (!next.ok) throw new Error(JSON.stringify(next.refusal));
    return next.value;
  }, EMPTY_REPORT);
}

describe('a report under way', () => {
  const plan = ofLamp();
  const dp1 = named(plan, 'DP.1');
  const verdict = (found: DraftCase, provision: ProvisionRef = dp1.provision): ReportEntry => ({
    ...{ enter: 'verdict', provision, summary: 'Found so.', found },
  });

  test('tells everything that it still lacks, and becomes no report before', () => {
    const cases = plan.tests.flatMap((one) => one.cases).length;
    expect(lackingIn(EMPTY_REPORT, plan)).toHaveLength(cases + 1);
    expect(reportOf(EMPTY_REPORT, plan, head)).toEqual({
      ok: false,
      refusal: { code: 'report-incomplete', missing: cases + 1 },
    });
  });

  test('is only begun where a unit has no verdict yet', () => {
    const [one] = dp1.cases;
    if (!one) throw new Error('it has a case');
    const some = filled(plan, [verdict(passing(one.id, ['lamp']))]);
    expect(stateOf(EMPTY_REPORT, dp1, one)).toBe('open');
    expect(stateOf(some, dp1, one)).toBe('begun');
    const whole = filled(plan, [verdict(passing(one.id, ['lamp', 'lamp-app', 'lamp-cloud']))]);
    expect(stateOf(whole, dp1, one)).toBe('done');
    expect(
      stateOf(filled(plan, [verdict({ ...passing(one.id, []), verdict: 'not-applicable' })]), dp1, one),
    ).toBe('done');
  });

  test('takes nothing that is not in the plan', () => {
    const code = 'not-in-test-plan';
    expect(entered(EMPTY_REPORT, plan, verdict(passing('DP.1-2', [])))).toMatchObject({ refusal: { code } });
    expect(entered(EMPTY_REPORT, plan, verdict(passing('DP.1-1', ['toaster'])))).toMatchObject({
      refusal: { code },
    });
  });

  test('does not pass as a whole with a unit that failed, unless some of them are enough', () => {
    const found: DraftCase = { case: 'DP.1-1', verdict: 'pass', units: [{ part: 'lamp', verdict: 'fail' }] };
    expect(entered(EMPTY_REPORT, plan, verdict(found))).toMatchObject({
      refusal: { code: 'verdict-contradicts-units', units: ['lamp'] },
    });
    const tests = plan.tests.map((one) => ({ ...one, scope: 'some-components' as const }));
    expect(entered(EMPTY_REPORT, { ...plan, tests }, verdict(found)).ok).toBe(true);
  });

  test('does not end its tests before they begin', () => {
    const wrong = { ...about, testedUntil: day('2026-11-02') };
    expect(entered(EMPTY_REPORT, plan, { enter: 'object', about: wrong })).toMatchObject({
      refusal: { code: 'tested-until-before-from' },
    });
  });

  test('becomes the same report in whichever order it was filled, one that reads and is sound', () => {
    const entries = entriesFor(plan);
    const expected = reportOf(filled(plan, entries), plan, head);
    if (!expected.ok) throw new Error(JSON.stringify(expected.refusal));
    expect(readDocument(TestReportKind, expected.value).ok).toBe(true);
    expect(checkReport('report', expected.value, catalogue)).toEqual([]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...entries], { minLength: entries.length }), (shuffled) => {
        expect(reportOf(filled(plan, shuffled), plan, head)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test('takes an entry twice as once, and the later for the earlier', () => {
    const first = filled(plan, entriesFor(plan));
    expect(reportOf(filled(plan, [...entriesFor(plan), ...entriesFor(plan)]), plan, head)).toEqual(
      reportOf(first, plan, head),
    );
  });
});
