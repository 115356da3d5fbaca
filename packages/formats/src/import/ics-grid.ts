import { LONGEST_REASON, type Statement } from '@assay/vocabulary/dossier';
import { editionRef, provisionRef } from '@assay/vocabulary/ids';
import type { StandardEdition } from '@assay/vocabulary/standard';

import { NOTHING, type Brought } from './brought.ts';
import type { Grid } from './grid.ts';
import { bareName, nearest } from './heading-match.ts';
import { placeOf, whole } from './ixit-grid.ts';
import { doubtful, lost, notTaken, renamed, taken, type ImportNote } from './note.ts';

/** Headings of an implementation conformance statement, as bare names, and what each is to us. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  provision: ['reference', 'provision', 'provisionid', 'clause', 'clausenumber'],
  supported: ['support', 'supported'],
  reason: ['detail', 'details', 'reason', 'justification', 'comment', 'remark'],
  /** What the standard itself says of the provision: nothing that the developer states. */
  status: ['status', 'title', 'clausetitle', 'provisiontitle', 'description'],
};

/** How a support column is answered. */
const ANSWERS: Readonly<Record<string, Statement['supported']>> = {
  y: 'yes',
  yes: 'yes',
  n: 'no',
  no: 'no',
  na: 'not-applicable',
  notapplicable: 'not-applicable',
};

/** Whether the headings are those of an implementation conformance statement (ICS): a provision and its support. */
export function isIcs({ headings }: Grid): boolean {
  const named = headings.map(columnNamed);
  return named.includes('provision') && named.includes('supported');
}

/** Reads an ICS as statements: one per row with an answer; a reason that is not given is told, and stands as such. */
export function readIcsGrid(grid: Grid, standard: StandardEdition): Brought {
  const notes: ImportNote[] = [taken('headings', placeOf(grid, grid.line), { table: 'ICS' })];
  const used = new Set<string>();
  const columns = grid.headings.map((heading) => {
    const name = columnNamed(heading);
    const place = { ...whole(grid), columns: [heading] };
    if (name !== undefined && used.has(name) && name !== 'status') {
      notes.push(lost('duplicate-heading', place, { heading }));
      return undefined;
    }
    if (name === undefined && heading.trim() !== '') {
      const near = nearest(heading, Object.values(COLUMNS).flat()) ?? 'none';
      notes.push(notTaken('unknown-heading', place, { heading, nearest: near }));
    } else if (name === 'status') notes.push(notTaken('said-by-the-standard', place, { heading }));
    else if (name !== undefined && COLUMNS[name]?.[0] !== bareName(heading))
      notes.push(renamed('heading', place, { heading, field: COLUMNS[name]?.[0] ?? '' }));
    if (name !== undefined) used.add(name);
    return name;
  });
  const seen = new Set<string>();
  const statements = grid.rows.flatMap(({ line, cells }) => {
    const cell = (name: string) => (cells[columns.indexOf(name)] ?? '').trim();
    const place = {
      ...placeOf(grid, line),
      columns: grid.headings.filter((_, at) =>
        ['provision', 'supported', 'reason'].includes(columns[at] ?? ''),
      ),
    };
    const id = cell('provision').replace(/^provision\s+/i, '');
    const known = standard.provisions.find((provision) => provision.id.toLowerCase() === id.toLowerCase());
    const supported = ANSWERS[bareName(cell('supported'))];
    const fault = !known
      ? 'unknown-provision'
      : seen.has(known.id)
        ? 'duplicate-provision'
        : supported === undefined
          ? 'unknown-answer'
          : undefined;
    if (!known || supported === undefined || fault !== undefined) {
      const near =
        nearest(
          id,
          standard.provisions.map((provision) => provision.id),
        ) ?? 'none';
      notes.push(lost(fault ?? '', place, { id, answer: cell('supported'), nearest: near }));
      return [];
    }
    seen.add(known.id);
    notes.push(taken('statement', place, { to: `statements/${known.id}` }));
    const reason = cell('reason');
    if (reason === '') notes.push(doubtful('reason-missing', place, { provision: known.id }));
    if (reason.length > LONGEST_REASON)
      notes.push(
        lost('cut', place, { row: known.id, field: 'reason', length: reason.length, limit: LONGEST_REASON }),
      );
    return [
      {
        provision: provisionRef(editionRef(standard.id, standard.edition), known.id),
        supported,
        reason: reason === '' ? 'not stated' : reason.slice(0, LONGEST_REASON),
      },
    ];
  });
  return { ...NOTHING, statements, notes };
}

function columnNamed(heading: string): string | undefined {
  const bare = bareName(heading);
  return Object.entries(COLUMNS).find(([, names]) => names.includes(bare))?.[0];
}
