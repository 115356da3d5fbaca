-- Mail as it was worded, from the moment it was caused until it is out of our hands. `cause` names what brought it about and
-- whom it tells: nobody is told the same twice.
create table mail (
  administrator text not null,
  id text not null,
  cause text not null,
  kind text not null,
  person text,
  address text not null,
  subject text not null,
  body text not null,
  case_id text,
  enqueued_at timestamptz not null,
  state text not null check (state in ('waiting', 'sent', 'captured', 'dead')),
  attempts int not null check (attempts >= 0),
  next_at timestamptz not null,
  -- Somebody is sending it, and nobody else begins to before then.
  held_until timestamptz,
  settled_at timestamptz,
  failure text,
  primary key (administrator, id),
  unique (administrator, cause),
  check ((state = 'waiting') = (settled_at is null))
);
create index mail_listed on mail (administrator, enqueued_at, id);
create index mail_settled on mail (administrator, state, enqueued_at, id);
create index mail_waiting on mail (administrator, next_at) where state = 'waiting';

-- Where an organisation wants to be called when something happens to its cases (Standard Webhooks).
create table webhook_endpoint (
  administrator text not null,
  id text not null,
  organisation text not null,
  url text not null,
  kinds text[] not null,
  added_at timestamptz not null,
  added_by text not null,
  -- When the first of a row of failures was; nothing while it answers.
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_because text,
  removed_at timestamptz,
  primary key (administrator, id),
  check ((disabled_at is null) = (disabled_because is null))
);
create index webhook_endpoint_of on webhook_endpoint (administrator, organisation, added_at, id);

-- What signs the calls of an endpoint, wrapped under a key that is not in the database. Two are in force while one follows
-- the other.
create table webhook_secret (
  administrator text not null,
  endpoint text not null,
  number int not null check (number > 0),
  wrapped bytea not null,
  made_at timestamptz not null,
  retires_at timestamptz,
  primary key (administrator, endpoint, number),
  foreign key (administrator, endpoint) references webhook_endpoint (administrator, id)
);

-- One call of one endpoint: its id is the webhook-id, the same at each attempt.
create table webhook_delivery (
  administrator text not null,
  id text not null,
  endpoint text not null,
  cause text not null,
  kind text not null,
  body text not null,
  enqueued_at timestamptz not null,
  state text not null check (state in ('waiting', 'delivered', 'dead')),
  attempts int not null check (attempts >= 0),
  next_at timestamptz not null,
  held_until timestamptz,
  settled_at timestamptz,
  -- The status of the last answer, or why there was none.
  status int,
  failure text,
  primary key (administrator, id),
  unique (administrator, endpoint, cause),
  foreign key (administrator, endpoint) references webhook_endpoint (administrator, id),
  check ((state = 'waiting') = (settled_at is null))
);
create index webhook_delivery_listed on webhook_delivery (administrator, endpoint, enqueued_at, id);
create index webhook_delivery_waiting on webhook_delivery (administrator, next_at) where state = 'waiting';

-- What was said of a clock of a case, and for which day: once each, whoever looks and however often.
create table reminder (
  administrator text not null,
  case_id text not null,
  clock text not null,
  due_on date not null,
  -- Days before the day itself; 0 on it, -1 once it has passed.
  days_before int not null check (days_before >= -1),
  waits_for text not null,
  reminded_at timestamptz not null,
  primary key (administrator, case_id, clock, due_on, days_before)
);
