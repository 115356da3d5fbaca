import type { PublicDesk } from './desk.ts';
import { openDoor, type Portal, type PortalOptions } from './http/open-door.ts';
import { problemPage } from './layout/problem-page.tsx';
import { ROUTES } from './routes.ts';

/** Opens the public side of the portal over a desk. Nothing listens until `listen` is called. */
export async function openPortal(desk: PublicDesk, options: PortalOptions = {}): Promise<Portal> {
  return openDoor({ desk, routes: ROUTES, problemPage, origin: desk.programme.origin }, options);
}
