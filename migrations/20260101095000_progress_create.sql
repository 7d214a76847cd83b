-- 周进展: what a unit says of a project and a week; the week is that of its Monday.
create table progress (
  district text not null,
  id uuid not null,
  project_id uuid not null,
  unit_id uuid not null,
  week text not null,
  no_change boolean not null,
  happened text not null,
  next_step text not null,
  due_on text,
  problem text not null,
  -- The day on which it stands in the story of the project.
  reported_on text not null,
  reported_by uuid,
  reported_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, project_id, week),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index progress_week on progress (district, week, unit_id);
create index progress_story on progress (district, project_id, reported_on, id);

-- What an entry said before it was corrected.
create table progress_correction (
  district text not null,
  progress_id uuid not null,
  no bigint not null,
  no_change boolean not null,
  happened text not null,
  next_step text not null,
  due_on text,
  problem text not null,
  reason text not null,
  corrected_by uuid,
  corrected_at bigint not null,
  primary key (district, progress_id, no),
  foreign key (district, progress_id) references progress (district, id)
);
