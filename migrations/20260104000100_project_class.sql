-- Projects that go on, by class of industry: what a link of a chain counts and shows.
create index project_class on project (district, industry, stage, total_fen) where status = 'ongoing' and left_on is null;
