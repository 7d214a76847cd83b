-- A bundle of projects (总项目) has parts (子项目), one level deep; it counts by them, so it has no amounts of its own
-- in lists and sums.
alter table project add column parent_id uuid;
alter table project add column parts bigint;
update project set parts = 0;
-- The project that an increase (增资扩产) enlarges.
alter table project add column enlarges_id uuid;
create index project_parent on project (district, parent_id, code) where parent_id is not null;
create index project_enlarges on project (district, enlarges_id) where enlarges_id is not null;
-- Of an increase: what there was before, in minor units; the amount beside it is what was added.
alter table project_amount add column before_minor bigint;
alter table project_phase add column actual_from text;
alter table project_phase add column actual_to text;
