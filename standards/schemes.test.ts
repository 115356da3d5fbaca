import { expect, test } from 'vitest';

import { textKeysOf } from '@assay/conformity/0-programme/text-keys';
import { isAskedFor } from '@assay/conformity/1-application/product-class';
import { editionRef } from '@assay/vocabulary/ids';
import { SchemeTextsKind, type SchemeEdition } from '@assay/vocabulary/scheme';

import {
  bsi,
  cls,
  clsBefore,
  cra,
  en2,
  lifecycle,
  mark,
  nist,
  psti,
  read,
  regulation,
  schemes,
  software,
  standards,
  star,
  star1,
  statute,
  traficom,
  unowned,
  vector,
  yamlUnder,
} from '@assay/conformity/test/editions';

test('every file of schemes is read here', () => {
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
    expect(businessDays !== undefined, id).toBe(clocks.some(({ calendar }) => calendar === 'business-days'));
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
  expect(
    asked(traficom)
      .filter((id) => !mandatory(en2.provisions).includes(id))
      .sort(),
  ).toEqual(['5.12-1', '5.12-2', '5.2-3', '5.3-11', '5.6-7']);
});

test('JC-STAR asks at one star for its sixteen criteria, the law of the United Kingdom for its three, NIST for fourteen', () => {
  expect(star1.requirements.flatMap((group) => group.provisions)).toEqual(
    star.provisions.map(({ id }) => id),
  );
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

/** What an edition asks of products of a category, as global references. */
function askedOf(scheme: SchemeEdition, category: string): readonly string[] {
  return scheme.requirements
    .filter((group) => isAskedFor(scheme, group, category))
    .flatMap(({ from, provisions }) => provisions.map((id) => `${from}#${id}`));
}

function mandatory(provisions: typeof en2.provisions): readonly string[] {
  return provisions
    .filter((provision) => provision.modality === 'mandatory')
    .map((provision) => provision.id);
}
