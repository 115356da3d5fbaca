/** A cell: its text, and how it is dressed once its width is known. */
export type Cell = string | { readonly text: string; readonly dress: (text: string) => string };

/** Narrowest last column: below it a line of text is no longer one. */
const NARROWEST = 24;

/** Rows in aligned columns, two spaces apart; the last column wraps below itself at `width` characters. */
export function table(rows: readonly (readonly Cell[])[], width: number): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, columns - 1) }, (_, column) =>
    Math.max(0, ...rows.map((row) => plain(row[column]).length)),
  );
  const indent = widths.reduce((sum, one) => sum + one + 2, 0);
  return rows
    .map((row) => {
      const head = widths.map((one, column) => {
        const text = plain(row[column]);
        return `${dressed(row[column], text)}${' '.repeat(one - text.length + 2)}`;
      });
      const tail = wrap(plain(row[columns - 1]), Math.max(NARROWEST, width - indent));
      return tail
        .map((line) => dressed(row[columns - 1], line))
        .map((line, index) => `${index === 0 ? head.join('') : ' '.repeat(indent)}${line}`.trimEnd())
        .join('\n');
    })
    .join('\n');
}

/** Text broken at spaces into lines of at most `width` characters; a longer word stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** What somebody wrote, without what would steer the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

function plain(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return printable(typeof cell === 'string' ? cell : cell.text);
}

function dressed(cell: Cell | undefined, text: string): string {
  return cell === undefined || typeof cell === 'string' || text === '' ? text : cell.dress(text);
}
