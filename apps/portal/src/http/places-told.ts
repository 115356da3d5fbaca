import type { Located } from '@assay/office/0-programme/library-files';
import type { Words } from '@assay/office/words';

import type { Refusal } from './desk-route.ts';

/** A place of a document that was sent: where, and what was expected there. */
export type PlaceTold = Place & { readonly expected: string };
type Place = { readonly line: number; readonly column: number; readonly path: string };

/** Every place at which a document that was sent is wrong, with the remedy; empty where a refusal names none. */
export function placesOf(refusal: Refusal, words: Pick<Words, 'complaint'>): readonly PlaceTold[] {
  if ('faults' in refusal) return parseFaults(refusal.faults).map(placeOf);
  if (refusal.code !== 'document-inconsistent' || !('complaints' in refusal)) return [];
  return parseComplaints(refusal.complaints).map((one) =>
    placeOf({ ...one, expected: words.complaint(one) }),
  );
}

/** Places that a page tells at most. */
const MOST = 20;

/** The same as lines for whoever sent it. */
export function placesTold(refusal: Refusal, words: Pick<Words, 'complaint'>): readonly string[] {
  const places = placesOf(refusal, words);
  const told = places
    .slice(0, MOST)
    .map(
      ({ line, column, path, expected }) =>
        `Line ${String(line)}, column ${String(column)}, ${path || 'the document'}: ${expected}`,
    );
  return places.length > MOST ? [...told, `And ${String(places.length - MOST)} more.`] : told;
}

function placeOf({ line, column, path, expected }: PlaceTold): PlaceTold {
  return { line, column, path, expected };
}

/** The schema library says what must be; our own words say what was expected. */
function expectation(expected: string): string {
  return expected.startsWith('no such member') ? expected : `expected ${expected.replace(/^must be /, '')}`;
}

// What the members of a refusal hold follows from its code; here they are read to be told alone.
function parseFaults(faults: unknown): readonly PlaceTold[] {
  return (faults as readonly PlaceTold[]).map((one) => ({ ...one, expected: expectation(one.expected) }));
}
function parseComplaints(complaints: unknown): readonly Located[] {
  return complaints as readonly Located[];
}
