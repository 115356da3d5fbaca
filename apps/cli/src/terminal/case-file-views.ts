import type { CaseFileReport } from '@assay/office/case-file/verify-case';

import type { Io } from './io.ts';
import { table } from './table.ts';

/** What an exported case is, what was checked, and what came of it. */
export function caseFileTable({ manifest, checks, outcome }: CaseFileReport, io: Io): string {
  const { style, width } = io;
  const dress = { sound: style.good, unproven: style.open, altered: style.bad }[outcome];
  const rows = checks.map((check) => [
    {
      text: check.ok === null ? 'open' : check.ok ? 'ok' : 'FAILED',
      dress: check.ok === null ? style.open : check.ok ? style.good : style.bad,
    },
    check.id,
    check.detail,
  ]);
  return [
    `${dress(outcome.toUpperCase())}  ${MEANS[outcome]}`,
    '',
    table(
      [
        ['case', manifest.case],
        ['administrator', `${manifest.administrator.name}${manifest.sandbox ? ', a sandbox' : ''}`],
        ['exported', manifest.exportedAt],
      ],
      width,
    ),
    '',
    table(rows, width),
  ].join('\n');
}

const MEANS: Readonly<Record<CaseFileReport['outcome'], string>> = {
  sound: 'Every check holds: this is the case as its administrator exported it.',
  unproven: 'Nothing is wrong, and something could not be checked.',
  altered: 'A check failed: do not rely on this file.',
};
