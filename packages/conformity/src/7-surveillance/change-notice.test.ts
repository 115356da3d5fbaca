import type { CaseEvent } from '@assay/vocabulary/case-event';
import { describe, expect, test } from 'vitest';

import { CHANGE, PEOPLE, play, played, RULES, type Turn } from '../../test/sandbox-case.ts';
import { NOW, organisationId } from '../../test/small-world.ts';
import { deskOf } from '../case-desk.ts';
import { evolve, NO_CASE, type Case } from '../case.ts';
import type { CaseAct } from '../journey.ts';

const GRANTED = [
  ['submit', 'applicant'],
  ['accept', 'intake'],
  ['recordTestReport', 'laboratory'],
  ['completeEvaluation', 'evaluator'],
  ['review', 'reviewer'],
  ['grant', 'decider'],
] as const;
const granted = played(NO_CASE, ...GRANTED);

function codeOf(act: CaseAct, state: Case, turn: Turn = {}): string {
  const who = act === 'reportChange' ? PEOPLE.applicant : PEOPLE.surveillance;
  const outcome = play(act, who, state, turn);
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

describe('a notice of change', () => {
  test.each([
    ['none', 'no-label-held'],
    ['valid', 'ok'],
    ['suspended', 'ok'],
    ['revoked', 'no-label-held'],
    ['expired', 'no-label-held'],
  ] as const)('of a label that is %s is answered: %s', (label, code) => {
    expect(codeOf('reportChange', granted, { label })).toBe(code);
  });

  test('is for whoever holds the label, and nobody else of their role', () => {
    const other = { ...PEOPLE.applicant, organisation: organisationId('org_another') };
    expect(play('reportChange', other, granted)).toMatchObject({ refusal: { code: 'not-the-applicant' } });
  });

  test('is answered once, by its id', () => {
    expect(codeOf('acknowledgeChange', granted)).toBe('no-such-change');
    const told = played(granted, ['reportChange', 'applicant'], ['reportChange', 'applicant']);
    if (told.stage === 'none') throw new Error('it is granted');
    expect(told.changes.map(({ id }) => id)).toEqual(['change-1', 'change-2']);
    const answered = played(told, ['acknowledgeChange', 'surveillance', { change: 'change-2' }]);
    expect(codeOf('acknowledgeChange', answered, { change: 'change-2' })).toBe('change-already-answered');
    expect(codeOf('acknowledgeChange', answered, { change: 'change-1' })).toBe('ok');
    if (answered.stage === 'none') throw new Error('it is granted');
    expect(answered.changes.map((one) => one.answered)).toEqual([
      undefined,
      { at: NOW, outcome: 'noted', answer: 'Noted.' },
    ]);
  });

  test('lets the case wait for surveillance until each is answered, and for nobody then', () => {
    const events = [
      ...GRANTED,
      ['reportChange', 'applicant'],
      ['acknowledgeChange', 'surveillance'],
    ] as const;
    const waits: string[] = [];
    const history: CaseEvent[] = [];
    let state = NO_CASE;
    for (const [act, who] of events) {
      const outcome = play(act, PEOPLE[who], state);
      if (!outcome.ok) throw new Error(outcome.refusal.code);
      history.push(...outcome.value);
      state = outcome.value.reduce(evolve, state);
      waits.push(deskOf(RULES, history, []).waitsFor);
    }
    expect(waits.slice(-3)).toEqual(['issuer', 'surveillance', 'nobody']);
  });

  test('names each kind of change once, however often it was sent', () => {
    const what = ['firmware', 'firmware', 'contact'] as const;
    const outcome = play('reportChange', PEOPLE.applicant, granted, { told: { ...CHANGE, what } });
    expect(outcome).toMatchObject({ value: [{ what: ['firmware', 'contact'] }] });
  });
});
