/** Processor time, in microseconds, of user and system together: the clock on the wall also counts what others do. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** How far the middle half of the measurements lies apart, as a share of the median. */
export function spread(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const [low, high] = [sorted[sorted.length >> 2] ?? NaN, sorted[(sorted.length * 3) >> 2] ?? NaN];
  return (high - low) / median(values);
}

/** Columns of equal width, the first to the left. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** One claim and whether it held. */
export type Bar = {
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly held: boolean;
};
