-- Recognised money by day: what a window has beside its whole months, without joining entries, credits and projects.
create table fund_day_summary (
  district text not null,
  day text not null,
  unit_id uuid not null,
  track text not null,
  structure text not null,
  section text not null,
  entries bigint not null,
  fen bigint not null,
  primary key (district, day, unit_id, track, structure, section)
);
insert into fund_day_summary (district, day, unit_id, track, structure, section, entries, fen)
select f.district, f.recognised_on, c.unit_id, p.track, p.structure, substr(coalesce(p.industry, ''), 1, 1),
  cast(sum(case when c.unit_id = f.unit_id then 1 else 0 end) as bigint), cast(sum(c.fen) as bigint)
from fund f join fund_credit c on c.district = f.district and c.fund_id = f.id
join project p on p.district = f.district and p.id = f.project_id
where f.state = 'recognised' and f.recognised_on is not null
group by f.district, f.recognised_on, c.unit_id, p.track, p.structure, substr(coalesce(p.industry, ''), 1, 1);
