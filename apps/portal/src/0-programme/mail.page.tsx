import {
  keptMailSource,
  mailList,
  mailNamed,
  sendMailAgain,
  type MailSeen,
} from '@assay/office/notices/mail-desk';
import { administratorOf } from '@assay/office/office';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, oneOf, Type } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskContext, type DeskRoute, type Refusal } from '../http/desk-route.ts';
import type { FieldWords, FormState } from '../http/form-state.ts';
import { MailListView, MailView } from './mail.view.tsx';

/** Whoever manages the administrator whose installation this is. */
const permission = { kind: ['label-administrator'], role: ['manager'] } as const;
const NONE: FieldWords = {};
const QuerySchema = closed({
  state: Type.Optional(oneOf(['waiting', 'sent', 'captured', 'dead'])),
  after: Type.Optional(Type.String({ maxLength: 200 })),
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
  deskForm({
    path: '/desk/mail/:mail/again',
    permission,
    event: 'mail.revived',
    body: closed({}),
    fields: NONE,
    again: ({ params }, at, form) => oneView(at, params['mail'], form),
    answer: async ({ params }, at) => {
      if (!isOurs(at)) return refuse({ code: 'no-such-mail' });
      at.note({ object: params['mail'] ?? '' });
      const sent = await sendMailAgain(at.office, params['mail'] ?? '');
      return sent.ok ? ok({ to: `/desk/mail/${sent.value.id}` }) : sent;
    },
  }),
];

/** Mail belongs to the administrator whose installation sends it; another one of several does not see it. */
function isOurs({ office, signed }: DeskContext): boolean {
  return signed.administrator === administratorOf(office);
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
