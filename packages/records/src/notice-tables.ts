import type { ColumnType } from 'kysely';

import type { DeliveryId, EndpointId, MailId } from '@assay/vocabulary/desk-ids';
import type { CaseId, OrganisationId, PersonId } from '@assay/vocabulary/ids';
import type { CalendarDate } from '@assay/vocabulary/instant';

import type { MaybeTime, Time } from './columns.ts';

/** The tables of what leaves the office: mail, webhooks, and what was reminded of. */
export type NoticeTables = {
  mail: {
    administrator: string;
    id: MailId;
    cause: string;
    kind: string;
    person: PersonId | null;
    address: string;
    subject: string;
    body: string;
    case_id: CaseId | null;
    enqueued_at: Time;
    state: 'waiting' | 'sent' | 'captured' | 'dead';
    attempts: number;
    next_at: Time;
    held_until: MaybeTime;
    settled_at: MaybeTime;
    failure: string | null;
  };
  webhook_endpoint: {
    administrator: string;
    id: EndpointId;
    organisation: OrganisationId;
    url: string;
    kinds: readonly string[];
    added_at: Time;
    added_by: PersonId;
    failing_since: MaybeTime;
    disabled_at: MaybeTime;
    disabled_because: string | null;
    removed_at: MaybeTime;
  };
  webhook_secret: {
    administrator: string;
    endpoint: EndpointId;
    number: number;
    wrapped: Uint8Array;
    made_at: Time;
    retires_at: MaybeTime;
  };
  webhook_delivery: {
    administrator: string;
    id: DeliveryId;
    endpoint: EndpointId;
    cause: string;
    kind: string;
    body: string;
    enqueued_at: Time;
    state: 'waiting' | 'delivered' | 'dead';
    attempts: number;
    next_at: Time;
    held_until: MaybeTime;
    settled_at: MaybeTime;
    status: number | null;
    failure: string | null;
  };
  reminder: {
    administrator: string;
    case_id: CaseId;
    clock: string;
    due_on: ColumnType<Date, CalendarDate, CalendarDate>;
    days_before: number;
    waits_for: string;
    reminded_at: Time;
  };
};
