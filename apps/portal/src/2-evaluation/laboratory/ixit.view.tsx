import type { Dossier } from '@assay/vocabulary/dossier';
import type { JSX } from 'preact';

import { SummaryList } from '../../layout/summary-list.tsx';

export type IxitTable = Dossier['ixit'][number];

/** Tables of the maker's IXIT, word for word, each folded. */
export function IxitTables({ tables }: { readonly tables: readonly IxitTable[] }): JSX.Element {
  return (
    <>
      {tables.map(({ table, rows }) => (
        <details>
          <summary>
            {table}: {rows.length === 1 ? '1 row' : `${String(rows.length)} rows`} of the maker’s IXIT
          </summary>
          {rows.map(({ id, fields }) => (
            <>
              <p>
                <strong class="code">{id}</strong>
              </p>
              <SummaryList rows={Object.entries(fields).map(([name, value]) => ({ name, value }))} />
            </>
          ))}
        </details>
      ))}
    </>
  );
}
