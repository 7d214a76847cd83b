-- A column of the board: projects of one stage that go on, the longest there first; of a track; of a unit.
create index project_board on project (district, stage, status, stage_since_on, id);
create index project_board_track on project (district, track, stage, status, stage_since_on, id);
create index project_board_unit on project (district, lead_unit_id, stage, status, stage_since_on, id);
