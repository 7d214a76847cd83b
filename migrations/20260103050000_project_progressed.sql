-- The Monday of the last week whose report told of progress, as the room of progress says it: "30 days without progress"
-- counts by it, and not by whoever touched the record last.
alter table project add column progressed_on text;
update project set progressed_on = (select max(g.week) from progress g where g.district = project.district
  and g.project_id = project.id and g.no_change = false);
