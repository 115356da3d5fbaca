import { lookAtQueue, type CaseLine } from '@assay/office/0-programme/look-at-queue';
import { ok } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { DEVELOPER, seatOf } from '../1-application/draft-at.tsx';
import { pathOfCase } from '../case-file/case-room.ts';
import { schemeTitle } from '../case-file/queue.view.tsx';
import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { Day } from '../layout/when.tsx';

const PATH = '/desk/labels';
const LINES = 25;

/** The labels that an organisation was granted: each with its page, and the way to tell of a change. */
export const labelsHeldRoutes: readonly DeskRoute[] = [
  deskPage({
    path: PATH,
    permission: DEVELOPER,
    event: 'cases.read',
    query: closed({ after: Type.Optional(text(200)) }),
    answer: async ({ query: { after } }, at) => {
      const { organisation } = seatOf(at);
      const found = await lookAtQueue(at.office, {
        ...{ sight: { kind: 'applicant', organisation }, limit: LINES, stage: 'granted' },
        ...(after !== undefined && { after }),
      });
      if (!found.ok) return found;
      const page = found.value;
      return ok({
        page: (
          <DeskFrame title="Labels" at={at}>
            <p class="back">
              <a href="/desk/applications">Applications</a>
            </p>
            <h1>Labels</h1>
            <p class="lead">
              Whoever holds a label tells its administrator when something about the product changes.
            </p>
            {page.rows.length === 0 ? (
              <Empty says="No label was granted yet." />
            ) : (
              <DataTable
                caption="In the order in which their applications were received"
                rows={page.rows}
                columns={[
                  {
                    name: 'Product',
                    cell: ({ case: id, product }) => <a href={pathOfCase(id)}>{product}</a>,
                  },
                  {
                    name: 'Label',
                    cell: (line) => (
                      <>
                        {schemeTitle(at, line.scheme)}, level {line.level}
                        <span class="sub">
                          <Label line={line} />
                        </span>
                      </>
                    ),
                  },
                  { name: 'Granted', cell: ({ decidedAt }) => decidedAt && <Day at={decidedAt} /> },
                  { name: 'Change', cell: (line) => <Change line={line} /> },
                ]}
              />
            )}
            <PagesOn path={PATH} query={{}} next={page.next} isFirst={after === undefined} />
          </DeskFrame>
        ),
      });
    },
  }),
];

function Label({ line: { label } }: { readonly line: CaseLine }): JSX.Element {
  if (label === undefined) return <>not issued yet</>;
  return (
    <a class="code" href={`/L/${label}`}>
      {label}
    </a>
  );
}

function Change({ line }: { readonly line: CaseLine }): JSX.Element | null {
  if (line.label === undefined) return null;
  return (
    <>
      <a href={pathOfCase(line.case, 'change')}>
        Tell of a change<span class="unseen"> of {line.product}</span>
      </a>
      {line.waitsFor === 'surveillance' && <span class="sub">one waits for an answer</span>}
    </>
  );
}
