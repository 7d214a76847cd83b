-- Who looks after a claim: at first whoever reported it, after a hand-over somebody else. The receipt stays whose it was.
alter table claim add column keeper_id uuid;

update claim set keeper_id = reported_by;

create index claim_keeper on claim (district, keeper_id, state);
