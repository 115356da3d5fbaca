import { amendedText, documentText } from '@assay/formats/amend-document';
import { together, type Brought } from '@assay/formats/import/brought';
import type { ImportNote } from '@assay/formats/import/note';
import { readMakersFile, type Editions, type NotReadHere } from '@assay/formats/import/read-makers-file';
import type { CannotRead } from '@assay/formats/read-document';
import type { Dossier, Evidence } from '@assay/vocabulary/dossier';
import { editionRef, type EditionRef } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import type { StandardEdition } from '@assay/vocabulary/standard';

import type { Library } from '../0-programme/load-library.ts';
import { digestOf } from '../digest.ts';
import { readDossier, readReport, type Handed, type Inconsistent } from '../handed.ts';
import { blankDossier, blankReport } from './blank-documents.ts';
import { ixitFor } from './ixit-tables.ts';
import { mergeIntoDossier, mergeIntoReport, type Conflict, type Merged } from './merge-import.ts';

export type Import = {
  /** Files of the maker, in the order in which they are read. */
  readonly files: readonly (Handed & {
    /** Path from the dossier's folder, where the file lies below it. */
    readonly below?: string;
  })[];
  /** The dossier that takes IXIT rows, statements and evidence: its bytes, where it is there already. */
  readonly dossier?: { readonly file: string; readonly bytes?: Uint8Array };
  /** The test report that takes verdicts. */
  readonly report?: { readonly file: string; readonly bytes?: Uint8Array };
  /** Edition that test groups and conformance statements speak of; absent: the newest of EN 303 645. */
  readonly standard?: string;
  /** Whether what is there may be replaced by what is brought. */
  readonly replace: boolean;
  /** Whether to go on although something that belongs in the documents was lost. */
  readonly leaveOut: boolean;
  readonly asOf: CalendarDate;
};

/** What came of an import: what became of every line, and the new text of each document asked for. */
export type Imported = {
  readonly standard: EditionRef;
  readonly files: number;
  readonly notes: readonly ImportNote[];
  readonly brought: Record<'tables' | 'rows' | 'statements' | 'evidence' | 'results', number>;
  readonly conflicts: readonly Conflict[];
  /** Why nothing is to be written, though it could be read. */
  readonly held: 'conflicts' | 'losses' | undefined;
  readonly documents: readonly { readonly file: string; readonly text: string; readonly changed: boolean }[];
};

export type ImportRefused =
  | { readonly code: 'import-unreadable'; readonly unreadable: readonly NotReadHere[] }
  | { readonly code: 'nowhere-for-verdicts' | 'nowhere-for-rows'; readonly count: number }
  | { readonly code: 'unknown-standard'; readonly standard: string; readonly known: string }
  | { readonly code: 'no-ixit-edition'; readonly standard: string }
  | CannotRead
  | Inconsistent;

/**
 * Reads files that a maker already has into a dossier and a test report. Refuses whole where one file cannot be read or a document
 * would not be sound; holds back where something would be lost or overwritten and nobody said that it may. Writes nothing itself.
 */
export function importFiles(library: Library, asked: Import): Result<Imported, ImportRefused> {
  const editions = editionsFor(library, asked.standard);
  if (!editions.ok) return editions;
  const read = asked.files.map((file) => ({
    file,
    read: readMakersFile(file.file, file.bytes, editions.value),
  }));
  const unreadable = read.flatMap((one) => (one.read.ok ? [] : [one.read.refusal]));
  if (unreadable.length > 0) return refuse({ code: 'import-unreadable', unreadable });
  const parts = read.flatMap((one) => (one.read.ok ? [{ file: one.file, brought: one.read.value }] : []));
  const all = together(parts.map(({ brought }) => brought));
  const brought = { ...all, evidence: [...all.evidence, ...evidenceOf(parts, all, editions.value, asked)] };
  const place = placeFor(brought, asked);
  if (!place.ok) return place;
  return documentsOf(
    library,
    asked,
    brought,
    editionRef(editions.value.standard.id, editions.value.standard.edition),
  );
}

function placeFor(brought: Brought, { dossier, report }: Import): Result<undefined, ImportRefused> {
  // Without either, somebody only wants to see what would come of it.
  if (!dossier && !report) return ok(undefined);
  if (brought.results.length > 0 && !report)
    return refuse({ code: 'nowhere-for-verdicts', count: brought.results.length });
  const rows = brought.ixit.length + brought.statements.length;
  return rows > 0 && !dossier ? refuse({ code: 'nowhere-for-rows', count: rows }) : ok(undefined);
}

function documentsOf(
  library: Library,
  asked: Import,
  brought: Brought,
  standard: EditionRef,
): Result<Imported, ImportRefused> {
  const documents: Imported['documents'][number][] = [];
  const conflicts: Conflict[] = [];
  const note = (file: string, text: string, before: string | undefined, merged: Merged) => {
    conflicts.push(...merged.conflicts);
    documents.push({ file, text, changed: text !== before });
  };
  let product: Dossier | undefined;
  if (asked.dossier) {
    const { file } = asked.dossier;
    const there = textOf(asked.dossier.bytes) ?? documentText(blankDossier(file));
    const merged = inSteps(there, brought, (text, part) => {
      const read = readDossier(library, { file, bytes: bytesOf(text) });
      return read.ok ? ok(mergeIntoDossier(read.value.document, part)) : read;
    });
    if (!merged.ok) return merged;
    const read = readDossier(library, { file, bytes: bytesOf(merged.value.text) });
    if (!read.ok) return read;
    product = read.value.document;
    note(file, merged.value.text, textOf(asked.dossier.bytes), merged.value);
  }
  if (asked.report && brought.results.length > 0) {
    const { file, bytes } = asked.report;
    const before = textOf(bytes);
    const there = before ?? documentText(blankReport({ file, product, brought, asOf: asked.asOf }));
    const merged = inSteps(there, brought, (text, part) => {
      const read = readReport(library, { file, bytes: bytesOf(text) });
      return read.ok ? ok(mergeIntoReport(read.value.document, part)) : read;
    });
    if (!merged.ok) return merged;
    const read = readReport(library, { file, bytes: bytesOf(merged.value.text) });
    if (!read.ok) return read;
    note(file, merged.value.text, before, merged.value);
  }
  const lost = brought.notes.some(({ kind }) => kind === 'lost');
  const held =
    conflicts.length > 0 && !asked.replace ? 'conflicts' : lost && !asked.leaveOut ? 'losses' : undefined;
  return ok({
    ...{ standard, files: asked.files.length, notes: brought.notes, conflicts, held, documents },
    brought: countsOf(brought),
  });
}

/** What is brought for one member after another, so that two files with the same table or provision meet one another as well. */
function inSteps(
  text: string,
  brought: Brought,
  merge: (text: string, part: Brought) => Result<Merged, CannotRead | Inconsistent>,
): Result<Merged & { readonly text: string }, CannotRead | Inconsistent> {
  const conflicts: Conflict[] = [];
  const sum = { text, amendments: [], conflicts, added: 0, same: 0 };
  for (const part of apart(brought)) {
    const merged = merge(sum.text, part);
    if (!merged.ok) return merged;
    sum.conflicts.push(...merged.value.conflicts);
    sum.added += merged.value.added;
    sum.same += merged.value.same;
    if (merged.value.amendments.length > 0) sum.text = amendedText(sum.text, merged.value.amendments);
  }
  return ok(sum);
}

/** Parts in each of which nothing stands twice. */
function apart(brought: Brought): readonly Brought[] {
  const rounds: Brought[] = [];
  const put = <K extends 'ixit' | 'statements' | 'results' | 'evidence'>(
    member: K,
    items: Brought[K],
    key: (item: Brought[K][number]) => string,
  ) => {
    const seen = new Map<string, number>();
    for (const item of items) {
      const round = seen.get(key(item)) ?? 0;
      seen.set(key(item), round + 1);
      const before = rounds[round] ?? together([]);
      rounds[round] = { ...before, [member]: [...before[member], item] };
    }
  };
  put('ixit', brought.ixit, ({ table }) => table);
  put('statements', brought.statements, ({ provision }) => provision);
  put('results', brought.results, ({ provision }) => provision);
  put('evidence', brought.evidence, ({ id }) => id);
  return rounds;
}

function countsOf({ ixit, statements, evidence, results }: Brought): Imported['brought'] {
  return {
    tables: ixit.length,
    rows: ixit.reduce((sum, table) => sum + table.rows.length, 0),
    statements: statements.length,
    evidence: evidence.length,
    results: results.length,
  };
}

/**
 * The files themselves as evidence. A test group speaks for its provision; an IXIT table for those provisions whose test group
 * is brought along and reads it; a conformance statement for nothing beyond what it states.
 */
function evidenceOf(
  parts: readonly { readonly file: Import['files'][number]; readonly brought: Brought }[],
  all: Brought,
  { standard }: Editions,
  { asOf }: Import,
): readonly Evidence[] {
  const tested = all.results.map(({ provision }) => provision);
  return parts.flatMap(({ file, brought }): readonly Evidence[] => {
    const tables = new Set<string>(brought.ixit.map(({ table }) => table));
    const own = brought.results.map(({ provision }) => provision);
    const reads = tested.filter((ref) =>
      standard.provisions
        .filter(({ id }) => ref.endsWith(`#${id}`))
        .some(
          ({ tests }) => tests?.cases.some((one) => one.ixit.some((table) => tables.has(table))) ?? false,
        ),
    );
    const covers = [...new Set([...own, ...reads])];
    if (covers.length === 0) return [];
    const name = file.file.split('/').at(-1) ?? file.file;
    return [
      {
        id: name
          .replaceAll(/[^A-Za-z0-9_.-]/g, '-')
          .replace(/^[^A-Za-z0-9]+/, '')
          .slice(0, 80),
        kind: own.length > 0 ? 'self-assessment' : 'ixit',
        title: name.slice(0, 200),
        digest: digestOf(file.bytes),
        ...(file.below !== undefined && { path: file.below }),
        received: asOf,
        effective: { from: asOf },
        confidential: true,
        covers,
      },
    ];
  });
}

function editionsFor(
  { catalogue, ixit }: Library,
  asked: string | undefined,
): Result<Editions, ImportRefused> {
  const standards = [...catalogue.standards.values()];
  const candidates = standards.filter(({ id }) => id === 'etsi-en-303-645');
  const standard =
    asked === undefined
      ? newest(candidates)
      : standards.find((one) => editionRef(one.id, one.edition) === asked || one.id === asked);
  if (!standard)
    return refuse({
      code: 'unknown-standard',
      standard: asked ?? 'etsi-en-303-645',
      known: [...catalogue.standards.keys()].join(', '),
    });
  const pairs = ixitFor(standard, ixit);
  return pairs
    ? ok({ standard, ixit: pairs, standards })
    : refuse({ code: 'no-ixit-edition', standard: editionRef(standard.id, standard.edition) });
}

function newest(editions: readonly StandardEdition[]): StandardEdition | undefined {
  return [...editions].sort((one, other) =>
    other.edition.localeCompare(one.edition, 'en', { numeric: true }),
  )[0];
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes);
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
