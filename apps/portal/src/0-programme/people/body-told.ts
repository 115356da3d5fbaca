import type { BodyShown } from '@assay/office/0-programme/people/bodies';
import { AccreditationSchema } from '@assay/vocabulary/organisation';
import type { RecognitionEvent } from '@assay/vocabulary/recognition-event';
import { ActivitySchema, CompetenceSchema } from '@assay/vocabulary/scheme';
import { closed, listOf, oneOf, Type, type Static } from '@assay/vocabulary/schema';

const ScopeSchema = closed({
  competence: CompetenceSchema,
  activities: listOf(ActivitySchema),
  accreditation: Type.Optional(AccreditationSchema),
});

/** What was said of a body under one scheme: it holds from a day on, until the next. */
export const SaidSchema = closed({
  type: oneOf(['BodyRecognised', 'RecognitionNarrowed', 'RecognitionWithdrawn']),
  at: Type.String(),
  by: Type.Optional(Type.String()),
  as: Type.Optional(Type.String()),
  because: Type.String(),
  from: Type.String(),
  scope: Type.Optional(ScopeSchema),
  /** The first day on which it no longer holds. */
  until: Type.Optional(Type.String()),
});

/** A body as it stands today under each scheme of which something was said, with all that was said. */
export const BodyToldSchema = closed({
  body: Type.String(),
  organisation: Type.String(),
  name: Type.String(),
  schemes: listOf(
    closed({
      scheme: Type.String(),
      /** Today, where the scheme is at home. */
      state: Type.String(),
      scope: Type.Optional(ScopeSchema),
      until: Type.Optional(Type.String()),
      history: listOf(SaidSchema),
    }),
  ),
});

export function saidTold(event: RecognitionEvent): Static<typeof SaidSchema> {
  const { type, at, by, as, because, from } = event;
  return {
    ...{ type, at, because, from },
    ...(by !== undefined && { by }),
    ...(as !== undefined && { as }),
    ...('scope' in event && extentTold(event)),
  };
}

export function bodyTold({ body, organisation, schemes }: BodyShown): Static<typeof BodyToldSchema> {
  return {
    ...{ body, organisation: organisation.id, name: organisation.name },
    schemes: schemes.map(({ scheme, standing, history }) => ({
      ...{ scheme, state: standing.state, history: history.map(saidTold) },
      ...('scope' in standing && extentTold(standing)),
    })),
  };
}

type Extent = Pick<Extract<RecognitionEvent, { readonly type: 'BodyRecognised' }>, 'scope' | 'until'>;

function extentTold({ scope: { activities, ...scope }, until }: Extent) {
  return { scope: { ...scope, activities: [...activities] }, ...(until !== undefined && { until }) };
}
