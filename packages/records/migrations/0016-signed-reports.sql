-- A finished report that a laboratory sent to its desk, word for word, until somebody signs it: the newest of each
-- laboratory in a case.
create table finished_report (
  administrator text not null,
  case_id text not null,
  laboratory text not null,
  digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'),
  file_name text not null,
  body bytea not null,
  sent_at timestamptz not null,
  sent_by text not null,
  primary key (administrator, case_id, laboratory)
);

-- Public keys that a laboratory signs reports with. None is ever taken out: a revoked one says since when and why.
create table report_key (
  laboratory text not null,
  -- RFC 7638, SHA-256, base 64 for URLs.
  thumbprint text not null check (length(thumbprint) = 43),
  name text not null,
  jwk jsonb not null,
  added_at timestamptz not null,
  added_by text not null,
  revoked_at timestamptz,
  revoked_by text,
  revoked_because text,
  primary key (laboratory, thumbprint),
  check ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_because is null))
);

-- A challenge may be bound to what is signed with it.
alter table ceremony drop constraint ceremony_kind_check;
alter table ceremony add constraint ceremony_kind_check check (
  kind in ('passkey-sign-in', 'passkey-registration', 'passkey-proof', 'report-signature', 'second-factor', 'openid')
);
