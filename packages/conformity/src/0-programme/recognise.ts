import type { BodyId, OrganisationId } from '@assay/vocabulary/ids';
import type { CalendarDate, Instant } from '@assay/vocabulary/instant';
import type { Accreditation, Organisation } from '@assay/vocabulary/organisation';
import type { Actor } from '@assay/vocabulary/programme';
import type { RecognisedScope, RecognitionEvent } from '@assay/vocabulary/recognition-event';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { STANDS_FOR } from '../2-evaluation/method.ts';
import { belongsTo } from '../journey.ts';
import { standingOn, type BodyStanding, type Recognition } from './body-standing.ts';
import { OVERSEES } from './roles.ts';

/** Who decides on whose recognition, when, and from which day on. */
export type Recognising = {
  readonly by: Actor;
  /** The organisation that decides: the seat of whoever acts. */
  readonly office: Organisation;
  /** The organisation that is the body. */
  readonly of: OrganisationId;
  readonly at: Instant;
  /** The day it is where the scheme is at home. */
  readonly today: CalendarDate;
  readonly because: string;
  readonly from: CalendarDate;
};
/** For what, and until which day: the first on which it no longer holds. */
export type Extent = { readonly scope: RecognisedScope; readonly until?: CalendarDate };

type Of = { readonly body: BodyId; readonly scheme: string };
export type MayNotRecognise =
  | {
      readonly code: 'scheme-not-looked-after';
      readonly scheme: string;
      readonly organisation: OrganisationId;
    }
  | ({ readonly code: 'recognises-itself' } & Of);
export type AccreditationHalfSaid = { readonly code: 'accreditation-half-said' };
export type CannotRecognise =
  | MayNotRecognise
  | { readonly code: 'reason-missing' }
  | { readonly code: 'recognition-backdated'; readonly from: CalendarDate; readonly today: CalendarDate }
  | { readonly code: 'recognition-ends-before'; readonly from: CalendarDate; readonly until: CalendarDate }
  | { readonly code: 'accreditation-missing'; readonly competence: string }
  | { readonly code: 'accreditation-over'; readonly from: CalendarDate; readonly until: CalendarDate }
  | ({ readonly code: 'nothing-to-withdraw'; readonly state: BodyStanding['state'] } & Of)
  | { readonly code: 'not-narrower' }
  | AccreditationHalfSaid;
type Decided = Result<RecognitionEvent, CannotRecognise>;

/**
 * Whether somebody decides on a body under a scheme: from the lead administrator, scheme owner or authority that looks
 * after it, and never on the own house. Whose own laboratory it is leaves it to another of them (FCC 24-26 footnote 191).
 */
function mayRecognise(
  { by, office, of }: Pick<Recognising, 'by' | 'office' | 'of'>,
  { body, scheme }: Of,
): Result<undefined, MayNotRecognise> {
  const overseer = office.kinds.some((kind) => {
    const role = OVERSEES[kind];
    return role !== undefined && by.roles.includes(role);
  });
  if (!overseer || !office.schemes.includes(scheme))
    return refuse({ code: 'scheme-not-looked-after', scheme, organisation: office.id });
  return belongsTo(by, of) ? refuse({ code: 'recognises-itself', body, scheme }) : ok(undefined);
}

/** Recognises a body: anew, for longer, or for something else. Never for days that have passed. */
export function recognise(held: Recognition, deciding: Recognising & Extent): Decided {
  const allowed = mayDecide(held, deciding);
  if (!allowed.ok) return allowed;
  const { from, today } = deciding;
  if (from < today) return refuse({ code: 'recognition-backdated', from, today });
  const sound = extentOf(deciding);
  return sound.ok ? ok({ type: 'BodyRecognised', ...said(deciding), ...sound.value }) : sound;
}

/** Takes something away of what a body is recognised for, and adds nothing. */
export function narrow(held: Recognition, deciding: Recognising & Extent): Decided {
  const allowed = mayDecide(held, deciding);
  if (!allowed.ok) return allowed;
  const standing = standingOn(held.history, deciding.from);
  if (standing.state !== 'recognised') return nothing(held, standing);
  const sound = extentOf(deciding);
  if (!sound.ok) return sound;
  const event = { type: 'RecognitionNarrowed' as const, ...said(deciding), ...sound.value };
  return isNarrower(standingOn([event], event.from), standing) ? ok(event) : refuse({ code: 'not-narrower' });
}

/** Ends a recognition, or one that was to begin. Competence may have been lost before anybody could say so. */
export function withdrawRecognition(held: Recognition, deciding: Recognising): Decided {
  const allowed = mayDecide(held, deciding);
  if (!allowed.ok) return allowed;
  const { history } = held;
  const standing = standingOn(history, deciding.from);
  const toCome = history.some(
    ({ from }) => from > deciding.from && standingOn(history, from).state === 'recognised',
  );
  return standing.state === 'recognised' || toCome
    ? ok({ type: 'RecognitionWithdrawn', ...said(deciding) })
    : nothing(held, standing);
}

function mayDecide(held: Recognition, deciding: Recognising): Result<undefined, CannotRecognise> {
  const allowed = mayRecognise(deciding, held);
  if (!allowed.ok) return allowed;
  return deciding.because.trim() === '' ? refuse({ code: 'reason-missing' }) : ok(undefined);
}

/** An accreditation from what was filled in of it: said whole, or not at all. */
export function accreditationSaid({
  by,
  number,
  scope,
  until,
}: {
  readonly [M in keyof Accreditation]?: Accreditation[M] | undefined;
}): Result<Accreditation | undefined, AccreditationHalfSaid> {
  if ([by, number, scope, until].every((one) => one === undefined)) return ok(undefined);
  if (by === undefined || scope === undefined || until === undefined)
    return refuse({ code: 'accreditation-half-said' });
  return ok({ by, scope, until, ...(number !== undefined && { number }) });
}

/** Accredited competence needs to be shown, and to last into the recognition. */
function extentOf({ scope, from, until }: Recognising & Extent): Result<Extent, CannotRecognise> {
  const { competence, accreditation } = scope;
  if (until !== undefined && until <= from) return refuse({ code: 'recognition-ends-before', from, until });
  if (!accreditation && competence.startsWith('accredited'))
    return refuse({ code: 'accreditation-missing', competence });
  if (accreditation && accreditation.until < from)
    return refuse({ code: 'accreditation-over', from, until: accreditation.until });
  return ok({ scope, ...(until !== undefined && { until }) });
}

type Held = Extract<BodyStanding, { state: 'recognised' }>;

/** Nothing more, for no longer, and something less. */
function isNarrower(next: BodyStanding, held: Held): boolean {
  if (next.state !== 'recognised') return false;
  const [activities, had] = [next.scope.activities, held.scope.activities];
  const [ends, ended] = [next.until ?? FOR_EVER, held.until ?? FOR_EVER];
  const within =
    activities.every((activity) => had.includes(activity)) &&
    STANDS_FOR[held.scope.competence].includes(next.scope.competence) &&
    ends <= ended;
  const less =
    had.some((activity) => !activities.includes(activity)) ||
    next.scope.competence !== held.scope.competence ||
    ends < ended;
  return within && less;
}

/** Later than any day there is. */
const FOR_EVER = '9999-99-99';

function said({ by, at, because, from }: Recognising) {
  return { at, by: by.id, as: by.organisation, because, from };
}

function nothing({ body, scheme }: Recognition, { state }: BodyStanding): Decided {
  return refuse({ code: 'nothing-to-withdraw', body, scheme, state });
}
