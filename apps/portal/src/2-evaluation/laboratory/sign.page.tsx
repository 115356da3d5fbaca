import { askToSign } from '@assay/office/2-evaluation/passkey-signature';
import { previewFinished, previewReport } from '@assay/office/2-evaluation/report-to-sign';
import { signReport, type Signable } from '@assay/office/2-evaluation/sign-report';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, oneOf, text, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import {
  deskForm,
  deskPage,
  type CaseContext,
  type DeskAnswer,
  type DeskRoute,
  type Refusal,
  type Sent,
} from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { ANSWER_LIMIT, parseAnswer } from '../../sign-in/passkey-form.tsx';
import { AT_BENCH, benchAt, benchPath, type OpenedBench } from './bench-at.tsx';
import { SignView } from './sign.view.tsx';

const WORDS: FieldWords = {
  capacity: { label: 'Your capacity', missing: 'Say as whom you sign, such as head of testing' },
  because: { label: 'Note for the case file', missing: 'Say what the report is about' },
  agreed: {
    label: 'I sign this report: it says what was tested and what was found',
    missing: 'Tick that you sign the report',
  },
  answer: { label: 'Passkey' },
};
const SAID = { digest: text(80), capacity: text(120), because: text(2_000), agreed: oneOf(['yes']) };
type Said = { readonly digest: string; readonly capacity: string; readonly because: string };

/** Where the report that was entered, or the finished one that was sent, is signed. */
const PLACES: Readonly<Record<Signable, readonly string[]>> = {
  entered: ['sign'],
  finished: ['finished', 'sign'],
};

/** A report as it will be, and the act of signing it, which hands it in: with a passkey, or by confirmation. */
export const signRoutes: readonly DeskRoute[] = (['entered', 'finished'] as const).flatMap((of) => {
  const path = benchPath(':case', ...PLACES[of]);
  const shared = { permission: AT_BENCH, scripts: true } as const;
  const signing = { ...shared, event: 'report.signed', fields: WORDS } as const;
  return [
    deskPage({
      ...{ ...shared, path, event: 'case.read' },
      query: closed({ by: Type.Optional(oneOf(['confirmation'])) }),
      answer: async ({ query }, at) => {
        const form = at.form(WORDS, { because: 'Report of the laboratory.' });
        const page = await shown(at, of, { form, passkey: query.by === undefined });
        return page.ok ? ok({ page: page.value }) : page;
      },
    }),
    deskForm({
      ...{ ...signing, path, body: closed(SAID) },
      again: (_, at, form) => shown(at, of, { form, passkey: false }),
      answer: (sent, at) => signed(sent, at, of),
    }),
    deskForm({
      ...{ ...signing, path: `${path}/passkey` },
      body: closed({ ...SAID, answer: Type.String({ maxLength: ANSWER_LIMIT }) }),
      again: (_, at, form) => shown(at, of, { form, passkey: true }),
      answer: (sent, at) => signed(sent, at, of, parseAnswer(sent.body.answer) ?? null),
    }),
  ];
});

async function signed(
  { body, key, version }: Sent<Said>,
  at: CaseContext,
  of: Signable,
  answer?: unknown,
): Promise<DeskAnswer> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { digest, capacity, because } = body;
  const done = await signReport(opened.value.office, {
    ...{ case: at.case.id, signed: at.signed, of, digest, capacity, because, key },
    ...(version !== undefined && { expected: version }),
    ...(answer !== undefined && { answer }),
  });
  return done.ok ? ok({ to: benchPath(at.case.id) }) : done;
}

type Asked = { readonly form: FormState; readonly passkey: boolean };

async function shown(
  at: CaseContext,
  of: Signable,
  { form, passkey }: Asked,
): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { office, bench, who } = opened.value;
  const preview = await previewOf(opened.value, of);
  if (!preview) return refuse({ code: 'no-finished-report' });
  const { handed, refused, report } = preview;
  if (handed) at.note({ inputs: [handed.digest] });
  const what = handed && { case: at.case.id, report: handed.digest, person: who.by, organisation: who.as };
  const options = passkey && what && report && !refused ? await askToSign(office, what) : undefined;
  const path = benchPath(at.case.id, ...PLACES[of]);
  return ok(SignView({ at, bench, of, path, preview, form, ...(options && { options }) }));
}

async function previewOf({ office, bench }: OpenedBench, of: Signable) {
  return of === 'entered' ? previewReport(office, bench) : previewFinished(office, bench);
}
