-- Counts of the projects in which a unit has a part without leading them: the total above a unit's list.
create table project_part_summary (
  district text not null,
  unit_id uuid not null,
  stage text not null,
  status text not null,
  track text not null,
  structure text not null,
  high_technology boolean not null,
  projects bigint not null,
  primary key (district, unit_id, stage, status, track, structure, high_technology)
);
insert into project_part_summary (district, unit_id, stage, status, track, structure, high_technology, projects)
select u.district, u.unit_id, p.stage, p.status, p.track, p.structure, p.high_technology, count(*)
from project_unit u join project p on p.district = u.district and p.id = u.project_id
where u.unit_id <> p.lead_unit_id
group by u.district, u.unit_id, p.stage, p.status, p.track, p.structure, p.high_technology;
drop index project_unit_part;
