import type { CalendarDate } from '@assay/vocabulary/instant';
import type { RecognisedScope, RecognitionEvent } from '@assay/vocabulary/recognition-event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { bodyId, day, NOW, report, TESTED } from '../../test/small-world.ts';
import { shortfalls } from '../2-evaluation/method.ts';
import { judgeBody, recognisedBodies, standingOn, type Recognition, type Wanted } from './body-standing.ts';

const BODY = bodyId('body_sandbox-laboratory');
const SCHEME = 'sandbox-scheme';
const SCOPE: RecognisedScope = { competence: 'accredited-17025', activities: ['functional-test'] };

describe('a body', () => {
  const history = [
    recognised('2026-01-01', { until: '2027-01-01', accredited: '2026-12-01' }),
    withdrawn('2026-06-01'),
    recognised('2026-09-01', { until: '2027-09-01', accredited: '2027-03-31' }),
  ];
  test.each([
    ['2025-12-31', { state: 'not-yet', from: '2026-01-01' }],
    ['2026-01-01', { state: 'recognised', from: '2026-01-01', until: '2026-12-02' }],
    ['2026-05-31', { state: 'recognised', from: '2026-01-01' }],
    ['2026-06-01', { state: 'withdrawn', from: '2026-06-01', because: 'Sandbox: it stopped testing.' }],
    ['2026-08-31', { state: 'withdrawn', from: '2026-06-01' }],
    ['2026-09-01', { state: 'recognised', from: '2026-09-01', until: '2027-04-01' }],
    ['2027-03-31', { state: 'recognised' }],
    ['2027-04-01', { state: 'accreditation-ended', from: '2027-04-01' }],
    ['2027-09-01', { state: 'expired', from: '2027-09-01' }],
  ])('stands on %s as the newest word that holds by then says', (text, expected) => {
    expect(standingOn(history, day(text))).toMatchObject(expected);
  });

  test('of which nothing was said was never recognised', () => {
    expect(standingOn([], day('2026-01-01'))).toEqual({ state: 'never' });
  });

  test('whose recognition is withdrawn from an earlier day on lost what was to come, and what was', () => {
    const lost = [...history, withdrawn('2026-02-01')];
    expect(standingOn(lost, day('2026-01-31')).state).toBe('recognised');
    for (const after of ['2026-02-01', '2026-09-01', '2027-09-01'])
      expect(standingOn(lost, day(after)).state).toBe('withdrawn');
  });
});

describe('results count', () => {
  const first = recognised('2026-01-01', { until: '2027-01-01' });
  test.each<[string, readonly RecognitionEvent[], Partial<Wanted>, object | undefined]>([
    ['while it is recognised for them', [first], {}, undefined],
    ['not of a body that never was', [], {}, { code: 'body-never-recognised' }],
    [
      'not before',
      [first],
      { from: day('2025-12-31') },
      { code: 'body-not-yet-recognised', from: '2026-01-01' },
    ],
    [
      'not after',
      [first],
      { until: day('2027-01-01') },
      { code: 'recognition-expired', since: '2027-01-01' },
    ],
    [
      'not past its accreditation',
      [recognised('2026-01-01', { accredited: '2026-03-09' })],
      {},
      { code: 'accreditation-expired', since: '2026-03-10', day: '2026-03-10' },
    ],
    [
      'not where it was withdrawn while it tested',
      [first, withdrawn('2026-03-05')],
      {},
      {
        code: 'recognition-withdrawn',
        since: '2026-03-05',
        day: '2026-03-05',
        why: 'Sandbox: it stopped testing.',
      },
    ],
    [
      'not of what it is not recognised for',
      [first],
      { activity: 'penetration-test' },
      {
        code: 'activity-out-of-scope',
        activity: 'penetration-test',
        scope: ['functional-test'],
        day: '2026-03-01',
      },
    ],
    [
      'not with less competence than is asked',
      [recognised('2026-01-01', {}, { ...SCOPE, competence: 'none' })],
      {},
      { code: 'competence-out-of-scope', has: 'none', needs: 'approved' },
    ],
    ['across a renewal', [first, recognised('2026-03-05', { until: '2028-01-01' })], {}, undefined],
  ])('%s', (_, history, more, refusal) => {
    const wanted: Wanted = {
      ...{ activity: 'functional-test', competence: 'approved' },
      ...{ from: day('2026-03-01'), until: day('2026-03-20') },
      ...more,
    };
    const answer = judgeBody({ body: BODY, scheme: SCHEME, history }, wanted);
    if (refusal) expect(answer).toMatchObject({ refusal: { body: BODY, scheme: SCHEME, ...refusal } });
    else expect(answer.ok).toBe(true);
  });
});

test('the rows for an evaluation say of any test what the history says of each of its days', () => {
  const days = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`);
  const scope = fc.record({
    competence: fc.constantFrom('approved', 'accredited-17025', 'accredited-17065'),
    activities: fc.subarray(['functional-test', 'document-review'] as const, { minLength: 1 }),
  });
  const word = fc.oneof(
    days.map((from) => withdrawn(from)),
    fc
      .record({
        from: days,
        until: fc.option(days, { nil: undefined }),
        accredited: fc.option(days, { nil: undefined }),
        scope,
      })
      .map(({ from, scope: of, ...ends }) => recognised(from, ends, of)),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), days, days, (history, one, other) => {
      const [from, until] = [one, other].toSorted().map(day) as [CalendarDate, CalendarDate];
      const recognition: Recognition = { body: BODY, scheme: SCHEME, history };
      const competence = 'approved';
      const counts = judgeBody(recognition, { activity: 'functional-test', competence, from, until }).ok;
      const rows = recognisedBodies(recognition, 'Sandbox Laboratory');
      const asked = report({ '1-1': 'pass' }, { testedFrom: from, testedUntil: until });
      const laboratory = { ...asked.laboratory, body: BODY, party: 'third', competence } as const;
      const method = { ...TESTED, activity: 'functional-test', party: 'third', competence } as const;
      const found = shortfalls(
        { ...asked, laboratory, activity: 'functional-test' },
        {
          method,
          maxAgeDays: undefined,
          scheme: SCHEME,
          asOf: until,
          bodies: rows,
        },
      );
      expect(found.map(({ code }) => code)).toEqual(counts ? [] : ['body-not-recognised']);
    }),
    { numRuns: 2_000 },
  );
});

type Ends = { readonly until?: string | undefined; readonly accredited?: string | undefined };

function recognised(from: string, { until, accredited }: Ends = {}, scope = SCOPE): RecognitionEvent {
  return {
    ...{ type: 'BodyRecognised', at: NOW, because: 'Sandbox: its accreditor says so.', from: day(from) },
    scope: {
      ...scope,
      ...(accredited !== undefined && {
        accreditation: { by: 'Sandbox Accreditor', scope: 'Testing', until: day(accredited) },
      }),
    },
    ...(until !== undefined && { until: day(until) }),
  };
}

function withdrawn(from: string): RecognitionEvent {
  return {
    ...{ type: 'RecognitionWithdrawn', at: NOW, because: 'Sandbox: it stopped testing.', from: day(from) },
  };
}
