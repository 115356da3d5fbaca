import type { OpenDraft } from '@assay/office/1-application/own-drafts';
import type { KeptEvidence } from '@assay/office/evidence/own-evidence';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import type { JSX } from 'preact';

import type { DeskContext } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { ConfirmPage } from '../layout/confirm-page.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { Empty } from '../layout/empty.tsx';
import { Buttons, Choices, DeskForm, Field, FileField, Select, Tick } from '../layout/form.tsx';
import { DraftFrame, draftPath } from './draft-at.tsx';

const KINDS = [
  { value: 'design-doc', label: 'Design document' },
  { value: 'test-report', label: 'Test report of your own' },
  { value: 'policy', label: 'Policy or procedure' },
  { value: 'user-doc', label: 'Document for users' },
  { value: 'declaration', label: 'Statement of a supplier' },
  { value: 'other', label: 'Something else' },
];

export function EvidencePage({
  at,
  open,
  form,
  held,
}: {
  readonly at: DeskContext;
  readonly open: OpenDraft;
  readonly form: FormState;
  readonly held: readonly KeptEvidence[];
}): JSX.Element {
  const items = open.kept.draft.evidence;
  const stated = open.editor.requirements.filter(({ statement }) => statement !== undefined);
  const named = new Set(items.map(({ digest }) => digest));
  const spare = held.filter(({ digest, withdrawn }) => !named.has(digest) && !withdrawn).length;
  return (
    <DraftFrame at={at} open={open} title="Evidence" form={form}>
      {items.length === 0 ? (
        <Empty says="No file yet." />
      ) : (
        <DataTable
          caption="Files of this application"
          rows={items}
          columns={[
            { name: 'File', cell: (item) => <FileName item={item} file={open.files.get(item.id)} /> },
            {
              name: 'Shows',
              cell: ({ covers }) =>
                `${String(covers.length)} ${covers.length === 1 ? 'requirement' : 'requirements'}`,
            },
            {
              name: 'Who may open it',
              cell: ({ confidential }) => (confidential ? 'Confidential' : 'Whoever sees the case'),
            },
            {
              name: 'Take out',
              cell: ({ id, title }) => (
                <DeskForm form={at.form({})} action={draftPath(open, 'evidence', 'take-out')}>
                  <input type="hidden" name="evidence" value={id} />
                  <button class="plain" type="submit">
                    Take out<span class="unseen"> {title}</span>
                  </button>
                </DeskForm>
              ),
            },
          ]}
        />
      )}
      {spare > 0 && <p class="soft">{String(spare)} more of your files are kept and not named here.</p>}
      <h2>Send a file</h2>
      <DeskForm form={form} files>
        <Field form={form} name="title" />
        <Select form={form} name="kind" of={KINDS} />
        <Field form={form} name="from" type="date" width="short" />
        <Field form={form} name="to" type="date" width="short" hint="Leave it empty if it has no end." />
        <Tick form={form} name="confidential" />
        <Choices
          form={form}
          name="covers"
          several
          hint="Requirements about which you have stated something; those without a file first."
          of={[...stated]
            .sort((one, other) => one.evidence.length - other.evidence.length)
            .map(({ ref, title }) => ({
              value: ref,
              label: (
                <>
                  <span class="code">{splitProvisionRef(ref).id}</span> {title}
                </>
              ),
            }))}
        />
        <FileField
          form={form}
          name="file"
          hint="Up to 1 GB. It is kept as it comes and never unpacked; what it is must be what its name says."
        />
        <Buttons does="Send" back={{ path: draftPath(open), name: 'Back without sending' }} />
      </DeskForm>
    </DraftFrame>
  );
}

function FileName({
  item,
  file,
}: {
  readonly item: OpenDraft['kept']['draft']['evidence'][number];
  readonly file: KeptEvidence | undefined;
}): JSX.Element {
  if (!file)
    return (
      <>
        {item.title} <span class="sub">The file itself is not here: send it, or take this out.</span>
      </>
    );
  return (
    <>
      <a href={`/desk/evidence/${file.id}/file`}>{item.title}</a>
      <span class="sub">
        {file.fileName}, {sizeOf(file.size)}
        {file.withdrawn ? ', withdrawn' : ''}
      </span>
    </>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1_000) return `${String(bytes)} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function WithdrawPage({
  at,
  form,
  evidence,
}: {
  readonly at: DeskContext;
  readonly form: FormState;
  readonly evidence: KeptEvidence;
}): JSX.Element {
  return (
    <ConfirmPage
      at={at}
      form={form}
      title={`Withdraw “${evidence.title}”?`}
      does="Withdraw"
      back={{ path: '/desk/products', name: 'Keep it' }}
    >
      <p class="measure">
        It can be named in no application any more. In cases that were handed in with it, it stays.
      </p>
      <Field form={form} name="reason" />
    </ConfirmPage>
  );
}
