import { refuse } from '@assay/vocabulary/result';
import { expect, test } from 'vitest';

import { FAILED, PASSED, PEOPLE, play, type Turn } from '../../test/sandbox-case.ts';
import { digest, NOW } from '../../test/small-world.ts';
import { completeReview } from '../3-review/review.ts';
import { accept, giveBack } from '../1-application/intake.ts';
import { evolve, NO_CASE, type Case } from '../case.ts';
import { reason } from '../reason.ts';

function reviewed(turn: Turn): Case {
  const steps = [
    ['submit', 'applicant'],
    ['accept', 'intake'],
    ['recordTestReport', 'laboratory'],
    ['completeEvaluation', 'evaluator'],
    ['review', 'reviewer'],
  ] as const;
  return steps.reduce<Case>((state, [act, who]) => {
    const played = play(act, PEOPLE[who], state, turn);
    if (!played.ok) throw new Error(played.refusal.code);
    return played.value.reduce(evolve, state);
  }, NO_CASE);
}

const code = (played: ReturnType<typeof play>) => (played.ok ? 'ok' : played.refusal.code);

test('a label is granted where the level is assessed and the review was sufficient', () => {
  const played = play('grant', PEOPLE.decider, reviewed({ evaluation: PASSED, sufficient: true }));
  expect(played.ok && played.value).toMatchObject([
    { type: 'LabelGranted', level: 1, evaluation: digest('e') },
  ]);
});

test('nobody can grant what the findings do not carry', () => {
  const played = play('grant', PEOPLE.decider, reviewed({ evaluation: FAILED }));
  expect(played).toEqual({
    ok: false,
    refusal: { code: 'level-not-reached', asked: 1, assessed: 0, gaps: FAILED.gaps },
  });
});

test('nobody can grant on what is declared only', () => {
  const declared = { ...PASSED, level: { asked: 1, declared: 1, assessed: 0 } };
  expect(code(play('grant', PEOPLE.decider, reviewed({ evaluation: declared })))).toBe('level-not-reached');
});

test('nobody can grant on a review that found too little', () => {
  expect(code(play('grant', PEOPLE.decider, reviewed({ sufficient: false })))).toBe('review-not-sufficient');
});

test('a refusal names every gap that the evaluation left open', () => {
  const played = play('refuse', PEOPLE.decider, reviewed({ evaluation: FAILED }));
  expect(FAILED.gaps).toHaveLength(1);
  expect(played.ok && played.value).toMatchObject([
    { type: 'LabelRefused', grounds: FAILED.gaps, evaluation: digest('e'), because: 'rehearsed' },
  ]);
});

test('a review that is not sufficient must say why', () => {
  const evaluated = (['submit', 'accept', 'completeEvaluation'] as const).reduce<Case>((state, act) => {
    const who = { submit: PEOPLE.applicant, accept: PEOPLE.intake, completeEvaluation: PEOPLE.evaluator };
    const played = play(act, who[act], state);
    return played.ok ? played.value.reduce(evolve, state) : state;
  }, NO_CASE);
  const review = (sufficient: boolean, remarks: readonly string[]) => {
    const done = completeReview(evaluated, {
      by: PEOPLE.reviewer,
      at: NOW,
      because: 'rehearsed',
      sufficient,
      remarks,
    });
    return done.ok ? 'ok' : done.refusal.code;
  };
  expect([review(false, []), review(false, ['Too little.']), review(true, [])]).toEqual([
    'remarks-missing',
    'ok',
    'ok',
  ]);
});

test('intake accepts just what is complete and sends back just what is not, item by item', () => {
  const begun = play('submit', PEOPLE.applicant, NO_CASE);
  const state = begun.ok ? begun.value.reduce(evolve, NO_CASE) : NO_CASE;
  const what = { by: PEOPLE.intake, at: NOW, because: 'rehearsed' };
  const missing = [reason('disclosure-missing', { field: 'updates' })];
  expect(accept(state, { ...what, missing })).toEqual({
    ok: false,
    refusal: { code: 'application-incomplete', missing },
  });
  expect(giveBack(state, { ...what, missing: [] })).toEqual({
    ok: false,
    refusal: { code: 'nothing-missing' },
  });
  const back = giveBack(state, { ...what, missing });
  expect(back.ok && back.value).toMatchObject([{ type: 'ApplicationReturned', missing }]);
});

test('what no label could state until when it holds is not granted', () => {
  const validity = refuse({ code: 'support-end-missing' as const });
  const state = reviewed({ evaluation: PASSED, sufficient: true });
  expect(play('grant', PEOPLE.decider, state, { validity })).toEqual(validity);
  expect(play('grant', PEOPLE.decider, state).ok).toBe(true);
});
