//! Bands of a figure, each with a value: tables and tiers by amount.

use rust_decimal::Decimal;
use serde::Serialize;

/// From (included) up to below (excluded); open where `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Band {
    pub from: Option<Decimal>,
    pub below: Option<Decimal>,
    pub value: Decimal,
}

impl Band {
    fn holds(&self, figure: Decimal) -> bool {
        self.from.is_none_or(|from| from <= figure) && self.below.is_none_or(|below| figure < below)
    }

    fn starts_after(&self, end: Option<Decimal>) -> bool {
        matches!((self.from, end), (Some(from), Some(end)) if from >= end)
    }

    fn overlaps(&self, other: &Self) -> bool {
        !self.starts_after(other.below) && !other.starts_after(self.below)
    }

    /// Every figure of `self` is also in `other`.
    fn within(&self, other: &Self) -> bool {
        let from = match (self.from, other.from) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => a >= b,
        };
        let below = match (self.below, other.below) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => a <= b,
        };
        from && below
    }
}

/// The first band that holds the figure counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Bands(pub Vec<Band>);

/// What is wrong with a band, by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// `below` is not above `from`.
    Empty(usize),
    /// Never reached: the earlier band takes all its figures.
    Unreachable { band: usize, by: usize },
    /// Has a stated end and still shares figures with an earlier band.
    Overlap { band: usize, with: usize },
}

impl Bands {
    /// The place of the band that holds the figure.
    pub fn find(&self, figure: Decimal) -> Option<usize> {
        self.0.iter().position(|band| band.holds(figure))
    }

    pub fn value(&self, figure: Decimal) -> Option<Decimal> {
        self.find(figure).map(|at| self.0[at].value)
    }

    /// "First match from the top" is read as meant while bands are given by their lower ends in falling order;
    /// everything else that shares figures is a flaw.
    pub(super) fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        for (at, band) in self.0.iter().enumerate() {
            if matches!((band.from, band.below), (Some(from), Some(below)) if below <= from) {
                flaws.push(Flaw::Empty(at));
                continue;
            }
            let earlier = || self.0[..at].iter().enumerate();
            if let Some((by, _)) = earlier().find(|(_, other)| band.within(other)) {
                flaws.push(Flaw::Unreachable { band: at, by });
            } else if let Some((with, _)) = earlier()
                .find(|(_, other)| band.overlaps(other) && (band.below.is_some() || other.below.is_some()))
            {
                flaws.push(Flaw::Overlap { band: at, with });
            }
        }
        flaws
    }

    /// The lowest end; `None` when it is open or there is no band.
    pub(super) fn lowest(&self) -> Option<Decimal> {
        if self.0.iter().any(|b| b.from.is_none()) {
            None
        } else {
            self.0.iter().filter_map(|b| b.from).min()
        }
    }

    /// Whether any figure above all ends has a value.
    pub(super) fn open_above(&self) -> bool {
        self.0.is_empty() || self.0.iter().any(|b| b.below.is_none())
    }

    /// The lower end of the first gap between the lowest and the highest band: a size without a value.
    pub(super) fn gap(&self) -> Option<(Decimal, Decimal)> {
        let mut bands: Vec<&Band> = self.0.iter().collect();
        bands.sort_by_key(|b| (b.from.is_some(), b.from));
        let mut reached = bands.first()?.below?;
        for band in &bands[1..] {
            match band.from {
                Some(from) if from > reached => return Some((reached, from)),
                _ => reached = reached.max(band.below?),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bands(list: &[(Option<i64>, Option<i64>)]) -> Bands {
        Bands(
            list.iter()
                .map(|(from, below)| Band {
                    from: from.map(Decimal::from),
                    below: below.map(Decimal::from),
                    value: Decimal::ONE,
                })
                .collect(),
        )
    }

    #[test]
    fn bands_that_share_or_miss_figures_are_found() {
        assert_eq!(bands(&[(Some(100), None), (Some(80), None), (None, None)]).flaws(), []);
        assert_eq!(
            bands(&[(Some(50), None), (Some(80), None)]).flaws(),
            [Flaw::Unreachable { band: 1, by: 0 }]
        );
        assert_eq!(
            bands(&[(Some(0), Some(60)), (Some(50), Some(90))]).flaws(),
            [Flaw::Overlap { band: 1, with: 0 }]
        );
        assert_eq!(bands(&[(Some(5), Some(5))]).flaws(), [Flaw::Empty(0)]);
        let holed = bands(&[(Some(0), Some(10)), (Some(20), Some(30))]);
        assert_eq!((holed.flaws(), holed.gap()), (vec![], Some((10.into(), 20.into()))));
        assert_eq!(bands(&[(None, Some(10)), (Some(10), None)]).gap(), None);
        assert_eq!(bands(&[(Some(100), None), (Some(80), None)]).find(80.into()), Some(1));
    }
}
