-- 专题活动: what was held, and what came of it.
create table activity_event (
  district text not null,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('promotion', 'symposium', 'forum', 'signing', 'training', 'docking')),
  held_on text not null,
  held_on_text text not null,
  place text not null,
  guests bigint,
  outcome text not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id)
);
create index activity_event_held on activity_event (district, held_on, id);
create table activity_event_unit (
  district text not null,
  event_id uuid not null,
  unit_id uuid not null,
  primary key (district, event_id, unit_id),
  foreign key (district, event_id) references activity_event (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
