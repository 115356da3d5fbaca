import { previewReport, signReport } from '@assay/office/2-evaluation/sign-report';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed, oneOf, text } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type CaseContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { AT_BENCH, benchAt, benchPath } from './bench-at.tsx';
import { SignView } from './sign.view.tsx';

const path = '/desk/laboratory/cases/:case/sign';
const WORDS: FieldWords = {
  capacity: { label: 'Your capacity', missing: 'Say as whom you sign, such as head of testing' },
  because: { label: 'Note for the case file', missing: 'Say what the report is about' },
  agreed: {
    label: 'I sign this report: it says what was tested and what was found',
    missing: 'Tick that you sign the report',
  },
};

/** The report as it will be, and the act of signing it, which hands it in. */
export const signRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path, permission: AT_BENCH, event: 'case.read' },
    answer: async (_, at) => {
      const page = await shown(at, at.form(WORDS, { because: 'Report of the laboratory.' }));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path, permission: AT_BENCH, event: 'report.signed', fields: WORDS },
    body: closed({ digest: text(80), capacity: text(120), because: text(2_000), agreed: oneOf(['yes']) }),
    again: (_, at, form) => shown(at, form),
    answer: async ({ body, key, version }, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const { digest, capacity, because } = body;
      const done = await signReport(opened.value.office, {
        ...{ case: at.case.id, signed: at.signed, digest, capacity, because, key },
        ...(version !== undefined && { expected: version }),
      });
      return done.ok ? ok({ to: benchPath(at.case.id) }) : done;
    },
  }),
];

async function shown(at: CaseContext, form: FormState): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { office, bench } = opened.value;
  const preview = previewReport(office, bench);
  if (preview.handed) at.note({ inputs: [preview.handed.digest] });
  return ok(SignView({ at, bench, preview, form }));
}
