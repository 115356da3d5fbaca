import type { AuditPage, AuditScope, NamesInAudit } from '@assay/office/audit';
import type { ComponentChildren, JSX } from 'preact';

import { schemeName } from '../case-file/queue.view.tsx';
import type { DeskContext } from '../http/desk-route.ts';
import { DataTable, type Column } from '../layout/data-table.tsx';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Empty } from '../layout/empty.tsx';
import { PagesOn } from '../layout/pages-on.tsx';
import { Moment } from '../layout/when.tsx';

/** The audit as far as somebody may look at it, a page at a time. */
export function AuditView({
  at,
  page,
  names,
  scope,
  scopes,
  isFirst,
}: {
  readonly at: DeskContext;
  readonly page: AuditPage;
  readonly names: NamesInAudit;
  readonly scope: AuditScope;
  /** Everything that they may look at. */
  readonly scopes: readonly AuditScope[];
  readonly isFirst: boolean;
}): JSX.Element {
  return (
    <DeskFrame title="Audit" at={at}>
      <h1>Audit</h1>
      <p class="lead">
        Every act, every refusal and every reading of something confidential, {inWords(at, scope)}. Nothing
        here can be changed or taken out.
      </p>
      {scopes.length > 1 && (
        <nav aria-label="Whose audit">
          <ul class="steps-of-queue">
            {scopes.map(({ kind }) => (
              <li>
                <a href={`/desk/audit?of=${kind}`} aria-current={kind === scope.kind ? 'page' : undefined}>
                  {KINDS[kind]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {page.lines.length === 0 ? (
        <Empty says="Nothing was done yet.">
          <p>The first line will be of this reading.</p>
        </Empty>
      ) : (
        <DataTable caption="Newest first" columns={columnsOf(names)} rows={page.lines} />
      )}
      <PagesOn
        path="/desk/audit"
        next={page.next === undefined ? undefined : String(page.next)}
        isFirst={isFirst}
        query={{ of: scope.kind }}
      />
    </DeskFrame>
  );
}

const KINDS: Readonly<Record<AuditScope['kind'], string>> = {
  own: 'Your cases and people',
  schemes: 'Your schemes',
};

function inWords(at: DeskContext, scope: AuditScope): string {
  return scope.kind === 'own'
    ? 'in your cases and by your people'
    : `in the cases of ${scope.schemes.map((id) => schemeName(at, id)).join(' and ')}, whoever administers them`;
}

type Line = AuditPage['lines'][number];

const columnsOf = ({ people, organisations }: NamesInAudit): readonly Column<Line>[] => [
  { name: 'When', cell: ({ at }) => <Moment at={at} /> },
  {
    name: 'What',
    cell: ({ action, outcome, code }) => (
      <>
        <span class="code">{broken(action)}</span>
        <span class="sub">{outcome === 'refused' ? `refused: ${code ?? ''}` : outcome}</span>
      </>
    ),
  },
  {
    name: 'Who',
    cell: ({ person, role, via, seat }) => (
      <>
        {person === undefined ? 'Nobody signed in' : (people.get(person) ?? person)}
        <span class="sub">{[role, via].filter((one) => one !== undefined).join(', by ')}</span>
        {seat !== undefined && <span class="sub">for {organisations.get(seat) ?? seat}</span>}
        {person !== undefined && <span class="sub code">{person}</span>}
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

/** May break after its first word, and nowhere else unless it must. */
function broken(action: string): ComponentChildren {
  const [what = '', ...rest] = action.split('.');
  return (
    <>
      {what}.<wbr />
      {rest.join('.')}
    </>
  );
}
