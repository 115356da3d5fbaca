/** A world small enough to see whole: one standard in two editions, one scheme, one product. Every document passes its schema. */
import type { Condition } from '@assay/vocabulary/condition';
import type { Dossier, Evidence, Statement } from '@assay/vocabulary/dossier';
import type { Evaluation, Finding, Reason } from '@assay/vocabulary/evaluation';
import type { Fact } from '@assay/vocabulary/facts';
import type {
  BodyId,
  CaseId,
  Digest,
  EditionRef,
  LabelId,
  OrganisationId,
  PersonId,
  ProvisionRef,
} from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { Actor, RecognisedBody, Role } from '@assay/vocabulary/programme';
import type { Method, RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';
import type { Provision, StandardEdition } from '@assay/vocabulary/standard';
import type { GroupResult, TestReport } from '@assay/vocabulary/test-report';

import { catalogueOf, type Catalogue } from '../src/0-programme/catalogue.ts';
import { evaluate } from '../src/2-evaluation/evaluate.ts';

export const day = (text: string): CalendarDate => text as CalendarDate;
export const instant = (text: string): Instant => text as Instant;
export const personId = (text: string): PersonId => text as PersonId;
export const organisationId = (text: string): OrganisationId => text as OrganisationId;
export const bodyId = (text: string): BodyId => text as BodyId;
export const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}` as Digest;
export const edition = (text: string): EditionRef => text as EditionRef;
export const CASE = 'case_0123456789abcdef' as CaseId;
export const LABEL = 'SB7K3M9QX2J' as LabelId;
export const TODAY = day('2026-11-21');
export const NOW = instant('2026-11-21T12:00:00Z');
export const FIRST = edition('sandbox-standard@1');
export const SECOND = edition('sandbox-standard@2');

/** `1-1` is a provision of the first edition, `2#1-1` one of the second. */
export function ref(id: string): ProvisionRef {
  return (id.startsWith('2#') ? `${SECOND}#${id.slice(2)}` : `${FIRST}#${id}`) as ProvisionRef;
}

export function yesNoFact(id: string): Fact {
  return {
    id,
    question: `Does ${id} hold?`,
    type: 'yes-no',
    why: 'The sandbox turns on it.',
    confidence: 'sure',
  };
}

export function provision(id: string, more: Partial<Provision> = {}): Provision {
  return {
    id,
    section: '1',
    title: `Provision ${id}`,
    outcome: `What ${id} asks holds`,
    modality: 'mandatory',
    status: 'M',
    conditions: [],
    subjects: [],
    scope: 'product',
    evidence: ['design-document'],
    confidence: 'sure',
    ...more,
  };
}

export function condition(id: string, expression: Condition): StandardEdition['conditions'][number] {
  return { id, printed: id, when: `condition ${id} holds`, expression, confidence: 'sure' };
}

export function standard(
  provisions: readonly Provision[],
  conditions: StandardEdition['conditions'] = [],
  more: Partial<StandardEdition> = {},
): StandardEdition {
  return {
    id: 'sandbox-standard',
    edition: '1',
    title: 'Sandbox standard',
    publisher: 'Sandbox',
    published: '2026',
    sources: ['invented for tests'],
    confidence: 'sure',
    sections: [{ id: '1', title: 'One' }],
    conditions,
    provisions: [...provisions],
    ...more,
  };
}

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;

export const DECLARED: Method = {
  id: 'declared',
  activity: 'declaration',
  party: 'first',
  competence: 'none',
  title: 'method.declared',
  ...sourced,
};
export const TESTED: Method = {
  id: 'tested',
  activity: 'functional-test',
  party: 'third',
  competence: 'accredited-17025',
  title: 'method.tested',
  ...sourced,
};

export function group(
  level: number,
  provisions: readonly string[],
  more: Partial<RequirementGroup> = {},
): RequirementGroup {
  return {
    id: `group-${String(level)}`,
    level,
    from: FIRST,
    provisions: [...provisions],
    method: DECLARED.id,
    justifiedNotApplicable: false,
    ...sourced,
    ...more,
  };
}

export function scheme(
  requirements: readonly RequirementGroup[],
  more: Partial<SchemeEdition> = {},
): SchemeEdition {
  const ranks = [...new Set(requirements.map((one) => one.level))].sort((a, b) => a - b);
  return {
    id: 'sandbox-scheme',
    edition: '1',
    title: 'scheme.title',
    jurisdiction: 'Sandbox',
    owner: 'Sandbox owner',
    status: 'open',
    inForce: { from: day('2026-01-01'), ...sourced },
    timeZone: 'UTC',
    obligation: { kind: 'voluntary', ...sourced },
    sources: ['invented for tests'],
    confidence: 'sure',
    roles: [
      { id: 'developer', duty: 'role.developer', ...sourced },
      { id: 'laboratory', duty: 'role.laboratory', ...sourced },
    ],
    scope: { categories: ['any-consumer-iot'], excludedCategories: [], inclusion: [], exclusions: [] },
    levelModel: ranks.length === 1 ? 'binary' : 'cumulative',
    levels: ranks.map((rank) => ({
      rank,
      name: `level.${String(rank)}`,
      symbol: '*'.repeat(rank),
      basis: 'provisions',
      ...sourced,
    })),
    methods: [DECLARED, TESTED],
    requirements: [...requirements],
    declarations: [],
    applicationForm: ['/product/name'],
    disclosures: [],
    validity: { rule: 'min-support-term', term: 'longest-term', ...sourced },
    supportPeriod: { endDateRequired: true, mayBeShortened: false, ...sourced },
    renewal: { rule: 'renewal.rule', ...sourced },
    changeClasses: [],
    standardChange: { rule: 'standardChange.rule', ...sourced },
    surveillance: { modes: ['market'], rule: 'surveillance.rule', ...sourced },
    sanctions: [],
    clocks: [],
    appeals: { rule: 'appeals.rule', ...sourced },
    label: { elements: ['label.element'], idPattern: '.*', altText: 'label.alt', ...sourced },
    claims: [],
    doesNotSay: ['label.not'],
    recognitions: [],
    fees: { rule: 'fees.rule', ...sourced },
    retention: { rule: 'retention.rule', ...sourced },
    settings: [
      { id: 'longest-term', value: 36, unit: 'months', effectiveFrom: day('2026-01-01'), ...sourced },
    ],
    ...more,
  };
}

export function dossier(more: Partial<Dossier> = {}): Dossier {
  return {
    dossier: 'sandbox-lamp',
    provenance: { kind: 'fictional', note: 'Invented for tests.', sources: [] },
    product: {
      name: 'Sandbox Lamp',
      brand: 'Sandbox',
      manufacturer: 'Sandbox Works',
      models: ['SL-1'],
      gtins: [],
      category: 'lighting',
      hardwareVersions: ['A'],
      firmwareVersions: ['1.0'],
    },
    components: [
      { id: 'lamp', kind: 'device', name: 'Lamp', maker: 'Sandbox Works', version: '1' },
      { id: 'app', kind: 'app', name: 'App', maker: 'Sandbox Works', version: '1' },
    ],
    facts: {},
    statements: [],
    ixit: [],
    evidence: [],
    disclosures: {},
    supportPeriod: { until: day('2031-12-31') },
    contacts: { security: 'security@sandbox.example' },
    declarations: [],
    ...more,
  };
}

export function says(
  id: string,
  supported: Statement['supported'],
  parts: readonly (readonly [string, Statement['supported']])[] = [],
): Statement {
  return {
    provision: ref(id),
    supported,
    reason: `We say ${supported}.`,
    ...(parts.length > 0 && { parts: parts.map(([part, word]) => ({ part, supported: word })) }),
  };
}

export function shows(ids: readonly string[], more: Partial<Evidence> = {}): Evidence {
  return {
    id: `proof-of-${ids.join('-').replaceAll('#', '.')}`,
    kind: 'design-document',
    title: 'Proof',
    digest: digest('a'),
    received: day('2026-06-01'),
    effective: { from: day('2026-06-01') },
    confidential: false,
    covers: ids.map(ref),
    ...more,
  };
}

export const LAB: RecognisedBody = {
  id: bodyId('body_sandbox-laboratory'),
  name: 'Sandbox Laboratory',
  competence: 'accredited-17025',
  activities: ['functional-test', 'penetration-test'],
  schemes: ['sandbox-scheme'],
  recognised: { from: day('2026-01-01') },
};

/** A report of the recognised laboratory; its results are verdict by provision, or whole group results. */
export function report(
  results: Readonly<Record<string, GroupResult['verdict']>> | readonly GroupResult[],
  more: Partial<TestReport> = {},
): TestReport {
  const rows = Array.isArray(results)
    ? (results as readonly GroupResult[])
    : Object.entries(results as Record<string, GroupResult['verdict']>).map(([id, verdict]) =>
        verdicts(id, verdict),
      );
  return {
    report: 'sandbox-report',
    provenance: { kind: 'fictional', note: 'Invented for tests.', sources: [] },
    laboratory: { body: LAB.id, name: LAB.name, party: 'third', competence: 'accredited-17025' },
    activity: 'functional-test',
    object: { product: 'Sandbox Lamp', hardwareVersion: 'A', firmwareVersion: '1.0' },
    testedFrom: day('2026-10-01'),
    testedUntil: day('2026-10-31'),
    instruments: [],
    analyst: 'Sandbox Analyst',
    results: [...rows],
    ...more,
  };
}

type Case = GroupResult['cases'][number];

/** A group result: its verdict line (or none) and its cases; without cases, one that repeats the verdict. */
export function verdicts(
  id: string,
  verdict: GroupResult['verdict'],
  cases: readonly (readonly [
    Case['verdict'],
    ...(readonly (readonly [string, Case['verdict']])[]),
  ])[] = verdict ? [[verdict]] : [],
): GroupResult {
  return {
    provision: ref(id),
    ...(verdict && { verdict }),
    summary: 'As seen.',
    cases: cases.map(([word, ...units], index) => ({
      case: `${id.replace('2#', '')}-${String(index + 1)}`,
      verdict: word,
      ...(units.length > 0 && { units: units.map(([part, unit]) => ({ part, verdict: unit })) }),
    })),
  };
}

export function person(role: Role, more: Partial<Actor> = {}): Actor {
  const organisation = more.organisation ?? organisationId(`org_sandbox-${role}`);
  return {
    ...{ id: personId(`person_${role}`), name: `Sandbox ${role}`, organisation, roles: [role] },
    ...{
      administrator: 'SB',
      conflicts: [],
      memberOf: [organisation],
      bodies: more.body === undefined ? [] : [more.body],
      ...{ administrators: ['SB'], schemes: [] },
    },
    ...more,
  };
}

export type World = {
  readonly catalogue: Catalogue;
  readonly scheme: SchemeEdition;
  readonly dossier: Dossier;
  readonly reports: readonly TestReport[];
  readonly bodies: readonly RecognisedBody[];
};

/** One provision, one level, and what is said about it; everything else as above. */
export function world(parts: {
  readonly provisions: readonly Provision[];
  readonly conditions?: StandardEdition['conditions'];
  readonly later?: StandardEdition;
  readonly group?: Partial<RequirementGroup>;
  readonly scheme?: SchemeEdition;
  readonly dossier?: Partial<Dossier>;
  readonly reports?: readonly TestReport[];
  readonly bodies?: readonly RecognisedBody[];
}): World {
  const first = standard(parts.provisions, parts.conditions);
  const asked =
    parts.scheme ??
    scheme([
      group(
        1,
        parts.provisions.map((one) => one.id),
        parts.group,
      ),
    ]);
  return {
    catalogue: catalogueOf({
      facts: { facts: ['f', 'g', 'h'].map(yesNoFact) },
      standards: parts.later ? [first, parts.later] : [first],
      schemes: [asked],
    }),
    scheme: asked,
    dossier: dossier(parts.dossier),
    reports: parts.reports ?? [],
    bodies: parts.bodies ?? [LAB],
  };
}

export function evaluation(
  { dossier: handedIn, reports, ...rest }: World,
  asked = 1,
  asOf: CalendarDate = TODAY,
): Evaluation {
  return evaluate({ ...rest, submission: { dossier: handedIn, reports }, asked, asOf });
}

/** The finding on one provision. */
export function findingOn(found: Evaluation, id: string): Finding {
  const finding = found.findings.find((one) => one.requirement === ref(id));
  if (!finding) throw new Error(`no finding on ${id}`);
  return finding;
}

/** Every code of a tree of reasons, top first. */
export function codesOf(reason: Reason): readonly string[] {
  return [reason.code, ...reason.because.flatMap(codesOf)];
}
