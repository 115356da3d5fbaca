import type { LabelEvent } from '@assay/vocabulary/case-event';
import { LABEL_REASONS } from '@assay/vocabulary/label-reason';
import { addDays, dateIn } from '@assay/vocabulary/instant';
import type { LabelState } from '@assay/vocabulary/label-record';
import type { Actor } from '@assay/vocabulary/programme';
import type { Result } from '@assay/vocabulary/result';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { PEOPLE, play } from '../test/sandbox-case.ts';
import { day, dossier, group, instant, LABEL, NOW, organisationId, scheme } from '../test/small-world.ts';
import { issueLabel } from './5-label/issue.ts';
import { openSurveillance, restore, suspend, withdraw } from './7-surveillance/surveillance.ts';
import { evolve, NO_CASE, type Case } from './case.ts';
import {
  evolveLabel,
  labelOf,
  mayLabel,
  publicState,
  type Label,
  type LabelAct,
  type Surveillance,
} from './label.ts';

type State = Label['state'];
type Role = keyof typeof PEOPLE;
const MANUFACTURER = 'Sandbox Works';
const HOLDER = { manufacturer: MANUFACTURER, applicant: organisationId('org_sandbox-applicant') };
const SCHEME = scheme([group(1, ['1-1'])]);
const WATCHED = { modes: SCHEME.surveillance.modes, nextReview: day('2027-12-01') };

function caseAfter(...acts: readonly Parameters<typeof play>[0][]): Case {
  const who: Partial<Record<(typeof acts)[number], Actor>> = {
    accept: PEOPLE.intake,
    completeEvaluation: PEOPLE.evaluator,
    review: PEOPLE.reviewer,
    grant: PEOPLE.decider,
  };
  return acts.reduce<Case>((state, act) => {
    const played = play(act, who[act] ?? PEOPLE.applicant, state);
    if (!played.ok) throw new Error(played.refusal.code);
    return played.value.reduce(evolve, state);
  }, NO_CASE);
}
const granted = caseAfter('submit', 'accept', 'completeEvaluation', 'review', 'grant');

function issue(from: Case = granted, by: Actor = PEOPLE.issuer) {
  return issueLabel(from, {
    by,
    at: NOW,
    because: 'granted',
    label: LABEL,
    scheme: SCHEME,
    dossier: dossier(),
  });
}
function issued(): LabelEvent {
  const done = issue();
  if (!done.ok) throw new Error(done.refusal.code);
  return done.value;
}

type Act = Exclude<LabelAct, 'issue'>;
const ACTS: readonly Act[] = ['openSurveillance', 'suspend', 'restore', 'withdraw'];

function play7(
  act: Act,
  label: Label,
  by: Actor = PEOPLE.surveillance,
): Result<readonly LabelEvent[], { code: string }> {
  const what = { by, at: instant('2026-12-01T00:00:00Z'), because: 'rehearsed', holder: HOLDER };
  const sanction = { ...what, reasonCode: 'sandbox-reason', sandbox: true };
  switch (act) {
    case 'openSurveillance':
      return openSurveillance(label, { ...what, ...WATCHED, scheme: SCHEME });
    case 'suspend':
      return suspend(label, sanction);
    case 'restore':
      return restore(label, sanction);
    case 'withdraw':
      return withdraw(label, sanction);
    default:
      throw new Error(`no such act: ${String(act satisfies never)}`);
  }
}

function after(...acts: readonly Act[]): Label {
  return acts.reduce<Label>(
    (label, act) => {
      const played = play7(act, label);
      if (!played.ok) throw new Error(`${act}: ${played.refusal.code}`);
      return played.value.reduce(evolveLabel, label);
    },
    labelOf([issued()]),
  );
}

const AT: Readonly<Record<State, Label>> = {
  none: { state: 'none' },
  valid: after(),
  suspended: after('suspend'),
  revoked: after('withdraw'),
};
/** The machine once more by hand: from each state, what an act leads to. */
const LAW: Readonly<Record<State, Partial<Record<LabelAct, State>>>> = {
  none: { issue: 'valid' },
  valid: { openSurveillance: 'valid', suspend: 'suspended', withdraw: 'revoked' },
  suspended: { openSurveillance: 'suspended', restore: 'valid', withdraw: 'revoked' },
  revoked: {},
};
const ROLE: Readonly<Record<LabelAct, Role>> = {
  issue: 'issuer',
  openSurveillance: 'surveillance',
  suspend: 'surveillance',
  restore: 'surveillance',
  withdraw: 'surveillance',
};
const STATES = Object.keys(LAW) as readonly State[];

describe('the journey of a label', () => {
  test.each(STATES)(
    'a label that is %s allows what the law allows, in its role and without a conflict',
    (state) => {
      for (const act of ['issue', ...ACTS] as const)
        for (const role of Object.keys(PEOPLE) as Role[]) {
          const answer = mayLabel(act, PEOPLE[role], AT[state], HOLDER);
          const expected = !(act in LAW[state])
            ? 'wrong-label-state'
            : role === ROLE[act]
              ? 'ok'
              : 'wrong-role';
          expect([act, role, answer.ok ? 'ok' : answer.refusal.code]).toEqual([act, role, expected]);
          const conflicted = { ...PEOPLE[role], conflicts: [MANUFACTURER] };
          const barred = mayLabel(act, conflicted, AT[state], HOLDER);
          expect(barred.ok ? 'ok' : barred.refusal.code).toBe(
            expected === 'ok' ? 'conflict-declared' : expected,
          );
        }
    },
  );

  test.each(STATES)(
    'nobody of the organisation whose label is %s acts on it, from whatever seat',
    (state) => {
      for (const [act, role] of Object.entries(ROLE) as [LabelAct, Role][]) {
        if (!(act in LAW[state])) continue;
        const own = { code: 'acts-on-itself', act, organisation: HOLDER.applicant };
        const guest = { ...PEOPLE[role], memberOf: [...PEOPLE[role].memberOf, HOLDER.applicant] };
        const twin = { ...PEOPLE[role], organisation: HOLDER.applicant, memberOf: [] };
        expect(mayLabel(act, guest, AT[state], HOLDER)).toEqual({ ok: false, refusal: own });
        expect(mayLabel(act, twin, AT[state], HOLDER)).toEqual({ ok: false, refusal: own });
        expect(mayLabel(act, guest, AT[state], { manufacturer: MANUFACTURER }).ok).toBe(true);
      }
    },
  );

  test.each(STATES)('a label that is %s moves as the machine says and no other way', (state) => {
    for (const act of ACTS) {
      const played = play7(act, AT[state]);
      const next = LAW[state][act];
      expect([act, played.ok && played.value.reduce(evolveLabel, AT[state]).state]).toEqual([
        act,
        next ?? false,
      ]);
    }
  });

  test('any sequence of acts stays inside the machine and replays to the same label', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ACTS), { maxLength: 25 }), (acts) => {
        const history = [issued()];
        let label = labelOf(history);
        for (const act of acts) {
          const played = play7(act, label);
          expect(played.ok).toBe(act in LAW[label.state]);
          if (!played.ok) continue;
          const next = LAW[label.state][act];
          history.push(...played.value);
          label = played.value.reduce(evolveLabel, label);
          expect(label.state).toBe(next);
        }
        expect(labelOf(JSON.parse(JSON.stringify(history)) as LabelEvent[])).toEqual(label);
      }),
    );
  });

  test('a history in which an event cannot follow is broken and is not read', () => {
    const fact = { at: NOW, by: PEOPLE.surveillance.id, because: 'rehearsed', reasonCode: 'sandbox-reason' };
    const restored: LabelEvent = { ...fact, type: 'LabelRestored' };
    const withdrawn: LabelEvent = { ...fact, type: 'LabelWithdrawn' };
    expect(() => labelOf([restored])).toThrow('begins with LabelIssued');
    expect(() => labelOf([issued(), issued()])).toThrow('issued once');
    expect(() => labelOf([issued(), restored])).toThrow(
      'LabelRestored cannot follow on a label that is valid',
    );
    expect(() => labelOf([issued(), withdrawn, restored])).toThrow(
      'cannot follow on a label that is revoked',
    );
  });
});

describe('a label is issued', () => {
  test('from a granted case, with its level and until its support or its term ends', () => {
    expect(issue()).toEqual({
      ok: true,
      value: {
        type: 'LabelIssued',
        at: NOW,
        by: PEOPLE.issuer.id,
        because: 'granted',
        label: LABEL,
        case: granted.stage === 'none' ? '' : granted.id,
        level: 1,
        validFrom: NOW,
        validUntil: '2029-11-21T00:00:00Z',
      },
    });
  });

  test('from no other case', () => {
    expect(issue(NO_CASE)).toEqual({ ok: false, refusal: { code: 'not-granted', stage: 'none' } });
    const reviewed = caseAfter('submit', 'accept', 'completeEvaluation', 'review');
    expect(issue(reviewed)).toEqual({ ok: false, refusal: { code: 'not-granted', stage: 'reviewed' } });
  });

  test('only by an issuer without a conflict', () => {
    expect(issue(granted, PEOPLE.decider)).toMatchObject({ refusal: { code: 'wrong-role' } });
    expect(issue(granted, { ...PEOPLE.issuer, conflicts: [MANUFACTURER] })).toMatchObject({
      refusal: { code: 'conflict-declared' },
    });
  });
});

describe('what the public is told', () => {
  const END = '2029-11-21T00:00:00Z';
  const rows: readonly (readonly [Exclude<State, 'none'>, string, LabelState, string])[] = [
    ['valid', '2029-11-20T23:59:59Z', 'valid', NOW],
    ['valid', END, 'expired', END],
    ['suspended', '2029-11-20T23:59:59Z', 'suspended', '2026-12-01T00:00:00Z'],
    ['suspended', END, 'expired', END],
    ['revoked', '2029-11-20T23:59:59Z', 'revoked', '2026-12-01T00:00:00Z'],
    ['revoked', '2030-01-01T00:00:00Z', 'revoked', '2026-12-01T00:00:00Z'],
  ];
  test.each(rows)('of a label that is %s at %s: %s since %s', (kept, at, state, since) => {
    const label = AT[kept];
    if (label.state === 'none') throw new Error('no label');
    expect(publicState(label, instant(at))).toEqual({ state, since });
  });

  test('surveillance changes nothing of it; restoration begins anew', () => {
    const watched = after('openSurveillance');
    expect(watched).toMatchObject({ state: 'valid', since: NOW, surveillance: WATCHED });
    expect(after('suspend', 'restore')).toMatchObject({ state: 'valid', since: '2026-12-01T00:00:00Z' });
  });
});

test('a label is watched in the ways that its scheme names, each once, until a review that is not over', () => {
  const command = { by: PEOPLE.surveillance, at: NOW, because: 'rehearsed', holder: HOLDER, scheme: SCHEME };
  const [mode = ''] = WATCHED.modes;
  const today = dateIn(NOW, SCHEME.timeZone);
  const open = (change: Partial<Surveillance>) =>
    openSurveillance(AT.valid, { ...command, ...WATCHED, ...change });
  expect(open({ modes: [mode, mode], nextReview: today })).toMatchObject({
    value: [{ modes: [mode], nextReview: today }],
  });
  expect(open({ modes: [mode, 'hearsay'] })).toMatchObject({
    refusal: { code: 'mode-not-of-scheme', mode: 'hearsay', allowed: WATCHED.modes },
  });
  const nextReview = addDays(today, -1);
  expect(open({ nextReview })).toMatchObject({ refusal: { code: 'review-already-over', nextReview, today } });
});

test('the state of a label changes for a reason of the act, and in a sandbox alone for one of the sandbox', () => {
  const command = { by: PEOPLE.surveillance, at: NOW, because: 'rehearsed', holder: HOLDER, sandbox: false };
  const codeOf = (reasonCode: string, sandbox: boolean) => {
    const outcome = suspend(AT.valid, { ...command, reasonCode, sandbox });
    return outcome.ok ? 'ok' : outcome.refusal.code;
  };
  for (const code of LABEL_REASONS.suspend) expect(codeOf(code, false)).toBe('ok');
  expect(codeOf('given-up-by-holder', true)).toBe('reason-not-of-act');
  expect(codeOf('sandbox-finding', false)).toBe('reason-not-of-act');
  expect(codeOf('sandbox-finding', true)).toBe('ok');
});
