import type { IxitEdition } from '@assay/vocabulary/ixit';

import { about, duplicates, each, type Complaint, type Filed } from './complaint.ts';

/** Everything in an edition of IXIT tables that its schema cannot see. */
export function checkIxit({ file, document: ixit }: Filed<IxitEdition>): readonly Complaint[] {
  const say = about(file);
  const tables = new Set(ixit.tables.map((table) => table.id));
  return [
    ...duplicates(file, '/tables', ixit.tables, (table) => table.id),
    ...each('/tables', ixit.tables, ({ fields }, path) => [
      ...duplicates(file, `${path}/fields`, fields, (field) => field.id),
      ...each(`${path}/fields`, fields, ({ references }, place) =>
        references === undefined || tables.has(references)
          ? []
          : [say(`${place}/references`, 'dangling-reference', { id: references, to: 'tables' })],
      ),
    ]),
  ];
}
