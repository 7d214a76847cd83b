-- Who owns how much of whom, from when until when.
create table investor_holding (
  district text not null,
  id uuid not null,
  owner_id uuid not null,
  owned_id uuid not null,
  share_bp bigint not null check (share_bp between 1 and 10000),
  from_on text not null,
  until_on text,
  source text not null,
  updated_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, owner_id) references investor_organisation (district, id),
  foreign key (district, owned_id) references investor_organisation (district, id)
);
create index investor_holding_owner on investor_holding (district, owner_id, from_on, id);
create index investor_holding_owned on investor_holding (district, owned_id, from_on, id);
-- Kinds of tags that the office has added to those that every district starts with.
create table investor_tag_kind (
  district text not null,
  code text not null,
  name text not null,
  name_en text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, code),
  unique (district, name)
);
-- What an organisation counts as, from when until when, and who says so: 世界500强, 上市, 专精特新 …
create table investor_tag (
  district text not null,
  id uuid not null,
  organisation_id uuid not null,
  kind text not null,
  from_on text not null,
  until_on text,
  source text not null,
  updated_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);
create index investor_tag_organisation on investor_tag (district, organisation_id, from_on, id);
create index investor_tag_kind_of on investor_tag (district, kind, organisation_id);
-- What an organisation wants to invest in.
create table investor_intent (
  district text not null,
  id uuid not null,
  organisation_id uuid not null,
  content text not null,
  -- GB/T 4754 and GB/T 2260 codes, as JSON lists.
  sectors text not null,
  regions text not null,
  currency text not null,
  min_minor bigint,
  max_minor bigint,
  land_m2 bigint,
  horizon text not null check (horizon in ('year', 'three_years', 'later')),
  state text not null check (state in ('open', 'landed', 'withdrawn')),
  source text not null,
  valid_until text not null,
  created_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);
create index investor_intent_organisation on investor_intent (district, organisation_id, valid_until, id);
create index investor_intent_open on investor_intent (district, valid_until, id) where state = 'open';
-- Introducers, ambassadors and agencies: registered before they bring anybody, with the terms that were agreed.
create table investor_introducer (
  district text not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('introducer', 'ambassador', 'agency')),
  registered_on text not null,
  terms text not null,
  valid_until text,
  registered_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, organisation_id),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);
