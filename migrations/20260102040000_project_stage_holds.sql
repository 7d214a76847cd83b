-- The day that holds of an entry of the log of stages: as it was entered, or by its newest correction. happened_on stays as it was written.
alter table project_stage_log add column holds_on text;
update project_stage_log set holds_on = coalesce((select c.new_on from project_correction c
  where c.district = project_stage_log.district and c.project_id = project_stage_log.project_id
    and c.log_no = project_stage_log.no order by c.no desc limit 1), happened_on);
-- The story is walked by the day that holds.
create index project_stage_log_held on project_stage_log (district, project_id, holds_on, no);
drop index project_stage_log_story;
