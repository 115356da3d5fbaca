import type { OrganisationId, PersonId } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { Accreditation } from './organisation.ts';
import type { Activity, Competence } from './scheme.ts';

/** For what a body's results count under one scheme. */
export type RecognisedScope = {
  readonly competence: Competence;
  readonly activities: readonly Activity[];
  readonly accreditation?: Accreditation;
};

type Said<Type extends string, Data extends object> = {
  readonly type: Type;
  readonly at: Instant;
  /** Nobody: it stood in the programme that the installation began with. */
  readonly by?: PersonId;
  /** The organisation that decided. */
  readonly as?: OrganisationId;
  readonly because: string;
  /** The first day it holds. A later word holds over an earlier one from this day on. */
  readonly from: CalendarDate;
} & Readonly<Data>;

/** One line of the recognition of one body under one scheme: append-only, past tense. */
export type RecognitionEvent =
  /** Anew, renewed, or for something else. `until`: the first day on which it no longer holds. */
  | Said<'BodyRecognised', { scope: RecognisedScope; until?: CalendarDate }>
  | Said<'RecognitionNarrowed', { scope: RecognisedScope; until?: CalendarDate }>
  | Said<'RecognitionWithdrawn', object>;
