-- When a project last moved, however long it has reported "no change" since.
create index progress_moved on progress (district, project_id, week) where no_change = false;
