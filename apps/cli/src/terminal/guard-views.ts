import { sarifOf } from '@assay/formats/sarif';
import type { GuardAnswer, LocatedBreach } from '@assay/office/7-surveillance/guard-release';
import type { Words } from '@assay/office/words';

import type { Io } from './io.ts';
import { printable, table, wrap } from './table.ts';

/** What the release breaks, each with its place, what is wrong and what to do; then what will break soon. */
export function guardTable(answer: GuardAnswer, words: Words, io: Io): string {
  const { guard, firmware, asOf, labels, breaches, note } = answer;
  return [
    io.style.bold(`${guard}, release ${printable(firmware)}, as of ${asOf}`),
    ...wrap(printable(note), io.width),
    '',
    labels.length === 0
      ? 'No label is held: there is nothing to guard.'
      : table(
          labels.map(({ scheme, level, validUntil }) => [
            scheme,
            `level ${String(level)}`,
            validUntil === undefined ? 'no last day stated' : `valid until ${validUntil}`,
          ]),
          io.width,
        ),
    ...breaches.flatMap((breach) => ['', ...breachLines(breach, words, io)]),
    '',
    verdict(answer, io),
  ].join('\n');
}

function breachLines(breach: LocatedBreach, words: Words, io: Io): readonly string[] {
  const { file, line, column, severity } = breach;
  const dress = severity === 'error' ? io.style.bad : io.style.open;
  return [
    `${file}:${String(line)}:${String(column)} ${dress(severity)}`,
    ...wrap(printable(said(breach, words)), io.width - 2).map((text) => `  ${text}`),
  ];
}

/** What breaks and what to do; where judging says what would mend it, that as well. */
function said(breach: LocatedBreach, words: Words): string {
  return [words.complaint(breach), ...(breach.closes ? [words.reason(breach.closes)] : [])].join(' ');
}

function verdict({ labels, breaches }: GuardAnswer, { style }: Io): string {
  const errors = breaches.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return style.bad(`The release breaks its labels in ${String(errors)} places.`);
  const warnings = breaches.length;
  const tail = warnings > 0 ? ` ${String(warnings)} warnings.` : '';
  return labels.length === 0 ? '' : style.good(`The release breaks no condition of its labels.${tail}`);
}

/** The same for the page of a pipeline. */
export function guardMarkdown(answer: GuardAnswer, words: Words, io: Io): string {
  const { guard, firmware, asOf, breaches, note } = answer;
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
  return [
    `# ${guard}, release ${firmware}, as of ${asOf}`,
    '',
    note,
    ...(breaches.length === 0 ? [] : ['', '| | where | what, and what to do |', '| --- | --- | --- |']),
    ...breaches.map(
      (breach) =>
        `| ${breach.severity} | ${cell(breach.file)}:${String(breach.line)} | ${cell(said(breach, words))} |`,
    ),
    '',
    verdict(answer, { ...io, style: { ...io.style, good: String, bad: String } }),
  ].join('\n');
}

/** For the pages of a code host: each breach at the line that it is about. */
export function guardSarif({ breaches }: GuardAnswer, words: Words, _io: Io, version: string): string {
  const codes = [...new Set(breaches.map(({ code }) => code))];
  const log = sarifOf({
    tool: { name: 'assay guard', version },
    rules: codes.map((id) => ({ id, text: id.replaceAll('-', ' ') })),
    results: breaches.map((breach) => ({
      ...{ rule: breach.code, level: breach.severity, text: said(breach, words) },
      ...{ file: breach.file, line: breach.line, column: breach.column },
    })),
  });
  return JSON.stringify(log, null, 2);
}

/** For programs: every breach with its code, facts, place and sentence. */
export function guardJson({ breaches, ...answer }: GuardAnswer, words: Words): string {
  const listed = breaches.map(({ closes, ...breach }) => ({
    ...breach,
    says: words.complaint(breach),
    ...(closes && { closes: words.reason(closes) }),
  }));
  return JSON.stringify({ ...answer, breaches: listed }, null, 2);
}
