import { rolesFor } from '@assay/conformity/act-roles';
import type { CaseAct } from '@assay/conformity/journey';
import type { LabelAct } from '@assay/conformity/label';
import { caseInSight, type SeenCase } from '@assay/office/0-programme/sight-of';
import type { Signed } from '@assay/office/sign-in/signed';
import { parseCaseId } from '@assay/vocabulary/ids';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { ApiRoute, DeskRoute } from './desk-route.ts';
import type { OfficeDesk } from './office-desk.ts';

export type NotPermitted =
  | { readonly code: 'sign-in-needed' }
  | { readonly code: 'not-permitted'; readonly needs: readonly string[] }
  | { readonly code: 'key-not-for-this'; readonly needs: string }
  /** Also where it exists, for whoever may not know of it. */
  | { readonly code: 'no-such-case' };

/** What a permission found: the role that was needed and is held, and the case. */
export type Permitted = { readonly role?: string; readonly case?: SeenCase };

/** What an API key must be for, to be used at an address: `cases:read`, `cases:write`. */
export function scopeOf({ path, method }: Pick<ApiRoute, 'path' | 'method'>): string {
  return `${path.split('/')[3] ?? ''}:${method === 'GET' ? 'read' : 'write'}`;
}

/** Whether somebody, or nobody, may use a route with these parameters. */
export async function permitted(
  route: DeskRoute,
  signed: Signed | undefined,
  asked: { readonly desk: Pick<OfficeDesk, 'office'>; readonly case: string | undefined },
): Promise<Result<Permitted, NotPermitted>> {
  const { permission } = route;
  if (permission === 'public') return ok({});
  if (!signed) return refuse({ code: 'sign-in-needed' });
  if (route.kind === 'api' && signed.scopes?.includes(scopeOf(route)) === false)
    return refuse({ code: 'key-not-for-this', needs: scopeOf(route) });
  if (permission === 'signed-in') return ok({});
  if ('case' in permission) return permittedInCase(permission.case, signed, asked);
  const { role, kind } = permission;
  if (kind && !kind.some((one) => signed.kinds.includes(one)))
    return refuse({ code: 'not-permitted', needs: kind });
  if (!role) return ok({});
  const held = role.find((one) => signed.roles.includes(one));
  return held === undefined ? refuse({ code: 'not-permitted', needs: role }) : ok({ role: held });
}

async function permittedInCase(
  act: 'see' | CaseAct | LabelAct,
  signed: Signed,
  asked: { readonly desk: Pick<OfficeDesk, 'office'>; readonly case: string | undefined },
): Promise<Result<Permitted, NotPermitted>> {
  const id = parseCaseId(asked.case ?? '');
  const found = id.ok ? await caseInSight(asked.desk.office, signed, id.value) : undefined;
  if (!found) return refuse({ code: 'no-such-case' });
  if (act === 'see') return ok({ case: found });
  // Where the role depends on the stage, the act judges which; here any of them lets in.
  const needs = rolesFor(act);
  const held = needs.find((one) => signed.roles.includes(one));
  return held === undefined ? refuse({ code: 'not-permitted', needs }) : ok({ case: found, role: held });
}
