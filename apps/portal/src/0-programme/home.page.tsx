import { waitsForMe } from '@assay/office/0-programme/waits-for-me';
import { ok } from '@assay/vocabulary/result';

import { deskPage, type DeskRoute } from '../http/desk-route.ts';
import { HomeView } from './home.view.tsx';

/** Where everybody who signs in arrives: what waits for them, and by when. */
export const homeRoutes: readonly DeskRoute[] = [
  deskPage({
    path: '/desk',
    permission: 'signed-in',
    event: 'none',
    answer: async (_, at) => ok({ page: HomeView({ at, mine: await waitsForMe(at.office, at.signed) }) }),
  }),
];
