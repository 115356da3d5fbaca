import { askProvider, signInWithOpenId } from '@assay/office/sign-in/use-openid';
import { ok } from '@assay/vocabulary/result';
import { closed, Type } from '@assay/vocabulary/schema';

import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import { safeReturn } from '../http/safe-return.ts';
import { cameIn, ReturnSchema } from './sign-in.page.tsx';

const Word = Type.Optional(Type.String({ maxLength: 4_000, verbatim: true }));

/** The way in by the account of an organisation: there, and back. */
export const openIdRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/sign-in/openid/:provider',
    permission: 'public',
    event: 'none',
    perMinute: 30,
    query: closed({ return: ReturnSchema }),
    answer: async ({ params, query }, at) => {
      const { visitor } = at.browser();
      const back = query.return === undefined ? {} : { back: safeReturn(query.return) };
      const asked = await askProvider(at.office, { id: params['provider'] ?? '', visitor, ...back });
      return asked.ok ? ok({ to: asked.value }) : asked;
    },
  }),
  deskPage({
    path: '/sign-in/openid/:provider/callback',
    permission: 'public',
    event: 'session.begun',
    perMinute: 30,
    // What RFC 6749, RFC 9207 and OpenID Connect send back, and what large providers add and nobody reads.
    query: closed({
      ...{ code: Word, state: Word, iss: Word, error: Word, error_description: Word, error_uri: Word },
      ...{ session_state: Word, scope: Word, authuser: Word, prompt: Word, hd: Word },
    }),
    answer: async ({ params, query }, at) => {
      const sent = new URLSearchParams(Object.entries(query));
      const id = params['provider'] ?? '';
      const begun = await signInWithOpenId(at.office, { id, query: sent, browser: at.browser() });
      return begun.ok ? ok(cameIn(begun.value, begun.value.back)) : begun;
    },
  }),
];
