-- 在库管理办法, as the district has written it: by what projects are graded, and how long one may stand still.
create table keeping_table (
  district text not null,
  version bigint not null,
  text text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, version)
);

-- 分级记录: every grade that was given.
create table keeping_grade (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  grade text not null check (grade in ('a', 'b', 'c')),
  reason text not null,
  -- What the table would have given, and which version of it.
  advised text,
  table_version bigint not null,
  graded_on text not null,
  graded_by uuid,
  graded_at bigint not null,
  primary key (district, project_id, no),
  foreign key (district, project_id) references project (district, id)
);

-- 出库、延期: what the office decided about a project that stood still.
create table keeping_decision (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  decision text not null check (decision in ('evicted', 'extended')),
  -- As it was then: since when without progress, at which stage, by which table.
  idle_since_on text not null,
  days_idle bigint not null,
  stage text not null,
  table_version bigint not null,
  until_on text,
  reason text not null,
  decided_by uuid,
  decided_on text not null,
  decided_at bigint not null,
  primary key (district, project_id, no),
  foreign key (district, project_id) references project (district, id)
);
create index keeping_decision_on on keeping_decision (district, decision, decided_on);
