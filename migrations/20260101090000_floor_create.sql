-- Append-only trail of every write, one chain per district: each hash covers the one before it.
create table floor_audit_head (
  district text not null primary key,
  seq bigint not null,
  hash bytea not null
);
create table floor_audit (
  district text not null,
  seq bigint not null,
  at bigint not null,
  actor_id uuid,
  actor_name text not null,
  act text not null,
  subject text not null,
  subject_id uuid,
  detail text not null,
  request_id text not null,
  layout bigint not null,
  hash bytea not null,
  primary key (district, seq)
);
create index floor_audit_subject on floor_audit (district, subject, subject_id, seq);

-- The answer to a write, kept so that the same write sent again gets the same answer.
create table floor_idempotency (
  district text not null,
  account_id uuid not null,
  key text not null,
  request_hash bytea not null,
  status bigint not null,
  body text not null,
  at bigint not null,
  primary key (district, account_id, key)
);
create index floor_idempotency_at on floor_idempotency (at);

create table floor_job (
  district text not null,
  id uuid not null,
  kind text not null,
  payload text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  attempts bigint not null,
  run_at bigint not null,
  lease_owner text,
  lease_until bigint,
  progress bigint not null,
  total bigint not null,
  message text not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (district, id)
);
create index floor_job_due on floor_job (state, run_at);

-- What the file store holds; the bytes lie under their SHA-256.
create table floor_file (
  district text not null,
  sha256 bytea not null,
  size bigint not null,
  media_type text not null,
  created_at bigint not null,
  created_by uuid,
  primary key (district, sha256)
);

create table floor_setting (
  district text not null,
  key text not null,
  value text not null,
  updated_at bigint not null,
  primary key (district, key)
);
