-- What an aggregator has copied of the logs of others, and verified. Every table is keyed by the log's origin.

-- The newest checkpoint that was accepted; everything else that is mirrored of a log is proven by it.
create table mirrored_log (
  origin text primary key,
  size bigint not null check (size > 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  cosigned_at timestamptz,
  accepted_at timestamptz not null
);

-- How the last look at a log ended, and since when looks have ended so. `fault` is null where nothing was amiss.
create table mirror_look (
  origin text primary key,
  looked_at timestamptz not null,
  since timestamptz not null,
  fault jsonb
);

-- Tiles of hashes (level 0 and up) and bundles of entries (level -1), each at the greatest width that was accepted:
-- every narrower one is its beginning.
create table mirrored_tile (
  origin text not null,
  level smallint not null check (level between -1 and 6),
  idx bigint not null check (idx >= 0),
  width smallint not null check (width between 1 and 256),
  bytes bytea not null,
  primary key (origin, level, idx)
);

create table mirrored_credential (
  vc_hash text not null,
  origin text not null,
  jws text not null,
  primary key (vc_hash, origin)
);

-- The newest publication of a list that the log tells of, and the newest that is held; they differ while one is on its way.
create table mirrored_list (
  origin text not null,
  purpose text not null check (purpose in ('suspension', 'revocation')),
  list integer not null,
  logged_hash text not null,
  logged_through bigint not null,
  held_hash text,
  jws text,
  valid_until timestamptz,
  primary key (origin, purpose, list),
  check ((held_hash is null) = (jws is null) and (jws is null) = (valid_until is null))
);

-- What the entries of a label come to. `idx` is the entry that binds its newest credential.
create table mirrored_label (
  origin text not null,
  label_id text not null,
  idx bigint not null,
  vc_hash text not null,
  kid text not null,
  product jsonb not null,
  holder jsonb not null,
  tier text not null,
  -- A day of the calendar, as the credential states it.
  support_end text check (support_end ~ '^\d{4}-\d{2}-\d{2}$'),
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  list integer not null,
  list_index integer not null,
  state text not null check (state in ('granted', 'suspended', 'revoked')),
  since timestamptz not null,
  granted_at timestamptz not null,
  last_idx bigint not null,
  codes text[] not null,
  search tsvector not null,
  primary key (label_id, origin)
);
create index mirrored_label_newest on mirrored_label (granted_at desc, label_id);
create index mirrored_label_of_log on mirrored_label (origin, granted_at desc, label_id);
create index mirrored_label_words on mirrored_label using gin (search) with (fastupdate = off);
create index mirrored_label_codes on mirrored_label using gin (codes) with (fastupdate = off);

-- Signed contradictions. Evidence stays, whatever the log does afterwards.
create table mirror_alarm (
  origin text not null,
  kind text not null,
  evidence_hash text not null,
  held_note text,
  offered_note text not null,
  detail jsonb not null,
  raised_at timestamptz not null,
  primary key (origin, kind, evidence_hash)
);
create trigger mirror_alarm_stays before update or delete on mirror_alarm
  for each row execute function refuse_change();
create trigger mirror_alarm_stays_whole before truncate on mirror_alarm
  for each statement execute function refuse_change();
