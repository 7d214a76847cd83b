-- 问题清单: what stands in a project's way, who is to solve it, by when, and who confirmed that it is solved.
create table problem (
  district text not null,
  id uuid not null,
  code text not null,
  project_id uuid not null,
  title text not null,
  detail text not null,
  raised_unit_id uuid not null,
  raised_by uuid,
  raised_on text not null,
  owner_unit_id uuid not null,
  due_on text not null,
  state text not null check (state in ('open', 'answered', 'closed', 'withdrawn')),
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
  foreign key (district, raised_unit_id) references org_unit (district, id),
  foreign key (district, owner_unit_id) references org_unit (district, id)
);
create index problem_due on problem (district, due_on, id);
create index problem_raised on problem (district, raised_on, id);
create index problem_state on problem (district, state, due_on, id);
create index problem_owner on problem (district, owner_unit_id, state, due_on);
create index problem_project on problem (district, project_id, due_on, id);

create table problem_log (
  district text not null,
  problem_id uuid not null,
  no bigint not null,
  project_id uuid not null,
  act text not null check (act in ('raise', 'answer', 'send_back', 'close', 'withdraw', 'assign')),
  text text not null,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, problem_id, no),
  foreign key (district, problem_id) references problem (district, id)
);
create index problem_log_story on problem_log (district, project_id, happened_on, problem_id, no);

create table problem_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
