import type { CaseEvent } from '@assay/vocabulary/case-event';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FAILED, PASSED, PEOPLE, play, type Turn } from '../test/sandbox-case.ts';
import { digest, NOW, personId } from '../test/small-world.ts';
import { caseOf, evolve, NO_CASE, type Case } from './case.ts';
import type { CaseAct, Stage } from './journey.ts';

/** The machine, written out once more: from each stage, the stages that one event can lead to. */
const NEXT: Readonly<Record<Stage, readonly Stage[]>> = {
  none: ['submitted'],
  submitted: ['submitted', 'returned', 'accepted', 'dismissed', 'discontinued'],
  returned: ['returned', 'submitted', 'dismissed', 'discontinued'],
  accepted: ['accepted', 'evaluated', 'dismissed', 'discontinued'],
  evaluated: ['evaluated', 'reviewed', 'accepted', 'dismissed', 'discontinued'],
  reviewed: ['reviewed', 'granted', 'refused', 'accepted', 'dismissed', 'discontinued'],
  granted: ['granted'],
  refused: [],
  dismissed: [],
  discontinued: [],
};

type Step = { readonly act: CaseAct; readonly who: keyof typeof PEOPLE; readonly turn: Turn };
const BEFORE_DECISION: readonly CaseAct[] = [
  ...(['submit', 'resubmit', 'return', 'accept', 'discontinue', 'dismiss', 'signDeclarations'] as const),
  ...(['chooseLaboratory', 'assignLaboratory', 'requestInformation', 'askAsLaboratory'] as const),
  ...(['supplyInformation', 'answerAsLaboratory', 'recordTestReport'] as const),
  ...(['completeEvaluation', 'completeEvaluation', 'review', 'review', 'reopen'] as const),
  ...(['grant', 'grant', 'refuse'] as const),
];
const AFTER_IT: readonly CaseAct[] = [
  ...(['reportChange', 'acknowledgeChange'] as const),
  ...(['order', 'reportOnOrder', 'answerOrder', 'closeOrder', 'withdrawOrder'] as const),
];
const stepOf = (acts: readonly CaseAct[]): fc.Arbitrary<Step> =>
  fc.record({
    act: fc.constantFrom(...acts),
    who: fc.constantFrom(...(Object.keys(PEOPLE) as (keyof typeof PEOPLE)[])),
    turn: fc.record({
      evaluation: fc.constantFrom(PASSED, FAILED),
      sufficient: fc.boolean(),
      report: fc.constantFrom('1', '2', '3'),
    }),
  });
/** Mostly the right person for the act, so that walks get far. */
const OWN: Readonly<Partial<Record<CaseAct, keyof typeof PEOPLE>>> = {
  return: 'intake',
  accept: 'intake',
  dismiss: 'decider',
  assignLaboratory: 'intake',
  requestInformation: 'intake',
  askAsLaboratory: 'laboratory',
  answerAsLaboratory: 'laboratory',
  recordTestReport: 'laboratory',
  completeEvaluation: 'evaluator',
  review: 'reviewer',
  reopen: 'reviewer',
  grant: 'decider',
  refuse: 'decider',
  acknowledgeChange: 'surveillance',
  order: 'authority',
  answerOrder: 'surveillance',
  closeOrder: 'authority',
  withdrawOrder: 'authority',
};
const mostlyOwn = (acts: readonly CaseAct[]) =>
  fc
    .tuple(stepOf(acts), fc.nat(9))
    .map(([step, chance]) => (chance > 0 ? { ...step, who: OWN[step.act] ?? 'applicant' } : step));
/** First what leads to a decision, then everything: of many acts that come too early a walk gets nowhere. */
const steps = fc
  .tuple(
    fc.array(mostlyOwn(BEFORE_DECISION), { minLength: 40, maxLength: 90 }),
    fc.array(mostlyOwn([...BEFORE_DECISION, ...AFTER_IT]), { maxLength: 30 }),
  )
  .map((both) => both.flat());

function walk(some: readonly Step[]): {
  readonly state: Case;
  readonly history: readonly CaseEvent[];
  readonly stages: readonly Stage[];
} {
  const begun = play('submit', PEOPLE.applicant, NO_CASE);
  const history: CaseEvent[] = begun.ok ? [...begun.value] : [];
  let state = caseOf(history);
  const stages: Stage[] = ['none', state.stage];
  for (const { act, who, turn } of some) {
    const played = play(act, PEOPLE[who], state, turn);
    if (!played.ok) continue;
    for (const event of played.value) {
      history.push(event);
      state = evolve(state, event);
      stages.push(state.stage);
    }
  }
  return { state, history, stages };
}

describe('any sequence of acts', () => {
  test('stays inside the machine, and its history replays to the same case', () => {
    const reached = new Set<Stage>();
    fc.assert(
      fc.property(steps, (some) => {
        const { state, history, stages } = walk(some);
        for (const [index, stage] of stages.slice(1).entries())
          expect(NEXT[stages[index] ?? 'none']).toContain(stage);
        expect(caseOf(history)).toEqual(state);
        expect(caseOf(JSON.parse(JSON.stringify(history)) as CaseEvent[])).toEqual(state);
        stages.forEach((stage) => reached.add(stage));
      }),
      { numRuns: 500 },
    );
    expect([...reached].sort()).toEqual(Object.keys(NEXT).sort());
  });

  test('grants only on a sufficient review of an evaluation that reached the level as assessed', () => {
    fc.assert(
      fc.property(steps, (some) => {
        const { state, history } = walk(some);
        if (state.stage !== 'granted') return;
        expect(state.evaluation?.assessed).toBeGreaterThanOrEqual(state.level);
        expect(state.review?.sufficient).toBe(true);
        const [granted] = history.filter((event) => event.type === 'LabelGranted');
        // To ask is part of deciding.
        const others = history.filter(
          ({ type }) => type !== 'LabelGranted' && type !== 'InformationRequested',
        );
        expect(others.map((event) => event.by)).not.toContain(granted?.by);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a case file', () => {
  const begun = play('submit', PEOPLE.applicant, NO_CASE);
  const [submitted] = begun.ok ? begun.value : [];
  if (!submitted) throw new Error('no submission');
  const fact = { at: NOW, by: personId('person_somebody'), because: 'rehearsed' };

  test('begins with its submission and has only one', () => {
    expect(() => caseOf([{ ...fact, type: 'ApplicationDiscontinued' }])).toThrow(
      'begins with ApplicationSubmitted',
    );
    expect(() => caseOf([submitted, submitted])).toThrow('submitted once');
    expect(caseOf([])).toBe(NO_CASE);
  });

  test('with an event that cannot follow is broken and is not read', () => {
    const granted: CaseEvent = { ...fact, type: 'LabelGranted', level: 1, evaluation: digest('e') };
    const ended: CaseEvent = { ...fact, type: 'ApplicationDiscontinued' };
    expect(() => caseOf([submitted, granted])).toThrow(
      'LabelGranted cannot follow in a case that is submitted',
    );
    expect(() =>
      caseOf([submitted, ended, { ...fact, type: 'ApplicationAccepted', dossier: digest('a') }]),
    ).toThrow('ApplicationAccepted cannot follow in a case that is discontinued');
  });

  test('remembers the dossier as it was last handed in, and how often it came back', () => {
    const { state } = walk([
      { act: 'return', who: 'intake', turn: {} },
      { act: 'resubmit', who: 'applicant', turn: {} },
      { act: 'return', who: 'intake', turn: {} },
    ]);
    expect(state).toMatchObject({ stage: 'returned', corrections: 2, dossier: digest('b') });
  });

  test('forgets evaluation and review on reopening, never the reports', () => {
    const { state } = walk([
      { act: 'accept', who: 'intake', turn: {} },
      { act: 'recordTestReport', who: 'laboratory', turn: { report: '1' } },
      { act: 'completeEvaluation', who: 'evaluator', turn: {} },
      { act: 'review', who: 'reviewer', turn: {} },
      { act: 'reopen', who: 'reviewer', turn: {} },
    ]);
    expect(state).toMatchObject({
      stage: 'accepted',
      evaluation: undefined,
      review: undefined,
      reports: [digest('1')],
    });
  });
});
