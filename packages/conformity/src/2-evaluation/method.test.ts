import type { RecognisedBody } from '@assay/vocabulary/programme';
import type { Method } from '@assay/vocabulary/scheme';
import type { TestReport } from '@assay/vocabulary/test-report';
import { describe, expect, test } from 'vitest';

import {
  bodyId,
  codesOf,
  day,
  DECLARED,
  evaluation,
  findingOn,
  LAB,
  provision,
  report,
  says,
  shows,
  TESTED,
  TODAY,
  world,
} from '../../test/small-world.ts';
import { shortfalls } from './method.ts';

type Given = {
  readonly method?: Partial<Method>;
  readonly report?: Partial<TestReport>;
  readonly lab?: Partial<TestReport['laboratory']>;
  readonly body?: Partial<RecognisedBody>;
  readonly maxAgeDays?: number;
};

/** What a report on tests from 1 to 31 October 2026 lacks on 21 November 2026; nothing unless something is changed. */
function lacking({ method, report: more, lab, body, maxAgeDays }: Given): readonly string[] {
  const made = report({ '1-1': 'pass' }, more);
  return shortfalls(
    { ...made, laboratory: { ...made.laboratory, ...lab } },
    {
      method: { ...TESTED, ...method },
      maxAgeDays,
      scheme: 'sandbox-scheme',
      asOf: TODAY,
      bodies: [{ ...LAB, ...body }],
    },
  ).map((reason) => reason.code);
}

describe('a report counts for a level', () => {
  const recognised = (from: string, until?: string): Given => ({
    body: { recognised: { from: day(from), ...(until && { until: day(until) }) } },
  });
  const rows: readonly (readonly [string, Given, readonly string[]])[] = [
    ['when nothing is amiss', {}, []],
    [
      'not with a weaker activity',
      { report: { activity: 'document-review' } },
      ['activity-too-weak', 'body-not-recognised'],
    ],
    [
      'with a more rigorous one that the body is recognised for',
      { report: { activity: 'penetration-test' } },
      [],
    ],
    [
      'not with a more rigorous one that it is not recognised for',
      { report: { activity: 'evaluation' } },
      ['body-not-recognised'],
    ],
    ['not from the maker', { lab: { party: 'first' } }, ['party-too-close']],
    ['not from somebody with an interest', { lab: { party: 'second' } }, ['party-too-close']],
    ['from somebody with none where the maker would do', { method: { party: 'first' } }, []],
    ['not with a lesser competence', { lab: { competence: 'approved' } }, ['competence-too-low']],
    [
      'not with the competence to certify where it takes that to test',
      { lab: { competence: 'accredited-17065' } },
      ['competence-too-low'],
    ],
    ['with accreditation where approval is enough', { method: { competence: 'approved' } }, []],
    [
      'not where the programme knows the body for less than the report says',
      { body: { competence: 'approved' } },
      ['body-not-recognised'],
    ],
    ['not from another body', { lab: { body: bodyId('body_sandbox-stranger') } }, ['body-not-recognised']],
    [
      'not from a body recognised for another scheme',
      { body: { schemes: ['another-scheme'] } },
      ['body-not-recognised'],
    ],
    [
      'from an unknown body where no third party is asked for',
      { method: { party: 'second' }, body: { schemes: [] } },
      [],
    ],
    ['when recognition began on the first day of testing', recognised('2026-10-01'), []],
    ['not when it began a day later', recognised('2026-10-02'), ['body-not-recognised']],
    ['when recognition ended the day after the last', recognised('2026-01-01', '2026-11-01'), []],
    ['not when it ended on the last day', recognised('2026-01-01', '2026-10-31'), ['body-not-recognised']],
    [
      'when accreditation ran to the last day',
      { lab: { accreditation: { by: 'Sandbox', scope: 'IoT', until: day('2026-10-31') } } },
      [],
    ],
    [
      'not when it ended a day before',
      { lab: { accreditation: { by: 'Sandbox', scope: 'IoT', until: day('2026-10-30') } } },
      ['accreditation-ended'],
    ],
    ['when testing ended today', { report: { testedUntil: TODAY } }, []],
    ['not when it ends tomorrow', { report: { testedUntil: day('2026-11-22') } }, ['tested-later']],
    ['when it is as old as it may be', { maxAgeDays: 21 }, []],
    ['not when it is a day older', { maxAgeDays: 20 }, ['result-too-old']],
    [
      'not at all, with every reason told',
      {
        report: { activity: 'declaration', testedFrom: day('2027-01-01'), testedUntil: day('2027-01-02') },
        lab: {
          party: 'first',
          competence: 'none',
          accreditation: { by: 'Sandbox', scope: 'IoT', until: day('2026-01-01') },
        },
      },
      [
        'activity-too-weak',
        'party-too-close',
        'competence-too-low',
        'body-not-recognised',
        'accreditation-ended',
        'tested-later',
      ],
    ],
  ];
  test.each(rows)('%s', (_when, given, codes) => {
    expect(lacking(given)).toEqual(codes);
  });
});

describe('a report that falls short of the method', () => {
  const judged = (verdict: 'pass' | 'fail') =>
    findingOn(
      evaluation(
        world({
          provisions: [provision('1-1')],
          group: { method: 'tested' },
          reports: [report({ '1-1': verdict }, { activity: 'document-review' })],
        }),
      ),
      '1-1',
    );

  test('makes a requirement met as declared, not as assessed, and says why', () => {
    const finding = judged('pass');
    expect([finding.outcome, finding.assessed]).toEqual(['met', 'no-evidence']);
    expect(codesOf(finding.because)).toContain('activity-too-weak');
  });

  test('counts in full where it is unfavourable', () => {
    const finding = judged('fail');
    expect([finding.outcome, finding.assessed]).toEqual(['not-met', 'not-met']);
  });
});

test('the maker’s own statement is enough only where the level asks for no more than a declaration', () => {
  const assessed = (method: Method) => {
    const made = world({
      provisions: [provision('1-1')],
      group: { method: method.id },
      dossier: { statements: [says('1-1', 'yes')], evidence: [shows(['1-1'])] },
    });
    return evaluation({ ...made, scheme: { ...made.scheme, methods: [method] } }).level;
  };
  expect(assessed(DECLARED)).toEqual({ asked: 1, declared: 1, assessed: 1 });
  expect(assessed({ ...DECLARED, party: 'third' })).toEqual({ asked: 1, declared: 1, assessed: 0 });
  expect(assessed({ ...DECLARED, activity: 'document-review' })).toEqual({
    asked: 1,
    declared: 1,
    assessed: 0,
  });
});

test('the oldest age of a result is the setting that the method names, in days', () => {
  const judged = (value: number) => {
    const made = world({
      provisions: [provision('1-1')],
      group: { method: 'tested' },
      reports: [report({ '1-1': 'pass' })],
    });
    const setting = {
      id: 'oldest',
      value,
      unit: 'days',
      effectiveFrom: day('2026-01-01'),
      source: 'none',
      confidence: 'sure' as const,
    };
    return evaluation({
      ...made,
      scheme: { ...made.scheme, methods: [{ ...TESTED, maxAge: 'oldest' }], settings: [setting] },
    }).level.assessed;
  };
  expect([judged(21), judged(20)]).toEqual([1, 0]);
});
