import type { Words } from '@assay/office/words';
import type { EvaluationRecord } from '@assay/vocabulary/case-event';
import type { Counts, Evaluation, Finding, Gap, Outcome } from '@assay/vocabulary/evaluation';

import type { Io } from './io.ts';
import { table, wrap, type Cell } from './table.ts';
import { derivation, telling } from './telling.ts';

const WORD: Record<Outcome, string> = {
  met: 'met',
  'not-met': 'NOT MET',
  'not-applicable': 'not applicable',
  'no-evidence': 'no evidence',
  inconclusive: 'inconclusive',
  unanswered: 'unanswered',
};

const COUNTED: readonly (readonly [keyof Counts, Outcome])[] = [
  ['met', 'met'],
  ['notMet', 'not-met'],
  ['notApplicable', 'not-applicable'],
  ['noEvidence', 'no-evidence'],
  ['inconclusive', 'inconclusive'],
  ['unanswered', 'unanswered'],
];

/** What `assay check` shows a person: the answer, every finding in a line, then what is missing and what would close it. */
export function checkTable({ evaluation }: EvaluationRecord, words: Words, io: Io): string {
  const { scheme, edition, asOf, level, counts, findings, gaps, questions, productClass } = evaluation;
  const missing = gaps.filter((gap) => gap.kind !== 'assessment');
  return [
    io.style.bold(`${scheme}@${edition}, level ${String(level.asked)}, as of ${asOf}`),
    table(
      [
        ['as declared', verdict(level.declared, level.asked, io), `level ${String(level.declared)}`],
        ['as assessed', verdict(level.assessed, level.asked, io), `level ${String(level.assessed)}`],
      ],
      io.width,
    ),
    counted(counts),
    ...(productClass === undefined ? [] : [`judged as a product of the class ${productClass}`]),
    ...section('Principle by principle; the whole is no higher than the lowest', vector(evaluation, io), io),
    ...section(
      'Findings',
      table(
        findings.map((finding) => row(finding, words, io)),
        io.width,
      ),
      io,
    ),
    ...section('What is missing, and what would close it', missingTable(missing, words, io), io),
    ...section('Still to be assessed', owedTable(gaps, words, io), io),
    ...section(
      'Questions to answer',
      table(
        questions.map((one) => [one.fact, one.question]),
        io.width,
      ),
      io,
    ),
  ].join('\n');
}

function verdict(reached: number, asked: number, io: Io): Cell {
  return reached >= asked
    ? { text: 'reached', dress: io.style.good }
    : { text: 'not reached', dress: io.style.bad };
}

/** The level of each principle, where a scheme has any. */
function vector({ principles = [], level }: Evaluation, io: Io): string {
  return table(
    principles.map(({ principle, declared, assessed }) => [
      principle,
      {
        text: `declared ${String(declared)}`,
        dress: declared >= level.asked ? io.style.good : io.style.bad,
      },
      `assessed ${String(assessed)}`,
    ]),
    io.width,
  );
}

/** `12 met, 1 not met`: what there is of each outcome. */
function counted(counts: Counts): string {
  return COUNTED.filter(([member]) => counts[member] > 0)
    .map(([member, outcome]) => `${String(counts[member])} ${WORD[outcome].toLowerCase()}`)
    .join(', ');
}

function row(finding: Finding, words: Words, io: Io): readonly Cell[] {
  const { requirement, outcome, title, because, confidence } = finding;
  const derived = derivation(because);
  const why = [...telling(finding), ...(derived ? [derived] : [])].map((one) => words.reason(one)).join(' ');
  const mark = confidence === 'uncertain' ? ' [uncertain: check this row against its source]' : '';
  return [
    short(requirement),
    { text: WORD[outcome], dress: dressOf(outcome, io) },
    `${title}${why ? `: ${why}` : ''}${mark}`,
  ];
}

function dressOf(outcome: Outcome, { style }: Io): (text: string) => string {
  if (outcome === 'met' || outcome === 'not-applicable') return style.good;
  return outcome === 'not-met' ? style.bad : style.open;
}

function missingTable(gaps: readonly Gap[], words: Words, io: Io): string {
  return table(
    gaps.map((gap) => [short(gap.requirement), gap.kind, words.reason(gap.closes)]),
    io.width,
  );
}

/** What only its assessment is still owed for, together where one assessment closes it. */
function owedTable(gaps: readonly Gap[], words: Words, io: Io): string {
  const owed = Map.groupBy(
    gaps.filter((gap) => gap.kind === 'assessment'),
    (gap) => words.reason(gap.closes),
  );
  return [...owed]
    .flatMap(([closes, these]) => [
      ...wrap(`${closes} (${String(these.length)})`, io.width),
      ...wrap(these.map((gap) => short(gap.requirement)).join(', '), io.width - 2).map((line) => `  ${line}`),
    ])
    .join('\n');
}

function section(title: string, body: string, io: Io): readonly string[] {
  return body === '' ? [] : ['', io.style.bold(title), body];
}

/** `5.3-13` of `etsi-en-303-645@2.1.1#5.3-13`. */
function short(requirement: string): string {
  return requirement.slice(requirement.indexOf('#') + 1);
}
