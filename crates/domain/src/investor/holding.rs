//! Who owns how much of an organisation, and when.

use jiff::civil::Date;

/// A share in basis points, from a day on, until a day or still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    pub share_bp: i64,
    pub from_on: Date,
    /// The last day.
    pub until_on: Option<Date>,
}

impl Holding {
    fn holds_on(&self, day: Date) -> bool {
        self.from_on <= day && self.until_on.is_none_or(|until| day <= until)
    }
}

/// The most that is held of one organisation on any day, and the first such day: more than 10,000 cannot be. Sums only
/// rise on the days on which something begins.
pub fn most_held(holdings: &[Holding]) -> Option<(i64, Date)> {
    let sum = |day: Date| holdings.iter().filter(|h| h.holds_on(day)).map(|h| h.share_bp).sum::<i64>();
    let mut days: Vec<Date> = holdings.iter().map(|h| h.from_on).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.into_iter().map(|day| (sum(day), day)).max_by_key(|(sum, day)| (*sum, std::cmp::Reverse(*day)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn shares_of_different_times_do_not_add_up() {
        let held = |share_bp, from: i16, until: Option<i16>| Holding {
            share_bp,
            from_on: date(from, 1, 1),
            until_on: until.map(|year| date(year, 12, 31)),
        };
        for (holdings, most) in [
            (vec![], None),
            (vec![held(6_000, 2010, None), held(4_000, 2011, None)], Some((10_000, date(2011, 1, 1)))),
            (vec![held(6_000, 2010, Some(2011)), held(6_000, 2012, None)], Some((6_000, date(2010, 1, 1)))),
            (vec![held(6_000, 2010, Some(2012)), held(6_000, 2012, None)], Some((12_000, date(2012, 1, 1)))),
        ] {
            assert_eq!(most_held(&holdings), most);
        }
    }
}
