import { askInCase } from '@assay/office/1-application/case-threads';
import { QuestionSchema } from '@assay/vocabulary/case-acts';
import { splitProvisionRef, type ProvisionRef } from '@assay/vocabulary/ids';

import { actRoutes } from '../case-file/act-page.tsx';
import type { CaseRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, Field, Select, TextArea } from '../layout/form.tsx';
import { ThreadList } from './threads.view.tsx';

/** A question to the applicant or the laboratory, about one requirement or the whole case. */
export const askRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'requestInformation', path: 'ask', event: 'information.requested' },
  ...{ title: 'Ask for information', does: 'Send the question' },
  body: QuestionSchema,
  fields: {
    of: { label: 'Whom do you ask?', missing: 'Choose whom you ask' },
    subject: { label: 'Requirement' },
    question: { label: 'Question', missing: 'Write the question' },
    respondBy: { label: 'Answer by', wrong: 'Enter a day such as 2027-01-31' },
  },
  fieldOf: { 'time-already-over': 'respondBy', 'no-laboratory-assigned': 'of' },
  because: 'It is needed to go on.',
  look: async (room) => requirementsIn(room),
  inside: ({ room, form, extra }) => (
    <>
      <Choices
        form={form}
        name="of"
        of={[
          {
            value: 'applicant',
            label: 'The applicant',
            hint: 'Clocks that wait on the applicant stand still.',
          },
          ...(room.sheet.state.assigned ? [{ value: 'laboratory', label: 'The laboratory' }] : []),
        ]}
      />
      <TextArea form={form} name="question" rows={6} />
      {extra.length > 0 && (
        <Select
          form={form}
          name="subject"
          hint="If the question is about one of them."
          of={extra.map(({ ref, title }) => ({
            value: ref,
            label: `${splitProvisionRef(ref).id} ${title}`,
          }))}
        />
      )}
      <Field
        form={form}
        name="respondBy"
        type="date"
        width="short"
        hint="The last day of the time set. Without a day, nothing follows from silence."
      />
    </>
  ),
  beside: ({ room }) =>
    room.sheet.state.threads.length === 0 ? undefined : (
      <>
        <h2>Asked so far</h2>
        <ThreadList sheet={room.sheet} />
      </>
    ),
  send: (office, command, body) => {
    const { subject, respondBy, ...rest } = body;
    return askInCase(office, {
      ...{ ...command, ...rest },
      ...(subject !== undefined && { subject }),
      ...(respondBy !== undefined && { respondBy }),
    });
  },
});

type Requirement = { readonly ref: ProvisionRef; readonly title: string };

/** The requirements that the case was judged by; before that, those that the dossier speaks of. */
function requirementsIn({ office, sheet }: CaseRoom): readonly Requirement[] {
  if (sheet.evaluation)
    return sheet.evaluation.findings.map(({ requirement: ref, title }) => ({ ref, title }));
  return sheet.dossier.statements.map(({ provision: ref }) => {
    const { edition, id } = splitProvisionRef(ref);
    const standard = office.library.catalogue.standards.get(edition);
    return { ref, title: standard?.provisions.find((one) => one.id === id)?.title ?? '' };
  });
}
