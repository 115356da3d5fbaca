import { acknowledgeChange } from '@assay/office/7-surveillance/tell-change';
import { CHANGE_OUTCOMES } from '@assay/vocabulary/case-event';
import { closed, oneOf, text } from '@assay/vocabulary/schema';

import { actRoutes, BECAUSE } from '../case-file/act-page.tsx';
import type { CaseRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { ChangeList } from './changes.view.tsx';

/** The administrator's answer to a notice of change. */
export const acknowledgeChangeRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'acknowledgeChange', path: 'changes/:change', done: 'change-answered' },
  ...{ event: 'change.acknowledged', title: 'Answer the notice of change', does: 'Send the answer' },
  body: closed({ outcome: oneOf(CHANGE_OUTCOMES), answer: text(10_000), ...BECAUSE }),
  fields: {
    outcome: { label: 'What comes of it?', missing: 'Choose what comes of it' },
    answer: { label: 'Answer to the holder of the label', missing: 'Write the answer' },
  },
  because: 'Looked at.',
  look: (room, params) => Promise.resolve(noticeIn(room, params)),
  canSend: (notice) => notice !== undefined && notice.answered === undefined,
  inside: ({ room, form, extra: notice }) =>
    notice ? (
      <>
        {notice.answered && <Notice kind="note" title="It was answered already" />}
        <ChangeList id={room.sheet.state.id} changes={[notice]} />
        <Choices
          form={form}
          name="outcome"
          of={[
            { value: 'noted', label: 'Taken note of', hint: 'The label stays as it is.' },
            {
              value: 'new-evaluation',
              label: 'A new evaluation is needed',
              hint: 'The holder is asked to apply anew. The label stays as it is until somebody acts on it.',
            },
          ]}
        />
        <TextArea form={form} name="answer" rows={6} />
      </>
    ) : (
      <Notice kind="warning" title="There is no such notice in this case" />
    ),
  send: (office, command, body, { params }) =>
    acknowledgeChange(office, { ...command, ...body, change: params['change'] ?? '' }),
});

function noticeIn({ sheet }: CaseRoom, params: Readonly<Record<string, string>>) {
  return sheet.state.changes.find(({ id }) => id === params['change']);
}
