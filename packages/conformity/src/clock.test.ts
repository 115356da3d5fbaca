import type { CaseEvent } from '@assay/vocabulary/case-event';
import { addDays, addSeconds, dateIn, type CalendarDate, type Instant } from '@assay/vocabulary/instant';
import type { BusinessDays, SchemeClock, SchemeEdition } from '@assay/vocabulary/scheme';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { day, digest, group, instant, personId, scheme } from '../test/small-world.ts';
import {
  holidaysIn,
  weekdayOf,
  weekendOf,
  yearOf,
  type HolidaysOfYear,
} from './0-programme/business-days.ts';
import { clocksOf, type Clock } from './clock.ts';
import { countDays, daysBetween, type Pause } from './counted-days.ts';
import { chooseSetting, type SettingChoice } from './setting-choice.ts';

const sourced = { source: 'invented for tests', confidence: 'sure' } as const;
const FEDERAL: BusinessDays = {
  weekend: ['saturday', 'sunday'],
  holidays: {
    rules: [
      { id: 'new-year', month: 1, day: 1 },
      { id: 'martin-luther-king', month: 1, weekday: 'monday', nth: 3 },
      { id: 'washington', month: 2, weekday: 'monday', nth: 3 },
      { id: 'memorial-day', month: 5, weekday: 'monday', nth: 'last' },
      { id: 'juneteenth', month: 6, day: 19, since: 2021 },
      { id: 'independence-day', month: 7, day: 4 },
      { id: 'labor-day', month: 9, weekday: 'monday', nth: 1 },
      { id: 'columbus-day', month: 10, weekday: 'monday', nth: 2 },
      { id: 'veterans-day', month: 11, day: 11 },
      { id: 'thanksgiving', month: 11, weekday: 'thursday', nth: 4 },
      { id: 'christmas', month: 12, day: 25 },
    ],
    observed: 'nearest-weekday',
  },
  ...sourced,
};

describe('holidays by rule', () => {
  const dates = (year: number) => {
    const found = holidaysIn(FEDERAL, year);
    return found === 'not-stated' ? [] : [...found.keys()].sort();
  };

  // As the Office of Personnel Management lists them for each year.
  test('are those of the federal calendar, also where they are kept on another day', () => {
    expect(dates(2026)).toEqual([
      ...['2026-01-01', '2026-01-19', '2026-02-16', '2026-05-25', '2026-06-19', '2026-07-03'],
      ...['2026-09-07', '2026-10-12', '2026-11-11', '2026-11-26', '2026-12-25'],
    ]);
    // New Year's Day of 2022 was a Saturday and kept on the last day of 2021, Christmas of 2021 on the 24th.
    expect(dates(2021)).toEqual([
      ...['2021-01-01', '2021-01-18', '2021-02-15', '2021-05-31', '2021-06-18', '2021-07-05'],
      ...['2021-09-06', '2021-10-11', '2021-11-11', '2021-11-25', '2021-12-24', '2021-12-31'],
    ]);
    expect(dates(2020)).not.toContain('2020-06-19');
    expect(dates(2022)).toHaveLength(10);
  });

  test('fall where the rule says and nowhere else, and a day that a year lacks is none', () => {
    const rules = [{ id: 'leap', month: 2, day: 29 }];
    const leap: BusinessDays = { ...FEDERAL, holidays: { rules, observed: 'as-it-falls' } };
    expect(holidaysIn(leap, 2027)).toEqual(new Map());
    expect(holidaysIn(leap, 2028)).toEqual(new Map([['2028-02-29', 'leap']]));
    const listed: BusinessDays = { ...FEDERAL, holidays: { years: [2026], dates: [day('2026-08-10')] } };
    expect(holidaysIn(listed, 2026)).toEqual(new Map([['2026-08-10', '2026-08-10']]));
    expect(holidaysIn(listed, 2027)).toBe('not-stated');
  });
});

const leaves = new Map<BusinessDays, Map<number, HolidaysOfYear>>();

/** The page of a wall calendar, drawn once. */
function page(calendar: BusinessDays, year: number): HolidaysOfYear {
  const years = leaves.get(calendar) ?? new Map<number, HolidaysOfYear>();
  const drawn = years.get(year) ?? holidaysIn(calendar, year);
  leaves.set(calendar, years.set(year, drawn));
  return drawn;
}

/** Day by day, as one would on a wall calendar. */
function naive(
  from: CalendarDate,
  days: number,
  { calendar, pauses }: { readonly calendar: BusinessDays | undefined; readonly pauses: readonly Pause[] },
): { readonly due?: CalendarDate; readonly left?: number } {
  const counts = (date: CalendarDate) => {
    if (pauses.some(({ from: begun, until }) => date >= begun && (until === undefined || date < until)))
      return false;
    if (!calendar) return true;
    const holidays = page(calendar, yearOf(date));
    return !weekendOf(calendar).has(weekdayOf(date)) && (holidays === 'not-stated' || !holidays.has(date));
  };
  let left = days;
  let at = from;
  const open = pauses.find(({ until }) => until === undefined);
  while (left > 0) {
    at = addDays(at, 1);
    if (open && at >= open.from) return { left };
    if (counts(at)) left -= 1;
  }
  return { due: at };
}

const anyDay = fc.integer({ min: 0, max: 1_500 }).map((n) => addDays(day('2025-06-01'), n));
const anyPauses = (endless: boolean) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 40 })), { maxLength: 4 }),
      endless ? fc.boolean() : fc.constant(false),
    )
    .map(([gaps, open]) => (from: CalendarDate) => {
      let at = addDays(from, -10);
      const pauses: Pause[] = gaps.map(([gap, length]) => {
        const begun = addDays(at, gap + 1);
        at = addDays(begun, length);
        return { from: begun, until: at };
      });
      return open ? [...pauses, { from: addDays(at, 1) }] : pauses;
    });
const anyCalendar = fc.constantFrom<BusinessDays | undefined>(
  undefined,
  FEDERAL,
  { ...FEDERAL, holidays: 'not-stated' },
  { ...FEDERAL, weekend: ['friday'] },
  { ...FEDERAL, weekend: [] },
);

describe('counting days', () => {
  test('ends on the day on which one would end who counts on a wall calendar', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 260 }),
        anyCalendar,
        anyPauses(true),
        (from, days, calendar, make) => {
          const pauses = make(from);
          const { due, left } = countDays(from, days, { calendar, pauses });
          expect({ ...(due && { due }), ...(left !== undefined && { left }) }).toEqual(
            naive(from, days, { calendar, pauses }),
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('is never shortened by a pause, and more days never end sooner', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 120 }),
        anyCalendar,
        anyPauses(false),
        (from, days, calendar, make) => {
          const due = (count: number, pauses: readonly Pause[]) =>
            countDays(from, count, { calendar, pauses }).due ?? from;
          const pauses = make(from);
          expect(due(days, pauses) >= due(days, [])).toBe(true);
          expect(due(days, pauses) >= due(days, pauses.slice(1))).toBe(true);
          expect(due(days + 1, pauses) > due(days, pauses)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('names the holidays that it left out, and the years of which nobody names any', () => {
    const over = countDays(day('2026-12-23'), 3, { calendar: FEDERAL, pauses: [] });
    expect(over).toMatchObject({
      due: '2026-12-29',
      holidays: [{ date: '2026-12-25', holiday: 'christmas' }],
      notStated: [],
    });
    const listed: BusinessDays = { ...FEDERAL, holidays: { years: [2026], dates: [] } };
    expect(countDays(day('2026-12-23'), 10, { calendar: listed, pauses: [] }).notStated).toEqual([2027]);
  });
});

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

test('days between dates are whole, over the change of the clocks too', () => {
  expect(daysBetween(day('2026-03-01'), day('2026-04-01'))).toBe(31);
  expect(daysBetween(day('2028-02-28'), day('2028-03-01'))).toBe(2);
});
