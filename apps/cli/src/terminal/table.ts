/** A cell: its text, and how it is dressed once its width is known. */
export type Cell = string | { readonly text: string; readonly dress: (text: string) => string };

/** Rows in aligned columns, two spaces apart; the last column wraps below itself at `width` characters. */
export function table(rows: readonly (readonly Cell[])[], width: number): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, columns - 1) }, (_, column) =>
    Math.max(0, ...rows.map((row) => plain(row[column]).length)),
  );
  const indent = widths.reduce((sum, one) => sum + one + 2, 0);
  return rows
    .map((row) => {
      const head = widths
        .map((one, column) => dressed(row[column], plain(row[column]).padEnd(one)))
        .join('  ');
      const tail = wrap(plain(row[columns - 1]), Math.max(24, width - indent));
      const [first = '', ...rest] = tail.map((line) => dressed(row[columns - 1], line));
      const separator = columns > 1 ? '  ' : '';
      return [
        `${head}${separator}${first}`.trimEnd(),
        ...rest.map((line) => `${' '.repeat(indent)}${line}`),
      ].join('\n');
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

function plain(cell: Cell | undefined): string {
  return cell === undefined ? '' : typeof cell === 'string' ? cell : cell.text;
}

function dressed(cell: Cell | undefined, text: string): string {
  return cell === undefined || typeof cell === 'string' ? text : cell.dress(text);
}
