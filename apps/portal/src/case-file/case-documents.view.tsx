import type { CaseDocument, CaseEvidence } from '@assay/office/case-file/case-documents';
import type { CaseId, Digest } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import { DataTable } from '../layout/data-table.tsx';
import { Empty } from '../layout/empty.tsx';
import { Day } from '../layout/when.tsx';
import { pathOfCase } from './case-room.ts';

/** Where a document or a file of a case is opened. */
export function documentPath(id: CaseId, digest: Digest): string {
  return pathOfCase(id, `documents/${digest.slice('sha256:'.length)}`);
}

/** The papers of a case that its reader may see: documents, and the files that they name. */
export function CasePapers({
  id,
  documents,
  evidence,
}: {
  readonly id: CaseId;
  readonly documents: readonly CaseDocument[];
  readonly evidence: readonly CaseEvidence[];
}): JSX.Element {
  return (
    <section aria-labelledby="documents">
      <h2 id="documents">Documents and evidence</h2>
      <DocumentTable id={id} documents={documents} />
      <EvidenceTable id={id} evidence={evidence} />
    </section>
  );
}

/** Every document of the file, as it came. */
export function DocumentTable({
  id,
  documents,
}: {
  readonly id: CaseId;
  readonly documents: readonly CaseDocument[];
}): JSX.Element {
  return (
    <DataTable
      caption="Documents"
      rows={documents}
      columns={[
        {
          name: 'Document',
          cell: ({ is, digest, signed }) => (
            <>
              <a href={documentPath(id, digest)}>{KINDS[is]}</a>
              {signed !== undefined && <span class="sub">{signed}</span>}
            </>
          ),
        },
        { name: 'In the file since', cell: ({ at }) => <Day at={at} /> },
        { name: 'Digest', cell: ({ digest }) => <Short digest={digest} /> },
      ]}
    />
  );
}

/** The applicant's evidence; whoever opens a confidential file leaves a line in the audit, and is told so before. */
export function EvidenceTable({
  id,
  evidence,
}: {
  readonly id: CaseId;
  readonly evidence: readonly CaseEvidence[];
}): JSX.Element {
  if (evidence.length === 0) return <Empty says="No file of evidence is named." />;
  return (
    <>
      <DataTable
        caption="Evidence"
        rows={evidence}
        columns={[
          {
            name: 'File',
            cell: ({ digest, title, kind, kept, source }) => (
              <>
                {kept ? <a href={documentPath(id, digest)}>{title}</a> : title}
                <span class="sub">
                  {kind.replaceAll('-', ' ')}
                  {!kept && source === undefined && '. Named by its digest; the file is not kept here.'}
                  {!kept && source !== undefined && (
                    <>
                      . Not kept here; <a href={source}>published by its maker</a>
                    </>
                  )}
                  {kept?.withdrawn && `. Withdrawn since: ${kept.withdrawn.reason}`}
                </span>
              </>
            ),
          },
          {
            name: 'Holds',
            cell: ({ effective }) => effective && <Holds {...effective} />,
          },
          { name: 'Confidential', cell: ({ confidential }) => (confidential ? 'Yes' : 'No') },
          { name: 'Digest', cell: ({ digest }) => <Short digest={digest} /> },
        ]}
      />
      <p class="soft">Whoever opens a document or a file leaves a line in the audit, with its digest.</p>
    </>
  );
}

function Holds({ from, to }: NonNullable<CaseEvidence['effective']>): JSX.Element {
  return (
    <>
      from <Day at={from} />
      {to !== undefined && (
        <>
          {' '}
          to <Day at={to} />
        </>
      )}
    </>
  );
}

function Short({ digest }: { readonly digest: Digest }): JSX.Element {
  return (
    <span class="code" title={digest}>
      {digest.slice('sha256:'.length, 'sha256:'.length + 12)}…
    </span>
  );
}

const KINDS: Readonly<Record<CaseDocument['is'], string>> = {
  dossier: 'Dossier, as it was handed in',
  'corrected-dossier': 'Corrected dossier',
  'own-report': 'Test report of the applicant',
  report: 'Test report of the laboratory',
  signature: 'Signature over the test report',
  evaluation: 'Evaluation',
  request: 'The applicant’s request to dismiss',
};
