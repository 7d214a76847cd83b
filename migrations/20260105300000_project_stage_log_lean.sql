-- The log of a project is a few rows, found by its key: the story sorts them itself. Who was registered in a time is asked
-- for by the day that holds; no other stage is.
drop index project_stage_log_held;
drop index project_stage_log_reached;
create index project_stage_log_registered on project_stage_log (district, holds_on) where to_stage = 'registered';
