/** A table of any format: its headings, and its rows with the line or sheet row on which each stands. */
export type Grid = {
  readonly file: string;
  readonly sheet?: string;
  /** Line of the headings. */
  readonly line: number;
  readonly headings: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
};
