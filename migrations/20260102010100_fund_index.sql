-- The beginning of fund_story.
drop index fund_project;
