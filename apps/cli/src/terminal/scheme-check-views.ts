import type { Severity } from '@assay/conformity/0-programme/checks';
import { sarifOf } from '@assay/formats/sarif';
import { isSound, type CheckReport, type Weighed } from '@assay/office/0-programme/check-library';
import type { Words } from '@assay/office/words';

import type { Io } from './io.ts';
import { table, wrap } from './table.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/**
 * What was found, by file; in a file the gravest first, complaints of one code together: each with its line, its place
 * and what is wrong, then once why it matters, how to mend it and, for a clause of a standard, how well that is known.
 */
export function schemeCheckTable(report: CheckReport, words: Words, io: Io): string {
  const files = Map.groupBy(report.complaints, ({ file }) => file);
  return [
    ...[...files].map(([file, complaints]) =>
      [io.style.bold(file), ...groupsOf(complaints).map((group) => groupTable(group, words, io))].join('\n'),
    ),
    wrap(inShort(report), io.width).join('\n'),
  ].join('\n\n');
}

/** The JSON of `assay scheme check`: the contract that other programs read. */
export function schemeCheckJson(report: CheckReport, words: Words): string {
  const { complaints, files, schemes, standards } = report;
  const document = {
    sound: isSound(report),
    counts: Object.fromEntries(SEVERITIES.map((severity) => [severity, countOf(complaints, severity)])),
    looked: { files, schemes, standards },
    complaints: complaints.map(({ severity, code, file, line, column, path, facts, clause }) => ({
      ...{ severity, code, file, line, column, path },
      ...words.told({ code, facts }),
      facts,
      ...(clause && { clause: { of: 'ISO/IEC 27404:2025', ...clause, basis: words.basis(clause) } }),
    })),
  };
  return JSON.stringify(document, null, 2);
}

/** The same as SARIF 2.1.0; a message carries the place in the document, why it matters and the remedy. */
export function schemeCheckSarif({ complaints }: CheckReport, words: Words, version: string): string {
  const rules = [...Map.groupBy(complaints, ({ code }) => code)].map(([id, [first]]) => {
    const { why, remedy } = words.told(first ?? { code: id, facts: {} });
    return { id, text: why, help: remedy };
  });
  const results = complaints.map(({ code, severity, file, line, column, path, facts, clause }) => {
    const { what, why, remedy } = words.told({ code, facts });
    const text = [
      `${path || 'the document'}: ${what}`,
      why,
      remedy,
      ...(clause ? [words.basis(clause)] : []),
    ];
    return { rule: code, level: severity, text: text.join(' '), file, line, column };
  });
  return JSON.stringify(sarifOf({ tool: { name: 'assay scheme check', version }, rules, results }), null, 2);
}

type Group = readonly [Weighed, ...Weighed[]];

function groupsOf(complaints: readonly Weighed[]): readonly Group[] {
  const groups = [...Map.groupBy(complaints, ({ code }) => code).values()].flatMap(
    ([first, ...rest]): Group[] => (first ? [[first, ...rest]] : []),
  );
  return groups.sort(([a], [b]) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function groupTable(group: Group, words: Words, io: Io): string {
  const [first] = group;
  const { why, remedy } = words.told(first);
  const quiet = (text: string) => ({ text, dress: io.style.dim });
  return [
    `\n  ${dressOf(first.severity, io)(first.severity)}  ${first.code}`,
    table(
      group.map((one) => [
        `    ${String(one.line)}:${String(one.column)}`,
        quiet(one.path || 'the document'),
        words.told(one).what,
      ]),
      io.width,
    ),
    table(
      [
        [quiet('    why'), quiet(why)],
        [quiet('    remedy'), quiet(remedy)],
        ...(first.clause ? [[quiet('    source'), quiet(words.basis(first.clause))]] : []),
      ],
      io.width,
    ),
  ].join('\n');
}

function dressOf(severity: Severity, { style }: Io): (text: string) => string {
  return { error: style.bad, warning: style.open, note: style.dim }[severity];
}

function inShort(report: CheckReport): string {
  const { complaints, files, schemes, standards } = report;
  const counted = SEVERITIES.map((severity) => many(countOf(complaints, severity), severity)).join(', ');
  const looked = [
    many(files, 'file'),
    many(schemes, 'scheme edition'),
    ...(standards > 0 ? [many(standards, 'standard edition')] : []),
  ].join(', ');
  return `${isSound(report) ? 'sound' : 'not sound'}: ${counted} in ${looked}`;
}

function countOf(complaints: readonly Weighed[], severity: Severity): number {
  return complaints.filter((one) => one.severity === severity).length;
}

function many(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
