import type { BenchPapers } from '@assay/office/2-evaluation/bench-papers';
import type { Bench } from '@assay/office/2-evaluation/report-bench';
import type { CaseDocument } from '@assay/office/case-file/case-documents';
import type { Office } from '@assay/office/office';
import type { Fact } from '@assay/vocabulary/facts';
import type { CaseId } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import { documentPath, DocumentTable, EvidenceTable } from '../../case-file/case-documents.view.tsx';
import { DataTable } from '../../layout/data-table.tsx';
import { Moment } from '../../layout/when.tsx';
import { IxitTables } from './ixit.view.tsx';

/** What the applicant handed in: its documents and files, and what the dossier says beside the statements on each test. */
export function FromApplicant({
  office,
  bench: { state, dossier },
  papers,
}: {
  readonly office: Office;
  readonly bench: Bench;
  readonly papers: BenchPapers;
}): JSX.Element {
  return (
    <>
      <h2>What the applicant handed in</h2>
      <DocumentTable id={state.id} documents={papers.documents.filter(({ is }) => !OWN.has(is))} />
      <EvidenceTable id={state.id} evidence={papers.evidence} />
      <details>
        <summary>What the product consists of, and what its maker answered</summary>
        <DataTable
          caption="Components"
          rows={dossier.components}
          columns={[
            {
              name: 'Component',
              cell: ({ id, name, kind }) => (
                <>
                  {name}
                  <span class="sub">
                    {id}, {kind}
                  </span>
                </>
              ),
            },
            { name: 'Version', cell: ({ version }) => version },
            { name: 'Maker', cell: ({ maker }) => maker },
          ]}
        />
        <DataTable
          caption="Questions about the product"
          rows={Object.entries(dossier.facts)}
          columns={[
            {
              name: 'Question',
              cell: ([id]) => office.library.catalogue.facts.get(id)?.question ?? id,
            },
            {
              name: 'Answer',
              cell: ([id, answer]) => answered(answer, office.library.catalogue.facts.get(id)),
            },
          ]}
        />
      </details>
      <IxitTables tables={dossier.ixit} />
    </>
  );
}

function answered(answer: string | number, fact: Fact | undefined): string {
  return typeof answer === 'number' && fact?.unit !== undefined
    ? `${String(answer)} ${fact.unit}`
    : String(answer);
}

/** Documents that the laboratory made itself stand with its reports. */
const OWN: ReadonlySet<CaseDocument['is']> = new Set(['report', 'signature']);

/** What this laboratory has handed in, how each was signed, and by whom. */
export function Reports({
  id,
  reports,
}: {
  readonly id: CaseId;
  readonly reports: BenchPapers['handedIn'];
}): JSX.Element {
  return (
    <DataTable
      caption="Reports that you have handed in"
      rows={reports.map((report, i) => ({ ...report, number: i + 1 }))}
      columns={[
        { name: 'No.', cell: ({ number }) => number },
        {
          name: 'Report',
          cell: ({ report }) => (
            <a class="code" href={documentPath(id, report)}>
              {report.slice(0, 'sha256:'.length + 12)}…
            </a>
          ),
        },
        {
          name: 'Signed',
          cell: ({ how, by }) => (
            <>
              {how}
              <span class="sub">{by}</span>
            </>
          ),
        },
        { name: 'Handed in', cell: ({ at }) => <Moment at={at} /> },
      ]}
    />
  );
}
