import { join } from 'node:path';

import { editionRef } from '@assay/vocabulary/ids';
import { parseCalendarDate, type CalendarDate } from '@assay/vocabulary/instant';
import type { SchemeEdition } from '@assay/vocabulary/scheme';
import { beforeAll, expect, test } from 'vitest';

import { editionAsked } from './edition-asked.ts';
import { filesOf, readLibraryFiles } from './library-files.ts';

const ROOT = join(import.meta.dirname, '../../../..');

/** A real scheme in two editions, the second from the day on which the first ends, and nothing in force before. */
let schemes: ReadonlyMap<ReturnType<typeof editionRef>, SchemeEdition>;
beforeAll(async () => {
  const { schemes: files } = await readLibraryFiles(ROOT, await filesOf(ROOT));
  const psti = files.find(({ document }) => document.id === 'uk-psti')?.document;
  if (!psti) throw new Error('the scheme is gone');
  const [first, second] = [
    { ...psti, edition: 'first', inForce: { ...psti.inForce, from: on('2024-04-29'), to: on('2025-12-04') } },
    { ...psti, edition: 'second', inForce: { ...psti.inForce, from: on('2025-12-04') } },
  ];
  schemes = new Map([first, second].map((one) => [editionRef(one.id, one.edition), one]));
});

function on(text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (!date.ok) throw new Error(text);
  return date.value;
}

const asked = (name: string, day: string) => {
  const none = { facts: new Map(), standards: new Map(), crosswalk: new Map() };
  const catalogue = { schemes, ...none, recognitions: [], policy: undefined };
  const found = editionAsked(catalogue, name, on(day));
  return found.ok ? found.value.edition : found.refusal;
};

test.each([
  ['2024-04-29', 'first'],
  ['2025-12-03', 'first'],
  ['2025-12-04', 'second'],
  ['2030-01-01', 'second'],
])('a scheme asked for by its id on %s answers with the %s edition', (day, edition) => {
  expect(asked('uk-psti', day)).toBe(edition);
});

test('an edition that is named is meant, in force or not', () => {
  expect(asked('uk-psti@first', '2030-01-01')).toBe('first');
  expect(asked('uk-psti@second', '2020-01-01')).toBe('second');
});

test('before the first edition each is told with its days', () => {
  expect(asked('uk-psti', '2024-04-28')).toEqual({
    code: 'not-in-force',
    scheme: 'uk-psti',
    day: '2024-04-28',
    editions: 'uk-psti@first (from 2024-04-29 to 2025-12-04), uk-psti@second (from 2025-12-04)',
    newest: 'uk-psti@second',
  });
});

test.each(['uk-psti@third', 'uk-psti@', 'nowhere', '', '@', '__proto__'])(
  'there is no %j, and what there is is told',
  (name) => {
    expect(asked(name, '2026-01-01')).toEqual({
      code: 'unknown-scheme',
      scheme: name,
      known: 'uk-psti@first, uk-psti@second',
    });
  },
);
