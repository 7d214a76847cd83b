//! What both sides of a dispute can show, ground by ground, the strongest first: the investor's own choice, then who
//! met it first, then who reported first, then who kept serving it. The first ground that tells the sides apart is
//! proposed; who decides may rest on another, and says why.

use jiff::{Timestamp, civil::Date};

use super::Ground;

/// What one side can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// The day of the investor's latest written choice of this side.
    pub chosen_on: Option<Date>,
    /// The day of the first meeting or visit of both sides.
    pub met_on: Option<Date>,
    /// By the clock of the server; none when it never reported.
    pub reported_at: Option<Timestamp>,
    /// Contacts that are proved.
    pub contacts: usize,
}

/// One ground: what each side shows of it is [`Shown`]; here is whom it speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    pub ground: Ground,
    /// `Some(true)`: for the side that holds the claim; `Some(false)`: for the other; none: it tells nothing.
    pub for_holder: Option<bool>,
}

/// Every ground in its order.
pub fn weigh(holder: &Shown, other: &Shown) -> [Weighed; 4] {
    let of = |ground, for_holder| Weighed { ground, for_holder };
    [
        // The investor may change its mind: the later word counts.
        of(Ground::Choice, first(other.chosen_on, holder.chosen_on, true)),
        of(Ground::Contact, first(holder.met_on, other.met_on, false)),
        of(Ground::Report, first(holder.reported_at, other.reported_at, false)),
        of(Ground::Service, (holder.contacts != other.contacts).then_some(holder.contacts > other.contacts)),
    ]
}

/// Whether the holder's is the earlier; who has none has it never. With `swapped` the arguments are the other way
/// round, so that the later one wins.
fn first<T: Ord>(a: Option<T>, b: Option<T>, swapped: bool) -> Option<bool> {
    match (a, b) {
        (None, None) => None,
        (Some(_), None) => Some(!swapped),
        (None, Some(_)) => Some(swapped),
        (Some(a), Some(b)) if a == b => None,
        (Some(a), Some(b)) => Some(a < b),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn proposed(holder: &Shown, other: &Shown) -> Option<(Ground, bool)> {
        weigh(holder, other).into_iter().find_map(|w| w.for_holder.map(|it| (w.ground, it)))
    }

    #[test]
    fn the_strongest_ground_that_tells_the_sides_apart_is_proposed() {
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let holder = Shown {
            chosen_on: None,
            met_on: Some(date(2013, 8, 3)),
            reported_at: at("2013-08-05T01:00:00Z"),
            contacts: 2,
        };
        let other = Shown { met_on: Some(date(2013, 8, 1)), reported_at: None, contacts: 1, ..holder };
        assert_eq!(proposed(&holder, &other), Some((Ground::Contact, false)));
        let chosen = Shown { chosen_on: Some(date(2013, 8, 9)), ..holder };
        assert_eq!(proposed(&chosen, &other), Some((Ground::Choice, true)));
        let later = Shown { chosen_on: Some(date(2013, 8, 10)), ..other };
        assert_eq!(proposed(&chosen, &later), Some((Ground::Choice, false)));
        let same_day = Shown { met_on: holder.met_on, ..other };
        assert_eq!(proposed(&holder, &same_day), Some((Ground::Report, true)));
        let same = Shown { reported_at: holder.reported_at, ..same_day };
        assert_eq!(proposed(&holder, &same), Some((Ground::Service, true)));
        assert_eq!(proposed(&holder, &holder), None);
    }
}
