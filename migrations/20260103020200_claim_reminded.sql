-- The reminder that a unit was given last: so many days before which end. A renewal makes another end.
alter table claim add column reminded_days bigint;
alter table claim add column reminded_until text;
