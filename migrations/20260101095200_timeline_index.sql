-- The story of a project is walked from the newest day back, kind by kind: each needs its days in order.
create index project_stage_log_story on project_stage_log (district, project_id, happened_on, no);
create index project_recognition_story on project_recognition (district, project_id, happened_on, id);
create index project_recognition_counted on project_recognition (district, project_id, recognised_on, id) where recognised_on is not null;
create index fund_story on fund (district, project_id, received_on, id);
create index fund_counted on fund (district, project_id, recognised_on, id) where recognised_on is not null;
