-- What the stages need, as the district has written it; the highest version is in force, and none is ever changed.
create table project_gate (
  district text not null,
  version bigint not null,
  text text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, version)
);
-- Documents of a project: what a gate asks for. One that is taken away stays here, with who took it and why.
create table project_document (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  kind text not null,
  -- Of an opinion: on what, and how it came out; empty otherwise.
  subject text not null,
  verdict text not null check (verdict in ('', 'agree', 'conditional', 'against')),
  sha256 bytea not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  added_by uuid,
  added_at bigint not null,
  removed_by uuid,
  removed_at bigint,
  removed_reason text not null,
  primary key (district, project_id, no),
  foreign key (district, project_id) references project (district, id)
);
-- The log of stages is never edited: a wrong date is put right by an entry of its own, and the last one holds.
create table project_correction (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  log_no bigint not null,
  old_on text not null,
  new_on text not null,
  reason text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, project_id, no),
  foreign key (district, project_id, log_no) references project_stage_log (district, project_id, no)
);
