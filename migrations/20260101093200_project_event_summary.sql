-- Recognised introductions and formal contracts with domestic investors, by month: what a dashboard counts of a year.
create table project_event_summary (
  district text not null,
  event text not null check (event in ('introduced', 'signed')),
  month text not null,
  unit_id uuid not null,
  track text not null,
  structure text not null,
  section text not null,
  high_technology boolean not null,
  lead boolean not null,
  projects bigint not null,
  with_total bigint not null,
  total_fen bigint not null,
  primary key (district, event, month, unit_id, track, structure, section, high_technology, lead)
);
insert into project_event_summary (district, event, month, unit_id, track, structure, section, high_technology, lead,
  projects, with_total, total_fen)
select r.district, 'introduced', substr(r.recognised_on, 1, 7), r.unit_id, p.track, p.structure,
  substr(coalesce(p.industry, ''), 1, 1), p.high_technology, coalesce(p.total_fen >= 100000000000, false), count(*),
  count(p.total_fen), cast(coalesce(sum(p.total_fen), 0) as bigint)
from project_recognition r join project p on p.district = r.district and p.id = r.project_id
where r.event = 'introduced' and r.state = 'recognised' and r.recognised_on is not null
group by r.district, substr(r.recognised_on, 1, 7), r.unit_id, p.track, p.structure,
  substr(coalesce(p.industry, ''), 1, 1), p.high_technology, coalesce(p.total_fen >= 100000000000, false);
insert into project_event_summary (district, event, month, unit_id, track, structure, section, high_technology, lead,
  projects, with_total, total_fen)
select p.district, 'signed', substr(p.contract_signed_on, 1, 7), p.lead_unit_id, p.track, p.structure,
  substr(coalesce(p.industry, ''), 1, 1), p.high_technology, coalesce(p.total_fen >= 100000000000, false), count(*),
  count(p.total_fen), cast(coalesce(sum(p.total_fen), 0) as bigint)
from project p
where p.contract_signed_on is not null and p.agreement = 'contract' and p.origin = 'CN'
group by p.district, substr(p.contract_signed_on, 1, 7), p.lead_unit_id, p.track, p.structure,
  substr(coalesce(p.industry, ''), 1, 1), p.high_technology, coalesce(p.total_fen >= 100000000000, false);
