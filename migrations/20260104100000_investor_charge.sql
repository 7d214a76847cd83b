-- Who is in charge of an organisation (负责单位、专人), and who was from when to when.
create table investor_charge (
  district text not null,
  id uuid not null,
  organisation_id uuid not null,
  unit_id uuid not null,
  account_id uuid,
  from_on text not null,
  -- The day on which somebody else took over; null: in charge now.
  until_on text,
  -- Why it came to them: typed, or the code of the paper by which it did.
  why text not null,
  set_by uuid,
  set_at bigint not null,
  primary key (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);

create unique index investor_charge_now on investor_charge (district, organisation_id) where until_on is null;

create index investor_charge_organisation on investor_charge (district, organisation_id, set_at, id);

create index investor_charge_unit on investor_charge (district, unit_id, organisation_id) where until_on is null;

create index investor_charge_account on investor_charge (district, account_id, organisation_id) where until_on is null;
