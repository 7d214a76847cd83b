-- 转介: an investor offered to a better placed unit, with what the giving unit keeps of the credit.
create table referral (
  district text not null,
  id uuid not null,
  code text not null,
  organisation_id uuid not null,
  from_unit_id uuid not null,
  to_unit_id uuid not null,
  reason text not null,
  -- What the giving unit keeps of the credit of the first project, in basis points; null: nothing.
  keeps_bp bigint check (keeps_bp between 1 and 9999),
  state text not null check (state in ('offered', 'accepted', 'declined', 'withdrawn', 'expired')),
  offered_by uuid,
  offered_on text not null,
  offered_at bigint not null,
  -- The last day to answer.
  expires_on text not null,
  answer text not null,
  answered_by uuid,
  answered_on text,
  answered_at bigint,
  -- The first report that the receiving unit holds by it, when there was one.
  claim_id uuid,
  updated_at bigint not null,
  version bigint not null,
  primary key (district, id),
  unique (district, code),
  foreign key (district, organisation_id) references investor_organisation (district, id),
  foreign key (district, from_unit_id) references org_unit (district, id),
  foreign key (district, to_unit_id) references org_unit (district, id),
  foreign key (district, claim_id) references claim (district, id)
);

create unique index referral_open on referral (district, organisation_id) where state = 'offered';

create index referral_offered on referral (district, offered_at, id);

create index referral_from on referral (district, from_unit_id, offered_at, id);

create index referral_to on referral (district, to_unit_id, state, offered_at, id);

create index referral_organisation on referral (district, organisation_id, offered_at, id);

create index referral_lapse on referral (district, expires_on, id) where state = 'offered';

create table referral_counter (
  district text not null,
  year bigint not null,
  last bigint not null,
  primary key (district, year)
);
