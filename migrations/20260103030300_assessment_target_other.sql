-- Targets beside the district's own: set by the province, the city, the county or the unit itself, to be reached (must)
-- or hoped for (strive). Several on one measure hold at once, each with versions of its own.
create table assessment_target_other (
  district text not null,
  unit_id uuid not null,
  measure text not null check (measure in ('funds', 'projects', 'talents', 'institutes')),
  year bigint not null,
  owner text not null check (owner in ('', 'province', 'city', 'county', 'unit')),
  level text not null check (level in ('', 'must', 'strive')),
  version bigint not null,
  value bigint not null check (value >= 0),
  decided_on text not null,
  note text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, unit_id, measure, year, owner, level, version),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index assessment_target_other_year on assessment_target_other (district, year);
-- Up to the end of a quarter or month of the window (时序目标), of a version of any target.
create table assessment_target_part (
  district text not null,
  unit_id uuid not null,
  measure text not null,
  year bigint not null,
  owner text not null,
  level text not null,
  version bigint not null,
  part text not null,
  value bigint not null check (value >= 0),
  primary key (district, unit_id, measure, year, owner, level, version, part),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index assessment_target_part_year on assessment_target_part (district, year);
-- 考查对象 (弹性考核): a unit whose targets are soft in a year is scored without a place.
create table assessment_soft (
  district text not null,
  unit_id uuid not null,
  year bigint not null,
  decided_on text not null,
  soft boolean not null,
  note text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, unit_id, year, decided_on),
  foreign key (district, unit_id) references org_unit (district, id)
);
