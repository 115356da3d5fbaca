-- People who are programs: they act for one organisation, by API keys alone, and no judgement is theirs.
create table service_account (
  person text primary key references person (id),
  organisation text not null references organisation (id),
  made_at timestamptz not null,
  made_by text not null
);
create index service_account_of_organisation on service_account (organisation, made_at, person);
