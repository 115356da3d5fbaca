import type { Condition } from '@assay/vocabulary/condition';
import type { CrosswalkPair } from '@assay/vocabulary/crosswalk';
import type { ProvisionRef } from '@assay/vocabulary/ids';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import type { Provision, StandardEdition } from '@assay/vocabulary/standard';
import { describe, expect, test } from 'vitest';

import { condition, day, DECLARED, edition, group, provision, TESTED } from '../../test/small-world.ts';
import {
  OTHER_STANDARD,
  SCHEME_FILE,
  setting,
  SOUND,
  STANDARD,
  STANDARD_FILE,
  textsFile,
  textsOf,
  toldOf,
  type Change,
} from '../../test/sound-scheme.ts';
import { CHECKS, checkOf, type CheckCode } from './checks.ts';

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const uncertain = { source: 'invented for tests', confidence: 'uncertain' } as const;
const CROSSWALK = 'crosswalk/sandbox.yaml';

const [GROUP_1, GROUP_2] = SOUND.requirements;
const [CLOCK] = SOUND.clocks;
const [LEVEL_1, LEVEL_2] = SOUND.levels;
if (!GROUP_1 || !GROUP_2 || !CLOCK || !LEVEL_1 || !LEVEL_2) throw new Error('nothing to break');

const scheme = (more: Partial<SchemeEdition>): Change => ({ scheme: more });
const standard = (more: Partial<StandardEdition>): Change => ({ standard: more });
const inclusion = (when: Condition): Change =>
  scheme({ scope: { ...SOUND.scope, inclusion: [{ id: 'in', when, ...sourced }] } });
const conditionOf = (expression: Condition): Change =>
  standard({
    conditions: STANDARD.conditions.map((one, at) => (at === 0 ? condition('c1', expression) : one)),
  });
const provisionOf = (more: Partial<Provision>): Change =>
  standard({ provisions: STANDARD.provisions.map((one, at) => (at === 3 ? { ...one, ...more } : one)) });
const clock = (more: Partial<typeof CLOCK>): Change => scheme({ clocks: [{ ...CLOCK, ...more }] });
const settings = (value: number | string | null, unit: string): Change =>
  scheme({ settings: SOUND.settings.map((one, at) => (at === 2 ? setting(one.id, value, unit) : one)) });
const pair = (from: string, to: string, relation: CrosswalkPair['relation']): CrosswalkPair => ({
  from: from as ProvisionRef,
  to: to as ProvisionRef,
  ...{ relation, strength: 'medium', ...sourced },
});
const crosswalk = (...pairs: CrosswalkPair[]): Change => ({
  crosswalks: [{ file: CROSSWALK, document: { crosswalk: 'sandbox', title: 'Sandbox', pairs } }],
});
const edition2 = (more: Partial<SchemeEdition>) => ({
  file: 'schemes/sandbox-scheme/2.yaml',
  document: { ...SOUND, edition: '2', ...more },
});

/** Those of arrangements are broken one by one in `check-recognition.test.ts`. */
type OfRecognition = 'recognition-among-strangers' | 'recognises-itself' | 'direction-given-twice';
type Broken = readonly [change: Change, path: string, file?: string];

/** For each code one change that breaks the sound scheme, or what it stands on, in that way alone. */
const BROKEN: Readonly<Record<Exclude<CheckCode, 'folder-misnamed' | OfRecognition>, Broken>> = {
  'duplicate-id': [scheme({ claims: [...SOUND.claims, ...SOUND.claims] }), '/claims/1'],
  'dangling-reference': [
    scheme({ requirements: [GROUP_1, { ...GROUP_2, provisions: ['9-9'] }] }),
    '/requirements/1/provisions/0',
  ],
  'provision-selected-twice': [
    scheme({ requirements: [GROUP_1, { ...GROUP_2, provisions: ['1-3', '1-2'] }] }),
    '/requirements/1/provisions/1',
  ],
  'requirement-without-method': [
    scheme({ requirements: [GROUP_1, { ...GROUP_2, method: 'guessed' }], methods: [DECLARED] }),
    '/requirements/1/method',
  ],
  'recognition-of-unknown-edition': [
    scheme({
      recognitions: SOUND.recognitions.map((one) => ({ ...one, scheme: edition('sandbox-scheme@9') })),
    }),
    '/recognitions/0/scheme',
  ],
  'unreachable-level': [
    scheme({ levels: [...SOUND.levels, { ...LEVEL_2, rank: 3, symbol: '***' }] }),
    '/levels/2',
  ],
  'binary-with-levels': [scheme({ levelModel: 'binary' }), '/levels'],
  'levels-look-alike': [scheme({ levels: [LEVEL_1, { ...LEVEL_2, symbol: '*' }] }), '/levels/1/symbol'],
  'classes-missing': [scheme({ levelModel: 'classes' }), '/levelModel'],
  'class-takes-nothing': [
    scheme({ classes: [plainClass('default', []), plainClass('second', [])] }),
    '/classes/1',
  ],
  'principles-missing': [scheme({ levelModel: 'per-principle' }), '/levelModel'],
  'principles-without-model': [
    scheme({
      principles: principles('p', 'q'),
      requirements: [
        { ...GROUP_1, principle: 'p' },
        { ...GROUP_2, principle: 'q' },
      ],
    }),
    '/principles',
  ],
  'principle-without-requirements': [
    scheme({
      levelModel: 'per-principle',
      principles: principles('p', 'q'),
      requirements: [
        { ...GROUP_1, principle: 'p' },
        { ...GROUP_2, principle: 'p' },
      ],
    }),
    '/principles/1',
  ],
  'selector-takes-nothing': [
    scheme({
      scope: { ...SOUND.scope, categories: ['lighting'] },
      requirements: [
        GROUP_1,
        GROUP_2,
        group(2, ['1-4'], { id: 'none', only: { exceptCategories: ['lighting'] } }),
      ],
    }),
    '/requirements/2/only',
  ],
  'undeclared-fact': [inclusion({ all: [{ fact: 'f' }, { fact: 'x' }] }), '/scope/inclusion/0/when'],
  'fact-of-another-type': [
    conditionOf({ compare: { fact: 'g', op: '>', value: 1 } }),
    '/conditions/0/expression',
    STANDARD_FILE,
  ],
  'choice-not-offered': [
    conditionOf({ in: { fact: 'k', values: ['one', 'third'] } }),
    '/conditions/0/expression',
    STANDARD_FILE,
  ],
  'condition-never-true': [
    conditionOf({
      all: [{ compare: { fact: 'n', op: '<', value: 1 } }, { compare: { fact: 'n', op: '>', value: 1 } }],
    }),
    '/conditions/0/expression',
    STANDARD_FILE,
  ],
  'provision-never-applies': [
    standard({
      conditions: [...STANDARD.conditions, condition('c4', { compare: { fact: 'n', op: '<=', value: 3 } })],
      provisions: [...STANDARD.provisions, provision('1-5', { conditions: ['c2', 'c4'] })],
    }),
    '/provisions/4/conditions',
    STANDARD_FILE,
  ],
  'scope-takes-nothing': [
    scheme({ scope: { ...SOUND.scope, exclusions: [{ id: 'out', when: { fact: 'f' }, ...sourced }] } }),
    '/scope/exclusions/0/when',
  ],
  'category-taken-and-excluded': [
    scheme({ scope: { ...SOUND.scope, categories: ['any-consumer-iot', 'vehicle'] } }),
    '/scope/excludedCategories/0/category',
  ],
  'category-out-of-scope': [
    scheme({
      requirements: [GROUP_1, GROUP_2, group(2, ['1-4'], { id: 'car', only: { categories: ['vehicle'] } })],
    }),
    '/requirements/2/only/categories/0',
  ],
  'method-nobody-can-perform': [scheme({ methods: [{ ...DECLARED, party: 'third' }, TESTED] }), '/methods/0'],
  'declaration-without-signer': [
    scheme({
      roles: SOUND.roles.map((one) =>
        one.id === 'developer' ? { ...one, id: 'manufacturers-association' } : one,
      ),
    }),
    '/declarations/0',
  ],
  'form-asks-for-no-member': [
    scheme({ applicationForm: [...SOUND.applicationForm, '/product/colour'] }),
    '/applicationForm/2',
  ],
  'disclosure-without-field': [scheme({ applicationForm: ['/product/name'] }), '/disclosures/0/field'],
  'ends-before-it-begins': [
    scheme({ inForce: { from: day('2026-01-01'), to: day('2026-01-01'), ...sourced } }),
    '/inForce/to',
  ],
  'overlapping-editions': [
    { moreSchemes: [edition2({ inForce: { from: day('2026-06-01'), ...sourced } })] },
    '/inForce',
  ],
  'clock-without-calendar': [{ scheme: withoutBusinessDays() }, '/clocks/0/calendar'],
  'clock-of-another-unit': [clock({ length: 'notice-days' }), '/clocks/0/length'],
  'clock-ends-as-it-starts': [clock({ ends: 'ApplicationAccepted' }), '/clocks/0/ends'],
  'setting-of-another-unit': [settings(14, 'fortnights'), '/sanctions/0/notice'],
  'setting-not-a-number': [settings('fourteen', 'calendar-days'), '/settings/2/value'],
  'term-missing': [scheme({ validity: { rule: 'fixed-term', ...sourced } }), '/validity'],
  'term-without-rule': [scheme({ validity: { ...SOUND.validity, rule: 'open-ended' } }), '/validity/term'],
  'support-end-not-asked': [
    scheme({ supportPeriod: { ...SOUND.supportPeriod, endDateRequired: false } }),
    '/supportPeriod/endDateRequired',
  ],
  'neither-label-nor-statement': [{ scheme: withoutLabel() }, ''],
  'no-texts': [{ texts: () => [] }, '/id'],
  'language-missing': [{ texts: () => [textsOf(SOUND, 'fi'), textsOf(SOUND, 'sv')] }, '/id'],
  'language-misnamed': [
    { texts: ([en, fi]) => (en && fi ? [en, { ...fi, file: textsFile('sv') }] : []) },
    '/language',
    textsFile('sv'),
  ],
  'text-missing': [
    {
      texts: ([en]) => (en ? [en, { ...textsOf({ ...SOUND, title: 'role.developer' }, 'fi') }] : []),
    },
    '/title',
  ],
  'pair-within-an-edition': [
    crosswalk(pair('sandbox-standard@1#1-1', 'sandbox-standard@1#1-2', 'intersects')),
    '/pairs/0',
    CROSSWALK,
  ],
  'pair-given-twice': [
    crosswalk(
      pair('sandbox-standard@1#1-1', 'other-standard@1#1-2', 'intersects'),
      pair('other-standard@1#1-2', 'sandbox-standard@1#1-1', 'intersects'),
    ),
    '/pairs/1',
    CROSSWALK,
  ],
  'crosswalk-cycle': [
    crosswalk(
      pair('sandbox-standard@1#1-1', 'other-standard@1#1-1', 'subset'),
      pair('sandbox-standard@1#1-2', 'other-standard@1#1-1', 'superset'),
      pair('other-standard@1#1-2', 'sandbox-standard@1#1-2', 'equal'),
      pair('other-standard@1#1-2', 'sandbox-standard@1#1-1', 'subset'),
    ),
    '/pairs/0',
    CROSSWALK,
  ],
  'succession-cycle': [
    {
      moreStandards: ['2', '3'].map((name, at) => ({
        file: `standards/other-standard/${name}.yaml`,
        document: { ...OTHER_STANDARD, edition: name, succeeds: ['3', '2'][at] ?? '' },
      })),
    },
    '/succeeds',
    'standards/other-standard/2.yaml',
  ],
  'parent-cycle': [
    standard({
      provisions: STANDARD.provisions.map((one) => (one.id === '1-2' ? { ...one, parent: '1-3' } : one)),
    }),
    '/provisions/1/parent',
    STANDARD_FILE,
  ],
  'component-missing': [scheme({ recognitions: [] }), '/recognitions'],
  'role-missing': [scheme({ roles: SOUND.roles.filter(({ id }) => id !== 'issuing-body') }), '/roles'],
  'rule-missing': [scheme({ changeClasses: [] }), '/changeClasses'],
  'component-uncertain': [
    scheme({ recognitions: SOUND.recognitions.map((one) => ({ ...one, ...uncertain })) }),
    '/recognitions',
  ],
  'rule-uncertain': [scheme({ renewal: { ...SOUND.renewal, ...uncertain } }), '/renewal'],
  'standard-published-later': [
    {
      scheme: {
        requirements: [GROUP_1, { ...GROUP_2, from: edition('later-standard@1'), provisions: ['1-1'] }],
      },
      moreStandards: [
        {
          file: 'standards/later-standard/1.yaml',
          document: { ...OTHER_STANDARD, id: 'later-standard', published: '2026-02' },
        },
      ],
    },
    '/requirements/1/from',
  ],
  'publication-unknown': [
    {
      ...scheme({ requirements: [GROUP_1, { ...GROUP_2, from: edition('other-standard@1') }] }),
      other: { published: 'not known' },
    },
    '/requirements/1/from',
  ],
  'requirements-uncertain': [
    {
      ...provisionOf({ confidence: 'uncertain' }),
      ...scheme({ requirements: [GROUP_1, { ...GROUP_2, provisions: ['1-3', '1-4'] }] }),
    },
    '/requirements/1/provisions',
  ],
  'requirement-never-asked': [
    scheme({
      scope: { ...SOUND.scope, exclusions: [{ id: 'out', when: { fact: 'g' }, ...sourced }] },
    }),
    '/requirements/0/provisions/0',
  ],
  'level-adds-nothing': [
    scheme({ requirements: [GROUP_1, { ...GROUP_2, only: { categories: ['camera'] } }] }),
    '/levels/1',
  ],
  'scope-test-without-effect': [
    inclusion({ any: [{ fact: 'f' }, { not: { fact: 'f' } }] }),
    '/scope/inclusion/0/when',
  ],
  'method-unused': [scheme({ methods: [...SOUND.methods, { ...TESTED, id: 'again' }] }), '/methods/2'],
  'clock-without-event': [clock({ ends: 'LabelFramed' }), '/clocks/0/ends'],
  'one-language-only': [{ texts: ([en]) => (en ? [en] : []) }, '/language', textsFile('en')],
  'text-unused': [
    {
      texts: ([en, fi]) =>
        en && fi
          ? [en, { ...fi, document: { ...fi.document, texts: { ...fi.document.texts, spare: 'X.' } } }]
          : [],
    },
    '/texts/spare',
    textsFile('fi'),
  ],
  'open-setting-in-use': [settings(null, 'calendar-days'), '/settings/2/value'],
  'open-setting': [
    scheme({ settings: [...SOUND.settings, setting('fee', null, 'EUR')] }),
    '/settings/3/value',
  ],
};

test('of a scheme in which everything is in order nothing is told, neither fault nor advice', () => {
  expect(toldOf()).toEqual([]);
});

test('a scheme that takes no applications need not end in a label: it may be there to be looked at', () => {
  expect(toldOf({ scheme: { ...withoutLabel(), status: 'closed-to-new' } })).toEqual([]);
});

describe('each check finds what it is for, at its place, and nothing else is told', () => {
  test.each(Object.entries(BROKEN))('%s', (code, [change, path, file = SCHEME_FILE]) => {
    expect(toldOf(change).map((one) => [one.code, one.file, one.path])).toEqual([[code, file, path]]);
  });
});

test('a scheme that is wrong in ten ways is told of all ten at once', () => {
  const told = toldOf({
    scheme: {
      levels: [LEVEL_1, { ...LEVEL_2, symbol: '*' }],
      requirements: [
        { ...GROUP_1, method: 'guessed' },
        { ...GROUP_2, provisions: ['9-9'] },
      ],
      methods: [TESTED],
      applicationForm: ['/product/colour'],
      clocks: [{ ...CLOCK, length: 'notice-days', ends: 'ApplicationAccepted' }],
      validity: { rule: 'fixed-term', ...sourced },
      inForce: { from: day('2026-02-01'), to: day('2026-01-01'), ...sourced },
      scope: { ...SOUND.scope, inclusion: [{ id: 'in', when: { fact: 'x' }, ...sourced }] },
    },
  });
  expect(
    told
      .filter(({ code }) => checkOf(code).severity === 'error')
      .map(({ code }) => code)
      .sort(),
  ).toEqual([
    'clock-ends-as-it-starts',
    'clock-of-another-unit',
    'dangling-reference',
    'disclosure-without-field',
    'ends-before-it-begins',
    'form-asks-for-no-member',
    'levels-look-alike',
    'requirement-without-method',
    'term-missing',
    'undeclared-fact',
  ]);
});

test('what looks to a clause of ISO/IEC 27404 is never a fault, and never claims to be sure', () => {
  const looking = Object.keys(CHECKS)
    .map(checkOf)
    .filter(({ clause }) => clause !== undefined);
  expect(new Set(looking.map(({ clause }) => clause?.clause))).toEqual(new Set(['6.2', '7.2', '8.2']));
  for (const { severity, clause } of looking) {
    expect(severity).not.toBe('error');
    expect(clause?.confidence).not.toBe('sure');
  }
});

function principles(...ids: readonly string[]): NonNullable<SchemeEdition['principles']> {
  return ids.map((id) => ({ id, name: `principle.${id}`, ...sourced }));
}

function plainClass(id: string, categories: string[]): NonNullable<SchemeEdition['classes']>[number] {
  const route = { id: 'route', title: 'route.title', open: 'route.open', ...sourced };
  return { id, name: `class.${id}`, categories, routes: [route], ...sourced };
}

function withoutBusinessDays(): Partial<SchemeEdition> {
  return { businessDays: undefined } as unknown as Partial<SchemeEdition>;
}

function withoutLabel(): Partial<SchemeEdition> {
  return { label: undefined } as unknown as Partial<SchemeEdition>;
}
