-- An organisation's page names the members of its group, and a new one is shown at once: without this the whole
-- district is looked through for them.
create index investor_organisation_group on investor_organisation (district, group_id) where group_id is not null;
