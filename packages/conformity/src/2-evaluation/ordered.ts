import type { Submission } from './collect.ts';

/** The same submission with every list in one order, so that the order in which things arrived decides nothing. */
export function ordered({ dossier, reports }: Submission): Submission {
  return {
    dossier: {
      ...dossier,
      components: by(dossier.components, (component) => component.id),
      statements: by(dossier.statements, (statement) => statement.provision),
      ixit: by(dossier.ixit, (table) => table.table).map((table) => ({
        ...table,
        rows: by(table.rows, (row) => row.id),
      })),
      evidence: by(dossier.evidence, (item) => item.id),
    },
    reports: by(reports, (report) => report.report).map((report) => ({
      ...report,
      results: by(report.results, (result) => `${result.provision} ${JSON.stringify(result)}`).map(
        (result) => ({
          ...result,
          cases: by(result.cases, (one) => `${one.case} ${JSON.stringify(one)}`),
        }),
      ),
    })),
  };
}

function by<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ item }) => item);
}
