/**
 * What became of one place of an imported file: taken into the dossier or report, taken under another name than the
 * file's, missing where the document should have it, taken but doubtful, set aside because the dossier has no place for
 * it (`not-taken`), or `lost`: it belongs in the dossier and could not be read, so that nothing should be written before it is
 * mended. Together the notes of a file name every line of it that says anything.
 */
export type ImportNote = {
  readonly kind: 'taken' | 'renamed' | 'missing' | 'doubtful' | 'not-taken' | 'lost';
  /** Code of the sentence that says why. */
  readonly code: string;
  readonly file: string;
  /** Sheet of a workbook. */
  readonly sheet?: string;
  /** First and last line, or row of a sheet, from 1. */
  readonly line: number;
  readonly until: number;
  /** Headings of the columns meant; absent: the whole line. */
  readonly columns?: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
};

export type Place = Pick<ImportNote, 'file' | 'sheet' | 'line' | 'until' | 'columns'>;
type Facts = ImportNote['facts'];

export function taken(code: string, at: Place, facts: Facts = {}): ImportNote {
  return { kind: 'taken', code, ...at, facts };
}

export function renamed(code: string, at: Place, facts: Facts): ImportNote {
  return { kind: 'renamed', code, ...at, facts };
}

export function missing(code: string, at: Place, facts: Facts = {}): ImportNote {
  return { kind: 'missing', code, ...at, facts };
}

export function doubtful(code: string, at: Place, facts: Facts = {}): ImportNote {
  return { kind: 'doubtful', code, ...at, facts };
}

export function notTaken(code: string, at: Place, facts: Facts = {}): ImportNote {
  return { kind: 'not-taken', code, ...at, facts };
}

export function lost(code: string, at: Place, facts: Facts = {}): ImportNote {
  return { kind: 'lost', code, ...at, facts };
}
