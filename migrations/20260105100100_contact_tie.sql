-- Persons in associations: members, alumni, natives. It goes with the person when they are deleted.
create table contact_tie (
  district text not null,
  id uuid not null,
  contact_id uuid not null,
  association_id uuid not null,
  role text not null check (role in ('president', 'secretary', 'vice_president', 'director', 'member')),
  from_on text,
  until_on text,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, contact_id) references contact (district, id),
  foreign key (district, association_id) references investor_organisation (district, id)
);
create index contact_tie_contact on contact_tie (district, contact_id, association_id);
create index contact_tie_association on contact_tie (district, association_id, contact_id);
