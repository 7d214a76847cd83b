-- 会议认定: what a meeting decided of a receipt, above the rules of recognition. Added, never changed: of two the later
-- counts.
create table assessment_ruling (
  district text not null,
  id uuid not null,
  fund_id uuid not null,
  verdict text not null check (verdict in ('admit', 'refuse', 'amount')),
  fen bigint,
  minutes_no text not null,
  reason text not null,
  decided_on text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, id),
  foreign key (district, fund_id) references fund (district, id)
);
create index assessment_ruling_fund on assessment_ruling (district, fund_id, decided_on);
-- What of a receipt counted before: as registered capital, in an earlier period, by another unit.
create table assessment_counted (
  district text not null,
  fund_id uuid not null,
  what text not null check (what in ('registered', 'earlier', 'elsewhere')),
  fen bigint not null check (fen >= 0),
  note text not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, fund_id, what),
  foreign key (district, fund_id) references fund (district, id)
);
