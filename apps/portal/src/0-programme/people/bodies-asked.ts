import { listBodies, showBody, type BodyShown } from '@assay/office/0-programme/people/bodies';
import { BODY_ID_PATTERN, type BodyId } from '@assay/vocabulary/ids';
import type { OrganisationKind } from '@assay/vocabulary/organisation';
import { ok, refuse, type Result } from '@assay/vocabulary/result';
import { closed, text, Type, type Static } from '@assay/vocabulary/schema';

import type { DeskContext } from '../../http/desk-route.ts';

/** Whose desks need to know whose results count. */
export const SEE: { readonly kind: readonly OrganisationKind[] } = {
  kind: [
    ...(['lead-administrator', 'scheme-owner', 'authority'] as const),
    ...(['label-administrator', 'laboratory', 'accreditation-body'] as const),
  ],
};
export const SEARCH = closed({
  after: Type.Optional(text(200)),
  text: Type.Optional(Type.String({ maxLength: 120 })),
});
const BODIES = 25;

/** A page of the bodies that are registered here, or of those whose name has a part. */
export function bodiesAsked(at: DeskContext, { after, text: asked }: Static<typeof SEARCH>) {
  return listBodies(at.office, {
    ...(after !== undefined && { after }),
    ...(asked?.trim() && { text: asked.trim() }),
    limit: BODIES,
  });
}

type Params = Readonly<Record<string, string>>;
type UnknownBody = { readonly code: 'unknown-body'; readonly body: string };
const BODY = new RegExp(BODY_ID_PATTERN);

/** The body that an address names. */
export function parseBody(params: Params): Result<BodyId, UnknownBody> {
  const id = params['body'] ?? '';
  return BODY.test(id) ? ok(id as BodyId) : refuse({ code: 'unknown-body', body: id });
}

/** The same with all that was said of it. */
export async function bodyIn(at: DeskContext, params: Params): Promise<Result<BodyShown, UnknownBody>> {
  const id = parseBody(params);
  if (!id.ok) return id;
  const body = await showBody(at.office, id.value);
  return body ? ok(body) : refuse({ code: 'unknown-body', body: id.value });
}
