import type { GeneratedAlways } from 'kysely';

import type { ApiKeyId, OrganisationId, PersonId, SessionId } from '@assay/vocabulary/ids';

import type { Json, MaybeTime, Time } from './columns.ts';

/** The tables of `migrations/0007-sign-in.sql` and `0010-service-accounts.sql`, column by column. */
export type SignInTables = {
  passkey: {
    id: string;
    person: PersonId;
    public_key: Uint8Array;
    counter: number;
    transports: readonly string[];
    synced: boolean;
    name: string;
    added_at: Time;
    last_used_at: MaybeTime;
  };
  passkey_handle: { person: PersonId; handle: Uint8Array };
  password: { person: PersonId; hash: string; set_at: Time };
  totp: { person: PersonId; sealed: Uint8Array; set_at: Time; last_step: number };
  recovery_code: { person: PersonId; hash: Uint8Array; made_at: Time; used_at: MaybeTime };
  known_device: { hash: Uint8Array; person: PersonId; first_at: Time; last_at: Time };
  session: {
    id: SessionId;
    hash: Uint8Array;
    person: PersonId;
    via: 'passkey' | 'password' | 'openid' | 'link';
    seat: OrganisationId | null;
    confined_to: OrganisationId | null;
    device: string;
    begun_at: Time;
    seen_at: Time;
    idle_seconds: number;
    ends_at: Time;
    proved_at: Time;
    ended_at: MaybeTime;
    ended_because: string | null;
  };
  api_key: {
    id: ApiKeyId;
    hash: Uint8Array;
    person: PersonId;
    organisation: OrganisationId;
    name: string;
    scopes: readonly string[];
    ending: string;
    made_at: Time;
    made_by: PersonId;
    until: Time;
    last_used_at: MaybeTime;
    revoked_at: MaybeTime;
    revoked_by: PersonId | null;
  };
  service_account: { person: PersonId; organisation: OrganisationId; made_at: Time; made_by: PersonId };
  sign_in_attempt: { subject: Uint8Array; failures: number; last_at: Time; free_at: Time };
  one_time_link: {
    hash: Uint8Array;
    purpose: 'sign-in' | 'recovery';
    person: PersonId;
    seat: OrganisationId | null;
    made_at: Time;
    made_by: PersonId | null;
    until: Time;
    used_at: MaybeTime;
  };
  ceremony: {
    hash: Uint8Array;
    kind:
      | 'passkey-sign-in'
      | 'passkey-registration'
      | 'passkey-proof'
      | 'report-signature'
      | 'second-factor'
      | 'openid';
    person: PersonId | null;
    asked: Json<unknown>;
    until: Time;
  };
  openid_provider: {
    id: string;
    organisation: OrganisationId;
    name: string;
    issuer: string;
    client_id: string;
    sealed_secret: Uint8Array | null;
    set_at: Time;
    set_by: PersonId;
    closed_at: MaybeTime;
  };
  openid_identity: {
    provider: string;
    issuer: string;
    subject: string;
    person: PersonId;
    bound_at: Time;
    last_used_at: Time;
  };
  account_event: {
    seq: GeneratedAlways<number>;
    person: PersonId;
    at: Time;
    code: string;
    by: PersonId | null;
    facts: Json<Readonly<Record<string, unknown>>>;
  };
};
