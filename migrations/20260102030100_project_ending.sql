-- 流失、终止: why, to whom, and what was learnt; `no` is the entry of the log of stages that it belongs to. Taken up
-- again, it stays, with when and why.
create table project_ending (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  status text not null check (status in ('lost', 'terminated')),
  reason text not null,
  winner_area text,
  winner text not null,
  lesson text not null,
  -- As it was then.
  stage text not null,
  total_fen bigint,
  lead_unit_id uuid not null,
  ended_on text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  reopened_on text,
  reopened_reason text not null,
  primary key (district, project_id, no),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, lead_unit_id) references org_unit (district, id)
);
create index project_ending_on on project_ending (district, ended_on, project_id);

-- What was given up before reasons were asked for.
insert into project_ending (district, project_id, no, status, reason, winner_area, winner, lesson, stage,
    total_fen, lead_unit_id, ended_on, recorded_by, recorded_at, reopened_on, reopened_reason)
  select p.district, p.id, l.no, p.status, 'unknown', null, '', '', p.stage, p.total_fen, p.lead_unit_id,
    l.happened_on, l.recorded_by, l.recorded_at, null, ''
  from project p join project_stage_log l on l.district = p.district and l.project_id = p.id
  where p.status in ('lost', 'terminated')
    and l.no = (select max(m.no) from project_stage_log m where m.district = p.district and m.project_id = p.id
      and m.to_status = p.status and (m.from_status <> p.status or m.no = 1));
