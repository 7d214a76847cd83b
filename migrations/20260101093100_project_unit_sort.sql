-- The list of a unit's projects, by amount or by last change, is read in the order of an index: the keys it is sorted
-- by stand beside the unit. -1 is a total that is not known.
alter table project_unit add column sort_total_fen bigint;
alter table project_unit add column sort_updated_at bigint;
update project_unit set
  sort_total_fen = (select coalesce(p.total_fen, -1) from project p
    where p.district = project_unit.district and p.id = project_unit.project_id),
  sort_updated_at = (select p.updated_at from project p
    where p.district = project_unit.district and p.id = project_unit.project_id);
drop index project_unit_unit;
create index project_unit_total on project_unit (district, unit_id, sort_total_fen, project_id);
create index project_unit_updated on project_unit (district, unit_id, sort_updated_at, project_id);
create index project_unit_part on project_unit (district, unit_id, project_id) where role <> 'lead';
