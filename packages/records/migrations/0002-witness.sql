-- What a witness has cosigned last of each log that it watches (C2SP tlog-witness). One row a log, only ever growing.
create table witnessed (
  witness text not null,
  origin text not null,
  size bigint not null check (size >= 0),
  root bytea not null,
  note text not null,
  cosigned_at timestamptz not null,
  primary key (witness, origin)
);
