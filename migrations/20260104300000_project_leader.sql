-- Projects with a leader in charge are few among many.
create index project_leader on project (district, id) where leader is not null;
