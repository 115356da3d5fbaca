import type { RequirementAsked } from '@assay/conformity/1-application/editor';
import type { IxitRows } from '@assay/conformity/1-application/answer';
import type { DossierDraft } from '@assay/vocabulary/dossier-draft';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';
import type { IxitEdition, IxitTable } from '@assay/vocabulary/ixit';
import type { StandardEdition } from '@assay/vocabulary/standard';

import type { Library } from '../0-programme/load-library.ts';

/** A table of details: its columns, what is in it, and which requirements are tested by it. */
export type TableAsked = {
  readonly table: IxitTable;
  readonly rows: IxitRows;
  /** None: it is in the dossier, and nothing that applies is tested by it. */
  readonly requirements: readonly ProvisionRef[];
};

/** The tables that tests of the requirements read, and those that are in the draft besides, in the order of their edition. */
export function tablesAsked(
  { catalogue, ixit }: Pick<Library, 'catalogue' | 'ixit'>,
  draft: Pick<DossierDraft, 'ixit'>,
  requirements: readonly Pick<RequirementAsked, 'ref' | 'tables'>[],
): readonly TableAsked[] {
  const tables = new Map<string, IxitTable>();
  const read = standardsOf(catalogue, requirements).flatMap((standard) => ixitFor(standard, ixit) ?? []);
  const newestFirst = ixit.toSorted((one, other) => (one.published < other.published ? 1 : -1));
  for (const { tables: those } of [...read, ...newestFirst])
    for (const table of those) if (!tables.has(table.id)) tables.set(table.id, table);
  return [...tables.values()].flatMap((table): readonly TableAsked[] => {
    const by = requirements.filter(({ tables: read }) => read.includes(table.id)).map(({ ref }) => ref);
    const rows = draft.ixit.find((one) => one.table === table.id)?.rows ?? [];
    return by.length === 0 && rows.length === 0 ? [] : [{ table, rows, requirements: by }];
  });
}

function standardsOf(
  catalogue: Library['catalogue'],
  requirements: readonly Pick<RequirementAsked, 'ref' | 'tables'>[],
): readonly StandardEdition[] {
  const editions = new Set(
    requirements.filter(({ tables }) => tables.length > 0).map(({ ref }) => splitProvisionRef(ref).edition),
  );
  return [...editions].flatMap((edition) => catalogue.standards.get(edition) ?? []);
}

/** The edition of IXIT tables that has every table which the tests of a standard read. */
export function ixitFor(standard: StandardEdition, editions: Library['ixit']): IxitEdition | undefined {
  const read = new Set(
    standard.provisions.flatMap(({ tests }) => tests?.cases.flatMap(({ ixit }) => ixit) ?? []),
  );
  read.delete('ics');
  return [...editions]
    .map((edition) => ({
      edition,
      unknown: [...read].filter((id) => !edition.tables.some((table) => table.id === id)),
    }))
    .sort((one, other) => one.unknown.length - other.unknown.length)[0]?.edition;
}
