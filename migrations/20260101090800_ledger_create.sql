-- One upload of an office's ledger, from reading to import to undo.
create table ledger_batch (
  district text not null,
  id uuid not null,
  file_name text not null,
  sha256 bytea not null,
  state text not null check (state in ('reading', 'ready', 'importing', 'imported', 'undone', 'failed')),
  choice text not null,
  result text not null,
  rows_total bigint not null,
  rows_ready bigint not null,
  rows_problem bigint not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id)
);
create index ledger_batch_created on ledger_batch (district, created_at, id);
-- Rows as read, in blocks; the body is gzipped JSON.
create table ledger_block (
  district text not null,
  batch_id uuid not null,
  no bigint not null,
  first_row bigint not null,
  rows bigint not null,
  body bytea not null,
  primary key (district, batch_id, no),
  foreign key (district, batch_id) references ledger_batch (district, id)
);
-- What the clerk decided about a row, and what became of it.
create table ledger_row (
  district text not null,
  batch_id uuid not null,
  row_no bigint not null,
  decision text not null check (decision in ('create', 'update', 'skip')),
  project_id uuid,
  organisation_id uuid,
  edits text not null,
  primary key (district, batch_id, row_no),
  foreign key (district, batch_id) references ledger_batch (district, id)
);
-- Column mappings remembered for the office, by the header's normalised text.
create table ledger_mapping (
  district text not null,
  header_key text not null,
  field text not null,
  unit_text text not null,
  updated_at bigint not null,
  primary key (district, header_key)
);
