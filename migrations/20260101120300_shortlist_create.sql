-- 三张清单: saved lists of projects (推荐, 盯引洽谈, 服务落地) with an owner; a frozen version stays as it was.
create table shortlist (
  district text not null,
  id uuid not null,
  kind text not null check (kind in ('recommended', 'pursued', 'served')),
  name text not null,
  owner_unit_id uuid not null,
  note text not null,
  -- The newest frozen version; 0 for none.
  frozen bigint not null,
  created_by uuid,
  created_at bigint not null,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  foreign key (district, owner_unit_id) references org_unit (district, id)
);
create index shortlist_kind on shortlist (district, kind, updated_at, id);

create table shortlist_project (
  district text not null,
  shortlist_id uuid not null,
  project_id uuid not null,
  note text not null,
  added_by uuid,
  added_at bigint not null,
  primary key (district, shortlist_id, project_id),
  foreign key (district, shortlist_id) references shortlist (district, id),
  foreign key (district, project_id) references project (district, id)
);
create index shortlist_project_of on shortlist_project (district, project_id);

create table shortlist_version (
  district text not null,
  shortlist_id uuid not null,
  no bigint not null,
  name text not null,
  frozen_on text not null,
  projects bigint not null,
  frozen_by uuid,
  frozen_at bigint not null,
  primary key (district, shortlist_id, no),
  foreign key (district, shortlist_id) references shortlist (district, id)
);

-- A project as it stood when the list was frozen.
create table shortlist_version_project (
  district text not null,
  shortlist_id uuid not null,
  no bigint not null,
  project_id uuid not null,
  code text not null,
  name text not null,
  stage text not null,
  status text not null,
  total_fen bigint,
  note text not null,
  primary key (district, shortlist_id, no, project_id),
  foreign key (district, shortlist_id, no) references shortlist_version (district, shortlist_id, no)
);
