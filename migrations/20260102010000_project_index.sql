-- What another index answers as well costs every new project a place to be written to: the units' projects are the
-- beginning of project_board_unit, the signed ones that of project_cohort, the claims of a project that of
-- project_recognition_story. Few projects come of an event.
drop index project_unit_lead;
drop index project_signed;
drop index project_recognition_project;
drop index project_event;
create index project_event on project (district, event_id) where event_id is not null;
