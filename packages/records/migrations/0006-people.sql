-- Who takes part in this installation, whichever administrator's case it is: organisations, people, and who acts for whom.

create table organisation (
  id text primary key,
  name text not null,
  kinds text[] not null check (cardinality(kinds) > 0),
  contact text,
  administrator text unique,
  body text unique,
  manufacturers text[] not null,
  schemes text[] not null,
  -- That of its newest event.
  version integer not null check (version > 0),
  registered_at timestamptz not null
);
create index organisation_newest on organisation (registered_at desc, id);

-- What happened to an organisation, its people and its invitations. `by` nobody: the installation itself.
create table organisation_event (
  organisation text not null references organisation (id),
  version integer not null check (version > 0),
  type text not null,
  at timestamptz not null,
  by text,
  seat text,
  because text not null,
  data jsonb not null,
  primary key (organisation, version)
);
create trigger organisation_event_stays before update or delete on organisation_event
  for each row execute function refuse_change();
create trigger organisation_event_stays_whole before truncate on organisation_event
  for each statement execute function refuse_change();

create table person (
  id text primary key,
  name text not null,
  mail text,
  since timestamptz not null
);
create unique index person_mail on person (lower(mail));

create table membership (
  person text not null references person (id),
  organisation text not null references organisation (id),
  roles text[] not null,
  conflicts jsonb not null,
  since timestamptz not null,
  until timestamptz,
  primary key (person, organisation)
);
create index membership_of_organisation on membership (organisation, since, person);

create table invitation (
  id text primary key,
  organisation text not null references organisation (id),
  mail text,
  roles text[] not null,
  token_hash text not null unique,
  invited_at timestamptz not null,
  invited_by text references person (id),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text references person (id),
  revoked_at timestamptz,
  revoked_by text references person (id),
  check (accepted_at is null or revoked_at is null),
  check ((accepted_at is null) = (accepted_by is null))
);
create index invitation_of_organisation on invitation (organisation, invited_at desc, id);

-- Whose results count under which scheme: every word that was said of it, the newest last.
create table recognition (
  body text not null,
  scheme text not null,
  version integer not null check (version > 0),
  type text not null,
  at timestamptz not null,
  by text,
  seat text,
  because text not null,
  data jsonb not null,
  primary key (body, scheme, version)
);
create trigger recognition_stays before update or delete on recognition
  for each row execute function refuse_change();
create trigger recognition_stays_whole before truncate on recognition
  for each statement execute function refuse_change();
