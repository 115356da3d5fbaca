import type { Direction, SchemeChange, SchemeDiff } from '@assay/conformity/0-programme/scheme-change';
import type { Words } from '@assay/office/words';

import type { Io } from './io.ts';
import { table, type Cell } from './table.ts';

/** What is stricter first; what makes no difference to anybody last. */
const SECTIONS: readonly (readonly [Direction, string])[] = [
  ['stricter', 'Stricter'],
  ['weaker', 'Weaker'],
  ['changed', 'Changed, and the data does not say which way'],
  ['neutral', 'Asks neither more nor less'],
];

/** Two editions for a reader: what changes, by the way it goes; changes that are alike stand in one row. */
export function diffTable(diff: SchemeDiff, words: Words, io: Io): string {
  return [
    io.style.bold(`${diff.before} → ${diff.after}`),
    summary(diff),
    ...SECTIONS.flatMap(([direction, title]) => {
      const rows = alike(diff, direction).map((group) => cells(group, words));
      return rows.length === 0
        ? []
        : [
            '',
            io.style.bold(title),
            table(
              rows.map((row) => dressed(row, direction, io)),
              io.width,
            ),
          ];
    }),
  ].join('\n');
}

/** The same for a page or a consultation. */
export function diffMarkdown(diff: SchemeDiff, words: Words): string {
  const row = (items: readonly string[]) =>
    `| ${items.map((item) => item.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |`;
  return [
    `# ${diff.before} → ${diff.after}`,
    '',
    summary(diff),
    ...SECTIONS.flatMap(([direction, title]) => {
      const rows = alike(diff, direction).map((group) => row(cells(group, words)));
      const head = [row(['what', 'where', 'change']), row(['---', '---', '---'])];
      return rows.length === 0 ? [] : ['', `## ${title}`, '', ...head, ...rows];
    }),
  ].join('\n');
}

/** For programs: every change by itself, its reason both as code and as sentence. */
export function diffJson({ before, after, changes }: SchemeDiff, words: Words): string {
  const counts = Object.fromEntries(
    SECTIONS.map(([direction]) => [direction, changes.filter((one) => one.direction === direction).length]),
  );
  const said = changes.map((change) => ({ ...change, why: words.reason(change.because) }));
  return JSON.stringify({ before, after, counts, changes: said }, null, 2);
}

function summary({ changes }: SchemeDiff): string {
  if (changes.length === 0) return 'The two editions do not differ.';
  return SECTIONS.map(([direction]) => {
    const count = changes.filter((one) => one.direction === direction).length;
    return `${String(count)} ${direction}`;
  }).join(', ');
}

/** Changes that differ in nothing but the item they speak of. */
function alike({ changes }: SchemeDiff, direction: Direction): readonly (readonly SchemeChange[])[] {
  const groups = Map.groupBy(
    changes.filter((change) => change.direction === direction),
    ({ item, ...rest }) => JSON.stringify([rest, rest.member === 'requirements' ? '' : item]),
  );
  return [...groups.values()];
}

function cells(group: readonly SchemeChange[], words: Words): readonly string[] {
  const [first] = group;
  if (!first) return [];
  const { what, member, item, aspect, before, after, categories, because } = first;
  const isRequirement = item.includes('#');
  const where = [member, ...(isRequirement ? [] : [item]), aspect].filter((part) => part !== '').join('/');
  const names = isRequirement ? `${named(group.map((one) => one.item))}: ` : '';
  const values =
    before !== undefined && after !== undefined
      ? `${short(before)} → ${short(after)}`
      : short(after ?? before ?? '');
  const whom = categories ? ` Only for ${categories.join(', ')}.` : '';
  return [what, where, `${names}${values}. ${words.reason(because)}${whom}`];
}

/** `etsi-en-303-645@2.1.1: 5.1-1, 5.1-2`: each edition once. */
function named(references: readonly string[]): string {
  const editions = Map.groupBy(references, (ref) => ref.slice(0, ref.indexOf('#')));
  return [...editions]
    .map(([edition, refs]) => `${edition}#${refs.map((ref) => ref.slice(edition.length + 1)).join(', ')}`)
    .join('; ');
}

const LONGEST = 160;

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function dressed(row: readonly string[], direction: Direction, { style }: Io): readonly Cell[] {
  const dress = { stricter: style.bad, weaker: style.good, changed: style.open, neutral: style.dim }[
    direction
  ];
  return row.map((text, column) => (column === 0 ? { text, dress } : text));
}
