-- 承诺事项: what the government and the investor promised, who answers for it, by when, and what became of it.
create table commitment (
  district text not null,
  id uuid not null,
  code text not null,
  project_id uuid not null,
  side text not null check (side in ('government', 'investor')),
  text text not null,
  -- The paper and the clause in which it stands.
  source text not null,
  owner_unit_id uuid not null,
  due_on text not null,
  measure text not null,
  amount_fen bigint,
  done_fen bigint,
  state text not null check (state in ('due', 'partly', 'performed', 'broken', 'waived')),
  -- What proves the state, or the reason of it.
  proof text not null,
  state_on text not null,
  entered_by uuid,
  entered_on text not null,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, owner_unit_id) references org_unit (district, id)
);
create index commitment_due on commitment (district, due_on, id);
create index commitment_open on commitment (district, due_on, id) where state in ('due', 'partly');
create index commitment_state on commitment (district, state, due_on, id);
create index commitment_owner on commitment (district, owner_unit_id, state, due_on);
create index commitment_project on commitment (district, project_id, due_on, id);
create table commitment_log (
  district text not null,
  commitment_id uuid not null,
  no bigint not null,
  project_id uuid not null,
  -- `enter`, `amend`, or the state that it came to.
  act text not null check (act in ('enter', 'amend', 'due', 'partly', 'performed', 'broken', 'waived')),
  text text not null,
  done_fen bigint,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, commitment_id, no),
  foreign key (district, commitment_id) references commitment (district, id)
);
create index commitment_log_story on commitment_log (district, project_id, happened_on, commitment_id, no);
-- 扶持资金: applied for, approved, paid; paid ≤ approved ≤ applied.
create table commitment_support (
  district text not null,
  id uuid not null,
  code text not null,
  project_id uuid not null,
  title text not null,
  -- The policy or the agreement it rests on.
  basis text not null,
  -- The unit that pays.
  unit_id uuid not null,
  state text not null check (state in ('applied', 'approved', 'refused', 'withdrawn')),
  applied_fen bigint not null check (applied_fen > 0),
  applied_on text not null,
  applied_by uuid,
  approved_fen bigint not null check (approved_fen >= 0 and approved_fen <= applied_fen),
  decided_on text,
  decided_by uuid,
  paid_fen bigint not null check (paid_fen >= 0 and paid_fen <= approved_fen),
  paid_on text,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
create index commitment_support_applied on commitment_support (district, applied_on, id);
create index commitment_support_state on commitment_support (district, state, applied_on, id);
create index commitment_support_project on commitment_support (district, project_id, applied_on, id);
create index commitment_support_unit on commitment_support (district, unit_id, applied_on, id);
create table commitment_support_log (
  district text not null,
  support_id uuid not null,
  no bigint not null,
  project_id uuid not null,
  act text not null check (act in ('apply', 'approve', 'refuse', 'withdraw', 'pay', 'reverse')),
  text text not null,
  fen bigint,
  -- Of a reversal: the entry that it takes back.
  reverses bigint,
  happened_on text not null,
  done_by uuid,
  done_at bigint not null,
  primary key (district, support_id, no),
  foreign key (district, support_id) references commitment_support (district, id)
);
create index commitment_support_log_story on commitment_support_log (district, project_id, happened_on, support_id, no);
create table commitment_counter (
  district text not null,
  series text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, series, year)
);
