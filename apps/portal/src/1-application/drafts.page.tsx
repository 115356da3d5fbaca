import { ownDrafts, type DraftLine } from '@assay/office/1-application/own-drafts';
import { ok } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { schemeTitle } from '../case-file/queue.view.tsx';
import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { Moment } from '../layout/when.tsx';
import { DEVELOPER, seatOf } from './draft-at.tsx';

const path = '/desk/drafts';

/** Everything that an organisation is filling in, whatever the product, and what became of it. */
export const draftListRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: DEVELOPER, event: 'drafts.read' },
    query: closed({ after: Type.Optional(text(200)) }),
    answer: async ({ query: { after } }, at) => {
      const found = await ownDrafts(at.office, { ...seatOf(at), after });
      if (!found.ok) return found;
      const { rows, next } = found.value;
      return ok({
        page: (
          <DeskFrame title="Drafts" at={at}>
            <p class="back">
              <a href="/desk/applications">Applications</a>
            </p>
            <h1>Drafts</h1>
            <p class="lead">Applications and corrections that your organisation is filling in.</p>
            {rows.length === 0 ? (
              <Empty says="Nothing was begun yet.">
                <p>
                  <a href="/desk/products">Applications begin at a product</a>
                </p>
              </Empty>
            ) : (
              <DataTable
                caption="The one saved last first"
                rows={rows}
                columns={[
                  { name: 'Product', cell: ({ id, name }) => <a href={`${path}/${id}`}>{name}</a> },
                  {
                    name: 'Label',
                    cell: ({ scheme, level, purpose }) => (
                      <>
                        {schemeTitle(at, scheme)}
                        <span class="sub">
                          level {level}
                          {purpose === 'correction' && ', correction'}
                        </span>
                      </>
                    ),
                  },
                  { name: 'Saved', cell: ({ savedAt }) => <Moment at={savedAt} /> },
                  { name: 'Stands', cell: (row) => <Stands row={row} /> },
                ]}
              />
            )}
            <PagesOn path={path} next={next} isFirst={after === undefined} />
          </DeskFrame>
        ),
      });
    },
  }),
];

function Stands({ row }: { readonly row: DraftLine }): JSX.Element {
  if (row.handedInAt === undefined) return <>Draft</>;
  return (
    <>
      Handed in
      <span class="sub">
        <a class="code" href={`/desk/cases/${row.case}`}>
          {row.case}
        </a>
      </span>
    </>
  );
}
