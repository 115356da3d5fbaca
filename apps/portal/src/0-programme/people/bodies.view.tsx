import type { BodyShown } from '@assay/office/0-programme/people/bodies';
import type { JSX } from 'preact';

import { schemeName } from '../../case-file/queue.view.tsx';
import type { DeskContext } from '../../http/desk-route.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { DeskFrame } from '../../layout/desk-frame.tsx';
import { Empty } from '../../layout/empty.tsx';
import { PagesOn } from '../../layout/pages-on.tsx';
import { Day } from '../../layout/when.tsx';
import { SearchByName } from './search-by-name.tsx';
import { Standing } from './recognition-words.tsx';

type Props = {
  readonly at: DeskContext;
  readonly page: { readonly rows: readonly BodyShown[]; readonly next?: string };
  readonly text: string;
  readonly isFirst: boolean;
};

/** The bodies that are registered here, each as it stands today. */
export function BodiesView({ at, page, text, isFirst }: Props): JSX.Element {
  return (
    <DeskFrame title="Bodies" at={at}>
      <h1>Bodies</h1>
      <p class="lead">
        Whose test results may count, for which scheme, and until when. A report counts only if its laboratory
        was recognised for it on every day on which it tested.
      </p>
      <SearchByName path="/desk/bodies" text={text} of="bodies" />
      {page.rows.length === 0 ? (
        <Empty says={text === '' ? 'No body is registered yet.' : 'No body has such a name.'} />
      ) : (
        <DataTable
          caption="Newest first"
          columns={[
            {
              name: 'Body',
              cell: ({ organisation, body }) => <a href={`/desk/bodies/${body}`}>{organisation.name}</a>,
            },
            {
              name: 'As it stands today',
              cell: ({ schemes }) =>
                schemes.length === 0 ? (
                  <span class="soft">Not recognised for any scheme</span>
                ) : (
                  <ul class="plain-list">
                    {schemes.map(({ scheme, standing }) => (
                      <li>
                        {schemeName(at, scheme)}
                        <span class="sub">
                          <Standing of={standing} />
                        </span>
                      </li>
                    ))}
                  </ul>
                ),
            },
            {
              name: 'Accreditation',
              cell: ({ schemes }) => accreditationOf(schemes) ?? <span class="soft">None on file</span>,
            },
          ]}
          rows={page.rows}
        />
      )}
      <PagesOn
        {...{ path: '/desk/bodies', next: page.next, isFirst }}
        {...(text !== '' && { query: { text } })}
      />
    </DeskFrame>
  );
}

function accreditationOf(schemes: BodyShown['schemes']): JSX.Element | undefined {
  const found = schemes.flatMap(({ standing }) =>
    standing.state === 'recognised' && standing.scope.accreditation ? [standing.scope.accreditation] : [],
  );
  const each = new Map(found.map((one) => [`${one.by} ${one.until}`, one]));
  if (each.size === 0) return undefined;
  return (
    <ul class="plain-list">
      {[...each.values()].map(({ by, until }) => (
        <li>
          {by}, to <Day at={until} />
        </li>
      ))}
    </ul>
  );
}
