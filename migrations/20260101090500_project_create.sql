create table project (
  district text not null,
  id uuid not null,
  code text not null,
  name text not null,
  name_key text not null,
  sort_key text not null,
  kind text not null check (kind in ('new', 'expansion', 'renovation', 'merger', 'joint_venture', 'relocation', 'headquarters', 'platform', 'talent', 'institute')),
  track text not null check (track in ('capital', 'talent', 'institute')),
  industry text,
  -- Where the project stands in the structure of projects, derived from the industry unless a reason is given.
  structure text not null check (structure in ('modern_manufacturing', 'emerging_services', 'real_estate', 'agriculture', 'other')),
  high_technology boolean not null,
  structure_reason text not null,
  -- Origin of the first investor: ISO 3166 code; CN is domestic.
  origin text not null,
  stage text not null,
  status text not null check (status in ('ongoing', 'on_hold', 'lost', 'terminated', 'transferred', 'merged')),
  agreement text not null check (agreement in ('none', 'intent', 'framework', 'contract')),
  contract_signed_on text,
  introduced_on text,
  recognised_on text,
  lead_unit_id uuid not null,
  event_id uuid,
  -- Projections of project_amount (whole project) in CNY fen, for lists and sums; null is not known.
  total_fen bigint,
  fixed_assets_fen bigint,
  contract_fen bigint,
  contract_foreign_fen bigint,
  registered_fen bigint,
  paid_in_fen bigint,
  land_m2 bigint,
  -- Money in place, kept up by the fund room: all that is claimed and not refused, and what is recognised.
  funds_claimed_fen bigint not null,
  funds_recognised_fen bigint not null,
  place text not null,
  content text not null,
  progress text not null,
  next_step text not null,
  next_step_due_on text,
  problem text not null,
  entered_on text not null,
  stage_since_on text not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  batch_id uuid,
  primary key (district, id),
  unique (district, code),
  foreign key (district, lead_unit_id) references org_unit (district, id)
);
create index project_sort on project (district, sort_key, id);
create index project_updated on project (district, updated_at, id);
create index project_total on project (district, (coalesce(total_fen, -1)), id);
create index project_unit_lead on project (district, lead_unit_id, id);
create index project_name_key on project (district, name_key);
create index project_stage_code on project (district, stage, code);
create index project_signed on project (district, contract_signed_on) where contract_signed_on is not null;
create index project_recognised on project (district, recognised_on) where recognised_on is not null;
create index project_batch on project (district, batch_id) where batch_id is not null;

create table project_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
-- Each amount under its own name, never one "amount"; phase 0 is the whole project.
create table project_amount (
  district text not null,
  project_id uuid not null,
  phase bigint not null,
  measure text not null check (measure in ('total', 'fixed_assets', 'contract', 'contract_foreign', 'registered', 'paid_in')),
  currency text not null,
  minor bigint not null,
  rate_e8 bigint not null,
  rate_on text not null,
  rate_source text not null,
  fen bigint not null,
  source_text text not null,
  source_unit text not null,
  primary key (district, project_id, phase, measure),
  foreign key (district, project_id) references project (district, id)
);
create table project_phase (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  name text not null,
  planned_from text,
  planned_to text,
  primary key (district, project_id, no),
  foreign key (district, project_id) references project (district, id)
);
create table project_party (
  district text not null,
  project_id uuid not null,
  organisation_id uuid not null,
  role text not null check (role in ('investor', 'project_company', 'partner', 'introducer')),
  no bigint not null,
  share_bp bigint,
  primary key (district, project_id, organisation_id, role),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);
create index project_party_organisation on project_party (district, organisation_id);
-- Credit shares in basis points; the operation sees to it that they sum to 10,000.
create table project_unit (
  district text not null,
  project_id uuid not null,
  unit_id uuid not null,
  role text not null check (role in ('lead', 'partner', 'landing', 'information')),
  share_bp bigint not null check (share_bp between 0 and 10000),
  primary key (district, project_id, unit_id),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index project_unit_unit on project_unit (district, unit_id, project_id);
create table project_stage_log (
  district text not null,
  project_id uuid not null,
  no bigint not null,
  from_stage text not null,
  to_stage text not null,
  from_status text not null,
  to_status text not null,
  happened_on text not null,
  reason text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, project_id, no),
  foreign key (district, project_id) references project (district, id)
);
-- What a project did, as the unit claims it and as the office recognises it: two dates.
create table project_recognition (
  district text not null,
  id uuid not null,
  project_id uuid not null,
  event text not null check (event in ('introduced', 'signed', 'started', 'produced')),
  unit_id uuid not null,
  happened_on text not null,
  state text not null check (state in ('claimed', 'returned', 'recognised', 'rejected')),
  recognised_on text,
  claimed_by uuid,
  claimed_at bigint not null,
  decided_by uuid,
  decided_at bigint,
  reason text not null,
  version bigint not null,
  batch_id uuid,
  primary key (district, id),
  foreign key (district, project_id) references project (district, id)
);
create unique index project_recognition_once on project_recognition (district, project_id, event) where state <> 'rejected';
create index project_recognition_queue on project_recognition (district, state, claimed_at, id);
create index project_recognition_on on project_recognition (district, event, recognised_on) where recognised_on is not null;

-- Counts and totals of projects, kept in the same transaction as the projects themselves. The year is the one in
-- which the project entered the library; section is the letter of the industry, or empty.
create table project_summary (
  district text not null,
  lead_unit_id uuid not null,
  year bigint not null,
  stage text not null,
  status text not null,
  track text not null,
  structure text not null,
  section text not null,
  high_technology boolean not null,
  projects bigint not null,
  with_total bigint not null,
  total_fen bigint not null,
  primary key (district, lead_unit_id, year, stage, status, track, structure, section, high_technology)
);
