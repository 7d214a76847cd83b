-- What an office settles once for its reports; the value is opaque to the database.
create table report_setting (
  district text not null,
  name text not null,
  value text not null,
  version bigint not null,
  updated_by uuid,
  updated_at bigint not null,
  primary key (district, name)
);
