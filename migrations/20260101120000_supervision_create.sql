-- 督办: what the office urges a unit to do (or praises it for), at a level that rises while the unit is late; and what
-- leaders have instructed, handed to units as notes of the same ledger.
-- The levels as the office has written them; the highest version is in force, and none is ever changed.
create table supervision_levels (
  district text not null,
  version bigint not null,
  text text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, version)
);

create table supervision_instruction (
  district text not null,
  id uuid not null,
  code text not null,
  leader text not null,
  instructed_on text not null,
  title text not null,
  text text not null,
  project_id uuid,
  -- How many of its notes are not over; with none left it is done.
  open_notes bigint not null,
  done_on text,
  recorded_by uuid,
  recorded_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, project_id) references project (district, id)
);
create index supervision_instruction_on on supervision_instruction (district, instructed_on, id);
create index supervision_instruction_project on supervision_instruction (district, project_id, instructed_on);

create table supervision (
  district text not null,
  id uuid not null,
  code text not null,
  title text not null,
  content text not null,
  project_id uuid,
  problem_id uuid,
  instruction_id uuid,
  unit_id uuid not null,
  issued_by uuid,
  issued_on text not null,
  -- Of a note that praises the day of issue: nothing is due.
  due_on text not null,
  -- The level as it was called when the note was issued or last raised: the table may have changed since.
  level text not null,
  level_name text not null,
  colour text not null,
  praise boolean not null,
  state text not null check (state in ('open', 'answered', 'closed', 'cancelled')),
  answer text not null,
  answered_by uuid,
  answered_on text,
  closed_on text,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, problem_id) references problem (district, id),
  foreign key (district, instruction_id) references supervision_instruction (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index supervision_due on supervision (district, due_on, id);
create index supervision_issued on supervision (district, issued_on, id);
create index supervision_state on supervision (district, state, due_on, id);
create index supervision_unit on supervision (district, unit_id, state, due_on, id);
create index supervision_project on supervision (district, project_id, due_on, id);
create index supervision_problem on supervision (district, problem_id);
create index supervision_of_instruction on supervision (district, instruction_id, id);

create table supervision_log (
  district text not null,
  supervision_id uuid not null,
  no bigint not null,
  project_id uuid,
  act text not null check (act in ('issue', 'answer', 'send_back', 'close', 'escalate', 'interview', 'cancel')),
  text text not null,
  -- The level at which the note stood after the step.
  level_name text not null,
  colour text not null,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, supervision_id, no),
  foreign key (district, supervision_id) references supervision (district, id)
);
create index supervision_log_story on supervision_log (district, project_id, happened_on, supervision_id, no);

create table supervision_counter (
  district text not null,
  kind text not null check (kind in ('note', 'instruction')),
  year bigint not null,
  last bigint not null,
  primary key (district, kind, year)
);
