create table investor_organisation (
  district text not null,
  id uuid not null,
  name text not null,
  name_key text not null,
  sort_key text not null,
  uscc text,
  kind text not null check (kind in ('enterprise', 'institute', 'association', 'person', 'government')),
  country text not null,
  group_id uuid,
  industry text,
  address text not null,
  introduction text not null,
  created_unit_id uuid,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  batch_id uuid,
  primary key (district, id),
  foreign key (district, group_id) references investor_organisation (district, id)
);
create unique index investor_organisation_uscc on investor_organisation (district, uscc) where uscc is not null;
create index investor_organisation_name_key on investor_organisation (district, name_key);
create index investor_organisation_sort on investor_organisation (district, sort_key, id);
create index investor_organisation_updated on investor_organisation (district, updated_at, id);
create index investor_organisation_batch on investor_organisation (district, batch_id) where batch_id is not null;
-- Units that know an organisation, because they brought it in or one of their projects has it: only they and the
-- office read it.
create table investor_unit (
  district text not null,
  organisation_id uuid not null,
  unit_id uuid not null,
  primary key (district, organisation_id, unit_id),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index investor_unit_unit on investor_unit (district, unit_id, organisation_id);
