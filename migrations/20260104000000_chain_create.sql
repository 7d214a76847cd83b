-- 产业链: chains of industry, their links from upstream to downstream, what the district has of each and whom it is
-- after for the rest.
create table chain (
  district text not null,
  id uuid not null,
  code text not null,
  name text not null,
  -- 链长, by name like everybody who is a district leader.
  leader text not null,
  -- 牵头单位: its head keeps the chain beside the office.
  lead_unit_id uuid not null,
  -- 链主: the firm that the chain turns around.
  master_id uuid,
  note text not null,
  valid_from text not null,
  valid_until text,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, lead_unit_id) references org_unit (district, id),
  foreign key (district, master_id) references investor_organisation (district, id)
);
create index chain_master on chain (district, master_id) where master_id is not null;
-- 环节. A link below another one is a part of it, on the same tier.
create table chain_link (
  district text not null,
  id uuid not null,
  chain_id uuid not null,
  parent_id uuid,
  tier text not null check (tier in ('upstream', 'midstream', 'downstream')),
  name text not null,
  -- Beginnings of GB/T 4754 codes, as a JSON list.
  sectors text not null,
  sort_no bigint not null,
  -- What the office says of it, with its reason; what the ledger says is computed.
  strength text not null check (strength in ('strong', 'fair', 'weak', 'gap')),
  reason text not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, chain_id) references chain (district, id),
  foreign key (district, parent_id) references chain_link (district, id)
);
create index chain_link_chain on chain_link (district, chain_id, sort_no, id);
create index chain_link_parent on chain_link (district, parent_id) where parent_id is not null;
-- Firms of the district that are at work on a link.
create table chain_firm (
  district text not null,
  id uuid not null,
  link_id uuid not null,
  organisation_id uuid not null,
  role text not null,
  since_on text,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, link_id, organisation_id),
  foreign key (district, link_id) references chain_link (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id)
);
create index chain_firm_organisation on chain_firm (district, organisation_id, id);
-- 目标企业: whom a unit is to win for a link, by when, and how far it is.
create table chain_target (
  district text not null,
  id uuid not null,
  link_id uuid not null,
  organisation_id uuid not null,
  unit_id uuid not null,
  due_on text not null,
  outcome text not null check (outcome in ('to_contact', 'contacted', 'visiting', 'project', 'given_up')),
  project_id uuid,
  reason text not null,
  -- What was said last.
  said text not null,
  said_on text,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, link_id, organisation_id),
  foreign key (district, link_id) references chain_link (district, id),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, unit_id) references org_unit (district, id),
  foreign key (district, project_id) references project (district, id)
);
create index chain_target_due on chain_target (district, due_on, id);
create index chain_target_unit on chain_target (district, unit_id, due_on, id);
create index chain_target_organisation on chain_target (district, organisation_id, id);
create index chain_target_project on chain_target (district, project_id) where project_id is not null;
create table chain_target_log (
  district text not null,
  target_id uuid not null,
  no bigint not null,
  act text not null check (act in ('assign', 'reassign', 'to_contact', 'contacted', 'visiting', 'project', 'given_up')),
  unit_id uuid not null,
  due_on text not null,
  text text not null,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, target_id, no),
  foreign key (district, target_id) references chain_target (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
-- 产业对接: an event at which firms of a chain met investors.
create table chain_session (
  district text not null,
  chain_id uuid not null,
  event_id uuid not null,
  created_by uuid,
  created_at bigint not null,
  primary key (district, chain_id, event_id),
  foreign key (district, chain_id) references chain (district, id),
  foreign key (district, event_id) references activity_event (district, id)
);
create index chain_session_event on chain_session (district, event_id, chain_id);
-- Who met whom about what, and what came of it.
create table chain_pair (
  district text not null,
  id uuid not null,
  chain_id uuid not null,
  event_id uuid not null,
  link_id uuid not null,
  firm_id uuid not null,
  investor_id uuid not null,
  result text not null check (result in ('interest', 'agreement', 'none')),
  next_step text not null,
  due_on text,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, event_id, link_id, firm_id, investor_id),
  foreign key (district, chain_id, event_id) references chain_session (district, chain_id, event_id),
  foreign key (district, link_id) references chain_link (district, id),
  foreign key (district, firm_id) references investor_organisation (district, id),
  foreign key (district, investor_id) references investor_organisation (district, id)
);
create index chain_pair_session on chain_pair (district, chain_id, event_id, id);
create index chain_pair_link on chain_pair (district, link_id, id);
create index chain_pair_firm on chain_pair (district, firm_id, id);
create index chain_pair_investor on chain_pair (district, investor_id, id);
