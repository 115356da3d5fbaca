import { SCOPES } from '@assay/office/sign-in/api-keys';
import { expect, test } from 'vitest';

import { deskRoutes } from '../desk-routes.ts';
import { scopeOf } from '../http/permission.ts';

test('whatever a program may be let in to, a key can be made for', () => {
  const needed = deskRoutes.flatMap((route) =>
    route.kind === 'api' && route.permission !== 'public' ? [scopeOf(route)] : [],
  );
  expect(needed).not.toEqual([]);
  const offered: readonly string[] = SCOPES;
  expect(needed.filter((scope) => !offered.includes(scope))).toEqual([]);
});
