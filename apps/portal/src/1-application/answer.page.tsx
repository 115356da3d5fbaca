import { answerAsApplicant } from '@assay/office/1-application/case-threads';
import { AnswerSchema } from '@assay/vocabulary/case-acts';
import { refuse } from '@assay/vocabulary/result';

import { actRoutes } from '../case-file/act-page.tsx';
import { openOwnRoom, type CaseRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { FilesAlong, filesHeld, filesSent, FILES_WORDS, WITH_FILES } from './files-along.tsx';

/** The applicant's answer to one question: words, files that are here already, and one that comes along. */
export const answerRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'supplyInformation', path: 'answer/:thread', done: 'answer', open: openOwnRoom },
  ...{ event: 'information.supplied', title: 'Answer the question', does: 'Send the answer' },
  ...WITH_FILES,
  body: AnswerSchema,
  fields: { answer: { label: 'Answer', missing: 'Write the answer' }, ...FILES_WORDS },
  because: 'As asked.',
  look: async (room, params) => ({ thread: threadIn(room, params), files: await filesHeld(room) }),
  canSend: ({ thread }) => thread?.answeredAt === undefined && thread !== undefined,
  inside: ({ form, extra: { thread, files } }) =>
    thread ? (
      <>
        <p class="said">{thread.question}</p>
        {thread.answeredAt !== undefined && <Notice kind="note" title="It was answered already" />}
        <TextArea form={form} name="answer" rows={8} />
        <FilesAlong
          form={form}
          files={files}
          openTo="only you, the laboratory of the case and the administrator open it"
        />
      </>
    ) : (
      <Notice kind="warning" title="There is no such question to you" />
    ),
  send: async (office, command, { evidence, ...said }, { room, params, file }) => {
    const thread = threadIn(room, params);
    if (!thread) return refuse({ code: 'no-such-thread', thread: params['thread'] ?? '' });
    const digests = await filesSent(room, { ...(evidence && { evidence }), file, kind: 'answer' });
    if (!digests.ok) return digests;
    return answerAsApplicant(office, { ...command, ...said, thread: thread.id, evidence: digests.value });
  },
});

function threadIn({ sheet }: CaseRoom, params: Readonly<Record<string, string>>) {
  return sheet.state.threads.find(({ id }) => id === params['thread']);
}
