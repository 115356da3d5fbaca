import { answerAsApplicant } from '@assay/office/1-application/case-threads';
import { ownEvidence } from '@assay/office/evidence/own-evidence';
import { receiveEvidence } from '@assay/office/evidence/receive-evidence';
import { DIGEST_PATTERN, type Digest } from '@assay/vocabulary/ids';
import { dateIn } from '@assay/vocabulary/instant';
import { refuse } from '@assay/vocabulary/result';
import { closed, listOf, shaped, text, Type } from '@assay/vocabulary/schema';

import { actRoutes, BECAUSE } from '../case-file/act-page.tsx';
import { openOwnRoom, type CaseRoom } from '../case-file/case-room.ts';
import type { DeskRoute } from '../http/desk-route.ts';
import { Choices, FileField, TextArea } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { seatOf } from './draft-at.tsx';

/** The largest file and what stands around it in the form. */
const LIMIT = 2 ** 30 + 2 ** 20;
const FILE_CODES = ['content-not-its-type', 'evidence-too-large', 'evidence-empty', 'upload-cut'];

/** The applicant's answer to one question: words, files that are here already, and one that comes along. */
export const answerRoutes: readonly DeskRoute[] = actRoutes({
  ...{ act: 'supplyInformation', path: 'answer/:thread', done: 'answer', open: openOwnRoom },
  ...{ event: 'information.supplied', title: 'Answer the question', does: 'Send the answer' },
  ...{ takes: 'file', limit: LIMIT },
  body: closed({
    answer: text(10_000),
    evidence: Type.Optional(listOf(shaped<Digest>(DIGEST_PATTERN, 'one of your files'), 50)),
    ...BECAUSE,
  }),
  fields: {
    answer: { label: 'Answer', missing: 'Write the answer' },
    evidence: { label: 'Files that you sent before' },
    file: { label: 'Another file' },
  },
  fieldOf: Object.fromEntries(FILE_CODES.map((code) => [code, 'file'])),
  because: 'As asked.',
  look: async (room, params) => {
    const held = await ownEvidence(room.office, seatOf(room.at));
    const files = held.ok ? held.value.rows.filter(({ withdrawn }) => !withdrawn) : [];
    return { thread: threadIn(room, params), files };
  },
  canSend: ({ thread }) => thread?.answeredAt === undefined && thread !== undefined,
  inside: ({ form, extra: { thread, files } }) =>
    thread ? (
      <>
        <p class="said">{thread.question}</p>
        {thread.answeredAt !== undefined && <Notice kind="note" title="It was answered already" />}
        <TextArea form={form} name="answer" rows={8} />
        {files.length > 0 && (
          <Choices
            form={form}
            name="evidence"
            several
            of={files.map(({ digest, title, fileName }) => ({
              ...{ value: digest, label: title, hint: fileName },
            }))}
          />
        )}
        <FileField
          form={form}
          name="file"
          hint="If one is needed. It is kept as confidential: only you, the laboratory of the case and the administrator open it."
        />
      </>
    ) : (
      <Notice kind="warning" title="There is no such question to you" />
    ),
  send: async (office, command, { evidence = [], ...said }, { room, params, file }) => {
    const thread = threadIn(room, params);
    if (!thread) return refuse({ code: 'no-such-thread', thread: params['thread'] ?? '' });
    const held = await ownEvidence(office, seatOf(room.at));
    const known = new Set(held.ok ? held.value.rows.map(({ digest }) => digest) : []);
    if (evidence.some((one) => !known.has(one))) return refuse({ code: 'no-such-evidence' });
    const kept = file && (await receiveEvidence(office, { ...seatOf(room.at), ...sentIn(room, file) }));
    if (kept && !kept.ok) return kept;
    const digests = [...new Set([...evidence, ...(kept ? [kept.value.digest] : [])])];
    return answerAsApplicant(office, { ...command, ...said, thread: thread.id, evidence: digests });
  },
});

function threadIn({ sheet }: CaseRoom, params: Readonly<Record<string, string>>) {
  return sheet.state.threads.find(({ id }) => id === params['thread']);
}

type Sent = NonNullable<Parameters<Parameters<typeof actRoutes>[0]['send']>[3]['file']>;

function sentIn({ at, sheet }: CaseRoom, { name, mediaType, bytes }: Sent) {
  const from = dateIn(at.now, sheet.scheme.timeZone);
  return {
    ...{ fileName: name, declaredType: mediaType, bytes },
    given: {
      ...{ kind: 'answer', title: name.slice(0, 200), effective: { from } },
      ...{ confidential: true, covers: [] },
    },
  };
}
