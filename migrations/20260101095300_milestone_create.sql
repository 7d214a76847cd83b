-- 建设节点: planned and actual days of the nodes of construction; a node without a row has neither.
create table milestone (
  district text not null,
  project_id uuid not null,
  node text not null check (node in ('demolition', 'piling', 'excavation', 'ground_floor', 'topping_out', 'completion', 'equipment', 'partial_production', 'full_production')),
  planned_on text,
  actual_on text,
  note text not null,
  updated_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, project_id, node),
  foreign key (district, project_id) references project (district, id)
);
create index milestone_story on milestone (district, project_id, actual_on) where actual_on is not null;

-- 审批手续: which formality, whose, by when, and whether it is done.
create table milestone_approval (
  district text not null,
  project_id uuid not null,
  approval text not null check (approval in ('filing', 'land', 'planning', 'environment', 'energy', 'construction')),
  unit_id uuid,
  due_on text,
  standing text not null check (standing in ('open', 'submitted', 'granted', 'not_needed')),
  granted_on text,
  number text not null,
  updated_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, project_id, approval),
  foreign key (district, project_id) references project (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
