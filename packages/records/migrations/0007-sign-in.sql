-- Ways to sign in, sessions and keys. A person is one person in the whole installation, whichever organisation they act
-- from, so these tables are not keyed by administrator. Whatever can be shown to enter is kept as SHA-256 of at least
-- 128 random bits; what must be read again (the secret of one-time codes, of a provider) is sealed with a key that is
-- not in the database; passwords are scrypt with their parameters.

create table passkey (
  -- The credential id of WebAuthn, base 64 for URLs.
  id text primary key check (id ~ '^[A-Za-z0-9_-]+$' and length(id) <= 1400),
  person text not null,
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  -- Whether the authenticator copies it to other devices.
  synced boolean not null,
  name text not null,
  added_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_of_person on passkey (person, added_at, id);

-- The handle by which authenticators know a person: random, so that it tells nothing (WebAuthn section 14.6.1).
create table passkey_handle (
  person text primary key,
  handle bytea not null unique check (octet_length(handle) = 32)
);

create table password (
  person text primary key,
  -- scrypt$N$r$p$salt$key
  hash text not null check (hash like 'scrypt$%'),
  set_at timestamptz not null
);

create table totp (
  person text primary key,
  sealed bytea not null,
  set_at timestamptz not null,
  -- The newest step whose code was taken: no code is taken twice, nor one older (RFC 6238 section 5.2).
  last_step bigint not null
);

create table recovery_code (
  person text not null,
  hash bytea not null check (octet_length(hash) = 32),
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (person, hash)
);

-- A device on which a person has signed in before: it keeps its own count of attempts, so that strangers cannot lock it out.
create table known_device (
  hash bytea primary key check (octet_length(hash) = 32),
  person text not null,
  first_at timestamptz not null,
  last_at timestamptz not null
);
create index known_device_of_person on known_device (person, last_at);

create table session (
  id text primary key check (id ~ '^session_[0-9a-hjkmnp-tv-z]{16}$'),
  hash bytea not null unique check (octet_length(hash) = 32),
  person text not null,
  via text not null check (via in ('passkey', 'password', 'openid', 'link')),
  -- The organisation that the person acts from; null until one of several is chosen.
  seat text,
  -- The only organisation that it may act from: whoever vouched for the person vouches for nothing else.
  confined_to text,
  -- What the browser says it is, in two words.
  device text not null,
  begun_at timestamptz not null,
  seen_at timestamptz not null,
  -- As the settings were when it began: how long it may lie unused, and when it is over whatever happens.
  idle_seconds integer not null check (idle_seconds > 0),
  ends_at timestamptz not null,
  -- When the person last proved who they are.
  proved_at timestamptz not null,
  ended_at timestamptz,
  ended_because text check ((ended_at is null) = (ended_because is null))
);
create index session_of_person on session (person, begun_at desc, id) where ended_at is null;
create index session_to_forget on session (begun_at);

create table api_key (
  id text primary key check (id ~ '^key_[0-9a-hjkmnp-tv-z]{16}$'),
  hash bytea not null unique check (octet_length(hash) = 32),
  -- Who acts by it: a person, or a service account, which is a person that has no other way in.
  person text not null,
  organisation text not null,
  name text not null,
  scopes text[] not null check (cardinality(scopes) between 1 and 20),
  -- The last four characters, by which its owner knows it again.
  ending text not null,
  made_at timestamptz not null,
  made_by text not null,
  until timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text check ((revoked_at is null) = (revoked_by is null)),
  check (until > made_at)
);
create index api_key_of_person on api_key (person, made_at desc, id);
create index api_key_of_organisation on api_key (organisation, made_at desc, id);

-- Failed attempts of late, and since when the next may be made; by a keyed hash, so that it is a list neither of accounts
-- nor of addresses.
create table sign_in_attempt (
  subject bytea primary key check (octet_length(subject) = 32),
  failures integer not null check (failures > 0),
  last_at timestamptz not null,
  free_at timestamptz not null
);
create index sign_in_attempt_to_forget on sign_in_attempt (last_at);

create table one_time_link (
  hash bytea primary key check (octet_length(hash) = 32),
  purpose text not null check (purpose in ('sign-in', 'recovery')),
  person text not null,
  seat text,
  made_at timestamptz not null,
  -- Null: at the terminal of the installation.
  made_by text,
  until timestamptz not null,
  used_at timestamptz
);
create index one_time_link_of_person on one_time_link (person, made_at desc);

-- What was asked of somebody who is signing in and has to come back as it was: once, and not late.
create table ceremony (
  hash bytea primary key check (octet_length(hash) = 32),
  kind text not null check (kind in ('passkey-sign-in', 'passkey-registration', 'passkey-proof', 'second-factor', 'openid')),
  person text,
  asked jsonb not null,
  until timestamptz not null
);
create index ceremony_to_forget on ceremony (until);

create table openid_provider (
  id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(id) <= 60),
  organisation text not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  -- Null: a public client, held by PKCE alone.
  sealed_secret bytea,
  set_at timestamptz not null,
  set_by text not null,
  closed_at timestamptz
);
create index openid_provider_of_organisation on openid_provider (organisation, id);

create table openid_identity (
  provider text not null references openid_provider (id),
  issuer text not null,
  subject text not null,
  person text not null,
  bound_at timestamptz not null,
  last_used_at timestamptz not null,
  primary key (provider, issuer, subject),
  unique (provider, person)
);
create index openid_identity_of_person on openid_identity (person);

-- What happened to a person's ways in: what they are told of, and what stays on record.
create table account_event (
  seq bigint generated always as identity primary key,
  person text not null,
  at timestamptz not null,
  code text not null,
  -- Null: at the terminal, or by nobody who is known.
  by text,
  facts jsonb not null
);
create index account_event_of_person on account_event (person, seq desc);
create trigger account_event_stays before update or delete on account_event
  for each row execute function refuse_change();
create trigger account_event_stays_whole before truncate on account_event
  for each statement execute function refuse_change();
