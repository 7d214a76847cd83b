-- When a project reached what cohorts are asked about (五率), derived from its log of stages as it holds. The index
-- covers the question: a cohort is read without touching the projects themselves.
alter table project add column registered_on text;
alter table project add column landed_on text;
alter table project add column started_on text;
alter table project add column completed_on text;
alter table project add column produced_on text;
alter table project add column ended_on text;
create index project_cohort on project (district, contract_signed_on, id, agreement, status, track, lead_unit_id,
  event_id, contract_fen, total_fen, funds_recognised_fen, registered_on, landed_on, started_on, completed_on,
  produced_on, ended_on) where contract_signed_on is not null;
update project set
  registered_on = (select min(coalesce((select c.new_on from project_correction c where c.district = l.district
      and c.project_id = l.project_id and c.log_no = l.no order by c.no desc limit 1), l.happened_on))
    from project_stage_log l where l.district = project.district and l.project_id = project.id
      and l.to_stage in ('registered', 'approvals', 'construction', 'completed', 'production', 'at_capacity')),
  landed_on = (select min(coalesce((select c.new_on from project_correction c where c.district = l.district
      and c.project_id = l.project_id and c.log_no = l.no order by c.no desc limit 1), l.happened_on))
    from project_stage_log l where l.district = project.district and l.project_id = project.id
      and (l.to_stage in ('approvals', 'construction', 'completed', 'production', 'at_capacity')
        or (l.to_stage = 'registered'
          and project.kind in ('headquarters', 'platform', 'merger', 'talent', 'institute')))),
  started_on = (select min(coalesce((select c.new_on from project_correction c where c.district = l.district
      and c.project_id = l.project_id and c.log_no = l.no order by c.no desc limit 1), l.happened_on))
    from project_stage_log l where l.district = project.district and l.project_id = project.id
      and l.to_stage in ('construction', 'completed', 'production', 'at_capacity')),
  completed_on = (select min(coalesce((select c.new_on from project_correction c where c.district = l.district
      and c.project_id = l.project_id and c.log_no = l.no order by c.no desc limit 1), l.happened_on))
    from project_stage_log l where l.district = project.district and l.project_id = project.id
      and l.to_stage in ('completed', 'production', 'at_capacity')),
  produced_on = (select min(coalesce((select c.new_on from project_correction c where c.district = l.district
      and c.project_id = l.project_id and c.log_no = l.no order by c.no desc limit 1), l.happened_on))
    from project_stage_log l where l.district = project.district and l.project_id = project.id
      and l.to_stage in ('production', 'at_capacity')),
  ended_on = (select min(l.happened_on) from project_stage_log l where l.district = project.district
      and l.project_id = project.id and l.to_status = 'terminated'
      and l.no > coalesce((select max(k.no) from project_stage_log k where k.district = project.district
        and k.project_id = project.id and k.to_status <> 'terminated'), 0));
