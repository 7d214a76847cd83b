-- Which unit is after a firm: one, on however many links. The key is what keeps two units from starting at once.
create table chain_pursuit (
  district text not null,
  organisation_id uuid not null,
  unit_id uuid not null,
  primary key (district, organisation_id),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, unit_id) references org_unit (district, id)
);
insert into chain_pursuit (district, organisation_id, unit_id)
  select district, organisation_id, unit_id from (
    select district, organisation_id, unit_id,
      row_number() over (partition by district, organisation_id order by created_at, id) as no
    from chain_target where outcome in ('to_contact', 'contacted', 'visiting')) firsts
  where no = 1;
-- The units that came to know the firm because it was made a target, as a JSON list: taken back, they no longer do.
alter table chain_target add column told text;
