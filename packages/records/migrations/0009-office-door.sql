-- What the office door keeps: who did, was refused or read what; and the answers of what may be sent twice.

create table audit (
  administrator text not null,
  seq bigint generated always as identity,
  at timestamptz not null,
  person text,
  seat text,
  role text,
  via text,
  action text not null,
  object text,
  outcome text not null check (outcome in ('done', 'refused', 'read')),
  code text check ((code is not null) = (outcome = 'refused')),
  edition text,
  inputs text[] not null,
  primary key (administrator, seq)
);
create index audit_of_object on audit (administrator, object, seq);
create trigger audit_stays before update or delete on audit for each row execute function refuse_change();
create trigger audit_stays_whole before truncate on audit for each statement execute function refuse_change();

-- A sending that was begun, and its answer once there is one; forgotten after some days.
create table answered (
  sender text not null,
  key text not null,
  digest text not null,
  begun_at timestamptz not null,
  answer jsonb,
  primary key (sender, key)
);
create index answered_oldest on answered (begun_at);
