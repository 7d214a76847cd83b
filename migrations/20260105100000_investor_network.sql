-- What an association (an organisation of that kind) gathers its members by, and what the office notes of it.
create table investor_association (
  district text not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('chamber', 'trade', 'alumni', 'natives')),
  note text not null,
  updated_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, organisation_id),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);
-- Which organisation belongs to which association, as what, from when until when.
create table investor_member (
  district text not null,
  id uuid not null,
  association_id uuid not null,
  member_id uuid not null,
  role text not null check (role in ('president', 'secretary', 'vice_president', 'director', 'member')),
  from_on text not null,
  until_on text,
  source text not null,
  updated_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, association_id) references investor_organisation (district, id),
  foreign key (district, member_id) references investor_organisation (district, id)
);
create index investor_member_association on investor_member (district, association_id, member_id);
create index investor_member_member on investor_member (district, member_id, association_id);
-- The paper of an introducer, what it gives for a project, and when it was last looked into whether somebody of the
-- state or of the investor stands behind it.
alter table investor_introducer add column agreement text;
alter table investor_introducer add column reward_bp bigint;
alter table investor_introducer add column reward_cap_fen bigint;
alter table investor_introducer add column checked_on text;
create index investor_introducer_registered on investor_introducer (district, registered_on, organisation_id);
