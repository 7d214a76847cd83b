-- What was frozen, once for each content and compressed: the months of a year share scheme, targets and rates, and rows of
-- ledgers take a tenth.
create table assessment_closing_body (
  district text not null,
  sha256 bytea not null,
  size bigint not null,
  deflated bytea not null,
  primary key (district, sha256)
);
-- With it the text of the part is empty; without it the text is the part.
alter table assessment_closing_part add column sha256 bytea;
-- The places of a result, so that a league over the year need not make each of its months again.
create table assessment_closing_unit (
  district text not null,
  closing_id uuid not null,
  unit_id uuid not null,
  place bigint,
  points_text text not null,
  primary key (district, closing_id, unit_id),
  foreign key (district, closing_id) references assessment_closing (district, id)
);
