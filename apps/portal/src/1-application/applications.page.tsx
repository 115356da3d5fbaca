import { countWaiting, lookAtQueue, type CaseLine } from '@assay/office/0-programme/look-at-queue';
import { ok } from '@assay/vocabulary/result';
import { closed, oneOf, text, Type } from '@assay/vocabulary/schema';

import { pathOfCase } from '../case-file/case-room.ts';
import { Due, schemeTitle } from '../case-file/queue.view.tsx';
import { STAGES, WAITS } from '../case-file/why-not.ts';
import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { Day } from '../layout/when.tsx';
import { DEVELOPER, seatOf } from './draft-at.tsx';

const PATH = '/desk/applications';
const LINES = 25;

/** The applications of an organisation that were handed in: what waits for it, or all, in the order of receipt. */
export const applicationRoutes: readonly DeskRoute[] = [
  deskPage({
    path: PATH,
    permission: DEVELOPER,
    event: 'cases.read',
    query: closed({ waits: Type.Optional(oneOf(['us', 'all'])), after: Type.Optional(text(200)) }),
    answer: async ({ query: { waits = 'all', after } }, at) => {
      const { organisation } = seatOf(at);
      const sight = { kind: 'applicant', organisation } as const;
      const found = await lookAtQueue(at.office, {
        ...{ sight, limit: LINES },
        ...(waits === 'us' && { waitsFor: 'applicant' as const }),
        ...(after !== undefined && { after }),
      });
      if (!found.ok) return found;
      const page = found.value;
      const counts = await countWaiting(at.office, sight);
      return ok({
        page: (
          <DeskFrame title="Applications" at={at}>
            <h1>Applications</h1>
            <p class="lead">
              {counts.applicant === 0 ? 'None waits for you.' : `${String(counts.applicant)} wait for you.`}{' '}
              In order of receipt.
            </p>
            <p>
              <a href="/desk/drafts">Drafts that are not handed in yet</a>.{' '}
              <a href="/desk/labels">Labels that came of them</a>
            </p>
            <nav aria-label="Which applications">
              <ul class="steps-of-queue">
                <li>
                  <a href={PATH} aria-current={waits === 'all' ? 'page' : undefined}>
                    Every application
                  </a>
                </li>
                <li>
                  <a href={`${PATH}?waits=us`} aria-current={waits === 'us' ? 'page' : undefined}>
                    Waiting for you<span class="count"> {counts.applicant}</span>
                  </a>
                </li>
              </ul>
            </nav>
            {page.rows.length === 0 ? (
              <Empty says={waits === 'us' ? 'No application waits for you.' : 'Nothing was handed in yet.'}>
                <p>
                  <a href="/desk/products">Applications begin at a product</a>
                </p>
              </Empty>
            ) : (
              <DataTable
                caption={waits === 'us' ? 'Applications that wait for you' : 'Every application'}
                rows={page.rows}
                columns={[
                  {
                    name: 'Product',
                    cell: ({ case: id, product }) => (
                      <>
                        <a href={pathOfCase(id)}>{product}</a>
                        <span class="sub code">{id}</span>
                      </>
                    ),
                  },
                  {
                    name: 'Label',
                    cell: ({ scheme, level }) => (
                      <>
                        {schemeTitle(at, scheme)}
                        <span class="sub">level {level}</span>
                      </>
                    ),
                  },
                  { name: 'Handed in', cell: ({ filedAt }) => <Day at={filedAt} /> },
                  { name: 'Stands', cell: (line) => <Stands line={line} /> },
                  { name: 'Due', cell: (line) => <Due line={line} /> },
                ]}
              />
            )}
            <PagesOn path={PATH} query={{ waits }} next={page.next} isFirst={after === undefined} />
          </DeskFrame>
        ),
      });
    },
  }),
];

function Stands({ line: { stage, waitsFor } }: { readonly line: CaseLine }) {
  return (
    <>
      {STAGES[stage]}
      {waitsFor !== 'nobody' && (
        <span class="sub">waits for {waitsFor === 'applicant' ? 'you' : WAITS[waitsFor]}</span>
      )}
    </>
  );
}
