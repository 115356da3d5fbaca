import type { IxitEdition } from '@assay/vocabulary/ixit';

import { duplicates, type Complaint, type Filed } from './complaint.ts';

/** Everything in an edition of IXIT tables that its schema cannot see. */
export function checkIxit({ file, document: ixit }: Filed<IxitEdition>): readonly Complaint[] {
  const tables = new Set(ixit.tables.map((table) => table.id));
  return [
    ...duplicates(file, '/tables', ixit.tables, (table) => table.id),
    ...ixit.tables.flatMap((table, index) => [
      ...duplicates(file, `/tables/${String(index)}/fields`, table.fields, (field) => field.id),
      ...table.fields.flatMap((field, place): readonly Complaint[] =>
        field.references === undefined || tables.has(field.references)
          ? []
          : [
              {
                file,
                path: `/tables/${String(index)}/fields/${String(place)}/references`,
                code: 'dangling-reference',
                facts: { id: field.references, to: 'tables' },
              },
            ],
      ),
    ]),
  ];
}
