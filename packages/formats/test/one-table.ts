import type { readMakersFile } from '../src/import/read-makers-file.ts';

/** One table of the sandbox: its headings, its row, and what reading both whole gives. */
export const HEAD = ['ID', 'Description', 'Time Frame'];
export const ROW = ['UpdProc-1', 'Sandbox: build, sign, publish', '90 days'];
export const WHOLE = {
  rows: [{ id: 'UpdProc-1', fields: { description: 'Sandbox: build, sign, publish', timeFrame: '90 days' } }],
  told: [],
};

/** The rows read and what was told of the rest; for a refusal its code. */
export function outcome(read: ReturnType<typeof readMakersFile>) {
  if (!read.ok) return read.refusal.code;
  const { ixit, notes } = read.value;
  return {
    rows: ixit.flatMap((table) => table.rows),
    told: notes
      .filter(({ kind }) => kind !== 'taken')
      .map(({ kind, code, line }) => `${kind} ${code} ${String(line)}`),
  };
}
