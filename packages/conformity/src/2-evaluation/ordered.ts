import type { Dossier } from '@assay/vocabulary/dossier';
import type { TestReport } from '@assay/vocabulary/test-report';

import type { Submission } from './collect.ts';

/** The same submission with every list in one order, so that the order in which things arrived decides nothing. */
export function ordered({ dossier, reports }: Submission): Submission {
  return { dossier: orderedDossier(dossier), reports: orderedReports(reports) };
}

/** A dossier with every list in one order. */
function orderedDossier(dossier: Dossier): Dossier {
  return {
    ...orderedParts(dossier),
    statements: orderedStatements(dossier.statements),
    evidence: orderedEvidence(dossier.evidence),
  };
}

/** A dossier with its components and IXIT rows in one order. */
export function orderedParts(dossier: Dossier): Dossier {
  return {
    ...dossier,
    components: by(dossier.components, (component) => component.id),
    ixit: by(dossier.ixit, (table) => table.table).map((table) => ({
      ...table,
      rows: by(table.rows, (row) => row.id),
    })),
  };
}

/** Statements in one order, and the parts of each. */
export function orderedStatements(statements: Dossier['statements']): Dossier['statements'] {
  return by(statements, (statement) => statement.provision).map((statement) => ({
    ...statement,
    ...(statement.parts && { parts: by(statement.parts, (part) => part.part) }),
  }));
}

/** Evidence in one order. */
export function orderedEvidence(evidence: Dossier['evidence']): Dossier['evidence'] {
  return by(evidence, (item) => item.id);
}

/** Reports in one order, and every list of each. */
export function orderedReports(reports: readonly TestReport[]): readonly TestReport[] {
  return by(reports, (report) => `${report.report} ${JSON.stringify(report)}`).map((report) => ({
    ...report,
    results: by(report.results, (result) => result.provision).map((result) => ({
      ...result,
      cases: by(result.cases, (one) => one.case).map((one) => ({
        ...one,
        ...(one.units && { units: by(one.units, (unit) => `${unit.part} ${unit.verdict}`) }),
      })),
    })),
  }));
}

function by<T>(items: readonly T[], key: (item: T) => string): T[] {
  if (items.length < 2) return [...items];
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ item }) => item);
}
