import { giveUpFinishedReport, sendFinishedReport } from '@assay/office/2-evaluation/send-finished-report';
import { previewFinished } from '@assay/office/2-evaluation/report-to-sign';
import { DigestSchema } from '@assay/vocabulary/dossier';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type CaseContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { wholeOf } from '../../http/whole-of.ts';
import { Buttons, DeskForm, FileField } from '../../layout/form.tsx';
import { Notice } from '../../layout/notice.tsx';
import { Moment } from '../../layout/when.tsx';
import { AT_BENCH, benchAt, BenchFrame, benchPath } from './bench-at.tsx';

const path = '/desk/laboratory/cases/:case/finished';
const WORDS: FieldWords = { file: { label: 'Test report', missing: 'Choose a file' } };
/** Bytes of a report with the form around it: a report that programs hand in may be as long. */
const LIMIT = 4 * 2 ** 20 + 2 ** 16;
const OF_FILE = [
  ...['report-file-missing', 'malformed', 'misfit', 'not-utf-8', 'too-deep', 'too-many-words'],
  ...['aliases-refused', 'document-inconsistent', 'report-on-another-object', 'report-of-another-laboratory'],
  ...['report-already-received', 'evidence-not-held'],
];

/** A report that was written elsewhere: it is read, waits here as it came, and is signed like one that was entered here. */
export const finishedRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: AT_BENCH, event: 'case.read' },
    answer: async (_, at) => {
      const page = await shown(at, at.form(WORDS));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path, permission: AT_BENCH, event: 'report.sent', fields: WORDS, takes: 'file', limit: LIMIT },
    body: closed({}),
    fieldOf: Object.fromEntries(OF_FILE.map((code) => [code, 'file'])),
    again: (_, at, form) => shown(at, form),
    answer: async ({ file }, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const bytes = file ? await wholeOf(file.bytes) : new Uint8Array();
      if (!file || bytes.length === 0) return refuse({ code: 'report-file-missing' });
      const { office, who } = opened.value;
      const sent = await sendFinishedReport(office, { ...who, handed: { file: file.name, bytes } });
      if (!sent.ok) return sent;
      at.note({ inputs: [sent.value] });
      return ok({ to: benchPath(at.case.id, 'finished', 'sign') });
    },
  }),
  deskForm({
    ...{ path: `${path}/give-up`, permission: AT_BENCH, event: 'report.given-up', fields: {} },
    body: closed({ digest: DigestSchema }),
    again: (_, at, form) => shown(at, { ...form, words: WORDS }),
    answer: async ({ body: { digest } }, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const { office, who } = opened.value;
      const done = await giveUpFinishedReport(office, { ...who, digest });
      return done.ok ? ok({ to: benchPath(at.case.id, 'finished') }) : done;
    },
  }),
];

async function shown(at: CaseContext, form: FormState): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { office, bench } = opened.value;
  const waiting = await previewFinished(office, bench);
  return ok(
    <BenchFrame at={at} bench={bench} title="Send a finished report" form={form}>
      {waiting && (
        <Notice kind="note" title="A finished report waits to be signed">
          <p>
            {waiting.handed?.file}, sent on <Moment at={waiting.sentAt} />.{' '}
            <a href={benchPath(at.case.id, 'finished', 'sign')}>Look at it and sign it</a>. Another that you
            send takes its place.
          </p>
          <DeskForm form={at.form({})} action={benchPath(at.case.id, 'finished', 'give-up')}>
            <input type="hidden" name="digest" value={waiting.handed?.digest ?? ''} />
            <button type="submit" class="plain">
              Take it away
            </button>
          </DeskForm>
        </Notice>
      )}
      <p class="measure">
        A report that your own system has written, as YAML or JSON of the kind that programs hand in. It is
        kept word for word. You see what it says, and sign it, on the next page; until then nobody else sees
        it.
      </p>
      <DeskForm form={form} files>
        <FileField form={form} name="file" accept=".yaml,.yml,.json" hint="At most 4 MiB." />
        <Buttons does="Read it" back={{ path: benchPath(at.case.id), name: 'Back to the case' }} />
      </DeskForm>
    </BenchFrame>,
  );
}
