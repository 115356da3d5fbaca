import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { textKeysOf } from '@assay/conformity/0-programme/text-keys';
import { isAskedFor } from '@assay/conformity/1-application/product-class';
import { factsOf } from '@assay/vocabulary/condition';
import { FactsDictionaryKind } from '@assay/vocabulary/facts';
import { editionRef } from '@assay/vocabulary/ids';
import { IxitEditionKind, type IxitEdition } from '@assay/vocabulary/ixit';
import { readDocument, type DocumentKind, type Static, type TSchema } from '@assay/vocabulary/schema';
import { SchemeEditionKind, SchemeTextsKind, type SchemeEdition } from '@assay/vocabulary/scheme';
import { StandardEditionKind } from '@assay/vocabulary/standard';

const ROOT = join(import.meta.dirname, '..');

const facts = read(FactsDictionaryKind, 'standards/facts.yaml').facts;
const known = new Set(facts.map((fact) => fact.id));
const en2 = read(StandardEditionKind, 'standards/etsi-en-303-645/2.1.1.yaml');
const en3 = read(StandardEditionKind, 'standards/etsi-en-303-645/3.1.3.yaml');
const nist = read(StandardEditionKind, 'standards/nist-ir-8425/2022.yaml');
const lifecycleBefore = read(StandardEditionKind, 'standards/singapore-cls-iot/2020.yaml');
const lifecycle = read(StandardEditionKind, 'standards/singapore-cls-iot/1.4.yaml');
const software = read(StandardEditionKind, 'standards/nist-consumer-software-label/2022.yaml');
const star = read(StandardEditionKind, 'standards/jc-star/2024R1.yaml');
const psti = read(StandardEditionKind, 'standards/uk-psti/2023.yaml');
const cra = read(StandardEditionKind, 'standards/eu-cra/2024.yaml');
const gateways = read(StandardEditionKind, 'standards/etsi-ts-103-848/sp-151-4a-1.1.yaml');
const standards = [en2, en3, nist, lifecycleBefore, lifecycle, software, star, psti, cra, gateways];
const ixit1 = read(IxitEditionKind, 'standards/etsi-ts-103-701/ixit-1.1.1.yaml');
const ixit2 = read(IxitEditionKind, 'standards/etsi-ts-103-701/ixit-2.1.1.yaml');
const mark = read(SchemeEditionKind, 'schemes/us-cyber-trust-mark/2024.yaml');
const clsBefore = read(SchemeEditionKind, 'schemes/singapore-cls/2020.yaml');
const cls = read(SchemeEditionKind, 'schemes/singapore-cls/1.4.yaml');
const star1 = read(SchemeEditionKind, 'schemes/jc-star/2025.yaml');
const statute = read(SchemeEditionKind, 'schemes/uk-psti/2025.yaml');
const bsi = read(SchemeEditionKind, 'schemes/germany-bsi-smart-consumer/2022.yaml');
const traficom = read(SchemeEditionKind, 'schemes/finland-cybersecurity-label/2020.yaml');
const unowned = read(SchemeEditionKind, 'schemes/nist-consumer-software/2022.yaml');
const regulation = read(SchemeEditionKind, 'schemes/eu-cra/2024-2847.yaml');
const vector = read(SchemeEditionKind, 'schemes/principle-vector-illustration/1.yaml');
const schemes = [mark, clsBefore, cls, star1, statute, bsi, traficom, unowned, regulation, vector];

test('every file of standards and schemes is read here', () => {
  expect(yamlUnder('standards')).toEqual([
    'etsi-en-303-645/2.1.1.yaml',
    'etsi-en-303-645/3.1.3.yaml',
    'etsi-ts-103-701/ixit-1.1.1.yaml',
    'etsi-ts-103-701/ixit-2.1.1.yaml',
    'etsi-ts-103-848/sp-151-4a-1.1.yaml',
    'eu-cra/2024.yaml',
    'facts.yaml',
    'jc-star/2024R1.yaml',
    'nist-consumer-software-label/2022.yaml',
    'nist-ir-8425/2022.yaml',
    'singapore-cls-iot/1.4.yaml',
    'singapore-cls-iot/2020.yaml',
    'uk-psti/2023.yaml',
  ]);
  expect(yamlUnder('schemes')).toEqual([
    'eu-cra/2024-2847.yaml',
    'eu-cra/texts/de.yaml',
    'eu-cra/texts/en.yaml',
    'finland-cybersecurity-label/2020.yaml',
    'finland-cybersecurity-label/texts/en.yaml',
    'finland-cybersecurity-label/texts/fi.yaml',
    'germany-bsi-smart-consumer/2022.yaml',
    'germany-bsi-smart-consumer/texts/de.yaml',
    'germany-bsi-smart-consumer/texts/en.yaml',
    'jc-star/2025.yaml',
    'jc-star/texts/en.yaml',
    'jc-star/texts/ja.yaml',
    'nist-consumer-software/2022.yaml',
    'nist-consumer-software/texts/en.yaml',
    'nist-consumer-software/texts/es.yaml',
    'principle-vector-illustration/1.yaml',
    'principle-vector-illustration/texts/de.yaml',
    'principle-vector-illustration/texts/en.yaml',
    'singapore-cls/1.4.yaml',
    'singapore-cls/2020.yaml',
    'singapore-cls/texts/en.yaml',
    'singapore-cls/texts/zh.yaml',
    'uk-psti/2025.yaml',
    'uk-psti/texts/de.yaml',
    'uk-psti/texts/en.yaml',
    'us-cyber-trust-mark/2024.yaml',
    'us-cyber-trust-mark/texts/en.yaml',
    'us-cyber-trust-mark/texts/es.yaml',
  ]);
});

test('EN 303 645 V2.1.1 has 68 provisions, 33 of them mandatory with 4-1, and 110 test cases', () => {
  expect(en2.provisions).toHaveLength(68);
  expect(mandatory(en2.provisions)).toHaveLength(33);
  expect(mandatory(en2.provisions)).toContain('4-1');
  expect(en2.provisions.filter((provision) => provision.conditions.length > 0)).toHaveLength(23);
  expect(en2.provisions.flatMap((provision) => provision.tests?.cases ?? [])).toHaveLength(110);
});

test('EN 303 645 V3.1.3 has 78 provisions, 36 of them mandatory', () => {
  expect(en3.provisions).toHaveLength(78);
  expect(mandatory(en3.provisions)).toHaveLength(36);
});

test('IR 8425 has 88 entries, ten of them capabilities; S.I. 2023/1007 has 14 below three requirements', () => {
  expect(nist.provisions).toHaveLength(88);
  expect(nist.provisions.filter((entry) => entry.parent === undefined)).toHaveLength(10);
  expect(psti.provisions.filter((entry) => entry.parent === undefined).map((entry) => entry.id)).toEqual([
    'S1-1',
    'S1-2',
    'S1-3',
  ]);
  expect(psti.provisions.filter((entry) => entry.parent !== undefined)).toHaveLength(14);
});

test('every edition says of each of its rows how well it is known', () => {
  const marks = (rows: readonly { readonly confidence: string }[]) =>
    ['sure', 'likely', 'uncertain'].map(
      (mark) => rows.filter(({ confidence }) => confidence === mark).length,
    );
  expect(standards.map(({ id, edition, provisions }) => [id, edition, ...marks(provisions)])).toEqual([
    ['etsi-en-303-645', '2.1.1', 67, 1, 0],
    ['etsi-en-303-645', '3.1.3', 65, 11, 2],
    ['nist-ir-8425', '2022', 34, 54, 0],
    ['singapore-cls-iot', '2020', 0, 10, 0],
    ['singapore-cls-iot', '1.4', 7, 3, 0],
    ['nist-consumer-software-label', '2022', 0, 14, 5],
    ['jc-star', '2024R1', 6, 10, 0],
    ['uk-psti', '2023', 17, 0, 0],
    ['eu-cra', '2024', 36, 0, 0],
    ['etsi-ts-103-848', 'sp-151-4a-1.1', 0, 0, 13],
  ]);
  expect([ixit1, ixit2].map(({ tables }) => marks(tables))).toEqual([
    [23, 6, 0],
    [23, 6, 0],
  ]);
});

test('each entry that hangs below another bears its id in front, and applies only where that one does', () => {
  for (const standard of standards) {
    const entries = new Map(standard.provisions.map((entry) => [entry.id, entry]));
    for (const { id, parent, conditions } of standard.provisions) {
      if (parent === undefined) continue;
      expect([...entries.keys()], id).toContain(parent);
      expect(id.startsWith(`${parent}.`), id).toBe(true);
      expect(conditions, id).toEqual(expect.arrayContaining([...(entries.get(parent)?.conditions ?? [])]));
    }
  }
});

test('the consumer software label has 14 criteria; five more stood only in the draft and are uncertain', () => {
  const [draft, final] = [true, false].map((wanted) =>
    software.provisions.filter((one) => (one.section === 'draft-2021-only') === wanted),
  );
  expect(final).toHaveLength(14);
  expect(final?.every((one) => one.modality === 'mandatory' && one.confidence === 'likely')).toBe(true);
  expect(draft).toHaveLength(5);
  for (const { id, modality, confidence, note } of draft ?? []) {
    expect([modality, confidence], id).toEqual(['recommended', 'uncertain']);
    expect(note, id).toContain('draft');
  }
});

test('STAR-1 has 16 criteria, of which the wording of the first six was seen', () => {
  expect(star.provisions.map((one) => one.id)).toEqual(
    Array.from({ length: 16 }, (_, index) => `S1.1-${String(index + 1).padStart(2, '0')}`),
  );
  expect(star.provisions.filter((one) => one.confidence === 'sure').map((one) => one.id)).toEqual(
    star.provisions.slice(0, 6).map((one) => one.id),
  );
  expect(mandatory(star.provisions)).toHaveLength(16);
});

test('the Cyber Resilience Act has 14, 8 and 14 points, and a risk decides each but the first of Part I', () => {
  const points = (section: string) => cra.provisions.filter((one) => one.section === section);
  expect(['annex-I-part-I', 'annex-I-part-II', 'annex-II'].map((part) => points(part).length)).toEqual([
    14, 8, 14,
  ]);
  expect(mandatory(cra.provisions)).toHaveLength(36);
  const [first, ...others] = points('annex-I-part-I');
  expect(first?.conditions).toEqual([]);
  const risks = others.flatMap((one) => one.conditions);
  expect(risks).toHaveLength(13);
  expect(new Set(risks).size).toBe(13);
  expect(risks.filter((id) => !id.startsWith('risk-'))).toEqual([]);
});

test('what the maker does is judged of the maker: all of Part II of Annex I, and every policy for disclosure', () => {
  const part2 = cra.provisions.filter((one) => one.section === 'annex-I-part-II');
  const disclosure = [software, star, psti].flatMap(({ provisions }) =>
    provisions.filter(({ id }) => ['S3', 'S1.1-05', 'S1-2'].includes(id)),
  );
  expect(disclosure).toHaveLength(3);
  for (const { id, scope } of [...part2, ...disclosure]) expect(scope, id).toBe('developer');
});

test('no id is given twice within a document', () => {
  const lists = [
    facts,
    ...standards.flatMap((standard) => [standard.provisions, standard.conditions, standard.sections]),
    ...[ixit1, ixit2].flatMap((ixit) => [ixit.tables, ...ixit.tables.map((table) => table.fields)]),
    ...schemes.flatMap((scheme) => [
      scheme.roles,
      scheme.methods,
      scheme.requirements,
      scheme.declarations,
      scheme.clocks,
      scheme.settings,
      scheme.classes ?? [],
      scheme.principles ?? [],
      scheme.gates ?? [],
    ]),
  ];
  for (const list of lists) {
    const ids = list.map((item) => item.id);
    expect(ids).toEqual([...new Set(ids)]);
  }
});

test('a provision names only sections and conditions of its own edition, and every condition is used', () => {
  for (const standard of standards) {
    const sections = new Set(standard.sections.map((section) => section.id));
    const conditions = new Set(standard.conditions.map((condition) => condition.id));
    for (const provision of standard.provisions) {
      expect(sections, provision.id).toContain(provision.section);
      for (const id of provision.conditions) expect(conditions, provision.id).toContain(id);
    }
    const used = new Set(standard.provisions.flatMap((provision) => provision.conditions));
    expect([...conditions].filter((id) => !used.has(id))).toEqual([]);
  }
});

test('every fact that is asked about is in the dictionary, and the dictionary asks nothing in vain', () => {
  const asked = new Set([
    ...standards.flatMap((standard) => standard.conditions.flatMap((one) => factsOf(one.expression))),
    ...schemes.flatMap(({ scope }) =>
      [...scope.inclusion, ...scope.exclusions].flatMap((one) => factsOf(one.when)),
    ),
  ]);
  expect([...asked].filter((id) => !known.has(id))).toEqual([]);
  expect([...known].filter((id) => !asked.has(id))).toEqual([]);
});

test('every provision of V2.1.1 lives on in V3.1.3, and whatever was split has two parts', () => {
  expect(en3.succeeds).toBe(en2.edition);
  const heirs = new Map<string, string[]>(en2.provisions.map((provision) => [provision.id, []]));
  for (const provision of en3.provisions)
    for (const { id, relation } of provision.predecessors ?? []) {
      expect([...heirs.keys()], provision.id).toContain(id);
      heirs.get(id)?.push(relation);
    }
  for (const [id, relations] of heirs)
    expect([['same'], ['restated'], ['part', 'part']], id).toContainEqual(relations);
  expect([...heirs].filter(([, relations]) => relations.length === 2).map(([id]) => id)).toEqual([
    '5.3-4',
    '5.3-6',
    '5.3-15',
    '5.6-4',
    '5.13-1',
    '6-3',
  ]);
});

test('test groups bear the id of their provision, and test cases that of their group', () => {
  for (const { id, tests } of [...en2.provisions, ...en3.provisions]) {
    if (!tests) continue;
    expect(tests.group).toBe(id);
    tests.cases.forEach((one, index) => {
      expect(one.id).toBe(`${id}-${index + 1}`);
    });
  }
});

test.each([
  ['2.1.1', en2, ixit1],
  ['3.1.3', en3, ixit2],
])('EN 303 645 V%s names only IXIT tables of the edition that pairs with it', (_, standard, ixit) => {
  const tables = new Set([...ixit.tables.map((table) => table.id), 'ics']);
  for (const { id, assessedPer, tests } of standard.provisions) {
    const named = [assessedPer ?? [], tests?.cases.map((one) => one.ixit) ?? []].flat(2);
    expect(
      named.filter((table) => !tables.has(table)),
      id,
    ).toEqual([]);
  }
});

test('each edition of TS 103 701 has 29 tables, and the newer says which three it renamed', () => {
  expect(ixit1.tables).toHaveLength(29);
  expect(ixit2.tables).toHaveLength(29);
  for (const ixit of [ixit1, ixit2]) expect(loosePointers(ixit)).toEqual([]);
  const before = new Set(ixit1.tables.map((table) => table.id));
  const renamed = ixit2.tables.filter((table) => table.replaces !== undefined);
  expect(renamed.map((table) => table.id)).toEqual(['11-SecComMech', '15-PhyIntf', '28-LogIntf']);
  for (const table of renamed) for (const id of table.replaces ?? []) expect(before).toContain(id);
  const kept = ixit2.tables.filter((table) => table.replaces === undefined).map((table) => table.id);
  expect(kept.filter((id) => !before.has(id))).toEqual([]);
});

test('what a scheme selects exists in the edition named, and is asked of no product twice', () => {
  const existing = new Set(
    standards.flatMap((one) => one.provisions.map(({ id }) => `${editionRef(one.id, one.edition)}#${id}`)),
  );
  for (const scheme of schemes)
    for (const category of ['smart-lighting', 'wifi-router', 'smart-lock', 'firewall', 'smartcard']) {
      const selected = askedOf(scheme, category);
      expect(selected.length, `${scheme.id} ${category}`).toBeGreaterThan(0);
      expect(selected.filter((ref) => !existing.has(ref))).toEqual([]);
      expect(selected).toEqual([...new Set(selected)]);
    }
});

test('of the thirteen provisions for home gateways only the ids are known, and each says so', () => {
  expect(gateways.provisions.map(({ id }) => id)).toEqual([
    ...['7.3-1', '7.3-4', '7.3-7', '7.4-1', '7.4-2', '7.4-3', '7.5-6', '7.5-7'],
    ...['7.6-1', '7.6-2', '7.6-3', '7.6-4', '7.6-9'],
  ]);
  for (const { id, confidence, outcome, evidence } of gateways.provisions) {
    expect([confidence, evidence], id).toEqual(['uncertain', []]);
    expect(outcome, id).toContain('not seen');
  }
});

test('home gateways are asked for the profile of SP-151-4A at levels 1 and 2, and nothing else is', () => {
  const of = (category: string, level: number) =>
    askedOf({ ...cls, requirements: cls.requirements.filter((group) => group.level === level) }, category)
      .map((ref) => ref.split('#')[1] ?? '')
      .sort();
  // The rows of the public copy of its table.
  const first = [
    ...['5.1-1', '5.1-2', '5.1-3', '5.1-4', '5.1-5', '5.2-1', '5.3-1', '7.3-1', '5.3-2', '5.3-3', '7.3-4'],
    ...['5.3-6', '5.3-7', '7.3-7', '5.3-8', '5.3-9', '5.3-10', '5.3-13', '5.3-16'],
  ];
  const second = [
    ...['5.4-1', '7.4-1', '5.4-2', '7.4-2', '5.4-3', '7.4-3', '5.4-4', '5.5-1', '5.5-5', '7.5-6', '5.5-7'],
    ...['7.5-7', '5.5-8', '5.6-1', '7.6-1', '5.6-2', '7.6-2', '7.6-3', '5.6-4', '7.6-4', '5.6-5', '7.6-9'],
    ...['5.8-2', '5.8-3', '5.9-2', '5.11-1', '5.13-1', '6-1', '6-2', '6-3', '6-5'],
  ];
  for (const category of ['wifi-router', 'broadband-router', 'home-gateway'])
    expect([of(category, 1), of(category, 2)], category).toEqual([first.sort(), second.sort()]);
  for (const category of ['sensor-gateway', 'smart-lighting'])
    expect([of(category, 1).length, of(category, 2).length], category).toEqual([13, 19]);
});

test('what the life cycle items were before is told for every one of them', () => {
  expect(lifecycle.succeeds).toBe(lifecycleBefore.edition);
  expect(lifecycle.provisions.map(({ predecessors = [] }) => predecessors.map(({ id }) => id))).toEqual(
    lifecycleBefore.provisions.map(({ id }) => [id]),
  );
});

test('levels 2 and 3 of Singapore meant the life cycle and the binaries before they meant what they mean', () => {
  const held = (scheme: typeof cls, level: number) =>
    scheme.requirements.filter((group) => group.level === level && !group.only).map(({ id }) => id);
  expect([1, 2, 3, 4].map((level) => held(clsBefore, level))).toEqual([
    ['security-baseline'],
    ['lifecycle'],
    ['software-binary-analysis'],
    ['penetration-test'],
  ]);
  expect([2, 3].map((level) => held(cls, level))).toEqual([
    ['international-standard'],
    ['lifecycle', 'software-binary-analysis'],
  ]);
  expect(clsBefore.inForce.to).toBe(cls.inForce.from);
  expect(clsBefore.inForce.confidence).toBe('uncertain');
});

test('the Cyber Resilience Act has 19, 4 and 3 listed entries, asks the same of every class, and of one alone without a third party', () => {
  expect(regulation.classes?.map(({ id, listed = [] }) => [id, listed.length])).toEqual([
    ['default', 0],
    ['important-one', 19],
    ['important-two', 4],
    ['critical', 3],
  ]);
  const party = new Map(regulation.methods.map((method) => [method.id, method.party]));
  for (const { id } of regulation.classes ?? []) {
    const groups = regulation.requirements.filter(
      ({ only }) => only !== undefined && 'classes' in only && only.classes.includes(id),
    );
    expect(groups.flatMap((group) => group.provisions)).toEqual(cra.provisions.map((one) => one.id));
    expect(new Set(groups.map((group) => party.get(group.method)))).toEqual(
      new Set([id === 'default' ? 'first' : 'third']),
    );
  }
});

test('the clocks of Article 14 run 24 and 72 hours, 14 days and one month, and no mark of the Union bears a term', () => {
  const length = new Map(regulation.settings.map(({ id, value, unit }) => [id, `${String(value)} ${unit}`]));
  expect(regulation.clocks.map((clock) => [clock.id, length.get(clock.length)])).toEqual([
    ['vulnerability-early-warning', '24 hours'],
    ['vulnerability-notification', '72 hours'],
    ['vulnerability-final-report', '14 calendar-days'],
    ['incident-early-warning', '24 hours'],
    ['incident-notification', '72 hours'],
    ['incident-final-report', '1 months'],
  ]);
  expect(length.get('full-application-from')).toBe('2027-12-11 date');
  expect(regulation.validity.rule).toBe('open-ended');
});

test('the illustration has eight principles with each of its steps, is nobody’s, and claims to be sure of nothing', () => {
  for (const { id } of vector.principles ?? [])
    expect(
      vector.requirements.filter((group) => group.principle === id).map((group) => group.level),
      id,
    ).toEqual([1, 2, 3]);
  expect(vector.principles).toHaveLength(8);
  expect(vector.owner).toMatch(/^none: Sandbox/);
  expect(vector.requirements.filter(({ confidence }) => confidence !== 'uncertain')).toEqual([]);
  expect(vector.requirements.filter(({ source }) => !source.startsWith('Our own illustration'))).toEqual([]);
});

test('a clock in business days finds out which days those are, and a scheme whose ids nobody has seen shows no pattern', () => {
  for (const { id, clocks, businessDays } of schemes)
    expect(businessDays !== undefined, id).toBe(
      clocks.some(({ calendar }) => calendar === 'business-days'),
    );
  expect(schemes.filter(({ label }) => label?.idPattern !== undefined)).toEqual([clsBefore, cls]);
});

test("Singapore's levels add 13 and 19 mandatory provisions, 8 life cycle items and 2 laboratory activities", () => {
  const general = cls.requirements.filter(({ only }) => only === undefined);
  expect(general.map(({ level, provisions }) => [level, provisions.length])).toEqual([
    [1, 13],
    [2, 19],
    [3, 8],
    [3, 1],
    [4, 1],
  ]);
  const provisions = general.slice(0, 2).flatMap((group) => group.provisions);
  expect(['4-1', ...provisions].sort()).toEqual([...mandatory(en2.provisions)].sort());
  expect(lifecycle.provisions).toHaveLength(10);
});

test('the US mark asks for no entry both by itself and through the entries below it', () => {
  const selected = new Set(mark.requirements.flatMap((group) => group.provisions));
  const parents = new Map(nist.provisions.map((entry) => [entry.id, entry.parent]));
  const above = (id: string | undefined): readonly string[] =>
    id === undefined ? [] : [id, ...above(parents.get(id))];
  for (const entry of nist.provisions)
    if (selected.has(entry.id)) expect(above(entry.parent).filter((id) => selected.has(id))).toEqual([]);
  // Whatever is not selected is a list whose items are, or one of the examples below ID.2.
  const unasked = nist.provisions.filter(
    ({ id }) => !selected.has(id) && !nist.provisions.some((one) => one.parent === id),
  );
  expect(unasked.map((entry) => entry.parent)).toEqual(['ID.2', 'ID.2', 'ID.2', 'ID.2', 'ID.2']);
});

test('the US mark discloses the ten fields of 47 CFR 8.222(b) in their order', () => {
  expect(mark.disclosures.map((disclosure) => disclosure.field)).toEqual([
    'productName',
    'manufacturer',
    'authorisation',
    'administrator',
    'laboratory',
    'passwordChange',
    'secureConfiguration',
    'updates',
    'supportPeriod',
    'inventories',
  ]);
  expect(mark.disclosures.every((disclosure) => disclosure.required)).toBe(true);
});

test('Germany asks for every mandatory provision of V2.1.1, Finland for 18 of which five are only recommended', () => {
  const asked = (scheme: typeof bsi) => scheme.requirements.flatMap((group) => group.provisions);
  expect(asked(bsi).sort()).toEqual([...mandatory(en2.provisions)].sort());
  expect(asked(traficom)).toHaveLength(18);
  expect(asked(traficom).filter((id) => !mandatory(en2.provisions).includes(id)).sort()).toEqual([
    '5.12-1',
    '5.12-2',
    '5.2-3',
    '5.3-11',
    '5.6-7',
  ]);
});

test('JC-STAR asks at one star for its sixteen criteria, the law of the United Kingdom for its three, NIST for fourteen', () => {
  expect(star1.requirements.flatMap((group) => group.provisions)).toEqual(star.provisions.map(({ id }) => id));
  expect(statute.requirements.flatMap((group) => group.provisions)).toEqual(
    psti.provisions.filter(({ parent }) => parent === undefined).map(({ id }) => id),
  );
  expect(unowned.requirements.flatMap((group) => group.provisions)).toEqual(mandatory(software.provisions));
});

test('only the law of the United Kingdom ends in a statement, of nine fields, in place of a label', () => {
  expect(schemes.filter((scheme) => scheme.statement !== undefined)).toEqual([statute]);
  expect(schemes.filter((scheme) => scheme.label === undefined)).toEqual([statute, vector]);
  expect(statute.statement?.states).toHaveLength(9);
  expect(statute.obligation.kind).toBe('mandatory');
});

test('Finland takes no new applications, nor does anybody on the criteria of NIST', () => {
  expect(schemes.filter((scheme) => scheme.status !== 'open')).toEqual([traficom, unowned, vector]);
  expect(unowned.owner).toMatch(/^none:/);
});

test('levels run from 1 without a gap, and each has requirements of its own', () => {
  for (const scheme of schemes) {
    expect(scheme.levels.map((level) => level.rank)).toEqual(scheme.levels.map((_, index) => index + 1));
    expect(new Set(scheme.requirements.map((group) => group.level))).toEqual(
      new Set(scheme.levels.map((level) => level.rank)),
    );
  }
});

test('methods and settings that a scheme refers to are declared in it', () => {
  for (const scheme of schemes) {
    const methods = scheme.methods.map((method) => method.id);
    expect(new Set(scheme.requirements.map((group) => group.method))).toEqual(new Set(methods));
    const settings = new Set(scheme.settings.map((setting) => setting.id));
    const named = [
      scheme.validity.term,
      scheme.renewal.interval,
      scheme.standardChange.grace,
      scheme.surveillance.rate,
      ...scheme.methods.map((method) => method.maxAge),
      ...scheme.sanctions.map((sanction) => sanction.notice),
      ...scheme.clocks.map((clock) => clock.length),
    ];
    expect(named.filter((id) => id !== undefined && !settings.has(id))).toEqual([]);
  }
});

test('a number that no rule fixes is left open and marked uncertain', () => {
  const open = schemes.flatMap((scheme) => scheme.settings.filter((setting) => setting.value === null));
  expect(open.length).toBeGreaterThan(0);
  expect(open.filter((setting) => setting.confidence !== 'uncertain')).toEqual([]);
});

test('every sentence that the editions of a scheme refer to is there in each of two languages, and none is left over', () => {
  for (const [id, editions] of Map.groupBy(schemes, (scheme) => scheme.id)) {
    const named = editions.flatMap((scheme) => textKeysOf(scheme).map(({ key }) => key));
    const languages = yamlUnder(`schemes/${id}/texts`).map((file) => {
      const { language, texts } = read(SchemeTextsKind, `schemes/${id}/texts/${file}`);
      expect(`${language}.yaml`).toBe(file);
      expect(Object.keys(texts).sort(), `${id} ${file}`).toEqual([...new Set(named)].sort());
      return language;
    });
    expect(languages, id).toContain('en');
    expect(languages.length, id).toBeGreaterThan(1);
  }
});

function read<S extends TSchema>(kind: DocumentKind<S>, path: string): Static<S> {
  const document = readDocument(kind, parse(readFileSync(join(ROOT, path), 'utf8')));
  if (!document.ok) throw new Error(`${path}: ${JSON.stringify(document.refusal.complaints)}`);
  return document.value;
}

/** What an edition asks of products of a category, as global references. */
function askedOf(scheme: SchemeEdition, category: string): readonly string[] {
  return scheme.requirements
    .filter((group) => isAskedFor(scheme, group, category))
    .flatMap(({ from, provisions }) => provisions.map((id) => `${from}#${id}`));
}

function yamlUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

function mandatory(provisions: typeof en2.provisions): readonly string[] {
  return provisions
    .filter((provision) => provision.modality === 'mandatory')
    .map((provision) => provision.id);
}

/** Fields that point to a table which the edition does not have. */
function loosePointers(ixit: IxitEdition): readonly string[] {
  const tables = new Set(ixit.tables.map((table) => table.id));
  return ixit.tables.flatMap((table) =>
    table.fields
      .filter((field) => field.references !== undefined && !tables.has(field.references))
      .map((field) => `${table.id}.${field.id}`),
  );
}
