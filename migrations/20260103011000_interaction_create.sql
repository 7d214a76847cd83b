-- What the district and an investor had to do with each other (往来): visits both ways, calls, meetings, letters; also
-- those that are planned.
create table interaction (
  district text not null,
  id uuid not null,
  organisation_id uuid not null,
  unit_id uuid not null,
  kind text not null check (kind in ('visit_out', 'visit_in', 'call', 'meeting', 'letter')),
  held_on text not null,
  place text not null,
  subject text not null,
  our_side text not null,
  summary text not null,
  next_step text not null,
  next_owner_id uuid,
  next_due_on text,
  next_done_on text,
  next_result text not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index interaction_held on interaction (district, held_on, id);
create index interaction_organisation on interaction (district, organisation_id, held_on, id);
create index interaction_unit_held on interaction (district, unit_id, held_on, id);
create index interaction_quiet on interaction (district, unit_id, organisation_id, held_on);
create index interaction_next on interaction (district, next_owner_id, next_due_on, id) where next_due_on is not null and next_done_on is null;
-- Other units that take part.
create table interaction_unit (
  district text not null,
  interaction_id uuid not null,
  unit_id uuid not null,
  primary key (district, interaction_id, unit_id),
  foreign key (district, interaction_id) references interaction (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index interaction_unit_unit on interaction_unit (district, unit_id, interaction_id);
-- Projects that it was about; the day stands here as well, by which the story of a project is walked.
create table interaction_project (
  district text not null,
  interaction_id uuid not null,
  project_id uuid not null,
  held_on text not null,
  primary key (district, interaction_id, project_id),
  foreign key (district, interaction_id) references interaction (district, id),
  foreign key (district, project_id) references project (district, id)
);
create index interaction_project_held on interaction_project (district, project_id, held_on, interaction_id);
-- Persons of the other side. No key to the contact: whoever is deleted for good leaves only that somebody was there.
create table interaction_contact (
  district text not null,
  interaction_id uuid not null,
  contact_id uuid not null,
  primary key (district, interaction_id, contact_id),
  foreign key (district, interaction_id) references interaction (district, id)
);
create index interaction_contact_contact on interaction_contact (district, contact_id, interaction_id);
