import type { Fact } from '@assay/vocabulary/facts';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';
import { describe, expect, test } from 'vitest';

import { day, DECLARED, edition, group, scheme } from '../../test/small-world.ts';
import { FACTS, SCHEME_FILE, SOUND, STANDARD, STANDARD_FILE, textsOf } from '../../test/sound-scheme.ts';
import { checkScheme, type Surroundings } from './check-scheme.ts';
import type { Filed } from './complaint.ts';
import { textKeysOf } from './text-keys.ts';

const FILE = SCHEME_FILE;
const sourced = { source: 'none', confidence: 'sure' } as const;
const facts: ReadonlyMap<string, Fact> = new Map(FACTS.map((fact) => [fact.id, fact]));
const standards = [{ file: STANDARD_FILE, document: STANDARD }];
const sound = SOUND;

function complaints(document: SchemeEdition, around: Partial<Surroundings> = {}) {
  const filed = { file: FILE, document };
  return checkScheme(filed, {
    ...{ facts, standards, schemes: [filed], texts: [textsOf(document, 'en')] },
    ...around,
  });
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
  const undeclared = (path: string) => [{ file: FILE, path, code: 'undeclared-fact', facts: { fact: 'x' } }];
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
    [
      'to a method',
      second({ method: 'guessed' }),
      [
        {
          ...{ file: FILE, path: '/requirements/1/method', code: 'requirement-without-method' },
          facts: { method: 'guessed' },
        },
      ],
    ],
    [
      'to a level',
      { ...sound, requirements: [...sound.requirements, group(9, ['1-4'])] },
      dangling('/requirements/2/level', 9, 'levels'),
    ],
    [
      'from a method to a setting',
      { ...sound, methods: [{ ...DECLARED, maxAge: 'x' }, ...sound.methods.slice(1)] },
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
      undeclared('/scope/inclusion/0/when'),
    ],
    [
      'from an exclusion to a fact',
      { ...sound, scope: { ...sound.scope, exclusions: [test9] } },
      undeclared('/scope/exclusions/0/when'),
    ],
  ])('%s', (_what, document, expected) => {
    expect(complaints(document)).toEqual(expected);
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
      const texts = [textsOf(sound, 'en'), without(textsOf(sound, 'fi'), key)];
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
      { file: FILE, path: '/id', code: 'no-texts', facts: { id: 'sandbox-scheme' } },
    ]);
  });
});

function without({ file, document }: Filed<SchemeTexts>, key: string): Filed<SchemeTexts> {
  const texts = Object.fromEntries(Object.entries(document.texts).filter(([name]) => name !== key));
  return { file, document: { ...document, texts } };
}
