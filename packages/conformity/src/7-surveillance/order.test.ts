import type { CaseEvent } from '@assay/vocabulary/case-event';
import { addDays, dateIn, type CalendarDate } from '@assay/vocabulary/instant';
import type { Actor } from '@assay/vocabulary/programme';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { PEOPLE, play, RULES, type Turn } from '../../test/sandbox-case.ts';
import { day, instant, NOW } from '../../test/small-world.ts';
import { deskOf, furtherDues } from '../case-desk.ts';
import { caseOf, evolve, NO_CASE, type Case } from '../case.ts';
import { clocksOf } from '../clock.ts';
import type { CaseAct } from '../journey.ts';
import { suspend, withdraw } from './surveillance.ts';
import { labelOf, mayLabel } from '../label.ts';
import { reportOnOrder } from './answer-order.ts';
import { makeOrder } from './make-order.ts';
import { ordersAfter, type Order } from './order.ts';

type Step = readonly [CaseAct, keyof typeof PEOPLE, Turn?];
const TO_GRANTED: readonly Step[] = [
  ['submit', 'applicant'],
  ['accept', 'intake'],
  ['recordTestReport', 'laboratory'],
  ['completeEvaluation', 'evaluator'],
  ['review', 'reviewer'],
  ['grant', 'decider'],
];
const REPORT: Turn = { ordered: { kind: 'report' } };
const WITHDRAWAL: Turn = { ordered: { kind: 'withdrawal' } };

/** The history that some acts make, after a grant. */
function after(...steps: readonly Step[]): readonly CaseEvent[] {
  return [...TO_GRANTED, ...steps].reduce<readonly CaseEvent[]>((history, [act, who, turn = {}]) => {
    const outcome = play(act, PEOPLE[who], caseOf(history), { history, ...turn });
    if (!outcome.ok) throw new Error(`${act}: ${outcome.refusal.code}`);
    return [...history, ...outcome.value];
  }, []);
}

function codeOf(history: readonly CaseEvent[], [act, who, turn = {}]: Step): string {
  const outcome = play(act, PEOPLE[who], caseOf(history), { history, ...turn });
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

function ordersOf(history: readonly CaseEvent[]): readonly Order[] {
  const state = caseOf(history);
  return state.stage === 'none' ? [] : state.orders;
}

const granted = after();

describe('an order', () => {
  test.each([
    ['none', 'no-label-held'],
    ['valid', 'ok'],
    ['suspended', 'ok'],
    ['revoked', 'no-label-held'],
    ['expired', 'no-label-held'],
  ] as const)('where the label is %s is answered: %s', (label, code) => {
    expect(codeOf(granted, ['order', 'authority', { label }])).toBe(code);
  });

  test.each<[string, Partial<Actor>, string]>([
    ['looks after the scheme', {}, 'ok'],
    ['looks after another one', { schemes: ['another-scheme'] }, 'scheme-not-looked-after'],
    ['looks after none', { schemes: [] }, 'scheme-not-looked-after'],
    ['looks after it as a lead administrator', { roles: ['lead'] }, 'wrong-role'],
    ['looks after it as a scheme owner', { roles: ['scheme-owner'] }, 'wrong-role'],
    ['belongs to the administrator as well', { administrators: ['SB'] }, 'oversees-itself'],
    ['belongs to another administrator as well', { administrators: ['S2'] }, 'ok'],
    ['belongs to the applicant as well', { memberOf: [PEOPLE.applicant.organisation] }, 'acts-on-itself'],
    ['is the applicant', { organisation: PEOPLE.applicant.organisation }, 'acts-on-itself'],
    ['declared a conflict', { conflicts: ['Sandbox Works'] }, 'conflict-declared'],
    ['evaluated the product', { id: PEOPLE.evaluator.id }, 'took-part'],
    ['belongs to the laboratory', { bodies: PEOPLE.laboratory.bodies }, 'took-part'],
  ])('of whoever %s is answered: %s', (_, more, code) => {
    const by = { ...PEOPLE.authority, ...more };
    const outcome = play('order', by, caseOf(granted), { history: granted });
    expect(outcome.ok ? 'ok' : outcome.refusal.code).toBe(code);
  });

  test.each<[string, Step, string]>([
    ['once more of the same sanction', ['order', 'authority'], 'already-ordered'],
    ['of another sanction', ['order', 'authority', WITHDRAWAL], 'ok'],
    [
      'in place of one that nobody answered',
      ['order', 'authority', { ordered: { replaces: 'order-1' } }],
      'wrong-order-status',
    ],
    [
      'in place of one that is not there',
      ['order', 'authority', { ordered: { replaces: 'order-9' } }],
      'no-such-order',
    ],
    [
      'by a day that is over',
      ['order', 'authority', { ordered: { kind: 'report', respondBy: day('2025-01-01') } }],
      'time-already-over',
    ],
    [
      'by a day that nobody will see',
      ['order', 'authority', { ordered: { kind: 'report', respondBy: day('2996-01-01') } }],
      'time-too-far',
    ],
    ['reported on though it is a sanction', ['reportOnOrder', 'applicant'], 'no-such-order'],
    [
      'said to be carried out while the label is valid',
      ['answerOrder', 'surveillance', { order: 'order-1', outcome: 'carried-out' }],
      'not-as-ordered',
    ],
    [
      'said to be carried out without a label',
      ['answerOrder', 'surveillance', { order: 'order-1', outcome: 'carried-out', label: 'none' }],
      'not-as-ordered',
    ],
    [
      'carried out',
      ['answerOrder', 'surveillance', { order: 'order-1', outcome: 'carried-out', label: 'suspended' }],
      'ok',
    ],
    [
      'of a label that has ended meanwhile',
      ['answerOrder', 'surveillance', { order: 'order-1', outcome: 'carried-out', label: 'expired' }],
      'ok',
    ],
    [
      'closed before it was answered',
      ['closeOrder', 'authority', { order: 'order-1' }],
      'wrong-order-status',
    ],
    ['withdrawn before it was answered', ['withdrawOrder', 'authority'], 'ok'],
    [
      'with an id that was made up',
      ['withdrawOrder', 'authority', { order: 'order-1 or so' }],
      'no-such-order',
    ],
  ])('to suspend, then %s', (_, step, code) => {
    expect(codeOf(after(['order', 'authority']), step)).toBe(code);
  });

  test('needs a day where the scheme fixes none', () => {
    const command = { by: PEOPLE.authority, at: NOW, because: 'rehearsed', label: 'valid' as const };
    const asked = { kind: 'report' as const, rule: 'Sandbox rule 1', says: 'Report.' };
    const reckoning = { scheme: RULES, history: granted, choices: [] };
    expect(makeOrder(caseOf(granted), { ...command, ...reckoning, asked })).toMatchObject({
      refusal: { code: 'time-not-named' },
    });
  });

  test('is answered once, and closed once; what is not enough is ordered anew in its place', () => {
    const reported = after(['order', 'authority', REPORT], ['reportOnOrder', 'applicant']);
    expect(codeOf(reported, ['reportOnOrder', 'applicant'])).toBe('wrong-order-status');
    expect(codeOf(reported, ['withdrawOrder', 'authority'])).toBe('wrong-order-status');
    const closing: Step = ['closeOrder', 'authority', { order: 'order-1' }];
    expect(codeOf(reported, closing)).toBe('ok');
    const closed = after(['order', 'authority', REPORT], ['reportOnOrder', 'applicant'], closing);
    expect(codeOf(closed, closing)).toBe('wrong-order-status');
    const anew: Step = ['order', 'authority', { ordered: { kind: 'withdrawal', replaces: 'order-1' } }];
    const replaced = after(['order', 'authority', REPORT], ['reportOnOrder', 'applicant'], anew);
    expect(ordersOf(replaced).map(({ id, status }) => [id, status])).toEqual([
      ['order-1', 'replaced'],
      ['order-2', 'open'],
    ]);
    expect(codeOf(replaced, closing)).toBe('wrong-order-status');
  });

  test('that was carried out keeps a label suspended until its authority closes it, and a withdrawal leaves nothing to close', () => {
    const carried: Step = [
      'answerOrder',
      'surveillance',
      { order: 'order-1', outcome: 'carried-out', label: 'revoked' },
    ];
    const restoring = (history: readonly CaseEvent[]) => {
      const state = caseOf(history);
      const label = { ...LABEL_AT, state: 'suspended' as const };
      const answer = mayLabel('restore', PEOPLE.surveillance, label, state);
      return answer.ok ? 'ok' : answer.refusal.code;
    };
    expect(restoring(granted)).toBe('ok');
    expect(restoring(after(['order', 'authority', REPORT]))).toBe('ok');
    expect(restoring(after(['order', 'authority']))).toBe('held-by-order');
    const done = after(['order', 'authority'], carried);
    expect(restoring(done)).toBe('held-by-order');
    expect(restoring([...done, ...eventsOf(done, ['closeOrder', 'authority', { order: 'order-1' }])])).toBe(
      'ok',
    );
    const refused = after(['order', 'authority'], ['answerOrder', 'surveillance', { order: 'order-1' }]);
    expect(restoring(refused)).toBe('ok');
    const withdrawn = after(['order', 'authority', WITHDRAWAL], carried);
    expect(codeOf(withdrawn, ['closeOrder', 'authority', { order: 'order-1' }])).toBe('wrong-order-status');
  });

  test('is named by the act on the label that carries it out, and by no other', () => {
    const state = caseOf(after(['order', 'authority']));
    const say = { by: PEOPLE.surveillance, at: NOW, because: 'rehearsed', sandbox: true, holder: state };
    const reasonCode = 'sandbox-reason';
    expect(suspend(LABEL_AT, { ...say, reasonCode, order: 'order-1' })).toMatchObject({
      value: [{ type: 'LabelSuspended', order: 'order-1' }],
    });
    expect(suspend(LABEL_AT, { ...say, reasonCode, order: 'order-2' })).toMatchObject({
      refusal: { code: 'no-such-order' },
    });
    expect(withdraw(LABEL_AT, { ...say, reasonCode, order: 'order-1' })).toMatchObject({
      refusal: { code: 'no-such-order' },
    });
  });
});

const LABEL_AT = {
  ...labelOf([]),
  ...{ state: 'valid' as const, id: parseLabel('SB-2345-6789'), case: parseCase('case_0000000000000001') },
  ...{
    level: 1,
    since: NOW,
    validFrom: NOW,
    validUntil: instant('2030-01-01T00:00:00Z'),
  },
};

function eventsOf(history: readonly CaseEvent[], [act, who, turn = {}]: Step): readonly CaseEvent[] {
  const outcome = play(act, PEOPLE[who], caseOf(history), { history, ...turn });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value;
}

describe('whom a case waits for', () => {
  const waits = (...steps: readonly Step[]) => {
    const { waitsFor, due } = deskOf(RULES, after(...steps), []);
    return [waitsFor, due?.on, due?.clock];
  };
  const LATER = day('2026-12-20');

  test('is whoever an order was put to, by its day; who answered waits for the authority', () => {
    expect(waits(['order', 'authority', REPORT])).toEqual(['applicant', '2026-12-15', 'order-1']);
    expect(waits(['order', 'authority'])).toEqual(['surveillance', '2026-12-15', 'order-1']);
    expect(waits(['order', 'authority', REPORT], ['reportOnOrder', 'applicant'])).toEqual([
      ...['authority', undefined, undefined],
    ]);
    const not: Step = ['answerOrder', 'surveillance', { order: 'order-1' }];
    expect(waits(['order', 'authority'], not)[0]).toBe('authority');
    expect(waits(['order', 'authority'], ['withdrawOrder', 'authority'])[0]).toBe('nobody');
  });

  test('is of several the one whose day comes first, and on one day the administrator', () => {
    const later: Step = ['order', 'authority', { ordered: { respondBy: LATER } }];
    expect(waits(['order', 'authority', REPORT], later)).toEqual(['applicant', '2026-12-15', 'order-1']);
    expect(waits(['order', 'authority', REPORT], ['order', 'authority'])).toEqual([
      ...['surveillance', '2026-12-15', 'order-2'],
    ]);
    const told: Step = ['reportChange', 'applicant'];
    expect(waits(told, later)[2]).toBe('order-1');
    expect(waits(told, ['order', 'authority', REPORT], ['reportOnOrder', 'applicant'])[0]).toBe(
      'surveillance',
    );
  });
});

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
/** A scheme that gives twenty days, as 47 CFR 8.214 does. */
const TWENTY: SchemeEdition = {
  ...RULES,
  timeZone: 'America/New_York',
  clocks: [
    {
      ...{ id: 'report-on-complaint', starts: 'ComplaintReportOrdered', ends: 'ComplaintReportReceived' },
      ...{ length: 'complaint-report-period', calendar: 'calendar-days' },
      ...{ pausesWhileWaitingOnApplicant: false, ...sourced },
    },
  ],
  settings: [
    {
      ...{ id: 'complaint-report-period', value: 20, unit: 'calendar-days' },
      ...{ effectiveFrom: day('2024-01-01'), ...sourced },
    },
  ],
};

describe('the clock of a scheme', () => {
  const fixed: Turn = {
    scheme: TWENTY,
    ordered: { kind: 'report', respondBy: addDays(dateIn(NOW, 'UTC'), 20) },
  };

  test('says how long there is for a report, and nobody sets another day; for a sanction the order does', () => {
    const wrong: Turn = { scheme: TWENTY, ordered: { kind: 'report', respondBy: day('2026-12-31') } };
    expect(codeOf(granted, ['order', 'authority', wrong])).toBe('time-fixed');
    expect(codeOf(granted, ['order', 'authority', { scheme: TWENTY }])).toBe('ok');
  });

  test('runs for each order by itself, and ends with its report or when it is withdrawn', () => {
    const history = after(
      ...(['order', 'order', 'order'] as const).map((act): Step => [act, 'authority', fixed]),
      ['reportOnOrder', 'applicant', { order: 'order-2' }],
      ['withdrawOrder', 'authority', { order: 'order-3' }],
    );
    const clocks = clocksOf(TWENTY, history, { now: instant('2027-06-01T00:00:00Z'), choices: [] });
    expect(clocks.map(({ about, state, overdue }) => [about, state, overdue])).toEqual([
      ['order-1', 'running', true],
      ['order-2', 'ended', false],
      ['order-3', 'stopped', false],
    ]);
    expect(clocksOf(TWENTY, granted, { now: NOW, choices: [] })).toMatchObject([{ state: 'not-started' }]);
  });

  test('says of a report that came after its day that it is late, and takes it', () => {
    const history = after(['order', 'authority', fixed]);
    const late = instant('2027-03-01T00:00:00Z');
    const outcome = reportOnOrder(caseOf(history), {
      ...{ by: PEOPLE.applicant, at: late, because: 'rehearsed' },
      ...{ order: 'order-1', says: 'This.', evidence: [] },
    });
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    const [clock] = clocksOf(TWENTY, [...history, ...outcome.value], { now: late, choices: [] });
    expect([clock?.state, clock?.steps.at(-1)]).toEqual(['ended', expect.objectContaining({ late: true })]);
  });

  test('and the order name the same last day, whenever it is made', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (hours) => {
        const at = instant(new Date(Date.parse(NOW) + hours * 3_600_000).toISOString().replace('.000Z', 'Z'));
        const made = makeOrder(caseOf(granted), {
          ...{ by: PEOPLE.authority, at, because: 'rehearsed', label: 'valid', choices: [] },
          ...{ scheme: TWENTY, history: granted },
          asked: { kind: 'report', rule: 'Sandbox rule 1', says: 'Report.' },
        });
        if (!made.ok) throw new Error(made.refusal.code);
        const [clock] = clocksOf(TWENTY, [...granted, ...made.value], { now: at, choices: [] });
        expect(made.value).toMatchObject([{ respondBy: clock?.dueOn }]);
      }),
    );
  });
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  ...(['report', 'suspension', 'withdrawal'] as const).map((kind) =>
    fc
      .tuple(fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), fc.integer({ min: 0, max: 30 }))
      .map(([n, days]): Step => {
        const respondBy: CalendarDate = addDays(dateIn(NOW, 'UTC'), days);
        const replaces = n === undefined ? {} : { replaces: `order-${String(n)}` };
        return ['order', 'authority', { ordered: { kind, respondBy, ...replaces } }];
      }),
  ),
  fc
    .tuple(
      fc.constantFrom<[CaseAct, keyof typeof PEOPLE]>(
        ['reportOnOrder', 'applicant'],
        ['answerOrder', 'surveillance'],
        ['closeOrder', 'authority'],
        ['withdrawOrder', 'authority'],
      ),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('valid' as const, 'suspended' as const, 'revoked' as const),
      fc.constantFrom('carried-out' as const, 'not-carried-out' as const),
    )
    .map(([[act, who], n, label, outcome]): Step => [
      act,
      who,
      { order: `order-${String(n)}`, label, outcome },
    ]),
);

test('whatever people do, an order is put once, answered once and ended once, and what was refused leaves the case as it was', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 14 }), (steps) => {
      let history = granted;
      for (const [act, who, turn = {}] of steps) {
        const state: Case = caseOf(history);
        const outcome = play(act, PEOPLE[who], state, { history, ...turn });
        if (!outcome.ok) continue;
        // What the rule lets through, the history takes.
        outcome.value.reduce(evolve, state);
        history = [...history, ...outcome.value];
      }
      for (const { id, status, reported, answered, ended } of ordersOf(history)) {
        const about = history
          .filter((event) => 'order' in event && event.order === id)
          .map(({ type }) => type);
        expect(about.filter((type) => type === 'ReportOrdered' || type === 'SanctionOrdered')).toHaveLength(
          1,
        );
        expect(
          about.filter((type) => type === 'OrderedReportReceived' || type === 'OrderAnswered').length,
        ).toBe(reported || answered ? 1 : 0);
        expect(about.filter((type) => type === 'OrderClosed' || type === 'OrderWithdrawn').length).toBe(
          ended ? 1 : 0,
        );
        if (status === 'withdrawn') expect(reported ?? answered).toBeUndefined();
      }
      const { waitsFor, due } = deskOf(RULES, history, []);
      const open = ordersOf(history).filter(({ status }) => status === 'open');
      if (open.length > 0) expect(['applicant', 'surveillance']).toContain(waitsFor);
      // Each open order's day is somebody's: the first that of the case, each other one beside it.
      const further = furtherDues(RULES, { orders: ordersOf(history) });
      expect([...(due ? [due.clock] : []), ...further.map(({ clock }) => clock)].toSorted()).toEqual(
        open.map(({ id }) => id).toSorted(),
      );
      for (const one of further) expect(due && one.on >= due.on).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('an event that cannot follow is a broken case file', () => {
  const at = { at: NOW, by: PEOPLE.authority.id, because: 'rehearsed' };
  expect(() => ordersAfter([], { type: 'OrderClosed', ...at, order: 'order-1', answer: '' })).toThrow(
    'no-such-order',
  );
  const made = ordersOf(after(['order', 'authority', REPORT]));
  expect(() =>
    ordersAfter(made, { type: 'OrderAnswered', ...at, order: 'order-1', outcome: 'carried-out', answer: '' }),
  ).toThrow('no-such-order');
  const [again] = after(['order', 'authority', REPORT]).slice(-1);
  if (again?.type !== 'ReportOrdered') throw new Error('it was made');
  expect(() => ordersAfter(made, again)).toThrow('made already');
  expect(() => evolve(NO_CASE, again)).toThrow('begins with');
});

function parseLabel(text: string) {
  return text as Extract<Parameters<typeof mayLabel>[2], { state: 'valid' | 'suspended' | 'revoked' }>['id'];
}

function parseCase(text: string) {
  return text as Extract<
    Parameters<typeof mayLabel>[2],
    { state: 'valid' | 'suspended' | 'revoked' }
  >['case'];
}
