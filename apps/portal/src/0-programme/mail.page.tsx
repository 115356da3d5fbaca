import {
  keptMailSource,
  mailList,
  mailNamed,
  sendMailAgain,
  type MailSeen,
} from '@assay/office/notices/mail-desk';
import { administratorOf } from '@assay/office/office';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, listOf, oneOf, Type, type Static } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { actBothWays } from '../http/desk-act.ts';
import { deskApi, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { MailListView, MailView } from './mail.view.tsx';

/** Whoever manages the administrator whose installation this is. */
const permission = { kind: ['label-administrator'], role: ['manager'] } as const;
const NONE: FieldWords = {};
const StateSchema = oneOf(['waiting', 'sent', 'captured', 'dead']);
const QuerySchema = closed({
  state: Type.Optional(StateSchema),
  after: Type.Optional(Type.String({ maxLength: 200 })),
});

/** A mail as programs are told of it. */
const MailSchema = closed({
  mail: Type.String(),
  kind: Type.String(),
  subject: Type.String(),
  address: Type.String(),
  state: StateSchema,
  attempts: Type.Integer(),
  enqueuedAt: Type.String(),
  /** While it waits. */
  nextAt: Type.Optional(Type.String()),
  settledAt: Type.Optional(Type.String()),
  failure: Type.Optional(Type.String()),
});

/** The mail of this installation: what was sent, what waits, what was given up, and what was kept here instead of sent. */
export const mailRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk/mail',
    permission,
    event: 'mail.list',
    query: QuerySchema,
    answer: async ({ query: { state, after } }, at) => {
      if (!isOurs(at)) return refuse({ code: 'not-permitted' });
      const mails = await mailList(at.office, { state, after });
      if (!mails.ok) return mails;
      return ok({ page: MailListView({ at, mails: mails.value, state, isFirst: after === undefined }) });
    },
  }),
  deskPage({
    path: '/desk/mail/:mail',
    permission,
    event: 'mail.read',
    answer: async ({ params }, at) => {
      const view = await oneView(at, params['mail'], at.form(NONE));
      return view.ok ? ok({ page: view.value }) : view;
    },
  }),
  deskPage({
    path: '/desk/mail/:mail/source',
    permission,
    event: 'mail.read',
    answer: async ({ params }, at) => {
      if (!isOurs(at)) return refuse({ code: 'no-such-mail' });
      const kept = await keptMailSource(at.office, params['mail'] ?? '');
      if (!kept.ok) return kept;
      const { id, source: file } = kept.value;
      return ok({ file, mediaType: 'message/rfc822', name: `${id}.eml` });
    },
  }),
  ...actBothWays({
    permission,
    event: 'mail.revived',
    does: async ({ params }, at) => {
      const found = await mailAt(at, params['mail']);
      if (!found.ok) return found;
      at.note({ object: found.value.id });
      return sendMailAgain(at.office, found.value.id);
    },
    form: {
      ...{ path: '/desk/mail/:mail/again', fields: NONE },
      again: ({ params }, at, form) => oneView(at, params['mail'], form),
      then: async ({ id }) => ok({ to: `/desk/mail/${id}` }),
    },
    api: {
      path: '/api/v1/mail/:mail/again',
      summary: 'Sends a mail again that was given up.',
      refusals: ['no-such-mail', 'mail-not-given-up'],
      told: () => ({ nothing: true }),
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/mail', permission, event: 'mail.list', query: QuerySchema },
    summary: 'The mail of this installation, newest first; `state=dead` is what was given up.',
    refusals: ['malformed-cursor'],
    gives: closed({ items: listOf(MailSchema), next: Type.Optional(Type.String()) }),
    answer: async ({ query: { state, after } }, at) => {
      if (!isOurs(at)) return refuse({ code: 'not-permitted' });
      const mails = await mailList(at.office, { state, after });
      if (!mails.ok) return mails;
      const { rows, next } = mails.value;
      return ok({ data: { items: rows.map(mailTold), ...(next !== undefined && { next }) } });
    },
  }),
  deskApi({
    ...{ method: 'GET', path: '/api/v1/mail/:mail', permission, event: 'mail.read' },
    summary: 'One mail and what became of it; its text only where it was kept here instead of sent.',
    refusals: ['no-such-mail'],
    gives: closed({ ...MailSchema.properties, body: Type.Optional(Type.String()) }),
    answer: async ({ params }, at) => {
      const found = await mailAt(at, params['mail']);
      if (!found.ok) return found;
      const { state, body } = found.value;
      return ok({ data: { ...mailTold(found.value), ...(state === 'captured' && { body }) } });
    },
  }),
];

/** Mail belongs to the administrator whose installation sends it; another one of several does not see it. */
function isOurs({ office, signed }: DeskContext): boolean {
  return signed.administrator === administratorOf(office);
}

function mailTold(seen: MailSeen): Static<typeof MailSchema> {
  const { id: mail, kind, subject, address, state, attempts, enqueuedAt, nextAt, settledAt, failure } = seen;
  return {
    ...{ mail, kind, subject, address, state, attempts, enqueuedAt },
    ...(state === 'waiting' && { nextAt }),
    ...(settledAt !== undefined && { settledAt }),
    ...(failure !== undefined && { failure }),
  };
}

async function mailAt(at: DeskContext, text: string | undefined): Promise<Result<MailSeen, Refusal>> {
  return isOurs(at) ? mailNamed(at.office, text ?? '') : refuse({ code: 'no-such-mail' });
}

async function oneView(
  at: DeskContext,
  text: string | undefined,
  form: FormState,
): Promise<Result<JSX.Element, Refusal>> {
  const found = await mailAt(at, text);
  return found.ok ? ok(MailView({ at, mail: found.value, form })) : found;
}
