-- The orders in which the ledger of money in place is read.
create index fund_state on fund (district, state, received_on, id);
create index fund_amount on fund (district, claimed_fen, id);
create index fund_claimed on fund (district, claimed_at, id);
