-- Persons at organisations (联系人). Who somebody is and how to reach them is sealed under keys that are not in the
-- database; what they are found by is kept as marks, which tell nothing without those keys.
create table contact (
  district text not null,
  id uuid not null,
  organisation_id uuid not null,
  unit_id uuid not null,
  keeper_id uuid,
  name bytea not null,
  phones bytea,
  email bytea,
  wechat bytea,
  note bytea,
  title text not null,
  language text not null,
  basis text not null check (basis in ('consent', 'contract', 'duty', 'public')),
  source text not null,
  notice_on text,
  retention_until text not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index contact_organisation on contact (district, organisation_id, id);
create index contact_unit on contact (district, unit_id, id);
create index contact_keeper on contact (district, keeper_id, id) where keeper_id is not null;
create index contact_updated on contact (district, updated_at, id);
create index contact_retention on contact (district, retention_until, id);
create table contact_mark (
  district text not null,
  kind text not null check (kind in ('phone', 'email', 'wechat', 'word')),
  mark bytea not null,
  contact_id uuid not null,
  primary key (district, kind, mark, contact_id),
  foreign key (district, contact_id) references contact (district, id)
);
create index contact_mark_contact on contact_mark (district, contact_id);
