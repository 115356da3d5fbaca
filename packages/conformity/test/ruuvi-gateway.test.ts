/** A real product: what its maker has published, restated, against the schemes as they are loaded in production. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DossierKind, type Dossier } from '@assay/vocabulary/dossier';
import type { Evaluation, Finding } from '@assay/vocabulary/evaluation';
import { FactsDictionaryKind } from '@assay/vocabulary/facts';
import { editionRef, provisionRef } from '@assay/vocabulary/ids';
import { ProgrammeKind } from '@assay/vocabulary/programme';
import { readDocument, type DocumentKind, type Static, type TSchema } from '@assay/vocabulary/schema';
import { SchemeEditionKind, SchemeTextsKind } from '@assay/vocabulary/scheme';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { StandardEditionKind } from '@assay/vocabulary/standard';
import { TestReportKind, type TestReport } from '@assay/vocabulary/test-report';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { catalogueOf } from '../src/0-programme/catalogue.ts';
import { checkScheme } from '../src/0-programme/check-scheme.ts';
import { checkStandard } from '../src/0-programme/check-standard.ts';
import { checkDossier, checkReport } from '../src/1-application/check-dossier.ts';
import { evaluate } from '../src/2-evaluation/evaluate.ts';
import { codesOf, DECLARED, TODAY } from './small-world.ts';

const ROOT = join(import.meta.dirname, '../../..');

function read<S extends TSchema>(kind: DocumentKind<S>, file: string): Static<S> {
  const text: unknown = parse(readFileSync(join(ROOT, file), 'utf8'));
  const document = readDocument(kind, text);
  if (!document.ok) throw new Error(`${file}: ${JSON.stringify(document.refusal.complaints)}`);
  return document.value;
}
const filed = <S extends TSchema>(kind: DocumentKind<S>, file: string) => ({
  file,
  document: read(kind, file),
});

const standards = [
  'etsi-en-303-645/2.1.1',
  'etsi-en-303-645/3.1.3',
  'etsi-ts-103-848/sp-151-4a-1.1',
  'nist-ir-8425/2022',
  'singapore-cls-iot/2020',
  'singapore-cls-iot/1.4',
].map((name) => filed(StandardEditionKind, `standards/${name}.yaml`));
const schemes = ['singapore-cls/1.4', 'us-cyber-trust-mark/2024'].map((name) =>
  filed(SchemeEditionKind, `schemes/${name}.yaml`),
);
const catalogue = catalogueOf({
  facts: read(FactsDictionaryKind, 'standards/facts.yaml'),
  standards: standards.map((one) => one.document),
  schemes: schemes.map((one) => one.document),
});
const { bodies } = read(ProgrammeKind, 'examples/sandbox/programme.yaml');

const published = read(DossierKind, 'examples/ruuvi-gateway/dossier.yaml');
const whatIf = read(DossierKind, 'examples/ruuvi-gateway/what-if/dossier.yaml');
const selfAssessment = read(TestReportKind, 'examples/ruuvi-gateway/self-assessment.yaml');
const whatIfSelfAssessment = read(TestReportKind, 'examples/ruuvi-gateway/what-if/self-assessment.yaml');
const laboratory = read(TestReportKind, 'examples/ruuvi-gateway/sandbox-laboratory-report.yaml');
const laboratoryAsPublished = read(
  TestReportKind,
  'examples/ruuvi-gateway/sandbox-laboratory-report-as-published.yaml',
);

function scheme(id: string): SchemeEdition {
  const found = schemes.find((one) => one.document.id === id);
  if (!found) throw new Error(`no scheme ${id}`);
  return found.document;
}
const cls = scheme('singapore-cls');

function judged(asked: number, dossier: Dossier, reports: readonly TestReport[], by = cls): Evaluation {
  return evaluate({ scheme: by, catalogue, submission: { dossier, reports }, bodies, asked, asOf: TODAY });
}
const old = (id: string) => provisionRef(editionRef('etsi-en-303-645', '2.1.1'), id);
const owing = (found: Evaluation) =>
  found.gaps.filter((gap) => gap.kind !== 'assessment').map((gap) => [gap.requirement, gap.kind]);

test('everything that the case rests on is in order', () => {
  const known = { facts: catalogue.facts, standards };
  expect(standards.flatMap((one) => checkStandard(one, known))).toEqual([]);
  expect(
    schemes.flatMap((one) =>
      checkScheme(one, {
        ...known,
        schemes,
        texts: [filed(SchemeTextsKind, `schemes/${one.document.id}/texts/en.yaml`)],
      }),
    ),
  ).toEqual([]);
  expect([published, whatIf].flatMap((one) => checkDossier(one.dossier, one, catalogue))).toEqual([]);
  expect(
    [selfAssessment, whatIfSelfAssessment, laboratory, laboratoryAsPublished].flatMap((one) =>
      checkReport(one.report, one, catalogue),
    ),
  ).toEqual([]);
});

describe('Ruuvi Gateway as its maker has published it', () => {
  test.each([
    ['alone', []],
    ['with its self-assessment', [selfAssessment]],
    ['with the review of the sandbox laboratory as well', [selfAssessment, laboratoryAsPublished]],
  ])(
    'does not reach level 1 of Singapore’s scheme, %s: the support period is not published',
    (_with, reports) => {
      const found = judged(1, published, reports);
      expect(found.level).toEqual({ asked: 1, declared: 0, assessed: 0 });
      expect(owing(found)).toEqual([[old('5.3-13'), 'product']]);
      expect(found.questions).toEqual([]);
    },
  );

  test('lacks at level 2 what the file is silent on, and nothing else', () => {
    expect(owing(judged(2, published, [selfAssessment]))).toEqual([
      [old('5.3-13'), 'product'],
      ...['5.8-2', '5.8-3', '5.11-1', '5.13-1', '6-1', '6-2', '6-3', '6-5'].map((id) => [
        old(id),
        'statement',
      ]),
    ]);
  });

  test('has no laboratory’s word on level 1, so nothing there is assessed', () => {
    const found = judged(1, published, [selfAssessment]);
    expect(found.findings.every((finding) => finding.assessed !== 'met')).toBe(true);
    expect(found.gaps).toHaveLength(found.findings.length);
  });

  test('says nothing yet about what the Cyber Trust Mark asks, and is never refused for silence', () => {
    const found = judged(1, published, [selfAssessment], scheme('us-cyber-trust-mark'));
    expect(found.level).toEqual({ asked: 1, declared: 0, assessed: 0 });
    expect(found.counts.notMet).toBe(0);
    expect(new Set(found.gaps.map((gap) => gap.kind))).toEqual(new Set(['statement']));
  });
});

describe('the what-if copy with a declared end of support', () => {
  test.each([
    ['alone', []],
    ['with its self-assessment', [whatIfSelfAssessment]],
  ])('reaches level 1 as declared, %s, and owes the assessment only', (_with, reports) => {
    const found = judged(1, whatIf, reports);
    expect(found.level).toEqual({ asked: 1, declared: 1, assessed: 0 });
    expect(owing(found)).toEqual([]);
    expect(found.gaps).toHaveLength(found.findings.length);
  });

  test('reaches level 1 as assessed with the report of the sandbox laboratory', () => {
    const found = judged(1, whatIf, [whatIfSelfAssessment, laboratory]);
    expect(found.level).toEqual({ asked: 1, declared: 1, assessed: 1 });
    expect(found.gaps).toEqual([]);
  });

  test('does not where the programme recognised the laboratory only after it tested', () => {
    const only = { from: TODAY };
    const late = bodies.map((body) => ({ ...body, recognised: only }));
    const found = evaluate({
      scheme: cls,
      catalogue,
      submission: { dossier: whatIf, reports: [laboratory] },
      bodies: late,
      asked: 1,
      asOf: TODAY,
    });
    expect(found.level).toEqual({ asked: 1, declared: 1, assessed: 0 });
  });

  test('is as far from level 2 as the published one, save for the support period', () => {
    const missing = (dossier: Dossier) => owing(judged(2, dossier, [])).map(([ref]) => ref);
    expect(missing(whatIf)).toEqual(missing(published).filter((ref) => ref !== old('5.3-13')));
  });
});

describe('the self-assessment against all of EN 303 645 V3.1.3', () => {
  const edition = editionRef('etsi-en-303-645', '3.1.3');
  const [level] = cls.levels;
  if (!level) throw new Error('no level');
  const whole: SchemeEdition = {
    ...cls,
    id: 'whole-edition',
    levelModel: 'binary',
    levels: [level],
    methods: [DECLARED],
    requirements: [
      {
        id: 'all',
        level: 1,
        from: edition,
        provisions: catalogue.standards.get(edition)?.provisions.map((one) => one.id) ?? [],
        method: DECLARED.id,
        justifiedNotApplicable: false,
        source: 'made for this test',
        confidence: 'sure',
      },
    ],
  };
  const found = judged(1, published, [selfAssessment], whole);
  const on = (id: string): Finding => {
    const finding = found.findings.find((one) => one.requirement === provisionRef(edition, id));
    if (!finding) throw new Error(`no finding on ${id}`);
    return finding;
  };

  test('every group that the maker passed is met, save two whose printed condition is false', () => {
    // The maker ran 5.3-15A and 5.3-15B although they speak of a device that cannot be updated, which by its own
    // word (group 5.3-14) it is not. A false condition settles it; a verdict does not make a provision apply.
    const passed = selfAssessment.results.filter((group) => group.verdict === 'pass');
    const exceptions = ['5.3-15A', '5.3-15B'];
    expect(passed).toHaveLength(49);
    for (const group of passed) {
      const id = group.provision.slice(group.provision.indexOf('#') + 1);
      expect([id, on(id).outcome]).toEqual([id, exceptions.includes(id) ? 'not-applicable' : 'met']);
    }
    for (const id of exceptions) expect(codesOf(on(id).because)).toContain('condition-false');
  });

  test('5.3-2 has no verdict line of its own: its verdict follows from two cases, and the finding says so', () => {
    const derived = selfAssessment.results.filter((group) => group.verdict === undefined);
    expect(derived.map((group) => group.provision)).toEqual([provisionRef(edition, '5.3-2')]);
    expect(on('5.3-2').outcome).toBe('met');
    expect(codesOf(on('5.3-2').because)).toContain('verdict-derived');
    const carried = judged(1, published, [selfAssessment]).findings.find(
      (one) => one.requirement === old('5.3-2'),
    );
    expect(carried?.outcome).toBe('met');
    expect(carried && codesOf(carried.because)).toContain('verdict-derived');
  });

  test('5.3-13 fails, by the maker’s own verdict', () => {
    expect(on('5.3-13').outcome).toBe('not-met');
    expect(codesOf(on('5.3-13').because)).toContain('verdict-fail');
  });

  test('5.3-14 does not apply because its condition is false, not because someone said so', () => {
    const finding = on('5.3-14');
    expect(finding.outcome).toBe('not-applicable');
    expect(codesOf(finding.because).slice(0, 3)).toEqual([
      'not-applicable',
      'does-not-apply',
      'condition-false',
    ]);
    expect(finding.evidence).toEqual([]);
    const unknown = { ...published.facts, has_non_updateable_components: 'unknown' };
    const silent = judged(1, { ...published, facts: unknown }, [selfAssessment], whole);
    const again = silent.findings.find((one) => one.requirement === finding.requirement);
    expect(again?.outcome).toBe('unanswered');
    expect(silent.questions.map((question) => question.fact)).toContain('has_non_updateable_components');
  });

  test('what the file is silent on is without evidence, never failed: clauses 5.8 to 6, and 5.0-1', () => {
    const silent = found.findings.filter((finding) => finding.outcome === 'no-evidence');
    const clauses = silent.map((finding) => finding.requirement.replace(/^.*#|-.*$/g, ''));
    expect(new Set(clauses)).toEqual(new Set(['5.0', '5.8', '5.9', '5.10', '5.11', '5.12', '5.13', '6']));
    expect(found.counts).toEqual({
      met: 48,
      notMet: 1,
      notApplicable: 4,
      noEvidence: 25,
      inconclusive: 0,
      unanswered: 0,
    });
  });
});
