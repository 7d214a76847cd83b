-- 联审: the review of a project before its contract is made ready. Its table of rules is kept as it was written.
create table admission_rule (
  district text not null,
  version bigint not null,
  text text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, version)
);
create table admission (
  district text not null,
  id uuid not null,
  code text not null,
  project_id uuid not null,
  state text not null check (state in ('precheck', 'opinions', 'meeting', 'passed', 'supplement', 'deferred', 'rejected', 'withdrawn')),
  -- The line of the table by which it goes, as it stood when the review was asked for.
  rule text not null,
  days bigint not null,
  needs_meeting boolean not null,
  note text not null,
  requested_by uuid,
  requested_on text not null,
  -- How often departments were asked; the opinions of the last round count.
  round bigint not null,
  asked_by uuid,
  due_on text,
  meeting_on text,
  meeting_place text not null,
  attendees text not null,
  minutes_no text not null,
  conclusion text not null,
  concluded_by uuid,
  concluded_on text,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, project_id) references project (district, id)
);
create index admission_requested on admission (district, requested_on, id);
create index admission_state on admission (district, state, requested_on, id);
create index admission_project on admission (district, project_id, requested_on, id);
create table admission_opinion (
  district text not null,
  admission_id uuid not null,
  no bigint not null,
  round bigint not null,
  subject text not null,
  unit_id uuid not null,
  asked_on text not null,
  due_on text not null,
  verdict text not null check (verdict in ('', 'agree', 'conditional', 'against')),
  -- The clause or regulation it rests on, and what is said.
  text text not null,
  -- What must be done, by whom and when, if the opinion is conditional.
  condition_text text not null,
  condition_unit_id uuid,
  condition_due_on text,
  answered_by uuid,
  answered_on text,
  primary key (district, admission_id, no),
  foreign key (district, admission_id) references admission (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index admission_opinion_unit on admission_opinion (district, unit_id, verdict, due_on);
create table admission_log (
  district text not null,
  admission_id uuid not null,
  no bigint not null,
  project_id uuid not null,
  act text not null check (act in ('request', 'ask', 'opinion', 'meet', 'passed', 'supplement', 'deferred', 'rejected', 'withdraw')),
  text text not null,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, admission_id, no),
  foreign key (district, admission_id) references admission (district, id)
);
create index admission_log_story on admission_log (district, project_id, happened_on, admission_id, no);
create table admission_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
-- 尽职调查表: one answer for each thing to look into; a risk is signed by a reviewer who did not enter it.
create table admission_check (
  district text not null,
  project_id uuid not null,
  item text not null,
  finding text not null check (finding in ('clear', 'risk', 'not_applicable')),
  text text not null,
  answered_by uuid,
  answered_on text not null,
  signed_by uuid,
  signed_on text,
  signed_text text not null,
  version bigint not null,
  primary key (district, project_id, item),
  foreign key (district, project_id) references project (district, id)
);
-- 二次签字: a second reviewer answers for a contract that is signed very fast for its size.
create table admission_signature (
  district text not null,
  project_id uuid not null,
  signed_by uuid,
  signed_on text not null,
  text text not null,
  primary key (district, project_id),
  foreign key (district, project_id) references project (district, id)
);
