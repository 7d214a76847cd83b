-- Yearly targets; the root unit carries the target of the district. Versions are kept: a report for an earlier
-- day prints the version in force then.
create table assessment_target (
  district text not null,
  unit_id uuid not null,
  measure text not null check (measure in ('funds', 'projects', 'talents', 'institutes')),
  year bigint not null,
  version bigint not null,
  value bigint not null check (value >= 0),
  decided_on text not null,
  note text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, unit_id, measure, year, version),
  foreign key (district, unit_id) references org_unit (district, id)
);
-- What a unit says it will reach by the end of the year.
create table assessment_forecast (
  district text not null,
  unit_id uuid not null,
  measure text not null check (measure in ('funds', 'projects', 'talents', 'institutes')),
  year bigint not null,
  version bigint not null,
  value bigint not null check (value >= 0),
  declared_on text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, unit_id, measure, year, version),
  foreign key (district, unit_id) references org_unit (district, id)
);
create table assessment_scheme (
  district text not null,
  id uuid not null,
  code text not null,
  version bigint not null,
  name text not null,
  year bigint not null,
  text text not null,
  state text not null check (state in ('draft', 'in_force', 'retired')),
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (district, id),
  unique (district, code, version)
);
-- The monthly form of a unit: late or missing forms cost points.
create table assessment_return (
  district text not null,
  unit_id uuid not null,
  month text not null,
  due_on text not null,
  submitted_on text,
  created_at bigint not null,
  primary key (district, unit_id, month),
  foreign key (district, unit_id) references org_unit (district, id)
);
-- Points given or taken by decision (office score, confirmed fraud), with the number of the minutes.
create table assessment_decision (
  district text not null,
  id uuid not null,
  unit_id uuid not null,
  year bigint not null,
  item text not null,
  points_text text not null,
  minutes_no text not null,
  reason text not null,
  decided_on text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index assessment_decision_unit on assessment_decision (district, year, unit_id);
