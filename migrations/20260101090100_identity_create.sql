create table identity_account (
  district text not null,
  id uuid not null,
  login text not null,
  name text not null,
  password_hash text not null,
  locale text not null,
  failed_count bigint not null,
  locked_until bigint,
  password_changed_at bigint not null,
  must_change_password boolean not null,
  disabled_at bigint,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, login)
);
create unique index identity_account_login on identity_account (login);
create table identity_session (
  district text not null,
  token_hash bytea not null,
  account_id uuid not null,
  created_at bigint not null,
  seen_at bigint not null,
  ends_at bigint not null,
  address text not null,
  agent text not null,
  primary key (district, token_hash),
  foreign key (district, account_id) references identity_account (district, id)
);
create index identity_session_account on identity_session (district, account_id);

-- Saved views of a table: the query part of its address under a name.
create table identity_view (
  district text not null,
  id uuid not null,
  account_id uuid not null,
  page text not null,
  name text not null,
  query text not null,
  created_at bigint not null,
  primary key (district, id),
  unique (district, account_id, page, name),
  foreign key (district, account_id) references identity_account (district, id)
);
