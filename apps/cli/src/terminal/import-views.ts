import type { Imported } from '@assay/office/1-application/import-files';
import type { Words } from '@assay/office/words';
import type { ImportNote } from '@assay/formats/import/note';

import type { Io } from './io.ts';
import { printable, table, type Cell } from './table.ts';

/** What came of an import, what of the folders was not looked at, and what was written. */
export type Told = Imported & { readonly passedOver: readonly string[]; readonly written: readonly string[] };

/** Places shown for one reason; `--all` and JSON have each of them. */
const PLACES = 3;
const KINDS: readonly (readonly [ImportNote['kind'], string])[] = [
  ['lost', 'Lost'],
  ['missing', 'Missing'],
  ['doubtful', 'Look at'],
  ['renamed', 'Renamed'],
  ['not-taken', 'Not taken'],
];

/** How much was taken, then everything else reason by reason with its places, then what was written. */
export function importTable(told: Told, words: Words, io: Io, all: boolean): string {
  const { brought, files, notes, standard } = told;
  const count = (kind: ImportNote['kind']) => String(notes.filter((one) => one.kind === kind).length);
  return [
    table(
      [
        ['files', String(files)],
        ['read as', standard],
        ['taken', TAKEN.map((name) => `${String(brought[name])} ${SAID[name]}`).join(', ')],
        ['places', KINDS.map(([kind, name]) => `${count(kind)} ${name.toLowerCase()}`).join(', ')],
      ],
      io.width,
    ),
    ...KINDS.flatMap(([kind, name]) =>
      ofKind(
        notes.filter((one) => one.kind === kind),
        name,
        { words, io, all },
      ),
    ),
    ...conflicts(told, io),
    ...told.passedOver.map(
      (file) => `${printable(file)}: passed over, its name does not end like a format that is read`,
    ),
    '',
    outcome(told),
  ].join('\n');
}

const TAKEN = ['tables', 'rows', 'statements', 'results', 'evidence'] as const;
const SAID: Readonly<Record<(typeof TAKEN)[number], string>> = {
  tables: 'IXIT tables',
  rows: 'rows',
  statements: 'statements',
  results: 'test groups',
  evidence: 'evidence items',
};

function ofKind(
  notes: readonly ImportNote[],
  name: string,
  { words, io, all }: { readonly words: Words; readonly io: Io; readonly all: boolean },
): readonly string[] {
  if (notes.length === 0) return [];
  const bySentence = Map.groupBy(notes, (note) => words.note(note));
  const rows = [...bySentence].map(([sentence, same]): readonly Cell[] => {
    const shown = all ? same : same.slice(0, PLACES);
    const more = same.length - shown.length;
    const places = shown.map(placeOf).join(', ') + (more > 0 ? ` and ${String(more)} more` : '');
    return [String(same.length), `${sentence} ${places}`];
  });
  return ['', io.style.bold(name), table(rows, io.width)];
}

function placeOf({ file, sheet, line, until, columns }: ImportNote): string {
  const lines = until > line ? `${String(line)}-${String(until)}` : String(line);
  const inside = sheet === undefined ? '' : ` [${sheet}]`;
  const only = columns && columns.length === 1 ? ` (${columns.join('')})` : '';
  return `${file}${inside}:${lines}${only}`;
}

function conflicts({ conflicts: found }: Told, io: Io): readonly string[] {
  if (found.length === 0) return [];
  const short = (text: string) => (text.length > 70 ? `${text.slice(0, 70)}…` : text);
  return [
    '',
    io.style.bold('Conflicts'),
    table(
      found.map(({ path, there, brought }) => [path, `there: ${short(there)} brought: ${short(brought)}`]),
      io.width,
    ),
  ];
}

function outcome({ held, written, documents, conflicts: found }: Told): string {
  if (held === 'losses')
    return 'Nothing is written: what is listed as lost belongs in the documents. Mend it, or leave it out with --leave-out.';
  if (held === 'conflicts')
    return `Nothing is written: ${String(found.length)} places say something else already. Replace them with --replace.`;
  if (documents.length === 0)
    return 'Nothing is written. Name --into DOSSIER, and --report REPORT for verdicts.';
  if (written.length === 0) return 'Nothing is written: all of it was there already.';
  return `Written: ${written.map(printable).join(', ')}`;
}

/** For programs: every place and its sentence. */
export function importJson({ documents, ...told }: Told, words: Words): string {
  const notes = told.notes.map((note) => ({
    ...note,
    ...(note.kind !== 'taken' && { says: words.note(note) }),
  }));
  return JSON.stringify({ ...told, notes, documents: documents.map(({ file }) => file) }, null, 2);
}
