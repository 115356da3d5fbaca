import type { Words } from '@assay/office/words';
import type { EvaluationRecord } from '@assay/vocabulary/case-event';
import type { Finding, Gap, Outcome, Reason } from '@assay/vocabulary/evaluation';

import type { Io } from './io.ts';
import { table, wrap, type Cell } from './table.ts';

const WORD: Record<Outcome, string> = {
  met: 'met',
  'not-met': 'NOT MET',
  'not-applicable': 'not applicable',
  'no-evidence': 'no evidence',
  inconclusive: 'inconclusive',
  unanswered: 'unanswered',
};

/** What `assay check` shows a person: the answer, every finding in a line, then what is missing and what would close it. */
export function checkTable({ evaluation }: EvaluationRecord, words: Words, io: Io): string {
  const { scheme, edition, asOf, level, findings, gaps, questions } = evaluation;
  const owed = gaps.filter((gap) => gap.kind === 'assessment');
  const missing = gaps.filter((gap) => gap.kind !== 'assessment');
  return [
    io.style.bold(`${scheme}@${edition}, level ${String(level.asked)}, as of ${asOf}`),
    `${verdict(level.declared >= level.asked, io)} as declared (level ${String(level.declared)}); ${verdict(level.assessed >= level.asked, io)} as assessed (level ${String(level.assessed)})`,
    '',
    table(
      findings.map((finding) => row(finding, words, io)),
      io.width,
    ),
    ...section('What is missing, and what would close it', missing, words, io),
    ...(owed.length > 0
      ? [
          '',
          ...wrap(
            `Still to be assessed as the level asks (${String(owed.length)}): ${owed.map((gap) => short(gap.requirement)).join(', ')}. ${firstSaid(owed, words)}`,
            io.width,
          ),
        ]
      : []),
    ...(questions.length > 0
      ? [
          '',
          io.style.bold('Questions to answer'),
          table(
            questions.map((one) => [one.fact, one.question]),
            io.width,
          ),
        ]
      : []),
  ].join('\n');
}

function verdict(reached: boolean, io: Io): string {
  return reached ? io.style.good('reached') : io.style.bad('not reached');
}

function row(finding: Finding, words: Words, io: Io): readonly Cell[] {
  const dress =
    finding.outcome === 'met' || finding.outcome === 'not-applicable'
      ? io.style.good
      : finding.outcome === 'not-met'
        ? io.style.bad
        : io.style.open;
  const why = finding.outcome === 'met' ? '' : `: ${firstWhy(finding.because, words)}`;
  const mark = finding.confidence === 'uncertain' ? ' [uncertain: check this row against its source]' : '';
  return [
    short(finding.requirement),
    { text: WORD[finding.outcome], dress },
    `${finding.title}${derived(finding.because, words)}${why}${mark}`,
  ];
}

/** A verdict that the rules derived is said even where the finding is good. */
function derived(because: Reason, words: Words): string {
  const found = find(because, 'verdict-derived');
  return found ? ` (${words.reason(found)})` : '';
}

function find(reason: Reason, code: string): Reason | undefined {
  return reason.code === code
    ? reason
    : reason.because.map((one) => find(one, code)).find((one) => one !== undefined);
}

function firstWhy(because: Reason, words: Words): string {
  const telling =
    because.because.find((one) => one.code !== 'applies-always' && one.code !== 'applies') ?? because;
  const deeper =
    telling.code === 'does-not-apply' || telling.code === 'applies-unknown' ? telling.because : [];
  return [telling, ...deeper, ...deeper.flatMap((one) => one.because)]
    .map((one) => words.reason(one))
    .join(' ');
}

function section(title: string, gaps: readonly Gap[], words: Words, io: Io): readonly string[] {
  if (gaps.length === 0) return [];
  return [
    '',
    io.style.bold(title),
    table(
      gaps.map((gap) => [short(gap.requirement), gap.kind, words.reason(gap.closes)]),
      io.width,
    ),
  ];
}

function firstSaid(gaps: readonly Gap[], words: Words): string {
  const [first] = gaps;
  return first ? words.reason(first.closes) : '';
}

/** `5.3-13` of `etsi-en-303-645@2.1.1#5.3-13`. */
function short(requirement: string): string {
  return requirement.slice(requirement.indexOf('#') + 1);
}
