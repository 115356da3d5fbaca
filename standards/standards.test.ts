import { expect, test } from 'vitest';

import { factsOf } from '@assay/vocabulary/condition';
import type { IxitEdition } from '@assay/vocabulary/ixit';

import {
  cra,
  en2,
  en3,
  facts,
  gateways,
  ixit1,
  ixit2,
  known,
  lifecycle,
  lifecycleBefore,
  nist,
  psti,
  schemes,
  software,
  standards,
  star,
  yamlUnder,
} from '@assay/conformity/test/editions';

test('every file of standards is read here', () => {
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

test('what the life cycle items were before is told for every one of them', () => {
  expect(lifecycle.succeeds).toBe(lifecycleBefore.edition);
  expect(lifecycle.provisions.map(({ predecessors = [] }) => predecessors.map(({ id }) => id))).toEqual(
    lifecycleBefore.provisions.map(({ id }) => [id]),
  );
});

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
