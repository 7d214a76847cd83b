-- Money of a project that came after a day is summed for the rates of a day past: the index tells it without the entries.
drop index fund_counted;
create index fund_counted on fund (district, project_id, recognised_on, id, state, recognised_fen)
  where recognised_on is not null;
