-- What a developer works on before there is a case: products, drafts of applications, evidence, uploads under way.
-- Every table is keyed by the developer's organisation first.

create table product (
  organisation text not null,
  id text not null,
  name text not null,
  brand text not null,
  manufacturer text not null,
  models text[] not null,
  gtins text[] not null,
  category text not null,
  version integer not null check (version > 0),
  begun_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (organisation, id)
);
create index product_newest on product (organisation, changed_at desc, id);

-- `case_id` is the case that the draft becomes, or, for a correction, the case that came back: known from the first
-- day, so that the same draft handed in twice is one case.
create table draft (
  organisation text not null,
  id text not null,
  product text not null,
  purpose text not null check (purpose in ('application', 'correction')),
  administrator text not null,
  case_id text not null,
  scheme text not null,
  level integer not null check (level > 0),
  document jsonb not null,
  told jsonb not null,
  version integer not null check (version > 0),
  begun_at timestamptz not null,
  saved_at timestamptz not null,
  saved_by text not null,
  handed_in_at timestamptz,
  primary key (organisation, id),
  foreign key (organisation, product) references product (organisation, id)
);
create index draft_newest on draft (organisation, saved_at desc, id);
create index draft_of_case on draft (organisation, case_id);

-- One row for each file that came in whole. What was said of it then stays; a file is withdrawn, never changed.
create table evidence (
  organisation text not null,
  id text not null,
  digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  file_name text not null,
  media_type text not null,
  size bigint not null check (size >= 0),
  kind text not null,
  title text not null,
  effective_from text not null,
  effective_to text,
  confidential boolean not null,
  covers text[] not null,
  received_at timestamptz not null,
  received_by text not null,
  primary key (organisation, id),
  check (effective_to is null or effective_to >= effective_from)
);
create index evidence_newest on evidence (organisation, received_at desc, id);
create index evidence_digest on evidence (organisation, digest);
create trigger evidence_stays before update or delete on evidence for each row execute function refuse_change();
create trigger evidence_stays_whole before truncate on evidence for each statement execute function refuse_change();

create table evidence_withdrawal (
  organisation text not null,
  evidence text not null,
  reason text not null,
  withdrawn_at timestamptz not null,
  withdrawn_by text not null,
  primary key (organisation, evidence),
  foreign key (organisation, evidence) references evidence (organisation, id)
);
create trigger evidence_withdrawal_stays before update or delete on evidence_withdrawal
  for each row execute function refuse_change();
create trigger evidence_withdrawal_stays_whole before truncate on evidence_withdrawal
  for each statement execute function refuse_change();

-- A file on its way. `received` counts the bytes that are safe on disk; `evidence` names what it became.
create table upload (
  organisation text not null,
  id text not null,
  file_name text not null,
  declared_type text not null,
  size bigint not null check (size > 0),
  received bigint not null check (received between 0 and size),
  begun_at timestamptz not null,
  begun_by text not null,
  expires_at timestamptz not null,
  evidence text,
  primary key (organisation, id)
);
create index upload_expiry on upload (expires_at) where evidence is null;

-- The stretches in which it came, each a file of its own until all are there: of two writers at one place one counts.
create table upload_piece (
  organisation text not null,
  upload text not null,
  start bigint not null,
  size bigint not null check (size > 0),
  name text not null,
  primary key (organisation, upload, start),
  foreign key (organisation, upload) references upload (organisation, id) on delete cascade
);
