/** A scheme in which everything is in order, and what it stands on: each test breaks it in one way. */
import type { Fact } from '@assay/vocabulary/facts';
import type { Crosswalk } from '@assay/vocabulary/crosswalk';
import type { SchemeEdition, SchemeTexts } from '@assay/vocabulary/scheme';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { adviseOnScheme } from '../src/0-programme/advise-on-scheme.ts';
import { adviseOnTexts } from '../src/0-programme/advise-on-texts.ts';
import { checkCrosswalks } from '../src/0-programme/check-crosswalk.ts';
import { checkScheme } from '../src/0-programme/check-scheme.ts';
import { checkStandard, checkSuccession } from '../src/0-programme/check-standard.ts';
import { checkLanguage } from '../src/0-programme/check-texts.ts';
import type { Complaint, Filed } from '../src/0-programme/complaint.ts';
import { textKeysOf } from '../src/0-programme/text-keys.ts';
import { condition, day, group, provision, scheme, standard, TESTED, yesNoFact } from './small-world.ts';

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const role = (id: string) => ({ id, duty: `role.${id}`, ...sourced });

export const FACTS: readonly Fact[] = [
  yesNoFact('f'),
  yesNoFact('g'),
  { ...yesNoFact('n'), type: 'number' },
  { ...yesNoFact('k'), type: 'choice', choices: ['one', 'other'] },
];

export const STANDARD: StandardEdition = standard(
  [
    provision('1-1', { conditions: ['c1', 'c2'] }),
    provision('1-2', { conditions: ['c3'] }),
    provision('1-3', { parent: '1-2' }),
    provision('1-4'),
  ],
  [
    condition('c1', { fact: 'g' }),
    condition('c2', { compare: { fact: 'n', op: '>', value: 3 } }),
    condition('c3', { in: { fact: 'k', values: ['one'] } }),
  ],
);
export const OTHER_STANDARD: StandardEdition = standard(
  ['1-1', '1-2', '1-3', '1-4'].map((id) => provision(id)),
  [],
  { id: 'other-standard' },
);

/** An edition of two levels, with one of each list that an edition can have. */
export const SOUND: SchemeEdition = scheme(
  [group(1, ['1-1', '1-2']), group(2, ['1-3'], { method: TESTED.id })],
  {
    roles: ['scheme-owner', 'issuing-body', 'laboratory', 'developer'].map(role),
    declarations: [{ id: 'truth', version: '1', text: 'declaration.truth', ...sourced }],
    changeClasses: [{ id: 'minor', action: 'change.minor', ...sourced }],
    sanctions: [{ id: 'suspension', rule: 'sanction.suspension', notice: 'notice-days', ...sourced }],
    claims: [{ id: 'claim', rule: 'claim.rule', ...sourced }],
    applicationForm: ['/product/name', '/disclosures/updates'],
    disclosures: [{ field: 'updates', required: true, label: 'disclosure.updates', ...sourced }],
    recognitions: [{ party: 'Sandbox', level: '1', rule: 'recognition.rule', ...sourced }],
    clocks: [
      {
        id: 'review',
        starts: 'ApplicationAccepted',
        ends: 'LabelGranted',
        length: 'review-days',
        calendar: 'business-days',
        pausesWhileWaitingOnApplicant: true,
        ...sourced,
      },
    ],
    businessDays: { weekend: ['saturday', 'sunday'], holidays: 'not-stated', ...sourced },
    scope: {
      categories: ['any-consumer-iot'],
      excludedCategories: [{ category: 'vehicle', ...sourced }],
      inclusion: [{ id: 'in', when: { fact: 'f' }, ...sourced }],
      exclusions: [{ id: 'out', when: { compare: { fact: 'n', op: '<', value: 0 } }, ...sourced }],
    },
    settings: [
      setting('longest-term', 36, 'months'),
      setting('review-days', 30, 'business-days'),
      setting('notice-days', 14, 'calendar-days'),
    ],
  },
);

export function setting(id: string, value: number | string | null, unit: string) {
  return { id, value, unit, effectiveFrom: day('2026-01-01'), ...sourced };
}

export const SCHEME_FILE = 'schemes/sandbox-scheme/1.yaml';
export const STANDARD_FILE = 'standards/sandbox-standard/1.yaml';
export const textsFile = (language: string): string => `schemes/sandbox-scheme/texts/${language}.yaml`;

/** Everything that a scheme refers to, in one language. */
export function textsOf(document: SchemeEdition, language: string): Filed<SchemeTexts> {
  const texts = Object.fromEntries(textKeysOf(document).map(({ key }) => [key, 'A sentence.']));
  return { file: textsFile(language), document: { language, texts } };
}

/** What a test changes of the sound scheme and of what it stands on. */
export type Change = {
  readonly scheme?: Partial<SchemeEdition>;
  readonly facts?: readonly Fact[];
  readonly standard?: Partial<StandardEdition>;
  readonly other?: Partial<StandardEdition>;
  readonly moreStandards?: readonly Filed<StandardEdition>[];
  readonly moreSchemes?: readonly Filed<SchemeEdition>[];
  readonly texts?: (texts: readonly Filed<SchemeTexts>[]) => readonly Filed<SchemeTexts>[];
  readonly crosswalks?: readonly Filed<Crosswalk>[];
};

/** All that is told of the sound scheme once it is changed. */
export function toldOf(change: Change = {}): readonly Complaint[] {
  const document: SchemeEdition = { ...SOUND, ...change.scheme };
  const filed = { file: SCHEME_FILE, document };
  const standards = [
    { file: STANDARD_FILE, document: { ...STANDARD, ...change.standard } },
    { file: 'standards/other-standard/1.yaml', document: { ...OTHER_STANDARD, ...change.other } },
    ...(change.moreStandards ?? []),
  ];
  const complete = [textsOf(document, 'en'), textsOf(document, 'fi')];
  const texts = change.texts?.(complete) ?? complete;
  const facts = new Map((change.facts ?? FACTS).map((fact) => [fact.id, fact]));
  const around = { facts, standards, schemes: [filed, ...(change.moreSchemes ?? [])], texts };
  return [
    ...checkScheme(filed, around),
    ...standards.flatMap((one) => checkStandard(one, around)),
    ...checkSuccession(standards),
    ...checkCrosswalks(change.crosswalks ?? [], standards),
    ...texts.flatMap(checkLanguage),
    ...adviseOnScheme(filed, around),
    ...adviseOnTexts([filed], texts),
  ];
}
