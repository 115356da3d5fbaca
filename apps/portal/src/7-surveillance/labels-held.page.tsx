import { labelsHeld, type LabelHeld } from '@assay/office/7-surveillance/labels-held';
import type { Instant } from '@assay/vocabulary/instant';
import { ok } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { DEVELOPER, seatOf } from '../1-application/draft-at.tsx';
import { pathOfCase } from '../case-file/case-room.ts';
import { schemeTitle } from '../case-file/queue.view.tsx';
import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import { ClockBadge } from '../layout/clock-line.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { standingOf } from '../layout/standing.ts';
import { StateBadge } from '../layout/state-badge.tsx';
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
      const found = await labelsHeld(at.office, {
        ...{ organisation, limit: LINES, ...(after !== undefined && { after }) },
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
                        <Ordered line={line} />
                      </>
                    ),
                  },
                  { name: 'State', cell: (line) => <State line={line} now={at.now} /> },
                  {
                    name: 'Valid until',
                    cell: ({ stands }) => stands && <Day at={stands.validUntil} />,
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

/** By the badge that the public sees; a label that is not on the register states nothing yet. */
function State({
  line: { label, stands },
  now,
}: {
  readonly line: LabelHeld;
  readonly now: Instant;
}): JSX.Element | null {
  if (label === undefined) return null;
  if (!stands) return <span class="soft">Not on the register yet</span>;
  const standing = standingOf(stands, now);
  const { since, supportEnd, isPublic } = stands;
  return (
    <>
      <StateBadge standing={standing} />
      <span class="sub">
        {standing === 'support-ended' && supportEnd !== null ? (
          <>
            with <Day at={supportEnd} />
          </>
        ) : (
          <>
            since <Day at={since} />
          </>
        )}
      </span>
      {!isPublic && <span class="sub">the register follows</span>}
    </>
  );
}

function Label({ line: { label } }: { readonly line: LabelHeld }): JSX.Element {
  if (label === undefined) return <>not issued yet</>;
  return (
    <a class="code" href={`/L/${label}`}>
      {label}
    </a>
  );
}

/** A report that an authority ordered of the holder, with its day. */
function Ordered({ line: { case: id, waitsFor, due } }: { readonly line: LabelHeld }): JSX.Element | null {
  if (waitsFor !== 'applicant' || !due) return null;
  return (
    <span class="sub">
      <a href={pathOfCase(id)}>A report is ordered</a>, due <Day at={due.on} />{' '}
      {due.overdue && <ClockBadge state="overdue" />}
    </span>
  );
}

function Change({ line }: { readonly line: LabelHeld }): JSX.Element | null {
  if (line.label === undefined) return null;
  return (
    <>
      <a href={pathOfCase(line.case, 'change')}>
        Tell of a change<span class="unseen"> of {line.product}</span>
      </a>
      {line.waitsFor === 'surveillance' && !line.due && <span class="sub">one waits for an answer</span>}
    </>
  );
}
