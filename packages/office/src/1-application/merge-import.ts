import type { Amendment } from '@assay/formats/amend-document';
import type { Brought } from '@assay/formats/import/brought';
import type { Dossier } from '@assay/vocabulary/dossier';
import type { TestReport } from '@assay/vocabulary/test-report';

/** A member that is there already and says something else than what was brought. */
export type Conflict = { readonly path: string; readonly there: string; readonly brought: string };

export type Merged = {
  readonly amendments: readonly Amendment[];
  readonly conflicts: readonly Conflict[];
  /** Rows, statements, evidence items or results that are new. */
  readonly added: number;
  /** Those that were there already, word for word. */
  readonly same: number;
};

type Parts = Pick<Dossier, 'ixit' | 'statements' | 'evidence'>;
type Change = { readonly amendment?: Amendment; readonly conflict?: Conflict };

/**
 * What has to change in a dossier to hold what was brought. Rows and fields that are not there are added; what is there and
 * says something else is a conflict, and is changed all the same in `amendments`: whoever applies them must have been told to replace.
 */
export function mergeIntoDossier(dossier: Parts, brought: Brought): Merged {
  return summed([
    ...brought.ixit.flatMap((table) => mergeTable(dossier, table)),
    ...brought.statements.map((one) =>
      mergeItem('statements', dossier.statements, one, ({ provision }) => provision),
    ),
    ...brought.evidence.map((one) => mergeItem('evidence', dossier.evidence, one, ({ id }) => id)),
  ]);
}

/** The same for the results of a test report. */
export function mergeIntoReport(report: Pick<TestReport, 'results'>, brought: Brought): Merged {
  return summed(
    brought.results.map((one) => mergeItem('results', report.results, one, ({ provision }) => provision)),
  );
}

function mergeTable(dossier: Parts, table: Dossier['ixit'][number]): readonly Change[] {
  const at = dossier.ixit.findIndex((one) => one.table === table.table);
  const there = dossier.ixit[at];
  if (!there) return [{ amendment: { path: ['ixit', '-'], value: table } }];
  return table.rows.flatMap((row): readonly Change[] => {
    const place = there.rows.findIndex(({ id }) => id === row.id);
    const found = there.rows[place];
    if (!found) return [{ amendment: { path: ['ixit', at, 'rows', '-'], value: row } }];
    return Object.entries(row.fields).map(([field, value]) =>
      changed({
        path: ['ixit', at, 'rows', place, 'fields', field],
        name: `ixit/${table.table}/${row.id}/${field}`,
        there: found.fields[field],
        value,
      }),
    );
  });
}

function mergeItem<T>(list: string, items: readonly T[], item: T, key: (item: T) => string): Change {
  const at = items.findIndex((one) => key(one) === key(item));
  if (at < 0) return { amendment: { path: [list, '-'], value: item } };
  return changed({ path: [list, at], name: `${list}/${key(item)}`, there: items[at], value: item });
}

function changed<T>(change: {
  readonly path: Amendment['path'];
  readonly name: string;
  readonly there: T | undefined;
  readonly value: T;
}): Change {
  const { path, name, there, value } = change;
  if (there === undefined) return { amendment: { path, value } };
  const [before, after] = [JSON.stringify(there), JSON.stringify(value)];
  if (before === after) return {};
  return { amendment: { path, value }, conflict: { path: name, there: before, brought: after } };
}

function summed(changes: readonly Change[]): Merged {
  const conflicts = changes.flatMap(({ conflict }) => conflict ?? []);
  const amendments = changes.flatMap(({ amendment }) => amendment ?? []);
  return {
    amendments,
    conflicts,
    added: amendments.length - conflicts.length,
    same: changes.length - amendments.length,
  };
}
