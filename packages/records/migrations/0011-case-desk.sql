-- Where each case lies, for the lists of every desk: written with each event of the case, in its transaction. Cases of an
-- earlier sandbox were never laid on a desk, and what they wait for is reckoned from rules that are not here.
do $$
begin
  if exists (select from event where stream like 'case\_%') then
    raise exception 'these records hold cases of an earlier sandbox, which this Assay cannot lay on a desk: begin anew with npm start -- --fresh';
  end if;
end
$$;
create table case_desk (
  administrator text not null,
  case_id text not null,
  scheme text not null,
  -- The scheme without its edition: what a lead administrator or an authority looks after.
  scheme_id text not null,
  level integer not null,
  product text not null,
  manufacturer text not null,
  applicant text,
  laboratory text,
  stage text not null check (stage in
    ('submitted', 'returned', 'accepted', 'evaluated', 'reviewed', 'granted', 'refused', 'dismissed', 'discontinued')),
  waits_for text not null check (waits_for in
    ('applicant', 'laboratory', 'intake', 'evaluator', 'reviewer', 'decider', 'issuer', 'nobody')),
  -- A day of the scheme's zone, the clock or thread that it comes from, and the first instant that is too late.
  due_on text check (due_on ~ '^\d{4}-\d{2}-\d{2}$'),
  due_clock text,
  overdue_from timestamptz,
  filed_at timestamptz not null,
  -- The order of receipt.
  received bigint generated always as identity,
  complete_at timestamptz,
  decided_at timestamptz,
  version integer not null check (version > 0),
  updated_at timestamptz not null,
  label text,
  identity text[] not null,
  took text[] not null,
  primary key (administrator, case_id),
  check ((due_on is null) = (due_clock is null) and (due_on is null) = (overdue_from is null))
);
-- A queue in order of receipt, for each of whom a case can wait and each way of seeing it.
create index case_desk_waiting on case_desk (administrator, waits_for, received) where waits_for <> 'nobody';
create index case_desk_received on case_desk (administrator, received);
create index case_desk_of_applicant on case_desk (applicant, received);
create index case_desk_of_laboratory on case_desk (laboratory, received);
create index case_desk_of_scheme on case_desk (scheme_id, received);
create index case_desk_of_scheme_waiting on case_desk (scheme_id, waits_for, received) where waits_for <> 'nobody';
create index case_desk_overdue on case_desk (administrator, overdue_from, received) where overdue_from is not null;
create index case_desk_of_scheme_overdue on case_desk (scheme_id, overdue_from, received) where overdue_from is not null;
create index case_desk_changed on case_desk (administrator, updated_at) where waits_for <> 'nobody';
-- Denials, by what names their product.
create index case_desk_denied on case_desk using gin (identity) with (fastupdate = off) where stage = 'refused';
