import type { RebuiltDesk } from '../desk.ts';
import type { Route } from '../http/answer.ts';
import { openDoor, type Portal, type PortalOptions } from '../http/open-door.ts';
import { problemPage } from '../layout/problem-page.tsx';
import { ROUTES } from '../routes.ts';
import { rebuiltLabelPage, rebuiltLabelRecord } from './rebuilt-label.page.ts';

/** Opens a rebuilt register: the addresses of any other, as far as public bytes can answer at them. */
export async function openRebuiltPortal(desk: RebuiltDesk, options: PortalOptions = {}): Promise<Portal> {
  return openDoor({ desk, routes: REBUILT_ROUTES, problemPage, origin: desk.programme.origin }, options);
}

/** Addresses whose answer only the administrator knows, or has to answer for. */
const PRIVATE: ReadonlySet<string> = new Set([
  '/walk',
  '/walk/:case',
  '/.well-known/security.txt',
  '/L/:labelId/offline-code.svg',
  '/L/:labelId/offline-code.txt',
  '/L/:labelId/print',
  '/L/:labelId/artwork.svg',
  '/L/:labelId/artwork.png',
  '/L/:labelId/artwork.pdf',
]);

const OTHERWISE: Readonly<Record<string, Route<RebuiltDesk>['answer']>> = {
  '/L/:labelId': rebuiltLabelPage,
  '/api/v1/labels/:labelId': rebuiltLabelRecord,
};

const REBUILT_ROUTES: readonly Route<RebuiltDesk>[] = ROUTES.filter(({ path }) => !PRIVATE.has(path)).map(
  (route) => ({ ...route, answer: OTHERWISE[route.path] ?? route.answer }),
);
