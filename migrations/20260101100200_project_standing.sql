-- What a gate asks of rooms that know more than the project does: whether its review is passed, its sheet complete.
-- No row: nobody has asked for it; not done: it is under way, or came out against the project.
create table project_standing (
  district text not null,
  project_id uuid not null,
  asked text not null check (asked in ('admission', 'due_diligence', 'second_signature')),
  done boolean not null,
  set_at bigint not null,
  primary key (district, project_id, asked),
  foreign key (district, project_id) references project (district, id)
);
