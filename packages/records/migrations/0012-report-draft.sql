-- Test reports under way: what a laboratory has entered for a case so far, one row for each report of the case, counted
-- from 1. Handed in, a report stays as it was, and `report` names the document that it became.
create table report_draft (
  administrator text not null,
  case_id text not null,
  laboratory text not null,
  number integer not null check (number > 0),
  document jsonb not null,
  version integer not null check (version > 0),
  begun_at timestamptz not null,
  saved_at timestamptz not null,
  saved_by text not null,
  report text check (report ~ '^sha256:[0-9a-f]{64}$'),
  primary key (administrator, case_id, laboratory, number)
);
