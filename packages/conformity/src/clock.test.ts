import type { CaseEvent } from '@assay/vocabulary/case-event';
import { addDays, addSeconds, dateIn, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { SchemeClock, SchemeEdition } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { day, digest, group, instant, personId, scheme } from '../test/small-world.ts';
import { FEDERAL, page, sourced } from '../test/wall-calendar.ts';
import { weekdayOf, yearOf } from './0-programme/business-days.ts';
import { clocksOf, type Clock } from './clock.ts';
import { chooseSetting, type SettingChoice } from './setting-choice.ts';

const CLOCK: SchemeClock = {
  ...{ id: 'decision', starts: 'ApplicationAccepted', ends: 'DecisionMade', length: 'target' },
  ...{ calendar: 'business-days', pausesWhileWaitingOnApplicant: true },
  ...sourced,
};
function rules(clock: Partial<SchemeClock>, value: number | null = 10): SchemeEdition {
  const setting = {
    id: 'target',
    value,
    unit: 'business-days',
    effectiveFrom: day('2024-01-01'),
    ...sourced,
  };
  return scheme([group(1, ['1-1'])], {
    timeZone: 'America/New_York',
    businessDays: FEDERAL,
    clocks: [{ ...CLOCK, ...clock }],
    settings: [setting],
  });
}

type Told = {
  readonly type: CaseEvent['type'];
  readonly at: string;
  readonly [member: string]: unknown;
};
const events = (...told: readonly Told[]): readonly CaseEvent[] =>
  told.map((one) => parseEvent({ by: personId('person_somebody'), because: 'rehearsed', ...one }));
const parseEvent = (event: object) => event as CaseEvent;
const accepted: Told = { type: 'ApplicationAccepted', at: '2026-11-20T15:00:00Z', dossier: digest('a') };
const asked: Told = {
  type: 'InformationRequested',
  at: '2026-11-24T15:00:00Z',
  thread: 'thread-1',
  of: 'applicant',
};
const answered: Told = { type: 'InformationSupplied', at: '2026-12-01T15:00:00Z', thread: 'thread-1' };

function only(
  edition: SchemeEdition,
  history: readonly CaseEvent[],
  now: string,
  choices: readonly SettingChoice[] = [],
): Clock {
  const [clock] = clocksOf(edition, history, { now: instant(now), choices });
  if (!clock) throw new Error('the scheme has one clock');
  return clock;
}

describe('a clock', () => {
  test('runs from its start to its end, and says why it stands where it stands', () => {
    const clock = only(rules({}), events(accepted), '2026-12-07T15:00:00Z');
    expect(clock).toMatchObject({ state: 'running', dueOn: '2026-12-07', overdue: false });
    expect(clock.overdueFrom).toBe('2026-12-08T05:00:00Z');
    expect(clock.steps).toEqual([
      { step: 'started', by: 'ApplicationAccepted', at: accepted.at, on: '2026-11-20' },
      {
        ...{ step: 'length', calendar: 'business-days', setting: 'target', value: 10, unit: 'business-days' },
        ...{ effectiveFrom: '2024-01-01', source: 'invented for tests' },
      },
      { step: 'holiday', date: '2026-11-26', holiday: 'thanksgiving' },
      { step: 'due', on: '2026-12-07' },
    ]);
    expect(only(rules({}), events(accepted), '2026-12-08T04:59:59Z').overdue).toBe(false);
    expect(only(rules({}), events(accepted), '2026-12-08T05:00:00Z').overdue).toBe(true);
  });

  test('stands still while the applicant is waited for, and goes on after', () => {
    const waiting = only(rules({}), events(accepted, asked), '2026-12-20T15:00:00Z');
    expect(waiting).toMatchObject({ state: 'paused', left: 9, overdue: false });
    expect(waiting.dueOn).toBeUndefined();
    const on = only(rules({}), events(accepted, asked, answered), '2026-12-02T15:00:00Z');
    expect(on).toMatchObject({ state: 'running', dueOn: '2026-12-11' });
    expect(on.steps).toContainEqual({
      ...{ step: 'paused', from: asked.at, until: answered.at },
      ...{ because: 'information-requested', thread: 'thread-1' },
    });
    const stubborn = rules({ pausesWhileWaitingOnApplicant: false });
    expect(only(stubborn, events(accepted, asked), '2026-12-02T15:00:00Z').dueOn).toBe('2026-12-07');
    // What is asked and answered on one day costs nothing.
    const quick = { ...answered, at: '2026-11-24T22:00:00Z' };
    expect(only(rules({}), events(accepted, asked, quick), '2026-12-02T15:00:00Z').dueOn).toBe('2026-12-07');
    const ofLaboratory = { ...asked, of: 'laboratory' as const };
    expect(only(rules({}), events(accepted, ofLaboratory), '2026-12-02T15:00:00Z').state).toBe('running');
  });

  test('ends in time or late, and stops with the case', () => {
    const decided = (at: string): Told => ({
      type: 'LabelRefused',
      at,
      grounds: [],
      evaluation: digest('e'),
    });
    const ended = (at: string) => only(rules({}), events(accepted, decided(at)), '2027-06-01T00:00:00Z');
    expect(ended('2026-12-08T04:59:59Z')).toMatchObject({ state: 'ended', overdue: false });
    expect(ended('2026-12-08T04:59:59Z').steps.at(-1)).toMatchObject({ step: 'ended', late: false });
    expect(ended('2026-12-08T05:00:00Z').steps.at(-1)).toMatchObject({ by: 'LabelRefused', late: true });
    const gone: Told = { type: 'ApplicationDiscontinued', at: '2026-11-23T15:00:00Z' };
    expect(only(rules({}), events(accepted, gone), '2027-06-01T00:00:00Z')).toMatchObject({
      state: 'stopped',
      overdue: false,
    });
  });

  test('that nobody has set says so, and is set only for what starts from that day on', () => {
    const edition = rules({}, null);
    const choice: SettingChoice = {
      ...{ setting: 'target', value: 3, effectiveFrom: day('2026-11-20'), source: 'Sandbox resolution 1' },
      ...{ by: personId('person_manager'), at: instant('2026-11-20T12:00:00Z') },
    };
    const unset = only(edition, events(accepted), '2026-12-07T15:00:00Z');
    expect(unset).toMatchObject({ state: 'not-set', overdue: false });
    expect(unset.steps.at(-1)).toEqual({ step: 'length-not-set', setting: 'target' });
    const set = only(edition, events(accepted), '2026-11-23T15:00:00Z', [choice]);
    expect(set).toMatchObject({ state: 'running', dueOn: '2026-11-25' });
    const later = { ...choice, value: 20, effectiveFrom: day('2026-11-21') };
    expect(only(edition, events(accepted), '2026-11-23T15:00:00Z', [choice, later]).dueOn).toBe('2026-11-25');
    const corrected = { ...choice, value: 4 };
    expect(only(edition, events(accepted), '2026-11-23T15:00:00Z', [choice, corrected]).dueOn).toBe(
      '2026-11-27',
    );
  });

  test('is chosen only where no rule fixes it, as a count, and never backwards', () => {
    const choice: SettingChoice = {
      ...{ setting: 'target', value: 3, effectiveFrom: day('2026-11-21'), source: 'Sandbox resolution 1' },
      ...{ by: personId('person_manager'), at: instant('2026-11-21T12:00:00Z') },
    };
    expect(chooseSetting(rules({}, null), choice)).toEqual({ ok: true, value: choice });
    expect(chooseSetting(rules({}, 10), choice)).toMatchObject({
      refusal: { code: 'setting-fixed', value: 10 },
    });
    expect(chooseSetting(rules({}, null), { ...choice, setting: 'x' })).toMatchObject({
      refusal: { code: 'unknown-setting', open: ['target'] },
    });
    for (const value of [0, 1.5, 100_001])
      expect(chooseSetting(rules({}, null), { ...choice, value })).toMatchObject({
        refusal: { code: 'setting-not-a-count' },
      });
    expect(chooseSetting(rules({}, null), { ...choice, effectiveFrom: day('2026-11-20') })).toMatchObject({
      refusal: { code: 'setting-backdated', today: '2026-11-21' },
    });
  });

  test('counts days of the calendar, months and hours as well', () => {
    const due = (calendar: SchemeClock['calendar'], value: number, ...more: readonly Told[]) =>
      only(rules({ calendar }, value), events(accepted, ...more), '2026-12-02T15:00:00Z');
    expect(due('calendar-days', 60).dueOn).toBe('2027-01-19');
    expect(due('calendar-days', 60, asked, answered).dueOn).toBe('2027-01-26');
    expect(due('months', 3).dueOn).toBe('2027-02-20');
    expect(due('hours', 24)).toMatchObject({ dueOn: '2026-11-21', overdueFrom: '2026-11-21T15:00:00Z' });
    const hour = { ...asked, at: '2026-11-20T16:00:00Z' };
    expect(due('hours', 24, hour)).toMatchObject({ state: 'paused', left: 23 * 3600 });
    const soon = { ...answered, at: '2026-11-20T18:30:00Z' };
    expect(due('hours', 24, hour, soon).overdueFrom).toBe('2026-11-21T17:30:00Z');
  });

  test('bears only on the levels that it is for, and only on what is recorded', () => {
    const edition = rules({ levels: [3, 4] });
    const submitted: Told = { type: 'ApplicationSubmitted', at: '2026-11-19T15:00:00Z', level: 1 };
    const at = { now: instant('2026-12-02T15:00:00Z'), choices: [] };
    expect(clocksOf(edition, events(submitted, accepted), at)).toEqual([]);
    expect(clocksOf(edition, events({ ...submitted, level: 3 }, accepted), at)).toHaveLength(1);
    expect(
      only(rules({ starts: 'ComplaintReportOrdered' }), events(accepted), '2026-12-02T15:00:00Z'),
    ).toEqual({
      ...{ id: 'decision', state: 'not-started', overdue: false, steps: [] },
    });
  });

  test('stands where its history puts it, whenever one looks: questions and answers never bring it forward', () => {
    const anyWaits = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 1, max: 900_000 })),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(anyWaits, fc.integer({ min: 1, max: 40 }), (waits, value) => {
        let at = instant('2026-11-20T15:00:00Z');
        const told = waits.flatMap(([gap, length], index): readonly Told[] => {
          const from = addSeconds(at, gap);
          at = addSeconds(from, length);
          const thread = `thread-${String(index + 1)}`;
          return [
            { ...asked, at: from, thread },
            { ...answered, at, thread },
          ];
        });
        const edition = rules({}, value);
        const plain = only(edition, events(accepted), at);
        const clock = only(edition, events(accepted, ...told), at);
        expect(clock.dueOn).toBe(naiveDue(edition, told, value));
        expect((clock.dueOn ?? '') >= (plain.dueOn ?? '')).toBe(true);
        const seen = (later: Instant) => only(edition, events(accepted, ...told), later).dueOn;
        expect(seen(addSeconds(at, 5_000_000))).toBe(clock.dueOn);
      }),
      { numRuns: 300 },
    );
  });
});

/** Day by day: a weekday that is no holiday counts if the clock runs at its end. */
function naiveDue({ timeZone }: SchemeEdition, told: readonly Told[], days: number): CalendarDate {
  const spans: (readonly [CalendarDate, CalendarDate])[] = [];
  for (let index = 0; index < told.length; index += 2) {
    const [from, until] = [told[index]?.at ?? '', told[index + 1]?.at ?? ''];
    spans.push([dateIn(instant(from), timeZone), dateIn(instant(until), timeZone)]);
  }
  let at = day('2026-11-20');
  for (let left = days; left > 0;) {
    at = addDays(at, 1);
    const holidays = page(FEDERAL, yearOf(at));
    const off = weekdayOf(at) > 4 || (holidays !== 'not-stated' && holidays.has(at));
    if (!off && !spans.some(([from, until]) => at >= from && at < until)) left -= 1;
  }
  return at;
}
