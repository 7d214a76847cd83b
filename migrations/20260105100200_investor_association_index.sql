-- Associations by name: a thousand among a million organisations.
create index investor_organisation_association on investor_organisation (district, sort_key, id) where kind = 'association';
