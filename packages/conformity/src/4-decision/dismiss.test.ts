import { expect, test } from 'vitest';

import { PEOPLE, play, played } from '../../test/sandbox-case.ts';
import { day, digest } from '../../test/small-world.ts';
import { NO_CASE } from '../case.ts';

const submitted = played(NO_CASE, ['submit', 'applicant']);
const accepted = played(submitted, ['accept', 'intake']);
const notSupplied = { grounds: { kind: 'not-supplied', thread: 'thread-1' } } as const;

test('an application is dismissed for what the rules say, or because the applicant asked for it in writing', () => {
  for (const grounds of [
    { kind: 'not-in-accordance', rule: 'Sandbox rule 1' },
    { kind: 'asked-by-applicant', writing: digest('f') },
  ] as const)
    expect(play('dismiss', PEOPLE.decider, submitted, { grounds })).toMatchObject({
      value: [{ type: 'ApplicationDismissed', grounds, because: 'rehearsed' }],
    });
});

test('what was not supplied dismisses only after the time that was set, and only if it is still owed', () => {
  const outcome = (respondBy?: string, answered = false) => {
    const asked = respondBy === undefined ? {} : { respondBy: day(respondBy) };
    const state = played(accepted, [
      'requestInformation',
      'evaluator',
      { asked: { ...asked, timeZone: 'UTC' } },
    ]);
    const then = answered ? played(state, ['supplyInformation', 'applicant']) : state;
    return play('dismiss', PEOPLE.decider, then, { ...notSupplied });
  };
  expect(play('dismiss', PEOPLE.decider, accepted, notSupplied)).toMatchObject({
    refusal: { code: 'no-such-thread', thread: 'thread-1' },
  });
  expect(outcome()).toMatchObject({ refusal: { code: 'no-time-set' } });
  expect(outcome('2026-11-21')).toMatchObject({
    refusal: { code: 'still-in-time', respondBy: '2026-11-21' },
  });
  expect(outcome('2026-11-21', true)).toMatchObject({ refusal: { code: 'already-supplied' } });
  const overdue = played(accepted, [
    'requestInformation',
    'evaluator',
    { asked: { respondBy: day('2026-11-21'), timeZone: 'UTC' } },
  ]);
  const later = { ...notSupplied, timeZone: 'Pacific/Kiritimati' };
  expect(play('dismiss', PEOPLE.decider, overdue, later).ok).toBe(true);
});

test('what a laboratory owes is no ground against the applicant', () => {
  const asked = played(
    accepted,
    ['assignLaboratory', 'intake'],
    ['requestInformation', 'evaluator', { asked: { of: 'laboratory', respondBy: day('2026-11-21') } }],
  );
  const later = { ...notSupplied, timeZone: 'Pacific/Kiritimati' };
  expect(play('dismiss', PEOPLE.decider, asked, later)).toMatchObject({
    refusal: { code: 'no-such-thread' },
  });
});
