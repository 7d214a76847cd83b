-- 选址比选: sites that a project may be built on, compared, and which was chosen or rejected, why and when.
create table siting (
  district text not null,
  id uuid not null,
  project_id uuid not null,
  no bigint not null,
  name text not null,
  place text not null,
  area_m2 bigint,
  -- Fen for one mu.
  price_fen bigint,
  utilities text not null,
  pro text not null,
  con text not null,
  standing text not null check (standing in ('candidate', 'chosen', 'rejected')),
  decision text not null,
  decided_on text,
  decided_by uuid,
  updated_by uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, project_id, no),
  foreign key (district, project_id) references project (district, id)
);
-- A project is built on one of them.
create unique index siting_chosen on siting (district, project_id) where standing = 'chosen';
create index siting_story on siting (district, project_id, decided_on, id) where decided_on is not null;
