-- The page of an event lists the projects that came of it.
create index project_event on project (district, event_id);
