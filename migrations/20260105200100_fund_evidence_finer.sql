-- Kinds of proofs that came later: kept as 'other', with their own word beside it.
alter table fund_evidence add column finer text;
