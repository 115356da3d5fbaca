import type { Dossier } from '@assay/vocabulary/dossier';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { TestReport } from '@assay/vocabulary/test-report';

import { provisionOf, type Catalogue } from '../0-programme/catalogue.ts';
import { duplicates, type Complaint } from '../0-programme/complaint.ts';
import { isWithin, numberOf } from './number-fact.ts';

/** Everything in a dossier that its schema cannot see: duplicates, and references that lead nowhere. */
export function checkDossier(file: string, dossier: Dossier, catalogue: Catalogue): readonly Complaint[] {
  const parts = new Set([
    ...dossier.components.map((one) => one.id),
    ...dossier.ixit.flatMap((table) => table.rows.map((row) => row.id)),
  ]);
  return [
    ...duplicates(file, '/components', dossier.components, (component) => component.id),
    ...duplicates(file, '/statements', dossier.statements, (statement) => statement.provision),
    ...duplicates(file, '/evidence', dossier.evidence, (item) => item.id),
    ...duplicates(file, '/ixit', dossier.ixit, (table) => table.table),
    ...dossier.ixit.flatMap((table, index) =>
      duplicates(file, `/ixit/${String(index)}/rows`, table.rows, (row) => row.id),
    ),
    ...Object.entries(dossier.facts).flatMap(([fact, answer]) => wrongAnswer(file, fact, answer, catalogue)),
    ...dossier.statements.flatMap((statement, index) => [
      ...unknownProvision(file, `/statements/${String(index)}/provision`, statement.provision, catalogue),
      ...(statement.parts ?? [])
        .filter((part) => !parts.has(part.part))
        .map((part) => ({
          file,
          path: `/statements/${String(index)}/parts`,
          code: 'dangling-reference',
          facts: { id: part.part, to: 'components and IXIT rows' },
        })),
    ]),
    ...dossier.evidence.flatMap((item, index) =>
      item.covers.flatMap((ref) =>
        unknownProvision(file, `/evidence/${String(index)}/covers`, ref, catalogue),
      ),
    ),
  ];
}

/** The same for a test report. */
export function checkReport(file: string, report: TestReport, catalogue: Catalogue): readonly Complaint[] {
  return [
    ...duplicates(file, '/results', report.results, (result) => result.provision),
    ...report.results.flatMap((result, index) =>
      unknownProvision(file, `/results/${String(index)}/provision`, result.provision, catalogue),
    ),
    ...report.results.flatMap((result, index) =>
      duplicates(file, `/results/${String(index)}/cases`, result.cases, (one) => one.case),
    ),
    ...(report.testedUntil < report.testedFrom
      ? [
          {
            file,
            path: '/testedUntil',
            code: 'ends-before-it-begins',
            facts: { from: report.testedFrom, until: report.testedUntil },
          },
        ]
      : []),
  ];
}

function unknownProvision(
  file: string,
  path: string,
  ref: ProvisionRef,
  catalogue: Catalogue,
): readonly Complaint[] {
  const { edition, id } = splitProvisionRef(ref);
  if (provisionOf(catalogue, edition, id)) return [];
  const to = catalogue.standards.has(edition) ? edition : 'the standards that are loaded';
  return [{ file, path, code: 'dangling-reference', facts: { id: ref, to } }];
}

function wrongAnswer(
  file: string,
  id: string,
  answer: string | number,
  catalogue: Catalogue,
): readonly Complaint[] {
  const fact = catalogue.facts.get(id);
  const path = `/facts/${id}`;
  if (!fact) return [{ file, path, code: 'dangling-reference', facts: { id, to: 'the facts dictionary' } }];
  const choices = fact.type === 'yes-no' ? ['yes', 'no'] : fact.type === 'choice' ? (fact.choices ?? []) : [];
  const fits =
    answer === 'unknown' ||
    (fact.type === 'number' ? isWithin(fact, answer) : choices.includes(String(answer)));
  return fits
    ? []
    : [
        {
          file,
          path,
          code: 'wrong-answer',
          facts: { answer, expected: fact.type === 'number' ? numberOf(fact) : choices.join(', ') },
        },
      ];
}
