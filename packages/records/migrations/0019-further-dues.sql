-- Days of a case beside the one that it waits by: of orders that are open at the same time. Each is reminded of by itself.
create table further_due (
  administrator text not null,
  case_id text not null,
  -- What the day is of: an order of the case.
  clock text not null,
  waits_for text not null,
  due_on text not null check (due_on ~ '^\d{4}-\d{2}-\d{2}$'),
  overdue_from timestamptz not null,
  primary key (administrator, case_id, clock),
  foreign key (administrator, case_id) references case_desk (administrator, case_id)
);
create index further_due_near on further_due (administrator, overdue_from);
