-- Counts of projects by what lists filter by: of each lead unit, and of the whole district, so that neither a list nor
-- the funnel adds up all units.
drop table project_summary;
create table project_summary (
  district text not null,
  lead_unit_id uuid not null,
  stage text not null,
  status text not null,
  track text not null,
  structure text not null,
  high_technology boolean not null,
  projects bigint not null,
  with_total bigint not null,
  total_fen bigint not null,
  primary key (district, lead_unit_id, stage, status, track, structure, high_technology)
);
insert into project_summary (district, lead_unit_id, stage, status, track, structure, high_technology, projects,
  with_total, total_fen)
select district, lead_unit_id, stage, status, track, structure, high_technology, count(*), count(total_fen),
  cast(coalesce(sum(total_fen), 0) as bigint)
from project group by district, lead_unit_id, stage, status, track, structure, high_technology;
create table project_district_summary (
  district text not null,
  stage text not null,
  status text not null,
  track text not null,
  structure text not null,
  high_technology boolean not null,
  projects bigint not null,
  with_total bigint not null,
  total_fen bigint not null,
  primary key (district, stage, status, track, structure, high_technology)
);
insert into project_district_summary (district, stage, status, track, structure, high_technology, projects, with_total,
  total_fen)
select district, stage, status, track, structure, high_technology, cast(sum(projects) as bigint),
  cast(sum(with_total) as bigint), cast(sum(total_fen) as bigint)
from project_summary group by district, stage, status, track, structure, high_technology;
