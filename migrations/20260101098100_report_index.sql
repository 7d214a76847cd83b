-- The largest projects with a progress note: the work summary names some of them and must not walk all for it.
create index project_noted on project (district, (coalesce(total_fen, 0)) desc, code)
  where status = 'ongoing' and progress <> '';
