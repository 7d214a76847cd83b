-- Two records of one organisation made one: what was chosen, every row that moved, and whether it was undone. History,
-- and so without keys to organisations, which may go on to be merged.
create table merge (
  district text not null,
  id uuid not null,
  from_id uuid not null,
  into_id uuid not null,
  from_name text not null,
  into_name text not null,
  -- Fields whose value came from the record that went, as a JSON list.
  taken text not null,
  reason text not null,
  -- The surviving record before and after, as JSON.
  before text not null,
  after text not null,
  done_by uuid,
  done_at bigint not null,
  undone_by uuid,
  undone_at bigint,
  undo_reason text not null,
  version bigint not null,
  primary key (district, id)
);
create index merge_done on merge (district, done_at, id);
create index merge_into on merge (district, into_id, done_at);
create index merge_from on merge (district, from_id, done_at);
create table merge_row (
  district text not null,
  merge_id uuid not null,
  no bigint not null,
  -- Which relation: table.column.
  relation text not null,
  -- What the room of that table needs to bring the row back, as JSON.
  detail text not null,
  primary key (district, merge_id, no),
  foreign key (district, merge_id) references merge (district, id)
);
