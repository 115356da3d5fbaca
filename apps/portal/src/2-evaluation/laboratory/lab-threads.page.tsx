import { answerAsLaboratory, askApplicant } from '@assay/office/1-application/case-threads';
import { ProvisionRefSchema } from '@assay/vocabulary/dossier';
import { splitProvisionRef } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type } from '@assay/vocabulary/schema';
import { DateSchema } from '@assay/vocabulary/standard';
import type { JSX } from 'preact';

import { deskForm, deskPage, type CaseContext, type DeskRoute, type Refusal } from '../../http/desk-route.ts';
import type { FieldWords, FormState } from '../../http/form-state.ts';
import { Buttons, DeskForm, Field, Select, TextArea } from '../../layout/form.tsx';
import { benchAt, BenchFrame, benchPath } from './bench-at.tsx';

const ASK: FieldWords = {
  question: { label: 'Question', missing: 'Write the question' },
  subject: { label: 'Requirement' },
  respondBy: { label: 'Answer by', wrong: 'Enter a day as YYYY-MM-DD' },
};
const ANSWER: FieldWords = { answer: { label: 'Answer', missing: 'Write the answer' } };
const asking = '/desk/laboratory/cases/:case/ask';
const answering = '/desk/laboratory/cases/:case/threads/:thread';
const MAY_ASK = { case: 'askAsLaboratory' } as const;
const MAY_ANSWER = { case: 'answerAsLaboratory' } as const;

/** What a laboratory asks the applicant, and what it answers the administrator. */
export const labThreadRoutes: readonly DeskRoute[] = [
  deskPage({
    ...{ path: asking, permission: MAY_ASK, event: 'case.read' },
    answer: async (_, at) => {
      const page = await askPage(at, at.form(ASK));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path: asking, permission: MAY_ASK, event: 'information.requested', fields: ASK },
    body: closed({
      question: text(4_000),
      subject: Type.Optional(ProvisionRefSchema),
      respondBy: Type.Optional(DateSchema),
    }),
    fieldOf: { 'time-already-over': 'respondBy' },
    again: (_, at, form) => askPage(at, form),
    answer: async ({ body, key, version }, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const { office, who } = opened.value;
      const { question, subject, respondBy } = body;
      const done = await askApplicant(office, {
        ...{ ...who, key, question, because: 'The laboratory needs it to test.' },
        ...(subject !== undefined && { subject }),
        ...(respondBy !== undefined && { respondBy }),
        ...(version !== undefined && { expected: version }),
      });
      return done.ok ? ok({ to: benchPath(at.case.id) }) : done;
    },
  }),
  deskPage({
    ...{ path: answering, permission: MAY_ANSWER, event: 'case.read' },
    answer: async ({ params }, at) => {
      const page = await answerPage(at, params, at.form(ANSWER));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    ...{ path: answering, permission: MAY_ANSWER, event: 'information.supplied', fields: ANSWER },
    body: closed({ answer: text(8_000) }),
    again: ({ params }, at, form) => answerPage(at, params, form),
    answer: async ({ body, params, key, version }, at) => {
      const opened = await benchAt(at);
      if (!opened.ok) return opened;
      const { office, who } = opened.value;
      const done = await answerAsLaboratory(office, {
        ...{ ...who, key, thread: params['thread'] ?? '', answer: body.answer, evidence: [] },
        ...(version !== undefined && { expected: version }),
        because: 'Answered by the laboratory.',
      });
      return done.ok ? ok({ to: benchPath(at.case.id) }) : done;
    },
  }),
];

async function askPage(at: CaseContext, form: FormState): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { bench } = opened.value;
  return ok(
    <BenchFrame at={at} bench={bench} title="Ask the applicant" form={form}>
      <DeskForm form={form}>
        <TextArea form={form} name="question" rows={6} hint="The administrator reads it too." />
        <Select
          form={form}
          name="subject"
          hint="If the question is about one of them."
          of={bench.plan.tests.map(({ provision, title }) => ({
            value: provision,
            label: `${splitProvisionRef(provision).id} ${title}`,
          }))}
        />
        <Field form={form} name="respondBy" type="date" width="short" hint="The last day of the time set." />
        <Buttons does="Send the question" back={{ path: benchPath(at.case.id), name: 'Back to the case' }} />
      </DeskForm>
    </BenchFrame>,
  );
}

async function answerPage(
  at: CaseContext,
  params: Readonly<Record<string, string>>,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const opened = await benchAt(at);
  if (!opened.ok) return opened;
  const { bench } = opened.value;
  const { thread: id = '' } = params;
  const thread = bench.state.threads.find((one) => one.id === id && one.of === 'laboratory');
  if (!thread) return refuse({ code: 'no-such-thread', thread: id });
  return ok(
    <BenchFrame at={at} bench={bench} title="Answer" form={form}>
      <p class="said">{thread.question}</p>
      <DeskForm form={form}>
        <TextArea form={form} name="answer" rows={6} hint="It stays in the case file under your name." />
        <Buttons does="Send the answer" back={{ path: benchPath(at.case.id), name: 'Back to the case' }} />
      </DeskForm>
    </BenchFrame>,
  );
}
