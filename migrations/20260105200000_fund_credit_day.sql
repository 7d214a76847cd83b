-- What a unit has of money is read by the day that it counts from: the credit says the day itself, so that neither a page of
-- it nor its count reads entries of other years.
alter table fund_credit add column recognised_on text;
update fund_credit set recognised_on = (select f.recognised_on from fund f
  where f.district = fund_credit.district and f.id = fund_credit.fund_id);
create index fund_credit_day on fund_credit (district, unit_id, recognised_on, fund_id, fen);
drop index fund_credit_unit;
