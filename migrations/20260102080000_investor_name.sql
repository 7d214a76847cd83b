-- What else an organisation is called: names it is known by, and names it had before it was renamed. Found by them,
-- and compared with them when a new one is entered.
create table investor_name (
  district text not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('alias', 'former')),
  name text not null,
  name_key text not null,
  until_on text,
  primary key (district, organisation_id, kind, name),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);
create index investor_name_key on investor_name (district, name_key);
