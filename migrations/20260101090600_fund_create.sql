-- 到位资金: one receipt of money (or of equipment, land, construction that counts as money).
create table fund (
  district text not null,
  id uuid not null,
  code text not null,
  project_id uuid not null,
  unit_id uuid not null,
  kind text not null check (kind in ('cash', 'capital', 'equipment', 'construction', 'land', 'other')),
  payer text not null,
  payer_key text not null,
  slip_no text not null,
  received_on text not null,
  currency text not null,
  minor bigint not null,
  rate_e8 bigint not null,
  rate_on text not null,
  rate_source text not null,
  claimed_fen bigint not null,
  state text not null check (state in ('claimed', 'returned', 'recognised', 'rejected', 'withdrawn')),
  recognised_fen bigint,
  recognised_on text,
  decided_by uuid,
  decided_at bigint,
  decision text not null,
  corrects_id uuid,
  note text not null,
  source_text text not null,
  source_unit text not null,
  claimed_by uuid,
  typed_by uuid,
  claimed_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  batch_id uuid,
  primary key (district, id),
  unique (district, code),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, unit_id) references org_unit (district, id),
  foreign key (district, corrects_id) references fund (district, id)
);
create index fund_project on fund (district, project_id, received_on);
create index fund_unit on fund (district, unit_id, received_on, id);
create index fund_received on fund (district, received_on, id);
create index fund_queue on fund (district, state, claimed_at, id);
create index fund_recognised on fund (district, recognised_on, id) where recognised_on is not null;
create index fund_slip on fund (district, slip_no) where slip_no <> '';
create index fund_payment on fund (district, payer_key, received_on, claimed_fen);
create index fund_corrects on fund (district, corrects_id) where corrects_id is not null;
create index fund_batch on fund (district, batch_id) where batch_id is not null;

create table fund_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
create table fund_evidence (
  district text not null,
  fund_id uuid not null,
  no bigint not null,
  sha256 bytea not null,
  kind text not null check (kind in ('bank_slip', 'capital_verification', 'invoice', 'land_payment', 'contract', 'photo', 'other')),
  name text not null,
  media_type text not null,
  size bigint not null,
  added_by uuid,
  added_at bigint not null,
  primary key (district, fund_id, no),
  foreign key (district, fund_id) references fund (district, id),
  foreign key (district, sha256) references floor_file (district, sha256)
);
create index fund_evidence_file on fund_evidence (district, sha256);
-- What was recognised, shared among the units of the project: the parts sum to the whole, to the fen.
create table fund_credit (
  district text not null,
  fund_id uuid not null,
  unit_id uuid not null,
  share_bp bigint not null,
  fen bigint not null,
  primary key (district, fund_id, unit_id),
  foreign key (district, fund_id) references fund (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index fund_credit_unit on fund_credit (district, unit_id);
-- Recognised money by month of recognition, written with the recognition.
create table fund_summary (
  district text not null,
  month text not null,
  unit_id uuid not null,
  track text not null,
  structure text not null,
  section text not null,
  entries bigint not null,
  fen bigint not null,
  primary key (district, month, unit_id, track, structure, section)
);
