-- 交接: what somebody or a unit holds, given to others line by line, and taken over by them.
create table handover (
  district text not null,
  id uuid not null,
  code text not null,
  -- Whose things: a person's, a unit's, or a person's in a unit; of one organisation only, or of all.
  person_id uuid,
  unit_id uuid,
  organisation_id uuid,
  reason text not null,
  state text not null check (state in ('waiting', 'done', 'refused', 'withdrawn')),
  opened_by uuid,
  opened_on text not null,
  opened_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, unit_id) references org_unit (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);

create index handover_opened on handover (district, opened_at, id);

create index handover_person on handover (district, person_id, state) where person_id is not null;

create index handover_organisation on handover (district, organisation_id, opened_at, id) where organisation_id is not null;

create table handover_line (
  district text not null,
  handover_id uuid not null,
  no bigint not null,
  kind text not null check (kind in ('charge', 'contact', 'claim', 'next_step')),
  -- No key: what it was may be deleted for good since.
  subject_id uuid not null,
  -- What the line is of, as it was; of a contact nothing, for it is personal data.
  label text not null,
  from_unit_id uuid not null,
  from_account_id uuid,
  to_unit_id uuid not null,
  to_account_id uuid,
  state text not null check (state in ('waiting', 'taken', 'refused', 'void', 'gone')),
  answer text not null,
  answered_by uuid,
  answered_on text,
  primary key (district, handover_id, no),
  foreign key (district, handover_id) references handover (district, id),
  foreign key (district, from_unit_id) references org_unit (district, id),
  foreign key (district, to_unit_id) references org_unit (district, id)
);

create unique index handover_line_waiting on handover_line (district, kind, subject_id) where state = 'waiting';

create index handover_line_to on handover_line (district, to_unit_id, state, handover_id);

create index handover_line_from on handover_line (district, from_unit_id, state, handover_id);

-- Somebody may go, or a unit may end, without a hand-over: the office says so, why, and until when.
create table handover_waiver (
  district text not null,
  id uuid not null,
  person_id uuid,
  unit_id uuid,
  reason text not null,
  until_on text not null,
  granted_by uuid,
  granted_on text not null,
  granted_at bigint not null,
  primary key (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);

create index handover_waiver_person on handover_waiver (district, person_id, until_on) where person_id is not null;

create index handover_waiver_unit on handover_waiver (district, unit_id, until_on) where unit_id is not null;

create table handover_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
