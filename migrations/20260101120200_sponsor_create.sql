-- 领导包联: the leader who answers for a project, and who did before.
create table sponsor (
  district text not null,
  project_id uuid not null,
  leader text not null,
  since_on text not null,
  set_by uuid,
  set_at bigint not null,
  version bigint not null,
  primary key (district, project_id),
  foreign key (district, project_id) references project (district, id)
);
create index sponsor_leader on sponsor (district, leader, project_id);

create table sponsor_log (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  -- Empty: nobody any more.
  leader text not null,
  since_on text not null,
  reason text not null,
  set_by uuid,
  set_at bigint not null,
  primary key (district, project_id, no),
  foreign key (district, project_id) references project (district, id)
);
