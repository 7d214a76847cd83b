-- 联合认定: receipts that departments look at together, that a meeting decides and that are shown in public before they
-- are final.
create table review_round (
  district text not null,
  id uuid not null,
  code text not null,
  name text not null,
  state text not null check (state in ('open', 'noticed', 'final')),
  opinions_due_on text not null,
  met_on text,
  minutes_no text not null,
  notice_from text,
  notice_until text,
  finished_on text,
  opened_by uuid,
  opened_on text not null,
  opened_at bigint not null,
  met_by uuid,
  version bigint not null,
  primary key (district, id),
  unique (district, code)
);
create index review_round_opened on review_round (district, opened_at, id);
create table review_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
-- A receipt of a round, and what the meeting decided of it.
create table review_item (
  district text not null,
  round_id uuid not null,
  fund_id uuid not null,
  no bigint not null,
  verdict text not null check (verdict in ('', 'recognise', 'return', 'reject')),
  fen bigint,
  reason text not null,
  primary key (district, round_id, fund_id),
  foreign key (district, round_id) references review_round (district, id),
  foreign key (district, fund_id) references fund (district, id)
);
create index review_item_fund on review_item (district, fund_id);
-- The departments that are asked.
create table review_department (
  district text not null,
  round_id uuid not null,
  unit_id uuid not null,
  primary key (district, round_id, unit_id),
  foreign key (district, round_id) references review_round (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create table review_opinion (
  district text not null,
  round_id uuid not null,
  fund_id uuid not null,
  unit_id uuid not null,
  agrees boolean not null,
  text text not null,
  given_by uuid,
  given_on text not null,
  primary key (district, round_id, fund_id, unit_id),
  foreign key (district, round_id) references review_round (district, id)
);
-- What units say against a decision while it is shown.
create table review_objection (
  district text not null,
  id uuid not null,
  round_id uuid not null,
  fund_id uuid not null,
  unit_id uuid not null,
  text text not null,
  raised_by uuid,
  raised_on text not null,
  raised_at bigint not null,
  upheld boolean,
  answer text not null,
  answered_by uuid,
  answered_on text,
  primary key (district, id),
  foreign key (district, round_id) references review_round (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index review_objection_round on review_objection (district, round_id, raised_at, id);
