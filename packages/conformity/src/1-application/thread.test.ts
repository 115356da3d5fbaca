import { expect, test } from 'vitest';

import { PEOPLE, play, played } from '../../test/sandbox-case.ts';
import { bodyId, day, LAB, NOW } from '../../test/small-world.ts';
import { evolve, NO_CASE, type Case } from '../case.ts';

const accepted = played(NO_CASE, ['submit', 'applicant'], ['accept', 'intake']);
const assigned = played(accepted, ['assignLaboratory', 'intake']);

test('whoever handles the case asks, and a question is answered once, by whom it was put to', () => {
  const asked = played(accepted, ['requestInformation', 'evaluator']);
  expect(threads(asked)).toMatchObject([{ id: 'thread-1', from: 'administrator', of: 'applicant' }]);
  expect(play('answerAsLaboratory', PEOPLE.laboratory, assigned)).toMatchObject({
    refusal: { code: 'no-such-thread', thread: 'thread-1' },
  });
  const answered = played(asked, ['supplyInformation', 'applicant']);
  expect(threads(answered)).toMatchObject([{ id: 'thread-1', answeredAt: NOW }]);
  expect(play('supplyInformation', PEOPLE.applicant, answered)).toMatchObject({
    refusal: { code: 'already-supplied', thread: 'thread-1' },
  });
  expect(threads(played(answered, ['requestInformation', 'evaluator']))).toMatchObject([
    { id: 'thread-1' },
    { id: 'thread-2', answeredAt: undefined },
  ]);
});

test('the time set for an answer is not over when it is set', () => {
  const ask = (respondBy: string) =>
    play('requestInformation', PEOPLE.evaluator, accepted, { asked: { respondBy: day(respondBy) } });
  expect(ask('2026-11-20')).toMatchObject({
    refusal: { code: 'time-already-over', respondBy: '2026-11-20', today: '2026-11-21' },
  });
  expect(ask('2026-11-21')).toMatchObject({ ok: true, value: [{ respondBy: '2026-11-21' }] });
  // It is tomorrow already where the scheme is at home.
  const there = { asked: { respondBy: day('2026-11-21'), timeZone: 'Pacific/Kiritimati' } };
  expect(play('requestInformation', PEOPLE.evaluator, accepted, there)).toMatchObject({
    refusal: { code: 'time-already-over', today: '2026-11-22' },
  });
});

test('a laboratory is asked where one is assigned, and asks the applicant alone', () => {
  const ofLaboratory = { asked: { of: 'laboratory' as const } };
  expect(play('requestInformation', PEOPLE.evaluator, accepted, ofLaboratory)).toMatchObject({
    refusal: { code: 'no-laboratory-assigned' },
  });
  expect(play('requestInformation', PEOPLE.evaluator, assigned, ofLaboratory).ok).toBe(true);
  expect(play('askAsLaboratory', PEOPLE.laboratory, assigned, ofLaboratory)).toMatchObject({
    value: [{ from: 'laboratory', of: 'applicant' }],
  });
});

test('only the assigned laboratory speaks for the laboratory, and whoever does takes its part', () => {
  const stranger = { ...PEOPLE.laboratory, body: bodyId('body_another') };
  const refusal = { code: 'laboratory-not-assigned', assigned: LAB.id, acting: 'body_another' };
  for (const act of ['askAsLaboratory', 'answerAsLaboratory'] as const)
    expect(play(act, stranger, assigned)).toEqual({ ok: false, refusal });
  expect(play('askAsLaboratory', PEOPLE.laboratory, accepted)).toMatchObject({
    refusal: { code: 'laboratory-not-assigned', assigned: '' },
  });
  const asked = played(assigned, ['askAsLaboratory', 'laboratory']);
  expect(asked.took.laboratory).toEqual([PEOPLE.laboratory.id]);
  expect(asked.took.applicant).toEqual([PEOPLE.applicant.id]);
});

test('one laboratory tests: it is not assigned twice, nor replaced once it has reported', () => {
  const code = (outcome: ReturnType<typeof play>) => (outcome.ok ? 'ok' : outcome.refusal.code);
  const another = { body: bodyId('body_another') };
  expect(code(play('chooseLaboratory', PEOPLE.applicant, assigned))).toBe('laboratory-already-assigned');
  expect(code(play('chooseLaboratory', PEOPLE.applicant, assigned, another))).toBe('ok');
  const reported = played(assigned, ['recordTestReport', 'laboratory']);
  expect(code(play('assignLaboratory', PEOPLE.intake, reported, another))).toBe(
    'laboratory-already-reported',
  );
  const reassigned = play('assignLaboratory', PEOPLE.intake, assigned, another);
  const elsewhere = reassigned.ok ? reassigned.value.reduce(evolve, assigned) : assigned;
  expect(play('recordTestReport', PEOPLE.laboratory, elsewhere)).toMatchObject({
    refusal: { code: 'laboratory-not-assigned', assigned: 'body_another', acting: LAB.id },
  });
});

function threads(state: Case) {
  return state.stage === 'none' ? [] : state.threads;
}
