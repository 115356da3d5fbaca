import { ownAccount } from '@assay/office/sign-in/account';
import { ok } from '@assay/vocabulary/result';

import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import { AccountView } from './account.view.tsx';

/** How one can sign in, and what has happened to it. */
export const accountRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/account',
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: AccountView({ at, ...(await ownAccount(at.office, at.signed)) }) }),
  }),
];
