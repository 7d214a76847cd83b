-- An organisation that turned out to be another one: who still has its id is led to the record that stays. The row
-- itself is gone, so that no key of any room can point at it; `record` is what it was, for bringing it back.
create table investor_tombstone (
  district text not null,
  id uuid not null,
  into_id uuid not null,
  name text not null,
  record text not null,
  buried_at bigint not null,
  primary key (district, id),
  foreign key (district, into_id) references investor_organisation (district, id)
);
create index investor_tombstone_into on investor_tombstone (district, into_id);
