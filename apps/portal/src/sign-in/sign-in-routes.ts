import type { DeskRoute } from '../http/desk-route.ts';
import { accountRoutes } from './account.page.tsx';
import { keyRoutes } from './keys.page.tsx';
import { linkRoutes } from './link.page.tsx';
import { openIdRoutes } from './openid.page.ts';
import { passkeyRoutes } from './passkeys.page.tsx';
import { passwordRoutes } from './password.page.tsx';
import { proveRoutes } from './prove.page.tsx';
import { sessionRoutes } from './sessions.page.tsx';
import { signInRoutes } from './sign-in.page.tsx';

/** Every address of signing in, and of one's own account. */
export const ROUTES_OF_SIGN_IN: readonly DeskRoute[] = [
  ...[...signInRoutes, ...openIdRoutes, ...linkRoutes],
  ...[...accountRoutes, ...proveRoutes, ...passkeyRoutes, ...passwordRoutes, ...sessionRoutes, ...keyRoutes],
];
