import type { Located } from '@assay/office/0-programme/library-files';
import type { Words } from '@assay/office/words';

import type { Refusal } from './desk-route.ts';

/** Places of a document that are told at most. */
const MOST = 20;

/**
 * What is wrong with a document that was sent, each place with its line, what was expected there and the remedy; empty
 * where a refusal names no places.
 */
export function placesTold(refusal: Refusal, words: Words): readonly string[] {
  const told =
    'faults' in refusal
      ? parseFaults(refusal.faults).map((fault) => at(fault, expectation(fault)))
      : refusal.code === 'document-inconsistent' && 'complaints' in refusal
        ? parseComplaints(refusal.complaints).map((one) => at(one, words.complaint(one)))
        : [];
  const more = told.length - MOST;
  return more > 0 ? [...told.slice(0, MOST), `And ${String(more)} more.`] : told;
}

/** As a reader of documents tells it. */
type Fault = Place & { readonly expected: string };
type Place = { readonly line: number; readonly column: number; readonly path: string };

function at({ line, column, path }: Place, says: string): string {
  return `Line ${String(line)}, column ${String(column)}, ${path || 'the document'}: ${says}`;
}

/** The schema library says what must be; our own words say what was expected. */
function expectation({ expected }: Fault): string {
  return expected.startsWith('no such member') ? expected : `expected ${expected.replace(/^must be /, '')}`;
}

// What the members of a refusal hold follows from its code; here they are read to be told alone.
function parseFaults(faults: unknown): readonly Fault[] {
  return faults as readonly Fault[];
}
function parseComplaints(complaints: unknown): readonly Located[] {
  return complaints as readonly Located[];
}
