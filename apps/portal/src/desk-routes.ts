import { auditRoutes } from './0-programme/audit.page.tsx';
import type { DeskRoute } from './http/desk-route.ts';

/** Every address of the office: method, path, permission, audit event, and what may be sent there. */
export const deskRoutes: readonly DeskRoute[] = [...auditRoutes];
