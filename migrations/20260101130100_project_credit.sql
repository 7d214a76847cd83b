-- Credit shares of the units from a day on, measure by measure; a project without rows is credited by project_unit.
-- Every set has a row for each unit of the project: of the newest set that has begun, the share holds.
create table project_credit (
  district text not null,
  project_id uuid not null,
  measure text not null check (measure in ('funds', 'projects', 'output', 'tax')),
  unit_id uuid not null,
  from_on text not null,
  share_bp bigint not null check (share_bp between 0 and 10000),
  primary key (district, project_id, measure, unit_id, from_on),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
