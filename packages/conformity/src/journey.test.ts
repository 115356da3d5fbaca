import type { Actor } from '@assay/vocabulary/programme';
import { describe, expect, test } from 'vitest';

import { CHANGE, LABORATORY, ORDER, PEOPLE, play, type Turn } from '../test/sandbox-case.ts';
import {
  bodyId,
  day,
  digest,
  dossier,
  LAB,
  NOW,
  organisationId,
  personId,
  report,
} from '../test/small-world.ts';
import { sameObject } from './2-evaluation/report.ts';
import { evolve, NO_CASE, type Case } from './case.ts';
import { may, MAY, type CaseAct, type Part, type Stage } from './journey.ts';

/** The roles that a case is worked in. */
type Role = keyof typeof PEOPLE;

/** What the applicant may do as long as nothing is decided. */
const STILL = ['signDeclarations', 'discontinue', 'supplyInformation'] as const;
/** Which acts a role may do at a stage: the law of this page, written out once more and by hand. */
const LAW: Readonly<Record<Stage, Partial<Record<Role, readonly CaseAct[]>>>> = {
  none: { applicant: ['submit'] },
  submitted: {
    applicant: [...STILL, 'chooseLaboratory'],
    laboratory: ['answerAsLaboratory'],
    intake: ['return', 'accept', 'assignLaboratory', 'requestInformation'],
    decider: ['dismiss'],
  },
  returned: {
    applicant: [...STILL, 'chooseLaboratory', 'resubmit'],
    laboratory: ['answerAsLaboratory'],
    intake: ['assignLaboratory'],
    decider: ['dismiss'],
  },
  accepted: {
    applicant: [...STILL, 'chooseLaboratory'],
    laboratory: ['recordTestReport', 'askAsLaboratory', 'answerAsLaboratory'],
    intake: ['assignLaboratory'],
    evaluator: ['completeEvaluation', 'requestInformation'],
    decider: ['dismiss'],
  },
  evaluated: {
    applicant: STILL,
    laboratory: ['answerAsLaboratory'],
    reviewer: ['review', 'reopen', 'requestInformation'],
    decider: ['dismiss'],
  },
  reviewed: {
    applicant: STILL,
    laboratory: ['answerAsLaboratory'],
    reviewer: ['reopen'],
    decider: ['grant', 'refuse', 'dismiss', 'requestInformation'],
  },
  granted: {
    applicant: ['reportChange', 'reportOnOrder'],
    surveillance: ['acknowledgeChange', 'answerOrder'],
    authority: ['order', 'closeOrder', 'withdrawOrder'],
  },
  refused: {},
  dismissed: {},
  discontinued: {},
};
const ACTS = Object.keys(MAY) as readonly CaseAct[];
const ROLES = Object.keys(PEOPLE) as readonly Role[];
const STAGES = Object.keys(LAW) as readonly Stage[];

/** A shortest way to each stage, act by act; each act by the person whose role it is. */
const WAY: Readonly<Record<Stage, readonly (readonly [CaseAct, Role])[]>> = (() => {
  const submitted = [['submit', 'applicant']] as const;
  const accepted = [...submitted, ['accept', 'intake']] as const;
  const evaluated = [
    ...accepted,
    ['recordTestReport', 'laboratory'],
    ['completeEvaluation', 'evaluator'],
  ] as const;
  const reviewed = [...evaluated, ['review', 'reviewer']] as const;
  return {
    none: [],
    submitted,
    returned: [...submitted, ['return', 'intake']],
    accepted,
    evaluated,
    reviewed,
    granted: [...reviewed, ['grant', 'decider']],
    refused: [...reviewed, ['refuse', 'decider']],
    dismissed: [...accepted, ['dismiss', 'decider']],
    discontinued: [...submitted, ['discontinue', 'applicant']],
  };
})();

function caseAt(stage: Stage): Case {
  return WAY[stage].reduce<Case>((state, [act, role]) => {
    const played = play(act, PEOPLE[role], state);
    if (!played.ok) throw new Error(`${act}: ${played.refusal.code}`);
    return played.value.reduce(evolve, state);
  }, NO_CASE);
}

describe('the journey of a case', () => {
  test.each(STAGES)('at the stage %s only what the law allows may be done, and only in its role', (stage) => {
    const state = caseAt(stage);
    expect(state.stage).toBe(stage);
    for (const role of ROLES)
      for (const act of ACTS) {
        const lawful = LAW[stage][role]?.includes(act) === true;
        const atStage = Object.values(LAW[stage]).some((acts) => acts.includes(act));
        const answer = may(act, PEOPLE[role], state);
        expect([act, role, answer.ok ? 'ok' : answer.refusal.code]).toEqual([
          act,
          role,
          lawful ? 'ok' : atStage ? 'wrong-role' : 'wrong-stage',
        ]);
      }
  });

  test.each(STAGES)('at the stage %s every act itself answers as the table does', (stage) => {
    const state = withEverythingAsked(caseAt(stage));
    const elsewhere = { body: bodyId('body_another') };
    const turns: Partial<Record<CaseAct, Turn>> = {
      recordTestReport: { report: 'd' },
      answerAsLaboratory: { thread: 'thread-2' },
      chooseLaboratory: elsewhere,
      assignLaboratory: elsewhere,
    };
    for (const role of ROLES)
      for (const act of ACTS) {
        const answer = may(act, PEOPLE[role], state);
        const played = play(act, PEOPLE[role], state, turns[act]);
        expect([act, role, played.ok]).toEqual([act, role, answer.ok]);
        if (!played.ok && !answer.ok) expect(played.refusal).toEqual(answer.refusal);
        if (played.ok) {
          expect(played.value).toHaveLength(1);
          expect(played.value[0]).toMatchObject({ at: NOW, by: PEOPLE[role].id, because: 'rehearsed' });
        }
      }
  });
});

describe('impartiality', () => {
  const parts: Readonly<Record<Part, Role>> = {
    applicant: 'applicant',
    laboratory: 'laboratory',
    evaluator: 'evaluator',
    reviewer: 'reviewer',
  };
  /** Whoever did the part's act holds every role, so that only the part can stand in the way. */
  const everyRole = (person: Actor): Actor => ({ ...person, roles: [...ROLES] });
  const BARRED: readonly (readonly [CaseAct, Stage, readonly Part[]])[] = [
    ['return', 'submitted', ['applicant']],
    ['accept', 'submitted', ['applicant']],
    ['recordTestReport', 'accepted', ['applicant']],
    ['review', 'evaluated', ['applicant', 'laboratory', 'evaluator']],
    ['reopen', 'reviewed', ['applicant', 'laboratory', 'evaluator']],
    ['grant', 'reviewed', ['applicant', 'laboratory', 'evaluator', 'reviewer']],
    ['refuse', 'reviewed', ['applicant', 'laboratory', 'evaluator', 'reviewer']],
  ];

  test.each(BARRED)('%s is barred to whoever took a part that must not', (act, stage, barred) => {
    const state = ofEarlierRelease(caseAt(stage));
    for (const part of Object.keys(parts) as readonly Part[]) {
      const answer = may(act, everyRole(PEOPLE[parts[part]]), state);
      const expected = barred.includes(part) ? { code: 'took-part', act, as: part } : undefined;
      expect([part, answer.ok ? undefined : answer.refusal]).toEqual([part, expected]);
    }
  });

  test('the evaluation is barred to the laboratory whose report is in the case', () => {
    const reported = play('recordTestReport', PEOPLE.laboratory, caseAt('accepted'));
    const state = reported.ok ? reported.value.reduce(evolve, caseAt('accepted')) : NO_CASE;
    const answer = may('completeEvaluation', everyRole(PEOPLE.laboratory), state);
    expect(answer.ok ? '' : answer.refusal.code).toBe('took-part');
  });

  test('a part once taken bars for good: after reopening too', () => {
    const again = (['reopen', 'completeEvaluation', 'review'] as const).reduce<Case>((state, act) => {
      const people = {
        reopen: PEOPLE.reviewer,
        completeEvaluation: PEOPLE.evaluator,
        review: PEOPLE.reviewer,
      };
      const played = play(act, people[act], state);
      return played.ok ? played.value.reduce(evolve, state) : NO_CASE;
    }, caseAt('reviewed'));
    expect(again.stage).toBe('reviewed');
    const old = ofEarlierRelease(again);
    for (const person of [PEOPLE.applicant, PEOPLE.laboratory, PEOPLE.evaluator, PEOPLE.reviewer])
      expect(may('grant', everyRole(person), old)).toMatchObject({ refusal: { code: 'took-part' } });
  });

  test('nobody of the organisation that applied judges its case, from whatever seat; its own laboratory may test', () => {
    for (const stage of STAGES)
      for (const [role, acts] of Object.entries(LAW[stage]) as [Role, readonly CaseAct[]][]) {
        if (role === 'applicant') continue;
        for (const act of acts) {
          const state = caseAt(stage);
          const { organisation } = PEOPLE.applicant;
          const guest = { ...PEOPLE[role], memberOf: [...PEOPLE[role].memberOf, organisation] };
          const twin = { ...PEOPLE[role], organisation, memberOf: [] };
          const own = { ok: false, refusal: { code: 'acts-on-itself', act, organisation } };
          for (const actor of [guest, twin]) {
            const answer = may(act, actor, state);
            if (role === 'laboratory') expect(answer.ok).toBe(true);
            else expect(answer).toEqual(own);
            expect(may(act, actor, ofEarlierRelease(state)).ok).toBe(true);
          }
        }
      }
  });

  test('a conflict declared with the manufacturer bars every act of the programme, not those of the applicant', () => {
    for (const stage of STAGES)
      for (const [role, acts] of Object.entries(LAW[stage]) as [Role, readonly CaseAct[]][])
        for (const act of acts) {
          const conflicted: Actor = {
            ...PEOPLE[role],
            id: personId('person_conflicted'),
            conflicts: ['Sandbox Works'],
          };
          const elsewhere = { ...conflicted, conflicts: ['Another Works'] };
          const state = role === 'applicant' ? appliedBy(conflicted, caseAt(stage)) : caseAt(stage);
          const answer = may(act, conflicted, state);
          expect([act, answer.ok]).toEqual([act, role === 'applicant']);
          if (!answer.ok) expect(answer.refusal.code).toBe('conflict-declared');
          expect(may(act, elsewhere, state).ok).toBe(true);
        }
  });

  test('only the organisation that applied takes an application back or hands it in again', () => {
    const colleague: Actor = { ...PEOPLE.applicant, id: personId('person_another-applicant') };
    const another: Actor = { ...PEOPLE.applicant, organisation: organisationId('org_another') };
    for (const [act, stage] of [
      ['resubmit', 'returned'],
      ['discontinue', 'accepted'],
    ] as const) {
      expect(may(act, PEOPLE.applicant, caseAt(stage)).ok).toBe(true);
      expect(may(act, colleague, caseAt(stage)).ok).toBe(true);
      expect(may(act, another, caseAt(stage))).toMatchObject({ refusal: { code: 'not-the-applicant', act } });
      const old = ofEarlierRelease(caseAt(stage));
      expect(may(act, PEOPLE.applicant, old).ok).toBe(true);
      expect(may(act, colleague, old)).toMatchObject({ refusal: { code: 'not-the-applicant', act } });
    }
  });

  test('nobody of a laboratory whose report is in the case evaluates, reviews or decides it', () => {
    for (const [act, stage] of [
      ['review', 'evaluated'],
      ['grant', 'reviewed'],
      ['refuse', 'reviewed'],
    ] as const) {
      const role = act === 'review' ? 'reviewer' : 'decider';
      const colleague: Actor = {
        ...PEOPLE[role],
        id: personId('person_colleague'),
        bodies: [bodyId('body_sandbox-laboratory')],
      };
      const state: Case = { ...caseAt(stage), laboratories: [bodyId('body_sandbox-laboratory')] };
      expect(may(act, colleague, state)).toMatchObject({ refusal: { code: 'took-part', as: 'laboratory' } });
      expect(may(act, { ...colleague, bodies: [bodyId('body_another')] }, state).ok).toBe(true);
    }
  });
});

test('a report is taken once, from its own laboratory, and on the object applied for', () => {
  const state = caseAt('accepted');
  const first = play('recordTestReport', PEOPLE.laboratory, state);
  expect(first.ok && first.value[0]).toMatchObject({ type: 'TestReportReceived', report: digest('c') });
  const after = first.ok ? first.value.reduce(evolve, state) : state;
  const code = (played: ReturnType<typeof play>) => (played.ok ? 'ok' : played.refusal.code);
  expect(code(play('recordTestReport', PEOPLE.laboratory, after))).toBe('report-already-received');
  expect(code(play('recordTestReport', PEOPLE.laboratory, after, { report: 'd' }))).toBe('ok');
  const stranger = { ...PEOPLE.laboratory, body: bodyId('body_sandbox-stranger') };
  expect(code(play('recordTestReport', stranger, state))).toBe('report-of-another-laboratory');
  const hardware = sameObject(
    report({ '1-1': 'pass' }, { object: { product: 'x', hardwareVersion: 'B', firmwareVersion: '1.0' } }),
    dossier(),
  );
  expect(hardware).toMatchObject({ refusal: { member: 'hardwareVersion', tested: 'B', applied: ['A'] } });
  const firmware = sameObject(
    report({ '1-1': 'pass' }, { object: { product: 'x', hardwareVersion: 'A', firmwareVersion: '2.0' } }),
    dossier(),
  );
  expect(firmware).toMatchObject({ refusal: { member: 'firmwareVersion', tested: '2.0', applied: ['1.0'] } });
});

/** The case as it would stand had it begun before organisations were known. */
function ofEarlierRelease(state: Case): Case {
  return JSON.parse(
    JSON.stringify(state, (member, value: unknown) =>
      member === 'applicant' && typeof value === 'string' ? undefined : value,
    ),
  ) as Case;
}

/** The case with its laboratory assigned, one open question to the applicant and one to the laboratory. */
function withEverythingAsked(state: Case): Case {
  if (state.stage === 'none') return state;
  const open = { from: 'administrator', subject: undefined, question: 'Which one?', askedAt: NOW } as const;
  const unanswered = { ...open, respondBy: undefined, answeredAt: undefined };
  const nothingYet = { reported: undefined, answered: undefined, ended: undefined, orderedAt: NOW };
  const ordered = {
    ...nothingYet,
    ...ORDER,
    respondBy: day('2026-12-15'),
    from: PEOPLE.authority.organisation,
  };
  return {
    ...state,
    assigned: { laboratory: LABORATORY, body: LAB.id },
    threads: [
      { ...unanswered, id: 'thread-1', of: 'applicant' },
      { ...unanswered, id: 'thread-2', of: 'laboratory' },
    ],
    changes: [{ ...CHANGE, id: 'change-1', reportedAt: NOW, answered: undefined }],
    orders: [
      { ...ordered, id: 'order-1', kind: 'report', status: 'open' },
      { ...ordered, id: 'order-2', kind: 'withdrawal', status: 'open' },
      { ...ordered, id: 'order-3', kind: 'report', status: 'reported' },
    ],
  };
}

/** The case as it would stand had this person applied. */
function appliedBy(person: Actor, state: Case): Case {
  return { ...state, took: { ...state.took, applicant: [person.id] } };
}
