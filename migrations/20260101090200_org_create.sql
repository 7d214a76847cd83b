create table org_district (
  district text not null primary key,
  name text not null,
  office_name text not null,
  demo boolean not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null
);
-- Units in a tree; path is the chain of ids from the root, '/…/…/', so that "this unit and all below" is a prefix.
create table org_unit (
  district text not null,
  id uuid not null,
  parent_id uuid,
  path text not null,
  kind text not null check (kind in ('committee', 'office', 'street', 'zone', 'management_district', 'department', 'team', 'squad')),
  name text not null,
  name_key text not null,
  short_name text not null,
  sort_no bigint not null,
  scored boolean not null,
  mission text not null,
  valid_from text not null,
  valid_until text,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, path),
  foreign key (district) references org_district (district)
);
-- People of a unit, whether or not they can log in.
create table org_member (
  district text not null,
  id uuid not null,
  unit_id uuid not null,
  account_id uuid,
  name text not null,
  title text not null,
  position text not null check (position in ('leader_in_charge', 'head', 'deputy', 'staff')),
  valid_from text not null,
  valid_until text,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, unit_id) references org_unit (district, id),
  foreign key (district, account_id) references identity_account (district, id)
);
create index org_member_unit on org_member (district, unit_id);
create table org_role (
  district text not null,
  id uuid not null,
  account_id uuid not null,
  unit_id uuid not null,
  role text not null,
  valid_from text not null,
  valid_until text,
  created_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, unit_id) references org_unit (district, id),
  foreign key (district, account_id) references identity_account (district, id)
);
create index org_role_account on org_role (district, account_id);
