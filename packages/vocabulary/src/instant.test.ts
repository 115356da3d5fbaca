import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  addDays,
  addMonths,
  addSeconds,
  dateOf,
  instantOf,
  parseCalendarDate,
  parseInstant,
  dateIn,
  startOfDay,
  type CalendarDate,
  type Instant,
} from './instant.ts';

const date = (text: string): CalendarDate => text as CalendarDate;
const instant = (text: string): Instant => text as Instant;
const days = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 86_400_000, max: Date.UTC(2190, 0, 1) / 86_400_000 })
  .map((day) => date(new Date(day * 86_400_000).toISOString().slice(0, 10)));

describe('a calendar date', () => {
  test.each(['2026-01-31', '2024-02-29', '2000-02-29', '2026-12-31', '9999-12-31'])('%s is read', (text) => {
    expect(parseCalendarDate(text)).toEqual({ ok: true, value: text });
  });

  test.each([
    '2026-02-29',
    '2100-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    '2026-01-01\n',
    '+010000-01-01',
    '',
  ])('%j is refused', (text) => {
    expect(parseCalendarDate(text)).toEqual({ ok: false, refusal: { code: 'malformed-date', text } });
  });

  test('every text of the shape is read just where the calendar has such a day', () => {
    fc.assert(
      fc.property(fc.nat(2_400), fc.nat(14), fc.nat(33), (year, month, day) => {
        const pad = (value: number, width: number) => String(value).padStart(width, '0');
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        const real = new Date(Date.UTC(2000, month - 1, day));
        real.setUTCFullYear(year, month - 1, day);
        const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
        expect(parseCalendarDate(text).ok).toBe(exists);
      }),
      { numRuns: 2_000 },
    );
  });

  test('moves by days and back', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (day, by) => {
        expect(addDays(addDays(day, by), -by)).toBe(day);
      }),
    );
  });

  test('moves across the end of February and of a year', () => {
    expect(addDays(date('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(date('2026-02-28'), 1)).toBe('2026-03-01');
    expect(addDays(date('2026-12-31'), 1)).toBe('2027-01-01');
  });

  test('never leaves the years of four digits, so that dates still sort as text', () => {
    expect(addDays(date('9999-12-31'), 1)).toBe('9999-12-31');
  });
});

describe('the same day some months on', () => {
  test.each([
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-31', 2, '2026-03-31'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-05-05', 0, '2026-05-05'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(date(from), months)).toBe(to);
  });

  test('is a real day of the month asked, the same day or the last one', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -240, max: 240 }), (day, months) => {
        const moved = addMonths(day, months);
        const index = (one: string) => Number(one.slice(0, 4)) * 12 + Number(one.slice(5, 7));
        expect(parseCalendarDate(moved).ok).toBe(true);
        expect(index(moved)).toBe(index(day) + months);
        const last = addDays(moved, 1).slice(8) === '01';
        expect(moved.slice(8) === day.slice(8) || (last && moved.slice(8) < day.slice(8))).toBe(true);
      }),
    );
  });
});

describe('an instant', () => {
  test.each(['2026-11-21T09:30:00Z', '2024-02-29T23:59:59Z'])('%s is read', (text) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: text });
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00.000Z',
    '2026-01-01T00:00:00+00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01',
  ])('%j is refused', (text) => {
    expect(parseInstant(text)).toEqual({ ok: false, refusal: { code: 'malformed-instant', text } });
  });

  test('is cut to whole seconds, has a day, and a day has a first one', () => {
    expect(instantOf(new Date('2026-11-21T09:30:00.999Z'))).toBe('2026-11-21T09:30:00Z');
    expect(dateOf(instant('2026-11-21T23:59:59Z'))).toBe('2026-11-21');
    expect(startOfDay(date('2026-11-21'), 'UTC')).toBe('2026-11-21T00:00:00Z');
    expect(startOfDay(date('2026-11-21'), 'Asia/Singapore')).toBe('2026-11-20T16:00:00Z');
    expect(startOfDay(date('2026-07-01'), 'America/New_York')).toBe('2026-07-01T04:00:00Z');
    expect(startOfDay(date('2026-12-01'), 'America/New_York')).toBe('2026-12-01T05:00:00Z');
    for (const zone of ['UTC', 'Asia/Singapore', 'America/New_York', 'Europe/Helsinki', 'Asia/Kolkata'])
      for (const day of ['2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2028-02-29'])
        expect(dateIn(startOfDay(date(day), zone), zone), `${day} ${zone}`).toBe(day);
    expect(addSeconds(instant('2026-12-31T23:59:59Z'), 1)).toBe('2027-01-01T00:00:00Z');
  });

  /** New York and Berlin set their clocks at night; Havana skips midnight and has another twice, Beirut and Santiago go back over it. */
  test.each([
    ...['America/New_York', 'Europe/Berlin', 'America/Havana', 'Asia/Beirut', 'America/Santiago'],
    ...['Africa/Cairo', 'Australia/Lord_Howe', 'Asia/Kolkata'],
  ])('begins each day of %s where the day before ends', (zone) => {
    for (let day = date('2024-01-01'); day < '2028-01-01'; day = addDays(day, 1)) {
      const begins = startOfDay(day, zone);
      const yesterday = dateIn(addSeconds(begins, -1), zone);
      expect([dateIn(begins, zone), yesterday]).toEqual([day, addDays(day, -1)]);
    }
  });
});
