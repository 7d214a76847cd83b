//! Who is in charge of an organisation (负责单位、专人).

/// Where an organisation is to go, seen from where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nobody is in charge of it yet.
    Nobody,
    /// It stays with its unit; another person of it, or none by name.
    Same,
    Other,
}

/// What somebody is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChargeHand {
    /// They keep the library of the whole district.
    pub office: bool,
    /// They fill in for the unit that is to be in charge.
    pub own: bool,
}

/// Whether somebody may say who is in charge, or the code of why not. From unit to unit an organisation goes by a
/// hand-over or a referral, for the other side has to take it.
pub const fn may_take(place: Place, hand: ChargeHand) -> Result<(), &'static str> {
    match place {
        Place::Other => Err("investor.charge_by_handover"),
        Place::Nobody | Place::Same if hand.office || hand.own => Ok(()),
        Place::Nobody | Place::Same => Err("investor.charge_not_yours"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_takes_what_is_nobodys_and_gives_nothing_away_alone() {
        let (office, own, other) = (
            ChargeHand { office: true, own: false },
            ChargeHand { office: false, own: true },
            ChargeHand::default(),
        );
        for hand in [office, own] {
            assert_eq!(may_take(Place::Nobody, hand), Ok(()));
            assert_eq!(may_take(Place::Same, hand), Ok(()));
            assert_eq!(may_take(Place::Other, hand), Err("investor.charge_by_handover"));
        }
        assert_eq!(may_take(Place::Nobody, other), Err("investor.charge_not_yours"));
    }
}
