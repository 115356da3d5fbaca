import { deskRoutes } from './desk-routes.ts';
import type { PublicDesk } from './desk.ts';
import type { DeskRoute } from './http/desk-route.ts';
import {
  allowScripts,
  openDoor,
  REQUESTS_PER_MINUTE,
  type Portal,
  type PortalOptions,
} from './http/open-door.ts';
import type { OfficeDesk } from './http/office-desk.ts';
import { addOfficeDoor } from './http/office-door.ts';
import { problemPage } from './layout/problem-page.tsx';
import { ROUTES } from './routes.ts';

/** The desks of those whose work it is, behind the public pages. */
export type OfficeSide = {
  readonly desk: OfficeDesk;
  readonly routes?: readonly DeskRoute[];
};

/**
 * Opens the portal: the public side over a desk that knows nothing confidential, and on the same server, where `office`
 * is given, the desks of those who work there. Nothing listens until `listen` is called.
 */
export async function openPortal(
  desk: PublicDesk,
  options: PortalOptions = {},
  office?: OfficeSide,
): Promise<Portal> {
  const { origin } = desk.programme;
  return openDoor({ desk, routes: ROUTES, problemPage, origin }, options, async (app) => {
    if (!office) return;
    await addOfficeDoor(app, {
      desk: office.desk,
      routes: office.routes ?? deskRoutes,
      secure: origin.startsWith('https:'),
      requestsPerMinute: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
      allowScripts,
      surprise: options.surprise ?? (() => undefined),
    });
  });
}
