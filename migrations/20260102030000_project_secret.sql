-- 代号项目: what everybody reads stands in `project`, the code name in place of the name; the true name stands here,
-- and only those with need to know read it. No row: an open project.
create table project_secret (
  district text not null,
  project_id uuid not null,
  alias text not null,
  description text not null,
  name text not null,
  reason text not null,
  made_by uuid,
  made_at bigint not null,
  primary key (district, project_id),
  foreign key (district, project_id) references project (district, id)
);

-- 知悉人员: cleared by name. Ended, it stays, with who ended it.
create table project_clearance (
  district text not null,
  project_id uuid not null,
  account_id uuid not null,
  reason text not null,
  cleared_by uuid,
  cleared_at bigint not null,
  ended_by uuid,
  ended_at bigint,
  primary key (district, project_id, account_id),
  foreign key (district, project_id) references project (district, id)
);

create index project_clearance_account on project_clearance (district, account_id);

-- Who has read the record of a code-named project, once a day each.
create table project_secret_read (
  district text not null,
  project_id uuid not null,
  account_id uuid not null,
  read_on text not null,
  read_at bigint not null,
  primary key (district, project_id, read_on, account_id),
  foreign key (district, project_id) references project (district, id)
);

-- The leader in charge, as the room of sponsors tells it: named on a project, a leader needs to know it.
alter table project add column leader text;
update project set leader = (select s.leader from sponsor s where s.district = project.district and s.project_id = project.id)
  where exists (select 1 from sponsor s where s.district = project.district and s.project_id = project.id);
