import type { SchemeAnswer } from '@assay/conformity/2-evaluation/across';
import type { GapAnswer } from '@assay/office/2-evaluation/gap';
import type { Words } from '@assay/office/words';
import type { Outcome } from '@assay/vocabulary/evaluation';

import {
  byPrinciple,
  COLUMNS,
  counted,
  alike,
  likeness,
  offersOf,
  reached,
  shortName,
  uncertain,
  unlocked,
} from './gap-words.ts';
import type { Io } from './io.ts';
import { printable, table, wrap } from './table.ts';

type Step = GapAnswer['steps'][number];

/** The matrix of schemes and outcomes, the gaps that schemes share, then the next steps by what they unlock. */
export function gapTable(answer: GapAnswer, words: Words, io: Io): string {
  const { product } = answer.dossier.document;
  const count = answer.answers.length;
  return [
    `${io.style.bold(printable(product.name))}, as declared, on ${answer.asOf}, against ${String(count)} ${count === 1 ? 'scheme' : 'schemes'}`,
    '',
    ...matrix(answer.answers, io),
    ...notes(answer, words, io),
    ...sharedGaps(answer, io),
    ...nextSteps(answer, words, io),
  ].join('\n');
}

/** Rows of schemes, columns of outcomes, numbers under each other. */
function matrix(answers: readonly SchemeAnswer[], { style }: Io): readonly string[] {
  const rows = answers.map((one) => ({
    one,
    cells: COLUMNS.map(({ outcome }) => counted(one.evaluation.findings, outcome)),
  }));
  const first = Math.max(6, ...answers.map(({ scheme }) => scheme.length));
  const widths = COLUMNS.map(({ head }, column) =>
    Math.max(...head.map((text) => text.length), ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const line = (name: string, level: string, cells: readonly string[]) =>
    `${name.padEnd(first)}  ${level.padEnd(5)}${cells.map((cell, column) => `  ${cell.padStart(widths[column] ?? 0)}`).join('')}`;
  const head = (half: 0 | 1) =>
    style.bold(
      line(
        half === 1 ? 'scheme' : '',
        half === 1 ? 'level' : '',
        COLUMNS.map((column) => column.head[half]),
      ).trimEnd(),
    );
  return [
    head(0),
    head(1),
    ...rows.map(({ one, cells }) => {
      const dressed = cells.map((cell, column) =>
        dress(cell.padStart(widths[column] ?? 0), COLUMNS[column]?.outcome, style),
      );
      const level = reached(one).padEnd(5);
      const done = one.evaluation.level.declared >= one.evaluation.level.asked;
      return `${one.scheme.padEnd(first)}  ${done ? style.good(level) : style.open(level)}  ${dressed.join('  ')}`;
    }),
  ];
}

function dress(cell: string, outcome: Outcome | undefined, style: Io['style']): string {
  if (cell.trim() === '0') return style.dim(cell);
  if (outcome === 'met') return style.good(cell);
  return outcome === 'not-met' ? style.bad(cell) : outcome === 'not-applicable' ? cell : style.open(cell);
}

/** What the matrix does not say by itself. */
function notes({ answers, outOfScope }: GapAnswer, words: Words, io: Io): readonly string[] {
  const doubtful = answers.some(({ evaluation }) => uncertain(evaluation.findings).length > 0);
  const closed = answers
    .filter(({ status }) => status !== 'open')
    .map(({ scheme, status }) => `${scheme} (${status})`);
  const lines = [
    'Level: reached of highest, taking the papers at face value. Counts are of the requirements up to the next level.',
    ...(doubtful
      ? ['?n: of these, n rest on a row of our catalogue that is marked uncertain; they settle nothing.']
      : []),
    ...(closed.length > 0 ? [`Takes no new applications: ${closed.join(', ')}.`] : []),
    ...answers
      .filter((one) => byPrinciple(one).length > 0)
      .map((one) => `${one.scheme} by principle: ${byPrinciple(one).join(', ')}.`),
    ...answers
      .filter(({ scopeOpen }) => scopeOpen.length > 0)
      .map(
        ({ scheme, scopeOpen }) =>
          `${scheme} takes the product only if these facts allow it: ${scopeOpen.join(', ')}.`,
      ),
    ...outOfScope.map(
      ({ scheme, grounds }) =>
        `${scheme} does not take this product: ${grounds.map((ground) => words.reason(ground)).join(' ')}`,
    ),
  ];
  return ['', ...lines.flatMap((line) => wrap(printable(line), io.width)).map(io.style.dim)];
}

/** Gaps that more than one scheme has: outright, or through the crosswalk. */
function sharedGaps({ steps }: GapAnswer, io: Io): readonly string[] {
  const shared = steps.filter(({ waits, related }) => waits.length + related.length > 1);
  if (shared.length === 0) return [];
  const rows = shared.map(({ provision, title, waits, related, confidence }) => [
    provision,
    String(waits.length),
    related.length === 0 ? '-' : `${String(related.length)} ${confidence}`,
    title,
  ]);
  return [
    '',
    io.style.bold('Shared gaps: schemes that ask for it, and schemes that ask for something like it'),
    table(
      [['provision', 'ask', 'alike', 'title'].map((text) => ({ text, dress: io.style.dim })), ...rows],
      io.width,
    ),
  ];
}

/** Steps shown to a person at once; Markdown and JSON have all of them. */
const STEPS = 8;
/** Likenesses and offers named of one step. */
const NAMED = 6;

function nextSteps({ steps, answers }: GapAnswer, words: Words, io: Io): readonly string[] {
  if (steps.length === 0)
    return ['', 'Nothing is missing from the developer in any scheme that takes the product.'];
  const more = steps.length - STEPS;
  return [
    '',
    io.style.bold('Next steps, the one that unlocks most first'),
    ...steps
      .slice(0, STEPS)
      .flatMap((step, index) => ['', ...stepLines(step, index + 1, { answers, words, io })]),
    '',
    ...(more > 0 ? [`And ${String(more)} more: --format md, html or json lists them.`] : []),
    ...wrap(
      'What is alike in another standard can be offered there as evidence; it settles nothing by itself.',
      io.width,
    ),
  ];
}

type Around = { readonly answers: GapAnswer['answers']; readonly words: Words; readonly io: Io };

function stepLines(step: Step, number: number, { answers, words, io }: Around): readonly string[] {
  const names = (schemes: Step['waits']) => schemes.map((scheme) => shortName(scheme, answers)).join(', ');
  const waiting = step.waits.filter((scheme) => ![...step.unlocks, ...step.mayUnlock].includes(scheme));
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['unlocks', unlocked(step.unlocks, answers)],
    ['may unlock', unlocked(step.mayUnlock, answers)],
    ['asked by', waiting.length > 0 ? [names(waiting)] : []],
    [
      'decides',
      few(
        [step.fix, ...step.decides].flatMap((fix) => (fix ? [`${fix.requirement} ${fix.title}`] : [])),
        step.decides,
      ),
    ],
    [likeness(step), few(step.helps.map(alike))],
    ['can offer', few(offersOf(step))],
  ];
  const [first = '', ...rest] = wrap(printable(words.reason(step.todo)), io.width - 4);
  return [
    `${String(number).padStart(2)}  ${io.style.bold(first)}`,
    ...rest.map((line) => `    ${io.style.bold(line)}`),
    `    ${io.style.dim(`${step.provision}, ${step.helps.length > 0 ? 'weakest link ' : ''}${step.confidence}`)}`,
    ...rows.flatMap(([name, items]) =>
      items
        .flatMap((item) =>
          wrap(printable(item), io.width - 16).map((line, index) => (index === 0 ? line : `  ${line}`)),
        )
        .map((line, index) => `    ${io.style.dim((index === 0 ? name : '').padEnd(10))}  ${line}`),
    ),
  ];
}

/** The first of some items; none where there is no `need` for them. */
function few(items: readonly string[], need: readonly unknown[] = items): readonly string[] {
  if (need.length === 0) return [];
  const more = items.length - NAMED;
  return more > 0 ? [...items.slice(0, NAMED), `and ${String(more)} more`] : items;
}
