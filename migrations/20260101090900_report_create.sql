-- A work summary as it was issued: its facts, frozen.
create table report_issue (
  district text not null,
  id uuid not null,
  kind text not null check (kind in ('work_summary')),
  from_on text not null,
  to_on text not null,
  as_of_on text not null,
  facts text not null,
  sha256 bytea not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, id)
);
create index report_issue_created on report_issue (district, created_at, id);
