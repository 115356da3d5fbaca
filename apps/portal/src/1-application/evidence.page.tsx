import { useEvidence } from '@assay/office/1-application/answer-draft';
import {
  oneEvidence,
  ownEvidence,
  readOwnEvidence,
  withdrawEvidence,
  type KeptEvidence,
} from '@assay/office/evidence/own-evidence';
import { receiveEvidence } from '@assay/office/evidence/receive-evidence';
import { parseId } from '@assay/vocabulary/desk-ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { DateSchema, NameSchema } from '@assay/vocabulary/standard';
import { closed, listOf, text, Type } from '@assay/vocabulary/schema';
import { ProvisionRefSchema } from '@assay/vocabulary/dossier';
import { Readable } from 'node:stream';
import type { JSX } from 'preact';

import { actBothWays } from '../http/desk-act.ts';
import {
  deskApi,
  deskForm,
  deskPage,
  type DeskAnswer,
  type DeskContext,
  type DeskRoute,
  type Refusal,
} from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { DEVELOPER, draftAt, draftPath, seatOf } from './draft-at.tsx';
import { WITH_FILES } from './files-along.tsx';
import { EvidencePage, WithdrawPage } from './evidence.view.tsx';

const FIELDS: FieldWords = {
  title: { label: 'What is it?', missing: 'Say in a few words what the file is' },
  kind: { label: 'Kind of document', missing: 'Choose a kind' },
  from: {
    label: 'Valid from',
    missing: 'Enter the first day for which it speaks',
    wrong: 'Enter a day as YYYY-MM-DD',
  },
  to: { label: 'Valid until', wrong: 'Enter a day as YYYY-MM-DD' },
  confidential: {
    label: 'Confidential: only we, the laboratory of the case and the administrator may open it',
  },
  covers: { label: 'Which requirements does it show?', missing: 'Choose at least one requirement' },
  file: { label: 'The file', missing: 'Choose a file' },
};
const WITHDRAW: FieldWords = { reason: { label: 'Why?', missing: 'Say why it is withdrawn' } };

/** Files that show what is stated: sent in a form, named for requirements, opened and withdrawn. */
export const evidenceRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/drafts/:draft/evidence',
    permission: DEVELOPER,
    event: 'draft.read',
    answer: async ({ params }, at) => {
      const page = await evidencePage(params, at);
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    path: '/desk/drafts/:draft/evidence',
    permission: DEVELOPER,
    event: 'evidence.received',
    ...WITH_FILES,
    body: closed({
      ...{ title: text(200), kind: NameSchema, from: DateSchema, to: Type.Optional(DateSchema) },
      ...{ confidential: Type.Boolean(), covers: listOf(ProvisionRefSchema, 500, 1) },
    }),
    fields: FIELDS,
    again: ({ params }, at, form) => evidencePage(params, at, form),
    answer: async ({ params, body, file }, at) => {
      const open = await draftAt(at, params);
      if (!open.ok) return open;
      if (!file) return refuse({ code: 'evidence-empty' });
      const { title, kind, from, to, confidential, covers } = body;
      const given = { title, kind, effective: { from, ...(to && { to }) }, confidential, covers };
      const sent = { fileName: file.name, declaredType: file.mediaType, bytes: file.bytes };
      const kept = await receiveEvidence(at.office, { ...seatOf(at), ...sent, given });
      if (!kept.ok) return kept;
      at.note({ object: kept.value.id, inputs: [kept.value.digest] });
      const named = { ...seatOf(at), draft: open.value.kept.id, evidence: kept.value.id, covers };
      const used = await useEvidence(at.office, named);
      return used.ok ? ok({ to: draftPath(open.value, 'evidence') }) : used;
    },
  }),
  deskForm({
    path: '/desk/drafts/:draft/evidence/take-out',
    permission: DEVELOPER,
    event: 'draft.answered',
    body: closed({ evidence: text(80) }),
    fields: {},
    again: ({ params }, at) => evidencePage(params, at),
    answer: async ({ params, body }, at) => {
      const open = await draftAt(at, params);
      const id = parseId('evidence', body.evidence);
      if (!open.ok) return open;
      if (!id.ok) return refuse({ code: 'no-such-evidence' });
      const taken = { ...seatOf(at), draft: open.value.kept.id, evidence: id.value, covers: [] };
      const done = await useEvidence(at.office, taken);
      return done.ok ? ok({ to: draftPath(open.value, 'evidence') }) : done;
    },
  }),
  deskPage({
    path: '/desk/evidence/:evidence/file',
    permission: DEVELOPER,
    event: 'evidence.read',
    answer: ({ params }, at) => fileAt(at, params),
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/evidence/:evidence/file', permission: DEVELOPER },
    event: 'evidence.read',
    summary: 'The bytes of one file of yours.',
    refusals: ['no-such-evidence'],
    answer: ({ params }, at) => fileAt(at, params),
  }),
  deskPage({
    path: '/desk/evidence/:evidence/withdraw',
    permission: DEVELOPER,
    event: 'evidence.read',
    answer: async ({ params }, at) => {
      const page = await withdrawPage(params, at, at.form(WITHDRAW));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  ...actBothWays({
    permission: DEVELOPER,
    event: 'evidence.withdrawn',
    body: closed({ reason: text(1_000) }),
    does: async ({ params, body }, at) => {
      const id = parseId('evidence', params['evidence'] ?? '');
      if (!id.ok) return refuse({ code: 'no-such-evidence' });
      at.note({ object: id.value });
      return withdrawEvidence(at.office, { ...seatOf(at), evidence: id.value, ...body });
    },
    form: {
      ...{ path: '/desk/evidence/:evidence/withdraw', fields: WITHDRAW },
      again: ({ params }, at, form) => withdrawPage(params, at, form),
      then: async () => ok({ to: '/desk/products' }),
    },
    api: {
      path: '/api/v1/evidence/:evidence/withdraw',
      summary: 'Withdraws a file with a reason; it stays in the applications that were handed in before.',
      refusals: ['no-such-evidence'],
      told: () => ({ nothing: true }),
    },
  }),
];

/** One file of the seat's own. The door writes the line of the audit before it leaves. */
async function fileAt(at: DeskContext, params: Readonly<Record<string, string>>): Promise<DeskAnswer> {
  const id = parseId('evidence', params['evidence'] ?? '');
  if (!id.ok) return refuse({ code: 'no-such-evidence' });
  const tell = (file: KeptEvidence) => {
    at.note({ object: file.id, inputs: [file.digest] });
    return Promise.resolve();
  };
  const found = await readOwnEvidence(at.office, { ...seatOf(at), evidence: id.value, tell });
  if (!found.ok) return found;
  const { evidence, bytes } = found.value;
  return ok({ file: Readable.from(bytes), mediaType: evidence.mediaType, name: evidence.fileName });
}

async function evidencePage(
  params: Readonly<Record<string, string>>,
  at: DeskContext,
  form: FormState = at.form(FIELDS, { from: at.now.slice(0, 10), confidential: 'yes' }),
): Promise<Result<JSX.Element, Refusal>> {
  const open = await draftAt(at, params);
  if (!open.ok) return open;
  const held = await ownEvidence(at.office, seatOf(at));
  return ok(EvidencePage({ at, open: open.value, form, held: held.ok ? held.value.rows : [] }));
}

async function withdrawPage(
  params: Readonly<Record<string, string>>,
  at: DeskContext,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const id = parseId('evidence', params['evidence'] ?? '');
  if (!id.ok) return refuse({ code: 'no-such-evidence' });
  const found = await oneEvidence(at.office, { ...seatOf(at), evidence: id.value });
  return found.ok ? ok(WithdrawPage({ at, form, evidence: found.value })) : found;
}
