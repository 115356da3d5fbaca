-- The case file, its documents, the trust tables, the register. Every table is keyed by administrator first.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of table % is refused: what is written there stays', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end
$$;

create table event (
  administrator text not null,
  stream text not null,
  version integer not null check (version > 0),
  type text not null,
  at timestamptz not null,
  by text not null,
  because text not null,
  data jsonb not null,
  primary key (administrator, stream, version)
);
create trigger event_stays before update or delete on event for each row execute function refuse_change();
create trigger event_stays_whole before truncate on event for each statement execute function refuse_change();

-- One row for each command that came with an idempotency key.
create table act (
  administrator text not null,
  key text not null,
  digest text not null,
  stream text not null,
  first_version integer not null,
  last_version integer not null,
  primary key (administrator, key)
);

create table document (
  administrator text not null,
  digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  kind text not null,
  media_type text not null,
  body bytea not null,
  received_at timestamptz not null,
  primary key (administrator, digest)
);
create trigger document_stays before update on document for each row execute function refuse_change();

create table label (
  administrator text not null,
  id text not null,
  idem text not null,
  case_id text not null,
  state text not null check (state in ('pending', 'integrated', 'granted')),
  list integer not null check (list >= 0),
  idx integer not null check (idx between 0 and 131071),
  payload text not null,
  jws text,
  vc_hash text,
  leaf bigint,
  last_leaf bigint,
  primary key (administrator, id),
  unique (administrator, idem),
  unique (administrator, list, idx),
  check ((jws is null) = (vc_hash is null)),
  check ((state = 'pending') = (leaf is null)),
  check (leaf is null or jws is not null)
);
create index label_unsigned on label (administrator, id) where jws is null;
create index label_credential on label (administrator, vc_hash);
create index label_integrated on label (administrator, leaf) where state = 'integrated';

create table outbox (
  seq bigint generated always as identity,
  administrator text not null,
  kind text not null,
  label text,
  members jsonb not null,
  primary key (administrator, seq)
);

create table leaf (
  administrator text not null,
  log text not null,
  idx bigint not null check (idx >= 0),
  entry bytea not null check (length(entry) <= 65535),
  hash bytea not null check (length(hash) = 32),
  primary key (administrator, log, idx)
);
create trigger leaf_stays before update or delete on leaf for each row execute function refuse_change();
create trigger leaf_stays_whole before truncate on leaf for each statement execute function refuse_change();

create table checkpoint (
  administrator text not null,
  log text not null,
  size bigint not null check (size >= 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  primary key (administrator, log, size)
);

create table published (
  administrator text not null,
  log text not null,
  size bigint not null,
  primary key (administrator, log)
);

create table log_fence (
  administrator text not null,
  log text not null,
  token bigint not null,
  primary key (administrator, log)
);

create table label_status (
  administrator text not null,
  label text not null,
  list integer not null,
  idx integer not null,
  suspended boolean not null,
  revoked boolean not null,
  since timestamptz not null,
  primary key (administrator, label),
  foreign key (administrator, label) references label (administrator, id)
);
create index label_status_of_list on label_status (administrator, list, idx);

create table status_list (
  administrator text not null,
  purpose text not null check (purpose in ('suspension', 'revocation')),
  list integer not null,
  seq bigint not null,
  jws text not null,
  jws_hash text not null,
  through bigint not null,
  published_at timestamptz not null,
  primary key (administrator, purpose, list, seq)
);

create table register (
  administrator text not null,
  label_id text not null,
  record jsonb not null,
  state text not null check (state in ('valid', 'suspended', 'revoked')),
  product text not null,
  brand text not null,
  manufacturer text not null,
  category text not null,
  scheme text not null,
  level integer not null,
  valid_until timestamptz not null,
  granted_at timestamptz not null,
  codes text[] not null,
  search tsvector not null,
  primary key (administrator, label_id)
);
create index register_newest on register (administrator, granted_at desc, label_id);
create index register_words on register using gin (search) with (fastupdate = off);
create index register_codes on register using gin (codes) with (fastupdate = off);

create table setting (
  administrator text not null,
  name text not null,
  value jsonb not null,
  primary key (administrator, name)
);
