-- Organisations by class of industry: who may fit a link of a chain.
create index investor_organisation_class on investor_organisation (district, industry, id) where industry is not null;
