import type { Equivalence, Verdict } from '@assay/conformity/0-programme/equivalence';
import { editionRef } from '@assay/vocabulary/ids';
import type { MatrixAnswer } from '@assay/office/0-programme/compare-labels';
import type { Words } from '@assay/office/words';

import { DIFFERS, dressOf, instrumentJson, labelOf, VERDICT } from './equivalence-views.ts';
import type { Io } from './io.ts';
import { table, wrap, type Cell } from './table.ts';

const SIGN: Readonly<Record<Verdict, string>> = { equivalent: '=', 'with-conditions': '+', not: '-' };

/** Rows are what is held, columns what it would count as; a line between schemes. */
export function matrixTable(answer: MatrixAnswer, _words: Words, io: Io): string {
  const { labels } = answer;
  const head = [
    '',
    ...labels.map((_, index): Cell => ({ text: String(index + 1), dress: io.style.bold })),
    '',
  ];
  const rows = labels.flatMap((label, index) => {
    const before = labels[index - 1];
    const apart = before && before.scheme !== label.scheme ? [[]] : [];
    const row = [`${String(index + 1).padStart(2)} ${nameOf(label)}`, ...cellsOf(answer, index, io), ''];
    return [...apart, row];
  });
  return [
    io.style.bold(`Held (rows), and what it would count as (columns, by number), as of ${answer.asOf}`),
    table([head, ...rows], Number.MAX_SAFE_INTEGER),
    '',
    ...LEGEND.flatMap((line) => wrap(line, io.width)),
    ...agreementLines(answer).flatMap((line) => wrap(line, io.width)),
    `Inputs ${answer.inputs.digest}`,
  ].join('\n');
}

const LEGEND = [
  `${SIGN.equivalent} equivalent   ${SIGN['with-conditions']} with conditions   ${SIGN.not} not   . the same label`,
  '? rests on something uncertain   * a published arrangement is in force for this label and scheme',
  'A verdict here is a technical proposal; recognition is decided by the parties.',
];

type Named = MatrixAnswer['labels'][number];

function nameOf({ scheme, level }: Named): string {
  return labelOf({ scheme: editionRef(scheme.id, scheme.edition), level });
}

function cellsOf({ labels, cells }: MatrixAnswer, row: number, io: Io): readonly Cell[] {
  return labels.map((_, column): Cell => {
    if (row === column) return { text: '.', dress: io.style.dim };
    const cell = cells[row * (labels.length - 1) + (column < row ? column : column - 1)];
    if (!cell) throw new Error(`no cell ${String(row)}, ${String(column)}`);
    const { technical } = cell;
    return {
      text: `${signOf(technical)}${isPublished(cell) ? '*' : ''}`,
      dress: dressOf(technical.verdict, io),
    };
  });
}

function signOf({ verdict, confidence }: Equivalence): string {
  return `${SIGN[verdict]}${confidence === 'uncertain' ? '?' : ''}`;
}

/** An arrangement speaks of the level up to its cap. */
function isPublished({ technical, instruments }: MatrixAnswer['cells'][number]): boolean {
  return instruments.some(
    ({ effect, cap }) =>
      effect !== 'not-recognised' && (cap === 'not-known' || technical.target.level <= cap),
  );
}

function agreementLines({ agreements }: MatrixAnswer): readonly string[] {
  const parting = agreements.filter(({ differences }) => differences.length > 0);
  return [
    `Of ${String(agreements.length)} published directions between schemes held here, the comparison agrees with ${String(agreements.length - parting.length)}.`,
    ...parting.map(
      ({ entry, source, target, differences }) =>
        `- ${entry.id} (${labelOf(source)} as ${labelOf(target)}): ${differences.map((one) => DIFFERS[one]).join('; ')}.`,
    ),
  ];
}

/** The same as a Markdown table, and the pairs that are at least equivalent with conditions as a list. */
export function matrixMarkdown(answer: MatrixAnswer, _words: Words, io: Io): string {
  const { labels, cells } = answer;
  const plain = (cell: Cell) => (typeof cell === 'string' ? cell : cell.text);
  const row = (items: readonly string[]) => `| ${items.join(' | ')} |`;
  const numbers = labels.map((_, index) => String(index + 1));
  return [
    `# Equivalence of all labels as of ${answer.asOf}`,
    '',
    row(['held, and what it would count as', ...numbers]),
    row(['---', ...numbers.map(() => '---')]),
    ...labels.map((label, index) =>
      row([`${String(index + 1)} ${nameOf(label)}`, ...cellsOf(answer, index, io).map(plain)]),
    ),
    '',
    ...LEGEND.map((line) => `- ${line}`),
    '',
    ...cells
      .filter(({ technical }) => technical.verdict !== 'not')
      .map(
        ({ technical }) =>
          `- ${labelOf(technical.source)} as ${labelOf(technical.target)}: ${VERDICT[technical.verdict].toLowerCase()} (${technical.confidence}), ${String(technical.gaps.length)} gaps`,
      ),
    '',
    ...agreementLines(answer),
    '',
    `Inputs: \`${answer.inputs.digest}\``,
  ].join('\n');
}

/** For programs: every ordered pair with its verdict, its counts and what is published. */
export function matrixJson({ asOf, labels, cells, agreements, inputs }: MatrixAnswer, words: Words): string {
  return JSON.stringify(
    {
      asOf,
      labels: labels.map(nameOf),
      pairs: cells.map(({ technical, instruments }) => ({
        source: labelOf(technical.source),
        target: labelOf(technical.target),
        verdict: technical.verdict,
        confidence: technical.confidence,
        recognised: technical.recognised,
        counts: technical.counts,
        gaps: Object.fromEntries(
          technical.dimensions.map(({ dimension, gaps, blocking }) => [dimension, { gaps, blocking }]),
        ),
        published: instruments.map((one) => instrumentJson(one, words)),
      })),
      agreements: agreements.map(({ arrangement, entry, source, target, computed, differences }) => ({
        ...{ arrangement, entry: entry.id, effect: entry.effect },
        ...{ source: labelOf(source), target: labelOf(target), verdict: computed.verdict, differences },
      })),
      inputs,
    },
    null,
    2,
  );
}
