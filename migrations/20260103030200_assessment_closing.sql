-- 关账: a period of assessment with everything that its result was made from. A row is never removed: a period that was
-- opened again is closed anew under the next number.
create table assessment_closing (
  district text not null,
  id uuid not null,
  year bigint not null,
  month text not null,
  no bigint not null,
  as_of text not null,
  state text not null check (state in ('closed', 'published', 'final', 'reopened')),
  scheme_id uuid not null,
  scheme_name text not null,
  scheme_version bigint not null,
  snapshot_sha text not null,
  paper_sha text not null,
  closed_by uuid,
  closed_on text not null,
  closed_at bigint not null,
  published_by uuid,
  published_on text,
  objections_until text,
  final_by uuid,
  final_on text,
  reopen_reason text not null,
  reopen_asked_by uuid,
  reopen_asked_on text,
  reopened_by uuid,
  reopened_on text,
  version bigint not null,
  primary key (district, id),
  unique (district, year, month, no),
  foreign key (district, scheme_id) references assessment_scheme (district, id)
);
create index assessment_closing_day on assessment_closing (district, as_of, no);
-- What was frozen: the text of the scheme, the facts, the targets, the rates, the book of recognition.
create table assessment_closing_part (
  district text not null,
  closing_id uuid not null,
  kind text not null check (kind in ('scheme', 'facts', 'targets', 'rates', 'about')),
  text text not null,
  primary key (district, closing_id, kind),
  foreign key (district, closing_id) references assessment_closing (district, id)
);
-- What units say against a published result.
create table assessment_objection (
  district text not null,
  id uuid not null,
  closing_id uuid not null,
  unit_id uuid not null,
  item text not null,
  text text not null,
  raised_by uuid,
  raised_on text not null,
  raised_at bigint not null,
  upheld boolean,
  answer text not null,
  minutes_no text not null,
  answered_by uuid,
  answered_on text,
  primary key (district, id),
  foreign key (district, closing_id) references assessment_closing (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index assessment_objection_closing on assessment_objection (district, closing_id, raised_at, id);
