-- 分级: A, B or C, null while nobody has graded it; and when it left the active library (出库), null while it is in it.
alter table project add column grade text;
alter table project add column graded_on text;
alter table project add column left_on text;
create index project_left on project (district, left_on, id) where left_on is not null;
