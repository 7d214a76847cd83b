-- 首报首谈: the unit that reports an investor first negotiates with it alone for a time.
create table claim_rule (
  district text not null,
  version bigint not null,
  text text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, version)
);
create table claim (
  district text not null,
  id uuid not null,
  code text not null,
  organisation_id uuid not null,
  -- What is occupied: the head of the organisation's group, or the organisation itself.
  subject_id uuid not null,
  -- One claim of a subject at a time; a clearly different project of the same investor has a slot of its own.
  slot uuid not null,
  content text not null,
  amount_fen bigint,
  -- By its size it is to be reported to the city or province as well.
  upward boolean not null,
  unit_id uuid not null,
  state text not null check (state in ('open', 'lapsed', 'released', 'withdrawn', 'fulfilled', 'overruled', 'referred')),
  contested boolean not null,
  reported_by uuid,
  -- The clock of the server: what proves who was first.
  reported_at bigint not null,
  reported_on text not null,
  expires_on text not null,
  warn_on text not null,
  release_on text not null,
  renewals bigint not null,
  renewed_on text,
  project_id uuid,
  ended_on text,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, unit_id) references org_unit (district, id),
  foreign key (district, project_id) references project (district, id)
);
create unique index claim_slot on claim (district, subject_id, slot) where state = 'open';
create index claim_reported on claim (district, reported_at, id);
create index claim_unit on claim (district, unit_id, reported_at, id);
create index claim_state on claim (district, state, expires_on, id);
create index claim_organisation on claim (district, organisation_id, reported_at, id);
create index claim_reporter on claim (district, reported_by, state);
create index claim_project on claim (district, project_id) where project_id is not null;
-- Partners of a claim, with their share of the credit; the unit that holds it has the rest.
create table claim_partner (
  district text not null,
  claim_id uuid not null,
  unit_id uuid not null,
  share_bp bigint not null check (share_bp between 1 and 9999),
  since_on text not null,
  primary key (district, claim_id, unit_id),
  foreign key (district, claim_id) references claim (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index claim_partner_unit on claim_partner (district, unit_id, claim_id);
-- Contacts with the investor, each proved by a file.
create table claim_evidence (
  district text not null,
  id uuid not null,
  claim_id uuid not null,
  -- Handed in with a question or for a dispute, by either side; null: the contacts of the unit that holds the claim.
  for_id uuid,
  unit_id uuid not null,
  proof text not null check (proof in ('choice', 'meeting', 'visit', 'confirmation', 'letter')),
  happened_on text not null,
  text text not null,
  sha256 bytea not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  added_by uuid,
  added_at bigint not null,
  primary key (district, id),
  foreign key (district, claim_id) references claim (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index claim_evidence_claim on claim_evidence (district, claim_id, happened_on, id);
create index claim_evidence_for on claim_evidence (district, for_id) where for_id is not null;
create table claim_log (
  district text not null,
  claim_id uuid not null,
  no bigint not null,
  act text not null,
  text text not null,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, claim_id, no),
  foreign key (district, claim_id) references claim (district, id)
);
-- The ways on of a unit that finds an investor occupied.
create table claim_ask (
  district text not null,
  id uuid not null,
  claim_id uuid not null,
  unit_id uuid not null,
  way text not null check (way in ('join', 'referral', 'contest', 'different')),
  text text not null,
  -- The investor as the asking unit calls it: it may not know the record.
  investor_name text not null,
  share_bp bigint,
  state text not null check (state in ('waiting', 'accepted', 'refused', 'withdrawn', 'void')),
  asked_by uuid,
  asked_on text not null,
  answer text not null,
  answered_by uuid,
  answered_on text,
  created_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, claim_id) references claim (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create unique index claim_ask_waiting on claim_ask (district, claim_id, unit_id) where state = 'waiting';
create index claim_ask_unit on claim_ask (district, unit_id, created_at, id);
create index claim_ask_claim on claim_ask (district, claim_id, created_at, id);
create index claim_ask_created on claim_ask (district, created_at, id);
create table claim_case (
  district text not null,
  id uuid not null,
  code text not null,
  claim_id uuid not null,
  -- The unit that contests the claim.
  unit_id uuid not null,
  reason text not null,
  state text not null check (state in ('open', 'decided', 'appealed', 'final')),
  opened_by uuid,
  opened_on text not null,
  opened_at bigint not null,
  due_on text not null,
  for_holder boolean,
  ground text not null check (ground in ('', 'choice', 'contact', 'report', 'service')),
  -- What the side that lost keeps of the credit.
  keeps_bp bigint,
  decision text not null,
  decided_by uuid,
  decided_on text,
  appeal_due_on text,
  appeal text not null,
  appealed_by uuid,
  appealed_on text,
  upheld boolean,
  minutes_no text not null,
  conclusion text not null,
  concluded_by uuid,
  concluded_on text,
  -- The claim that the winner holds by the decision.
  won_claim_id uuid,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, claim_id) references claim (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create unique index claim_case_running on claim_case (district, claim_id) where state in ('open', 'appealed');
create index claim_case_opened on claim_case (district, opened_at, id);
create index claim_case_unit on claim_case (district, unit_id, opened_at, id);
create index claim_case_claim on claim_case (district, claim_id, opened_at, id);
create table claim_counter (
  district text not null,
  series text not null check (series in ('claim', 'case')),
  year bigint not null,
  last bigint not null,
  primary key (district, series, year)
);
