-- 异常情形核查规则, as the district has written them: which signals are looked for, and with which parameters.
create table anomaly_table (
  district text not null,
  version bigint not null,
  text text not null,
  recorded_by uuid,
  recorded_at bigint not null,
  primary key (district, version)
);

-- 核实记录: what was decided about a signal. It holds for the facts as they were, by their fingerprint; when they
-- change, the signal is open again.
create table anomaly_decision (
  district text not null,
  id uuid not null,
  rule text not null,
  subject text not null,
  -- The decisions on one signal, in their order.
  no bigint not null,
  fingerprint text not null,
  act text not null check (act in ('clear', 'reopen')),
  reason text not null,
  decided_by uuid,
  decided_on text not null,
  decided_at bigint not null,
  primary key (district, id)
);
create index anomaly_decision_subject on anomaly_decision (district, rule, subject, no);

-- Projects that came to a stage in a time, without walking all there are.
create index project_stage_log_reached on project_stage_log (district, to_stage, holds_on);
