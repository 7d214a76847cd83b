-- What the project said of itself before a report, so that whoever reported by mistake can take it back whole.
alter table progress add column known_before text;
