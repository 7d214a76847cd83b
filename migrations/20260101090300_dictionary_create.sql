-- GB/T 4754-2017; level 1 is the section (A-T), 2 division, 3 group, 4 class.
create table dictionary_industry (
  code text not null primary key,
  parent text not null,
  level bigint not null,
  name text not null
);
-- GB/T 2260.
create table dictionary_area (
  code text not null primary key,
  parent text not null,
  level text not null,
  name text not null
);
create index dictionary_area_parent on dictionary_area (parent);
-- CNY per unit of the currency × 10^8 on a day, with where it was published.
create table dictionary_rate (
  district text not null,
  currency text not null,
  on_date text not null,
  rate_e8 bigint not null check (rate_e8 > 0),
  source text not null,
  created_at bigint not null,
  created_by uuid,
  primary key (district, currency, on_date)
);
