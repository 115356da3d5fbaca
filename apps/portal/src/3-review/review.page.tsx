import { reopenCase, reviewCase } from '@assay/office/3-review/review-case';
import { NoteSchema, ReviewSchema } from '@assay/vocabulary/case-acts';

import { Found } from '../2-evaluation/found.view.tsx';
import { actRoutes, type Shown } from '../case-file/act-page.tsx';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, TextArea } from '../layout/form.tsx';

/** The review of what was found, by somebody who did not find it; and the way back into evaluation. */
export const reviewRoutes: readonly DeskRoute[] = [
  ...actRoutes({
    ...{ act: 'review', path: 'review', event: 'case.reviewed' },
    ...{ title: 'Review', does: 'Close the review' },
    body: ReviewSchema,
    fields: {
      sufficient: {
        label: 'Do the results suffice for a decision?',
        missing: 'Say whether the results suffice',
      },
      remarks: { label: 'Remarks' },
    },
    fieldOf: { 'remarks-missing': 'remarks' },
    because: 'Reviewed against the file.',
    look: nothing,
    inside: ({ form }) => (
      <>
        <Choices
          form={form}
          name="sufficient"
          of={[
            { value: 'yes', label: 'Yes, it can be decided' },
            {
              value: 'no',
              label: 'No',
              hint: 'It then goes back into evaluation. Say in the remarks what is lacking.',
            },
          ]}
        />
        <TextArea form={form} name="remarks" hint="A line each; they go to the decider and into the file." />
      </>
    ),
    beside,
    send: (office, command, { sufficient, remarks = '', ...why }) =>
      reviewCase(office, {
        ...{ ...command, ...why },
        sufficient: sufficient === 'yes',
        remarks: remarks.split('\n').filter((line) => line.trim() !== ''),
      }),
  }),
  ...actRoutes({
    ...{ act: 'reopen', path: 'reopen', event: 'evaluation.reopened', body: NoteSchema, fields: {} },
    ...{ title: 'Send back into evaluation', does: 'Send it back' },
    because: 'What was found does not suffice.',
    look: nothing,
    inside: () => <p>What was found so far stays in the file. The evaluator judges it anew.</p>,
    beside,
    send: (office, command, body) => reopenCase(office, { ...command, ...body }),
  }),
];

async function nothing(): Promise<undefined> {
  return undefined;
}

function beside({ room }: Shown<undefined>) {
  return <Found sheet={room.sheet} say={room.say} />;
}
