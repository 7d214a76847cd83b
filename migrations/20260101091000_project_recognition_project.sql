-- A project's page asks for its recognitions: without this its claims are looked for among the whole district's.
create index project_recognition_project on project_recognition (district, project_id, claimed_at, id);
