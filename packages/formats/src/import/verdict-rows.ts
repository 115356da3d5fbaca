import type { Verdict } from '@assay/vocabulary/test-report';

import { plain, type Table } from './markdown.ts';
import { lost, notTaken, renamed, taken, type ImportNote } from './note.ts';
import { isBareVerdict, verdictOf } from './verdict-word.ts';

/** What was concluded on one IXIT row. */
export type Unit = {
  readonly part: string;
  readonly verdict: Verdict;
  readonly observed: string;
  readonly line: number;
};
type VerdictRow = {
  readonly line: number;
  /** First cell, without markup. */
  readonly label: string;
  /** Ids of IXIT rows that the first cell names. */
  readonly parts: readonly string[];
  readonly verdict: Verdict;
  readonly said: string;
  /** The other cells, each with its heading. */
  readonly observed: string;
};

/**
 * Reads the rows of a table whose last column holds verdicts. A table without such a column, and a row whose cell there is no
 * verdict, are not taken, and the notes say so.
 */
export function readVerdictRows(
  file: string,
  { headings, rows, line, until }: Table,
): { readonly rows: readonly VerdictRow[]; readonly notes: readonly ImportNote[] } {
  const at = { file, line, until };
  const column = headings.findLastIndex((heading) => VERDICT_HEADING.test(heading));
  const heading = headings[column] ?? '';
  const cellsOf = (row: Table['rows'][number]) => row.cells.map((cell) => plain(cell));
  const renamedAs = /verdict/i.test(heading) ? [] : [renamed('heading', at, { heading, field: 'Verdict' })];
  if (column < 1 || !rows.some((row) => verdictOf(cellsOf(row)[column] ?? '') !== undefined))
    return { rows: [], notes: [notTaken('table-without-verdicts', at, { columns: headings.join(', ') })] };
  const notes: ImportNote[] = [
    taken('headings', { file, line, until: line }, { table: heading }),
    ...renamedAs,
  ];
  const read = rows.flatMap((row): readonly VerdictRow[] => {
    const cells = cellsOf(row);
    const said = cells[column] ?? '';
    const verdict = verdictOf(said);
    if (verdict === undefined) {
      notes.push(
        lost(
          'row-without-verdict',
          { file, line: row.line, until: row.line },
          { label: cells[0] ?? '', said },
        ),
      );
      return [];
    }
    const parts = partsNamed(row.cells[0] ?? '');
    const observed = headings
      .map((name, index) => ({ name, index, cell: cells[index] ?? '' }))
      .filter(({ index, cell }) => cell !== '' && !isSaidBy(index, cell))
      .map(({ name, cell }) => `${name}: ${cell}`);
    // The first cell is said by the parts that it names, the last by the verdict, unless they hold more than that.
    function isSaidBy(index: number, cell: string): boolean {
      if (index === column) return isBareVerdict(cell);
      return index === 0 && (parts.length === 0 || /^[\w.-]+(\s*[/,]\s*[\w.-]+)*$/.test(cell));
    }
    return [
      {
        line: row.line,
        label: cells[0] ?? '',
        parts,
        verdict,
        said,
        observed: observed.join('; '),
      },
    ];
  });
  return { rows: read, notes };
}

const VERDICT_HEADING = /verdict|compliance status|verification result/i;

/**
 * Ids that a cell names in full: one in code marks, or several between slashes where each is written out. A cell that shortens
 * an id, or adds words to it, names no part: which rows it means would be a guess.
 */
function partsNamed(cell: string): readonly string[] {
  const bare =
    cell
      .replaceAll('**', '')
      .split(/<br\s*\/?>/i)[0]
      ?.trim() ?? '';
  const ids = bare
    .split(/\s*[/,]\s*/)
    .map((one) => /^`([A-Za-z][A-Za-z0-9_.]*-[A-Za-z0-9_.-]+)`$/.exec(one)?.[1]);
  const stems = new Set(ids.map((id) => id?.split('-')[0]));
  return ids.every((id) => id !== undefined) && stems.size === 1 ? [...new Set(ids)] : [];
}
