import { refuse } from '@assay/vocabulary/result';
import { expect, test } from 'vitest';

import { FAILED, PASSED, PEOPLE, play, played, RULES, type Turn } from '../../test/sandbox-case.ts';
import { day, digest, dossier, instant, LABEL, NOW, ref } from '../../test/small-world.ts';
import { issueLabel } from '../5-label/issue.ts';
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
    const done = play(act, PEOPLE[who], state, turn);
    if (!done.ok) throw new Error(done.refusal.code);
    return done.value.reduce(evolve, state);
  }, NO_CASE);
}

const code = (outcome: ReturnType<typeof play>) => (outcome.ok ? 'ok' : outcome.refusal.code);

test('a label is granted where the level is assessed and the review was sufficient', () => {
  const outcome = play('grant', PEOPLE.decider, reviewed({ evaluation: PASSED, sufficient: true }));
  expect(outcome.ok && outcome.value).toMatchObject([
    { type: 'LabelGranted', level: 1, evaluation: digest('e') },
  ]);
});

test('nobody can grant what the findings do not carry', () => {
  const outcome = play('grant', PEOPLE.decider, reviewed({ evaluation: FAILED }));
  expect(outcome).toEqual({
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
  const outcome = play('refuse', PEOPLE.decider, reviewed({ evaluation: FAILED }));
  expect(FAILED.gaps).toHaveLength(1);
  expect(outcome.ok && outcome.value).toMatchObject([
    { type: 'LabelRefused', grounds: FAILED.gaps, evaluation: digest('e'), because: 'rehearsed' },
  ]);
});

const gap = FAILED.gaps[0]?.requirement ?? ref('1-1');
const overruled = [{ requirement: gap, reason: 'Sandbox: seen on the product itself.' }];
const overruling = (more: Turn['grant']) =>
  play('grant', PEOPLE.decider, reviewed({ evaluation: FAILED }), { grant: { overruled, ...more } });

test('a decider overrules open gaps only one by one, by name and with a reason, and the evaluation stays', () => {
  expect(overruling({})).toMatchObject({
    value: [{ type: 'LabelGranted', overruled, evaluation: digest('e') }],
  });
  expect(overruling({ overruled: [{ requirement: gap, reason: ' ' }] })).toEqual(
    refuse({ code: 'overruled-without-reason', requirement: gap }),
  );
  expect(overruling({ overruled: [...overruled, { requirement: ref('9-9'), reason: 'Why not.' }] })).toEqual(
    refuse({ code: 'overruled-without-gap', requirement: ref('9-9') }),
  );
  const decision = { overruling: 'forbidden', source: 'none', confidence: 'sure' } as const;
  expect(overruling({ scheme: { ...RULES, decision } })).toEqual(
    refuse({ code: 'overruling-forbidden', scheme: 'sandbox-scheme' }),
  );
  expect(code(overruling({ overruled: [] }))).toBe('level-not-reached');
});

test('what is overruled in part is not reached, and the refusal names what stays open', () => {
  const [first] = FAILED.gaps;
  if (!first) throw new Error('no gap');
  const second = { ...first, requirement: ref('1-2') };
  const state = reviewed({ evaluation: { ...FAILED, gaps: [first, second] } });
  expect(play('grant', PEOPLE.decider, state, { grant: { overruled } })).toMatchObject({
    refusal: { code: 'level-not-reached', gaps: [second] },
  });
});

test('a decider refuses what the findings carry only with a reason of his own', () => {
  const state = reviewed({ evaluation: PASSED });
  for (const reasons of [[], ['  ']])
    expect(play('refuse', PEOPLE.decider, state, { reasons })).toEqual(refuse({ code: 'reasons-missing' }));
  expect(
    play('refuse', PEOPLE.decider, state, { reasons: ['Sandbox: the maker is another.'] }),
  ).toMatchObject({
    value: [{ type: 'LabelRefused', grounds: [], reasons: ['Sandbox: the maker is another.'] }],
  });
  expect(play('refuse', PEOPLE.decider, reviewed({ evaluation: FAILED }), { reasons: [] }).ok).toBe(true);
});

test('a grant names its first day, never one that is over, and in whose name it is issued', () => {
  const state = reviewed({ evaluation: PASSED });
  const granted = (more: Turn['grant']) => play('grant', PEOPLE.decider, state, { grant: { ...more } });
  expect(granted({})).toMatchObject({
    value: [{ effective: '2026-11-21', authorities: ['Sandbox Label Office'] }],
  });
  const both = {
    authorities: ['administrator', 'scheme-owner'],
    source: 'none',
    confidence: 'sure',
  } as const;
  const scheme = { ...RULES, grant: { ...both, authorities: [...both.authorities] } };
  expect(granted({ scheme, effective: day('2026-12-01') })).toMatchObject({
    value: [{ effective: '2026-12-01', authorities: ['Sandbox Label Office', 'Sandbox owner'] }],
  });
  expect(granted({ effective: day('2026-11-20') })).toEqual(
    refuse({ code: 'grant-backdated', effective: '2026-11-20', today: '2026-11-21' }),
  );
});

test('nothing is granted on declarations that are not those asked now', () => {
  const missing = [reason('declaration-outdated', { declaration: 'truth', version: '2', signed: '1' })];
  const state = reviewed({ evaluation: PASSED });
  expect(play('grant', PEOPLE.decider, state, { grant: { missing } })).toEqual(
    refuse({ code: 'declarations-outdated', missing }),
  );
});

test('no label is issued before the first day of its grant', () => {
  const granted = played(reviewed({ evaluation: PASSED }), [
    'grant',
    'decider',
    { grant: { effective: day('2026-11-23') } },
  ]);
  const issue = (at: string) =>
    issueLabel(granted, {
      ...{ by: PEOPLE.issuer, because: 'rehearsed', label: LABEL, scheme: RULES, dossier: dossier() },
      at: instant(at),
    });
  expect(issue('2026-11-22T23:59:59Z')).toEqual(
    refuse({ code: 'grant-not-yet-effective', effective: '2026-11-23', today: '2026-11-22' }),
  );
  expect(issue('2026-11-23T00:00:00Z').ok).toBe(true);
});

test('a review that is not sufficient must say why', () => {
  const evaluated = (['submit', 'accept', 'completeEvaluation'] as const).reduce<Case>((state, act) => {
    const who = { submit: PEOPLE.applicant, accept: PEOPLE.intake, completeEvaluation: PEOPLE.evaluator };
    const done = play(act, who[act], state);
    return done.ok ? done.value.reduce(evolve, state) : state;
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
  expect(play('grant', PEOPLE.decider, state, { grant: { validity } })).toEqual(validity);
  expect(play('grant', PEOPLE.decider, state).ok).toBe(true);
});
