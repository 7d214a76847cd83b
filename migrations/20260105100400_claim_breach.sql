-- 违规: what a unit did against the first report of another one, as the office found it. It counts in the assessment of
-- the unit from the day on which it was recorded, until it is taken back.
create table claim_breach (
  district text not null,
  id uuid not null,
  claim_id uuid not null,
  unit_id uuid not null,
  kind text not null check (kind in ('approach', 'better_terms', 'relocation')),
  happened_on text not null,
  text text not null,
  minutes_no text not null,
  state text not null check (state in ('recorded', 'taken_back')),
  recorded_on text not null,
  recorded_by uuid,
  reason text not null,
  ended_on text,
  ended_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, claim_id) references claim (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index claim_breach_claim on claim_breach (district, claim_id, id);
create index claim_breach_unit on claim_breach (district, unit_id, recorded_on, id);
create index claim_breach_recorded on claim_breach (district, recorded_on, id);
