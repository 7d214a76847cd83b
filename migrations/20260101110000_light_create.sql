-- 亮灯规则, as the district has written it: none is ever changed. Of those that hold for a month the newest counts.
create table light_table (
  district text not null,
  version bigint not null,
  text text not null,
  from_month text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, version)
);

-- A month that was computed: by which table, on what day it looked.
create table light_month (
  district text not null,
  month text not null,
  table_version bigint not null,
  as_of text not null,
  projects bigint not null,
  computed_by uuid,
  computed_at bigint not null,
  primary key (district, month)
);

-- 项目亮灯: one of a project and a month, with what the rules looked at. The unit and the stage are those of then.
create table light (
  district text not null,
  project_id uuid not null,
  month text not null,
  project_code text not null,
  lead_unit_id uuid not null,
  stage text not null,
  inputs text not null,
  -- By the rules; and as it is shown, which differs while an override holds.
  computed text not null,
  colour text not null,
  override_id uuid,
  computed_at bigint not null,
  primary key (district, project_id, month),
  foreign key (district, project_id) references project (district, id)
);
create index light_list on light (district, month, project_code);
create index light_colour on light (district, month, colour, project_code);

-- 人工调整: asked for with a reason, approved by somebody else, over with its last month.
create table light_override (
  district text not null,
  id uuid not null,
  project_id uuid not null,
  from_month text not null,
  until_month text not null,
  colour text not null,
  reason text not null,
  state text not null check (state in ('proposed', 'approved', 'rejected')),
  proposed_by uuid,
  proposed_at bigint not null,
  decided_by uuid,
  decided_at bigint,
  decision text not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, project_id) references project (district, id)
);
create index light_override_state on light_override (district, state, until_month, id);
create index light_override_project on light_override (district, project_id, proposed_at);
