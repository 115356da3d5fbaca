import type { GeneratedAlways } from 'kysely';

import type { Digest, EditionRef, OrganisationId, PersonId } from '@assay/vocabulary/ids';

import type { Json, Time } from './columns.ts';

/** The tables of `migrations/0009-office-door.sql` and `0014-audit-of-scheme.sql`, column by column. */
export type DoorTables = {
  audit: {
    administrator: string;
    seq: GeneratedAlways<number>;
    at: Time;
    person: PersonId | null;
    seat: OrganisationId | null;
    role: string | null;
    via: string | null;
    action: string;
    object: string | null;
    outcome: 'done' | 'refused' | 'read';
    code: string | null;
    edition: EditionRef | null;
    inputs: readonly Digest[];
    /** Of the case that it is about. */
    scheme_id: string | null;
  };
  answered: {
    sender: string;
    key: string;
    digest: Digest;
    begun_at: Time;
    answer: Json<unknown> | null;
  };
};
