import type { Outcome } from '@assay/vocabulary/evaluation';
import type { JSX } from 'preact';

import { OUTCOME_SHAPES, OUTCOME_WORDS } from '../layout/outcome-badge.tsx';

/** A scheme and what was found for it, outcome by outcome. */
export type Row = { readonly title: string; readonly level: string; readonly cells: readonly Cell[] };
export type Cell = { readonly outcome: Outcome; readonly count: number; readonly doubtful: number };

/** The columns, what is settled first. */
export const OUTCOMES: readonly Outcome[] = [
  'met',
  'not-applicable',
  'not-met',
  'no-evidence',
  'inconclusive',
  'unanswered',
];

/** Pitch of the shapes, heights of lines, room for the names of schemes where they stand beside their row. */
const SIZE = { line: 18, head: 56, gap: 20, names: 236, letter: 8.4 } as const;

type Drawing = { readonly rows: readonly Row[]; readonly width: number; readonly name: string };

/** The picture for one width; a narrow one has the name of a scheme above its row instead of beside it. */
export function MatrixPicture({ rows, width, name }: Drawing): JSX.Element {
  const narrow = width < 600;
  const left = narrow ? 0 : SIZE.names;
  const column = (width - left) / OUTCOMES.length;
  const pitch = narrow ? 13 : 15;
  const grid = { pitch, across: Math.floor((column - 8) / pitch) };
  const placed = placedRows(rows, grid, narrow);
  const height = (placed.at(-1)?.bottom ?? SIZE.head) + 2;
  return (
    <svg
      class={name}
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      role="img"
      aria-labelledby={`${name}-title ${name}-desc`}
    >
      <title id={`${name}-title`}>Requirements of each scheme by outcome</title>
      <desc id={`${name}-desc`}>{rows.map(inWords).join(' ')}</desc>
      {OUTCOMES.map((outcome, index) => (
        <Head outcome={outcome} x={left + index * column} />
      ))}
      {placed.map(({ row, top, marks }) => (
        <g>
          <line class="edge" x1="0" x2={width} y1={top - SIZE.gap / 2} y2={top - SIZE.gap / 2} />
          {narrow ? <NameAbove row={row} y={top} width={width} /> : <NameBeside row={row} y={top} />}
          {row.cells.map((cell, index) => (
            <Marks cell={cell} x={left + index * column} y={marks} grid={grid} />
          ))}
        </g>
      ))}
    </svg>
  );
}

/** How far apart the shapes stand, and how many stand in a line. */
type Grid = { readonly pitch: number; readonly across: number };

/** How many lines of shapes each row needs, one row below the other. */
function placedRows(rows: readonly Row[], { pitch, across }: Grid, narrow: boolean) {
  let top: number = SIZE.head + SIZE.gap;
  return rows.map((row) => {
    const lines = Math.max(1, ...row.cells.map(({ count }) => Math.ceil(count / across)));
    const marks = narrow ? top + SIZE.line + 4 : top;
    const named = narrow ? 0 : 12 + SIZE.line * nameLines(row).length;
    const bottom = Math.max(marks + SIZE.line + lines * pitch, top + named);
    const placed = { row, top, marks, bottom };
    top = bottom + SIZE.gap;
    return placed;
  });
}

type Named = { readonly row: Row; readonly y: number };

function NameAbove({ row, y, width }: Named & { readonly width: number }): JSX.Element {
  return (
    <>
      <text class="name" x="0" y={y + 12}>
        {row.title}
      </text>
      <text class="level" x={width} y={y + 12} text-anchor="end">
        level {row.level}
      </text>
    </>
  );
}

function NameBeside({ row, y }: Named): JSX.Element {
  return (
    <>
      {nameLines(row).map((text, line, all) => (
        <text class={line === all.length - 1 ? 'level' : 'name'} x="0" y={y + 12 + line * SIZE.line}>
          {text}
        </text>
      ))}
    </>
  );
}

/** The id in as many lines as it needs beside its row, then edition and level. */
function nameLines({ title, level }: Row): readonly string[] {
  const [id = title, edition = ''] = title.split('@');
  const most = Math.floor(SIZE.names / SIZE.letter);
  const lines: string[] = [];
  for (const part of id.split(/(?<=-)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length <= most) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return [...lines, `${edition}, level ${level}`];
}

function Head({ outcome, x }: { readonly outcome: Outcome; readonly x: number }): JSX.Element {
  return (
    <g class={`is-${outcome}`}>
      <svg class="shape" x={x} y="0" width="15" height="15" viewBox="0 0 16 16">
        {OUTCOME_SHAPES[outcome]}
      </svg>
      {HEADS[outcome].map((text, line) => (
        <text class="head" x={x} y={29 + line * 12}>
          {text}
        </text>
      ))}
    </g>
  );
}

/** The words of a column in short lines: on a phone it is 50 units wide. */
const HEADS: Readonly<Record<Outcome, readonly string[]>> = {
  met: ['Met'],
  'not-applicable': ['Does', 'not', 'apply'],
  'not-met': ['Not', 'met'],
  'no-evidence': ['No evi-', 'dence'],
  inconclusive: ['Incon-', 'clusive'],
  unanswered: ['Unan-', 'swered'],
};

type MarksOf = { readonly cell: Cell; readonly x: number; readonly y: number; readonly grid: Grid };

function Marks({ cell: { outcome, count, doubtful }, x, y, grid: { pitch, across } }: MarksOf): JSX.Element {
  return (
    <g class={`is-${outcome}`}>
      <text class={count === 0 ? 'nought' : 'count'} x={x} y={y + 12}>
        {doubtful > 0 ? `${String(count)} ?${String(doubtful)}` : count}
      </text>
      {Array.from({ length: count }, (_, index) => {
        const [left, top] = [
          x + (index % across) * pitch,
          y + SIZE.line + Math.floor(index / across) * pitch,
        ];
        return (
          <>
            <svg
              class="shape"
              x={left + 1}
              y={top + 1}
              width={pitch - 4}
              height={pitch - 4}
              viewBox="0 0 16 16"
            >
              {OUTCOME_SHAPES[outcome]}
            </svg>
            {index >= count - doubtful && (
              <rect class="doubtful" x={left - 0.5} y={top - 0.5} width={pitch - 1} height={pitch - 1} />
            )}
          </>
        );
      })}
    </g>
  );
}

/** A row as a sentence, for those who do not see it. */
function inWords({ title, level, cells }: Row): string {
  const counted = cells
    .filter(({ count }) => count > 0)
    .map(
      ({ outcome, count, doubtful }) =>
        `${String(count)} ${OUTCOME_WORDS[outcome].toLowerCase()}${doubtful > 0 ? ` (${String(doubtful)} uncertain)` : ''}`,
    );
  return `${title}, level ${level}: ${counted.join(', ') || 'nothing asked'}.`;
}
