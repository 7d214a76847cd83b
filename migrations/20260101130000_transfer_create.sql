-- 流转: one unit offers a project to another, that one accepts, the office confirms.
create table transfer (
  district text not null,
  id uuid not null,
  code text not null,
  project_id uuid not null,
  from_unit_id uuid not null,
  to_unit_id uuid not null,
  reason text not null,
  -- Years for which the credit is divided; null is without end.
  years bigint,
  expires_on text not null,
  state text not null check (state in ('offered', 'accepted', 'confirmed', 'declined', 'refused', 'withdrawn', 'expired')),
  offered_by uuid,
  offered_on text not null,
  answered_by uuid,
  answered_on text,
  decided_by uuid,
  decided_on text,
  -- First and last day of the new shares.
  from_on text,
  until_on text,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, from_unit_id) references org_unit (district, id),
  foreign key (district, to_unit_id) references org_unit (district, id)
);
-- One offer of a project at a time.
create unique index transfer_open on transfer (district, project_id) where state in ('offered', 'accepted');
create index transfer_offered on transfer (district, offered_on, id);
create index transfer_state on transfer (district, state, offered_on, id);
create index transfer_from on transfer (district, from_unit_id, offered_on, id);
create index transfer_to on transfer (district, to_unit_id, offered_on, id);
create index transfer_project on transfer (district, project_id, offered_on, id);

create table transfer_term (
  district text not null,
  transfer_id uuid not null,
  measure text not null check (measure in ('funds', 'projects', 'output', 'tax')),
  mode text not null check (mode in ('split', 'double')),
  keeps_bp bigint not null check (keeps_bp between 0 and 10000),
  primary key (district, transfer_id, measure),
  foreign key (district, transfer_id) references transfer (district, id)
);
create table transfer_log (
  district text not null,
  transfer_id uuid not null,
  no bigint not null,
  project_id uuid not null,
  act text not null check (act in ('offer', 'accept', 'decline', 'withdraw', 'confirm', 'refuse', 'expire')),
  text text not null,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, transfer_id, no),
  foreign key (district, transfer_id) references transfer (district, id)
);
create index transfer_log_story on transfer_log (district, project_id, happened_on, transfer_id, no);

create table transfer_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
