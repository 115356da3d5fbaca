import { followLink, lookAtLink } from '@assay/office/sign-in/links';
import { ok, type Result } from '@assay/vocabulary/result';
import { closed } from '@assay/vocabulary/schema';
import type { JSX } from 'preact';

import { deskForm, deskPage, type DeskRoute, type Doorstep, type Refusal } from '../http/desk-route.ts';
import type { FormState } from '../http/form-state.ts';
import { DeskFrame } from '../layout/desk-frame.tsx';
import { Buttons, DeskForm } from '../layout/form.tsx';
import { Notice } from '../layout/notice.tsx';
import { cameIn } from './sign-in.page.tsx';

const path = '/sign-in/link/:token';

/** A link that lets one person in once. Opening it changes nothing: scanners of mail open everything. */
export const linkRoutes: readonly DeskRoute[] = [
  deskPage({
    path,
    permission: 'public',
    event: 'none',
    perMinute: 30,
    answer: async ({ params }, at) => {
      const page = await linkPage(at, params['token'] ?? '', at.form({}));
      return page.ok ? ok({ page: page.value }) : page;
    },
  }),
  deskForm({
    path,
    permission: 'public',
    event: 'session.begun',
    perMinute: 30,
    body: closed({}),
    fields: {},
    again: async ({ params }, at, form) => linkPage(at, params['token'] ?? '', form),
    answer: async ({ params }, at) => {
      const followed = { token: params['token'] ?? '', browser: at.browser() };
      const begun = await followLink(at.office, followed);
      return begun.ok ? ok(cameIn(begun.value, '/account')) : begun;
    },
  }),
];

async function linkPage(at: Doorstep, token: string, form: FormState): Promise<Result<JSX.Element, Refusal>> {
  const link = await lookAtLink(at.office, token);
  if (!link.ok) return link;
  const { name, purpose } = link.value;
  return ok(
    <DeskFrame title="Sign in by a link" at={at}>
      <div class="narrow">
        <h1>Sign in as {name}</h1>
        <p>This link works once. Once you are in, set up a passkey, so that you can come back.</p>
        {purpose === 'recovery' && (
          <Notice kind="warning" title="You begin anew">
            <p>
              Every passkey, password and API key that you had stops working, since it may be in other hands.
              Whoever made this link is told that it was used.
            </p>
          </Notice>
        )}
        <DeskForm form={form}>
          <Buttons does="Sign in" back={{ path: '/', name: 'I am somebody else' }} />
        </DeskForm>
      </div>
    </DeskFrame>,
  );
}
