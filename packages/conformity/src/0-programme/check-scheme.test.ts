import type { Fact } from '@assay/vocabulary/facts';
import type { RequirementGroup, SchemeEdition } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import {
  day,
  DECLARED,
  edition,
  group,
  provision,
  scheme,
  standard,
  yesNoFact,
} from '../../test/small-world.ts';
import { checkScheme, type Surroundings } from './check-scheme.ts';
import { textKeysOf } from './text-keys.ts';

const FILE = 'schemes/sandbox-scheme/1.yaml';
const sourced = { source: 'none', confidence: 'sure' } as const;
const facts: ReadonlyMap<string, Fact> = new Map([['f', yesNoFact('f')]]);
const standards = [
  {
    file: 'standards/sandbox-standard/1.yaml',
    document: standard(['1-1', '1-2', '1-3', '1-4'].map((id) => provision(id))),
  },
];

/** An edition of two levels in which everything is in order, with one of each list that has ids. */
const sound: SchemeEdition = scheme([group(1, ['1-1', '1-2']), group(2, ['1-3'])], {
  declarations: [{ id: 'truth', version: '1', text: 'declaration.truth', ...sourced }],
  changeClasses: [{ id: 'minor', action: 'change.minor', ...sourced }],
  sanctions: [{ id: 'suspension', rule: 'sanction.suspension', notice: 'longest-term', ...sourced }],
  claims: [{ id: 'claim', rule: 'claim.rule', ...sourced }],
  disclosures: [{ field: 'updates', required: true, label: 'disclosure.updates', ...sourced }],
  recognitions: [{ party: 'Sandbox', level: '1', rule: 'recognition.rule', ...sourced }],
  classes: [
    {
      id: 'listed',
      name: 'class.listed',
      categories: ['camera'],
      listed: [{ id: 'III.1', title: 'listed.one', categories: ['camera'] }],
      routes: [{ id: 'module-a', title: 'route.a', open: 'route.a.open', ...sourced }],
      ...sourced,
    },
  ],
  principles: ['passwords', 'updates'].map((id) => ({ id, name: `principle.${id}`, ...sourced })),
  gates: [{ id: 'plan', before: 'testing', rule: 'gate.plan', ...sourced }],
  clocks: [
    {
      id: 'review',
      starts: 'ApplicationAccepted',
      ends: 'LabelGranted',
      length: 'longest-term',
      calendar: 'business-days',
      pausesWhileWaitingOnApplicant: true,
      ...sourced,
    },
  ],
  scope: {
    categories: ['any-consumer-iot'],
    excludedCategories: [],
    inclusion: [{ id: 'in', when: { fact: 'f' }, ...sourced }],
    exclusions: [{ id: 'out', when: { not: { fact: 'f' } }, ...sourced }],
  },
});

const textsFor = (document: SchemeEdition, without?: string) => ({
  file: 'schemes/sandbox-scheme/texts/en.yaml',
  document: {
    language: 'en',
    texts: Object.fromEntries(
      textKeysOf(document)
        .filter(({ key }) => key !== without)
        .map(({ key }) => [key, 'A sentence.']),
    ),
  },
});

function complaints(document: SchemeEdition, around: Partial<Surroundings> = {}) {
  const filed = { file: FILE, document };
  return checkScheme(filed, { facts, standards, schemes: [filed], texts: [textsFor(document)], ...around });
}

test('an edition in order has nothing to complain of', () => {
  expect(complaints(sound)).toEqual([]);
});

describe('an id that is there twice is told with the place of the second', () => {
  const named = [
    'roles',
    'methods',
    'declarations',
    'changeClasses',
    'sanctions',
    'clocks',
    'claims',
    'settings',
  ] as const;
  test.each(named)('in %s', (member) => {
    const [first] = sound[member];
    const twice = { ...sound, [member]: [...sound[member], first] };
    const place = `/${member}/${String(sound[member].length)}`;
    expect(complaints(twice)).toEqual([
      { file: FILE, path: place, code: 'duplicate-id', facts: { id: first?.id } },
    ]);
  });

  test('in requirements', () => {
    const twice = { ...sound, requirements: [...sound.requirements, group(2, ['1-2'], { id: 'group-1' })] };
    expect(complaints(twice)).toContainEqual({
      file: FILE,
      path: '/requirements/2',
      code: 'duplicate-id',
      facts: { id: 'group-1' },
    });
  });

  test('in levels and in disclosures, by what they are known by', () => {
    const [level] = sound.levels;
    const [disclosure] = sound.disclosures;
    if (!level || !disclosure) throw new Error('nothing to double');
    expect(complaints({ ...sound, levels: [...sound.levels, level] })).toEqual([
      { file: FILE, path: '/levels/2', code: 'duplicate-id', facts: { id: '1' } },
    ]);
    expect(complaints({ ...sound, disclosures: [disclosure, disclosure] })).toEqual([
      { file: FILE, path: '/disclosures/1', code: 'duplicate-id', facts: { id: 'updates' } },
    ]);
  });

  test('a provision that two groups ask for is told where it is asked for again', () => {
    const twice = { ...sound, requirements: [group(1, ['1-1', '1-2']), group(2, ['1-3', '1-2'])] };
    expect(complaints(twice)).toEqual([
      {
        file: FILE,
        path: '/requirements/1/provisions/1',
        code: 'provision-selected-twice',
        facts: { id: 'sandbox-standard@1#1-2' },
      },
    ]);
  });
});

describe('a reference that leads nowhere is told with its place', () => {
  const dangling = (path: string, id: string | number, to: string) => [
    { file: FILE, path, code: 'dangling-reference', facts: { id, to } },
  ];
  const second = (more: Partial<(typeof sound.requirements)[number]>): SchemeEdition => ({
    ...sound,
    requirements: sound.requirements.map((one, index) => (index === 1 ? { ...one, ...more } : one)),
  });
  const test9 = { id: 'in', when: { fact: 'x' }, ...sourced };
  const [sanction] = sound.sanctions;
  const [clock] = sound.clocks;
  if (!sanction || !clock) throw new Error('nothing to change');

  test.each<[string, SchemeEdition, readonly unknown[]]>([
    [
      'to a standard',
      second({ from: edition('another-standard@1') }),
      dangling('/requirements/1/from', 'another-standard@1', 'standards'),
    ],
    [
      'to an edition of a standard',
      second({ from: edition('sandbox-standard@9') }),
      dangling('/requirements/1/from', 'sandbox-standard@9', 'standards'),
    ],
    [
      'to a provision',
      second({ provisions: ['1-3', '9-9'] }),
      dangling('/requirements/1/provisions/1', '9-9', 'sandbox-standard@1'),
    ],
    ['to a method', second({ method: 'guessed' }), dangling('/requirements/1/method', 'guessed', 'methods')],
    [
      'to a level',
      { ...sound, requirements: [...sound.requirements, group(9, ['1-4'])] },
      dangling('/requirements/2/level', 9, 'levels'),
    ],
    [
      'from a method to a setting',
      { ...sound, methods: [{ ...DECLARED, maxAge: 'x' }] },
      dangling('/methods/0/maxAge', 'x', 'settings'),
    ],
    [
      'from validity to a setting',
      { ...sound, validity: { ...sound.validity, term: 'x' } },
      dangling('/validity/term', 'x', 'settings'),
    ],
    [
      'from renewal to a setting',
      { ...sound, renewal: { ...sound.renewal, interval: 'x' } },
      dangling('/renewal/interval', 'x', 'settings'),
    ],
    [
      'from standard change to a setting',
      { ...sound, standardChange: { ...sound.standardChange, grace: 'x' } },
      dangling('/standardChange/grace', 'x', 'settings'),
    ],
    [
      'from surveillance to a setting',
      { ...sound, surveillance: { ...sound.surveillance, rate: 'x' } },
      dangling('/surveillance/rate', 'x', 'settings'),
    ],
    [
      'from a sanction to a setting',
      { ...sound, sanctions: [{ ...sanction, notice: 'x' }] },
      dangling('/sanctions/0/notice', 'x', 'settings'),
    ],
    [
      'from a clock to a setting',
      { ...sound, clocks: [{ ...clock, length: 'x' }] },
      dangling('/clocks/0/length', 'x', 'settings'),
    ],
    [
      'from an inclusion to a fact',
      { ...sound, scope: { ...sound.scope, inclusion: [test9] } },
      dangling('/scope/inclusion/0/when', 'x', 'the facts dictionary'),
    ],
    [
      'from an exclusion to a fact',
      { ...sound, scope: { ...sound.scope, exclusions: [test9] } },
      dangling('/scope/exclusions/0/when', 'x', 'the facts dictionary'),
    ],
  ])('%s', (_what, document, expected) => {
    expect(complaints(document)).toEqual(expected);
  });
});

describe('what is asked of some products only', () => {
  const route = { id: 'module-a', title: 'route.a', open: 'route.a.open', ...sourced };
  const classed = (id: string, ...categories: string[]) => ({
    ...{ id, name: `class.${id}`, categories, routes: [route] },
    ...sourced,
  });
  const overlaid = (more: Partial<SchemeEdition>, ...requirements: readonly RequirementGroup[]) => ({
    ...scheme([group(1, ['1-1']), ...requirements]),
    ...more,
  });
  const twice = (place: string, id: string) => [
    {
      file: FILE,
      path: place,
      code: 'provision-selected-twice',
      facts: { id: `sandbox-standard@1#${id}` },
    },
  ];
  const classes = [classed('plain'), classed('important', 'lock', 'camera')];

  test('may be the same provision under another method, where no product is asked for both', () => {
    const document = overlaid(
      {},
      group(1, ['1-2'], { id: 'gateways', only: { categories: ['router'] } }),
      group(1, ['1-2'], { id: 'others', only: { exceptCategories: ['router'] }, method: 'tested' }),
    );
    expect(complaints(document)).toEqual([]);
    const perClass = overlaid(
      { classes },
      group(1, ['1-2'], { id: 'plain', only: { classes: ['plain'] } }),
      group(1, ['1-2'], { id: 'important', only: { classes: ['important'] }, method: 'tested' }),
    );
    expect(complaints(perClass)).toEqual([]);
  });

  test.each<[string, RequirementGroup['only'], RequirementGroup['only']]>([
    ['a category that both name', { categories: ['router', 'hub'] }, { categories: ['router'] }],
    ['a category that one names', { categories: ['router'] }, undefined],
    ['a category that neither names', { exceptCategories: ['router'] }, { exceptCategories: ['hub'] }],
    ['a category of a class', { classes: ['important'] }, { categories: ['lock'] }],
    ['the rest of the categories', { classes: ['plain'] }, { exceptCategories: ['router'] }],
  ])('is told where a provision is asked for twice of %s', (_what, one, other) => {
    const document = overlaid(
      { classes },
      group(1, ['1-2'], { id: 'one', ...(one && { only: one }) }),
      group(1, ['1-3', '1-2'], { id: 'other', ...(other && { only: other }) }),
    );
    expect(complaints(document)).toEqual(twice('/requirements/2/provisions/1', '1-2'));
  });

  test('names classes and principles that are declared', () => {
    const document = overlaid(
      { classes },
      group(1, ['1-2'], { id: 'x', only: { classes: ['important', 'unheard-of'] }, principle: 'none' }),
    );
    expect(complaints(document).map(({ path, code, facts }) => [path, code, facts])).toEqual([
      ['/requirements/1/only/classes/1', 'dangling-reference', { id: 'unheard-of', to: 'classes' }],
      ['/requirements/1/principle', 'dangling-reference', { id: 'none', to: 'principles' }],
    ]);
  });

  test('is not to be told for a category that two classes hold', () => {
    const document = overlaid({ classes: [...classes, classed('critical', 'smartcard', 'camera')] });
    expect(complaints(document)).toEqual([
      { file: FILE, path: '/classes/2/categories/1', code: 'duplicate-id', facts: { id: 'camera' } },
    ]);
  });

  test('has ids of its own for classes, principles and gates', () => {
    const principle = { id: 'passwords', name: 'principle.passwords', ...sourced };
    const gate = { id: 'plan', before: 'testing' as const, rule: 'gate.plan', ...sourced };
    const document = overlaid({
      classes: [...classes, classed('plain', 'toy')],
      principles: [principle, principle],
      gates: [gate, gate],
    });
    expect(complaints(document).map(({ path, code }) => [path, code])).toEqual([
      ['/classes/2', 'duplicate-id'],
      ['/principles/1', 'duplicate-id'],
      ['/gates/1', 'duplicate-id'],
    ]);
  });

  test('is listed with the very categories of its class', () => {
    const entry = { id: 'III.17', title: 'listed.17', categories: ['lock', 'doorbell'] };
    const document = overlaid({
      classes: [classed('plain'), { ...classed('important', 'lock', 'camera'), listed: [entry] }],
    });
    expect(complaints(document).map(({ path, facts }) => [path, facts['id'], facts['to']])).toEqual([
      ['/classes/1/listed/0/categories/1', 'doorbell', 'the categories of the class'],
      ['/classes/1/categories/1', 'camera', 'the entries of the list'],
    ]);
  });
});

describe('a level that nobody can reach is told', () => {
  test('because nothing adds to it', () => {
    expect(complaints({ ...sound, requirements: sound.requirements.slice(0, 1) })).toEqual([
      {
        file: FILE,
        path: '/levels/1',
        code: 'unreachable-level',
        facts: { level: 2, reason: 'no requirement group adds to it' },
      },
    ]);
  });

  test('because there is none below it', () => {
    const gap = scheme([group(1, ['1-1']), group(3, ['1-2'])]);
    expect(complaints(gap)).toEqual([
      {
        file: FILE,
        path: '/levels/1/rank',
        code: 'unreachable-level',
        facts: { level: 3, reason: 'there is no level 2' },
      },
    ]);
  });

  test('a binary scheme has one', () => {
    expect(complaints({ ...sound, levelModel: 'binary' })).toEqual([
      { file: FILE, path: '/levels', code: 'binary-with-levels', facts: { levels: 2 } },
    ]);
  });
});

describe('two editions of a scheme', () => {
  const from = (start: string, end?: string) => ({
    from: day(start),
    ...(end !== undefined && { to: day(end) }),
    ...sourced,
  });
  const overlap = (mine: ReturnType<typeof from>, theirs: ReturnType<typeof from>, id = sound.id) =>
    complaints(
      { ...sound, inForce: mine },
      {
        schemes: [
          {
            file: 'schemes/sandbox-scheme/2.yaml',
            document: { ...sound, id, edition: '2', inForce: theirs },
          },
        ],
      },
    ).map((one) => [one.path, one.code, one.facts['other']]);
  const told = [['/inForce', 'overlapping-editions', '2']];

  test.each([
    [
      'the later begins on the day on which the earlier ends',
      from('2026-01-01', '2026-06-01'),
      from('2026-06-01'),
      [],
    ],
    ['the later begins a day before', from('2026-01-01', '2026-06-02'), from('2026-06-01'), told],
    [
      'the earlier ends on the day on which the later begins',
      from('2026-06-01'),
      from('2026-01-01', '2026-06-01'),
      [],
    ],
    ['neither ends', from('2026-01-01'), from('2026-06-01'), told],
    ['the other way round, with a day between', from('2026-06-01'), from('2025-01-01', '2026-05-31'), []],
    ['one lies within the other', from('2026-02-01', '2026-03-01'), from('2026-01-01', '2026-12-01'), told],
  ])('overlap or not: %s', (_when, mine, theirs, expected) => {
    expect(overlap(mine, theirs)).toEqual(expected);
  });

  test('of different schemes do not disturb each other', () => {
    expect(overlap(from('2026-01-01'), from('2026-01-01'), 'another-scheme')).toEqual([]);
  });
});

describe('the texts of a scheme', () => {
  test.each([...new Map(textKeysOf(sound).map((one) => [one.path, one])).values()])(
    'the key of $path is missed where a language lacks it',
    ({ key, path }) => {
      const texts = [
        textsFor(sound),
        { ...textsFor(sound, key), file: 'schemes/sandbox-scheme/texts/fi.yaml' },
      ];
      const [second] = texts.slice(1);
      if (second) second.document.language = 'fi';
      expect(complaints(sound, { texts })).toContainEqual({
        file: FILE,
        path,
        code: 'text-missing',
        facts: { key, language: 'fi', texts: 'schemes/sandbox-scheme/texts/fi.yaml' },
      });
    },
  );

  test('are missed where there are none', () => {
    expect(complaints(sound, { texts: [] })).toEqual([
      { file: FILE, path: '', code: 'no-texts', facts: { id: 'sandbox-scheme' } },
    ]);
  });
});
