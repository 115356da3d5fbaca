import type { AuditPage } from '@assay/office/audit';
import type { JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import { DataTable, type Column } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { Moment } from '../layout/when.tsx';

/** The audit of an administrator, a page at a time. */
export function AuditView({
  at,
  page,
  isFirst,
}: {
  readonly at: DeskContext;
  readonly page: AuditPage;
  readonly isFirst: boolean;
}): JSX.Element {
  return (
    <DeskFrame title="Audit" at={at}>
      <h1>Audit</h1>
      <p class="lead">
        Every act, every refusal and every reading of something confidential, in your cases and by your
        people. Nothing here can be changed or taken out.
      </p>
      {page.lines.length === 0 ? (
        <Empty says="Nothing was done yet.">
          <p>The first line will be of this reading.</p>
        </Empty>
      ) : (
        <DataTable caption="Newest first" columns={COLUMNS} rows={page.lines} />
      )}
      <PagesOn
        path="/desk/audit"
        next={page.next === undefined ? undefined : String(page.next)}
        isFirst={isFirst}
      />
    </DeskFrame>
  );
}

type Line = AuditPage['lines'][number];

const COLUMNS: readonly Column<Line>[] = [
  { name: 'When', cell: ({ at }) => <Moment at={at} /> },
  {
    name: 'What',
    cell: ({ action, outcome, code }) => (
      <>
        <span class="code">{action}</span>
        <span class="sub">{outcome === 'refused' ? `refused: ${code ?? ''}` : outcome}</span>
      </>
    ),
  },
  {
    name: 'Who',
    cell: ({ person, role, via }) => (
      <>
        <span class="code">{person ?? 'nobody signed in'}</span>
        <span class="sub">{[role, via].filter((one) => one !== undefined).join(', by ')}</span>
      </>
    ),
  },
  {
    name: 'About',
    cell: ({ object, edition }) => (
      <>
        {object !== undefined && <span class="code">{object}</span>}
        {edition !== undefined && <span class="sub">under {edition}</span>}
      </>
    ),
  },
];
