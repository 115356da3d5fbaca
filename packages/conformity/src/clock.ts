import { clockEvents, type CaseEvent, type LabelEvent } from '@assay/vocabulary/case-event';
import {
  addDays,
  addMonths,
  addSeconds,
  dateIn,
  startOfDay,
  type CalendarDate,
  type Instant,
} from '@assay/vocabulary/instant';
import type { SchemeClock, SchemeEdition } from '@assay/vocabulary/scheme';

import { countDays, daysBetween } from './counted-days.ts';
import { lengthOf, type Length, type SettingChoice } from './setting-choice.ts';
import { waitingOnApplicant, type Waiting } from './waiting.ts';

/** One reason why a clock stands where it stands. */
export type ClockStep =
  | { readonly step: 'started'; readonly by: string; readonly at: Instant; readonly on: CalendarDate }
  | ({ readonly step: 'length'; readonly calendar: SchemeClock['calendar'] } & Length)
  | { readonly step: 'length-not-set'; readonly setting: string }
  | ({ readonly step: 'paused' } & Waiting)
  | { readonly step: 'holiday'; readonly date: CalendarDate; readonly holiday: string }
  | { readonly step: 'holidays-not-stated'; readonly year: number }
  | { readonly step: 'due'; readonly on: CalendarDate; readonly at?: Instant }
  | { readonly step: 'ended'; readonly by: string; readonly at: Instant; readonly late: boolean };

/**
 * `not-set`: it has started, and nobody has chosen how long it is. `stopped`: the case ended before what it waits for.
 * `ended`: what it waits for has happened.
 */
export type ClockState = 'not-started' | 'not-set' | 'running' | 'paused' | 'ended' | 'stopped';

/** One clock of a scheme as it stands in a case at a moment. */
export type Clock = {
  readonly id: string;
  /** What it runs for, where several may run at once: the id of an order. */
  readonly about?: string;
  readonly state: ClockState;
  /** The last day in time, in the scheme's zone; absent before it started, where no length is set, and while it is paused. */
  readonly dueOn?: CalendarDate;
  /** The first instant that is no longer in time. */
  readonly overdueFrom?: Instant;
  /** While it is paused, what is left of it: counted days, or seconds of a clock in hours. */
  readonly left?: number;
  readonly overdue: boolean;
  readonly steps: readonly ClockStep[];
};

type History = readonly (CaseEvent | LabelEvent)[];
type Started = {
  readonly by: CaseEvent | LabelEvent;
  readonly end: CaseEvent | LabelEvent | undefined;
  readonly about: string | undefined;
};

/**
 * Every clock of the scheme that bears on a case, at a moment, with each reason why it stands where it stands. `choices`:
 * lengths that the administrator chose where no rule fixes one; the length is that of the day on which a clock starts.
 */
export function clocksOf(
  scheme: SchemeEdition,
  history: History,
  { now, choices }: { readonly now: Instant; readonly choices: readonly SettingChoice[] },
): readonly Clock[] {
  const level = history.flatMap((event) => (event.type === 'ApplicationSubmitted' ? [event.level] : []))[0];
  return scheme.clocks
    .filter(({ levels }) => levels === undefined || level === undefined || levels.includes(level))
    .flatMap((clock) => runsOf({ scheme, clock, choices }, history, now));
}

type Rules = {
  readonly scheme: SchemeEdition;
  readonly clock: SchemeClock;
  readonly choices: readonly SettingChoice[];
};

/** One clock for each order that it runs for; where it runs for no order, its newest run. */
function runsOf(rules: Rules, history: History, now: Instant): readonly Clock[] {
  const { clock } = rules;
  const starting = clockEvents(clock.starts);
  const abouts = new Set(history.flatMap((event) => (starting.includes(event.type) ? [aboutOf(event)] : [])));
  if (abouts.size === 0) return [{ id: clock.id, state: 'not-started', overdue: false, steps: [] }];
  return [...abouts].flatMap((about) => {
    const own = history.filter((event) => aboutOf(event) === about);
    const started = lastRun(clock, own, about);
    return started ? [clockOf(rules, history, { ...started, now })] : [];
  });
}

/** The order that an event of a case is about. */
function aboutOf(event: CaseEvent | LabelEvent): string | undefined {
  return isOfCase(event) && 'order' in event ? event.order : undefined;
}

function clockOf(
  rules: Rules,
  history: History,
  { now, ...started }: Started & { readonly now: Instant },
): Clock {
  const { scheme, clock } = rules;
  const { by, end, about } = started;
  const named = { id: clock.id, ...(about !== undefined && { about }) };
  const on = dateIn(by.at, scheme.timeZone);
  const first = { step: 'started' as const, by: by.type, at: by.at, on };
  const length = lengthOf(scheme, clock.length, { on, choices: rules.choices });
  if (!length) {
    const steps = [first, { step: 'length-not-set' as const, setting: clock.length }];
    return { ...named, state: end ? 'ended' : 'not-set', overdue: false, steps };
  }
  const run = reckon(rules, { from: by.at, length: length.value, waits: waitsIn(rules, history, started) });
  const stopped = end ? undefined : stoppedBy(history, started);
  const until = end?.at ?? stopped?.at ?? now;
  const late = run.overdueFrom !== undefined && until >= run.overdueFrom;
  const state = end ? 'ended' : stopped ? 'stopped' : run.left === undefined ? 'running' : 'paused';
  return {
    ...named,
    state,
    ...(run.dueOn && { dueOn: run.dueOn }),
    ...(run.overdueFrom && { overdueFrom: run.overdueFrom }),
    ...(run.left !== undefined && { left: run.left }),
    overdue: late && state === 'running',
    steps: [
      first,
      { step: 'length', calendar: clock.calendar, ...length },
      ...run.steps,
      ...(end ? [{ step: 'ended' as const, by: end.type, at: end.at, late }] : []),
      ...(stopped ? [{ step: 'ended' as const, by: stopped.type, at: stopped.at, late }] : []),
    ],
  };
}

/** The newest run of a clock: one that runs does not start again before it has ended. */
function lastRun(
  { starts, ends }: SchemeClock,
  history: History,
  about: string | undefined,
): Started | undefined {
  const [starting, ending] = [clockEvents(starts), clockEvents(ends)];
  return history.reduce<Started | undefined>((run, event) => {
    if ((!run || run.end) && starting.includes(event.type)) return { by: event, end: undefined, about };
    return run && !run.end && ending.includes(event.type) ? { ...run, end: event } : run;
  }, undefined);
}

/** What ended the case, or took the order back, without what the clock waits for. */
function stoppedBy(history: History, { by, about }: Started): CaseEvent | LabelEvent | undefined {
  return history.find((event) => {
    const { type, at } = event;
    if (type === 'OrderWithdrawn') return event.order === about;
    return at >= by.at && (type === 'ApplicationDismissed' || type === 'ApplicationDiscontinued');
  });
}

/** The times on the applicant that the clock does not count, up to its end. */
function waitsIn({ clock }: Rules, history: History, { by, end }: Started): readonly Waiting[] {
  if (!clock.pausesWhileWaitingOnApplicant) return [];
  return waitingOnApplicant(history.filter(isOfCase))
    .filter(({ from, until }) => (until === undefined || until > by.at) && (!end || from < end.at))
    .map((waiting) =>
      end && (waiting.until === undefined || waiting.until > end.at)
        ? { ...waiting, until: end.at }
        : waiting,
    );
}

function isOfCase(event: CaseEvent | LabelEvent): event is CaseEvent {
  return !(
    event.type === 'LabelIssued' ||
    event.type === 'SurveillanceOpened' ||
    event.type === 'LabelSuspended' ||
    event.type === 'LabelRestored' ||
    event.type === 'LabelWithdrawn'
  );
}

type Reckoned = Pick<Clock, 'dueOn' | 'overdueFrom' | 'left'> & { readonly steps: readonly ClockStep[] };
type Run = { readonly from: Instant; readonly length: number; readonly waits: readonly Waiting[] };

function reckon(rules: Rules, run: Run): Reckoned {
  return rules.clock.calendar === 'hours' ? inHours(rules, run) : inDays(rules, run);
}

/** A day on which the clock stands still at its end does not count: what is asked and answered on one day costs nothing. */
function inDays({ scheme, clock }: Rules, { from, length, waits }: Run): Reckoned {
  const { timeZone } = scheme;
  const start = dateIn(from, timeZone);
  const pauses = merged(
    waits.map((waiting) => ({
      from: dateIn(waiting.from, timeZone),
      ...(waiting.until !== undefined && { until: dateIn(waiting.until, timeZone) }),
    })),
  );
  const days = clock.calendar === 'months' ? daysBetween(start, addMonths(start, length)) : length;
  const calendar = clock.calendar === 'business-days' ? scheme.businessDays : undefined;
  const { due, left, holidays, notStated } = countDays(start, days, { calendar, pauses });
  const steps: readonly ClockStep[] = [
    ...waits.map((waiting) => ({ step: 'paused' as const, ...waiting })),
    ...holidays.map((holiday) => ({ step: 'holiday' as const, ...holiday })),
    ...notStated.map((year) => ({ step: 'holidays-not-stated' as const, year })),
    ...(due === undefined ? [] : [{ step: 'due' as const, on: due }]),
  ];
  if (due === undefined) return { ...(left !== undefined && { left }), steps };
  return { dueOn: due, overdueFrom: startOfDay(addDays(due, 1), timeZone), steps };
}

function inHours({ scheme }: Rules, { from, length, waits }: Run): Reckoned {
  const paused = waits.map((waiting) => ({ step: 'paused' as const, ...waiting }));
  const seconds = (a: Instant, b: Instant) => (Date.parse(b) - Date.parse(a)) / 1000;
  let at = addSeconds(from, length * 3600);
  for (const { from: begun, until } of merged(waits)) {
    if (begun >= at) break;
    const stands = begun < from ? from : begun;
    if (until === undefined) return { left: seconds(stands, at), steps: paused };
    at = addSeconds(at, seconds(stands, until));
  }
  const dueOn = dateIn(at, scheme.timeZone);
  return { dueOn, overdueFrom: at, steps: [...paused, { step: 'due', on: dueOn, at }] };
}

type Span<T extends string> = { readonly from: T; readonly until?: T };

/** Spans in order, joined where they meet; empty ones are none. */
function merged<T extends string>(spans: readonly Span<T>[]): readonly Span<T>[] {
  const sorted = spans
    .filter(({ from, until }) => until === undefined || from < until)
    .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return sorted.reduce<readonly Span<T>[]>((done, { from, until }) => {
    const last = done.at(-1);
    if (!last) return [until === undefined ? { from } : { from, until }];
    if (last.until === undefined) return done;
    if (from > last.until) return [...done, until === undefined ? { from } : { from, until }];
    if (until === undefined) return [...done.slice(0, -1), { from: last.from }];
    return [...done.slice(0, -1), { from: last.from, until: until > last.until ? until : last.until }];
  }, []);
}
