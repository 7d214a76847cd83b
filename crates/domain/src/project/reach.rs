//! When a project reached what cohorts are asked about (§ the five rates): derived from the log of stages as it holds,
//! so that a corrected date moves it.

use jiff::civil::Date;

use super::{Kind, Stage, Status};

/// One entry of the log: where the project stood after it, on the day that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    pub stage: Stage,
    pub status: Status,
    pub on: Date,
}

/// The days; none for what was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    pub registered_on: Option<Date>,
    /// Registered, and with a site: land or approvals, or for kinds that build nothing the registration itself.
    pub landed_on: Option<Date>,
    /// Works begun. Who has completed or produces has also started, whatever was skipped.
    pub started_on: Option<Date>,
    pub completed_on: Option<Date>,
    pub produced_on: Option<Date>,
    /// Terminated and not taken up again.
    pub ended_on: Option<Date>,
}

impl Reach {
    pub fn of(kind: Kind, log: &[Logged]) -> Self {
        let first = |stage: Stage| log.iter().filter(|l| l.stage >= stage).map(|l| l.on).min();
        let sited = if kind.goes_through(Stage::Approvals) { Stage::Approvals } else { Stage::Registered };
        // A restored project is not terminated; the log is in the order in which it was written.
        let ended = log.iter().rposition(|l| l.status != Status::Terminated).map_or(0, |at| at + 1);
        Self {
            registered_on: first(Stage::Registered),
            landed_on: first(sited),
            started_on: first(Stage::Construction),
            completed_on: first(Stage::Completed),
            produced_on: first(Stage::Production),
            ended_on: log.get(ended).map(|l| l.on),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const fn at(stage: Stage, status: Status, day: i8) -> Logged {
        Logged { stage, status, on: date(2013, 5, day) }
    }

    #[test]
    fn the_first_day_of_each_counts_and_later_stages_imply_earlier_ones() {
        use Status::Ongoing as O;
        let log = [at(Stage::Signed, O, 1), at(Stage::Registered, O, 3), at(Stage::Production, O, 9)];
        let built = Reach::of(Kind::New, &log);
        assert_eq!(built.registered_on, Some(date(2013, 5, 3)));
        assert_eq!((built.landed_on, built.started_on), (Some(date(2013, 5, 9)), Some(date(2013, 5, 9))));
        assert_eq!((built.completed_on, built.produced_on), (Some(date(2013, 5, 9)), Some(date(2013, 5, 9))));
        assert_eq!(built.ended_on, None);
        // A head office needs no land: it has landed when it is registered.
        assert_eq!(Reach::of(Kind::Headquarters, &log).landed_on, Some(date(2013, 5, 3)));
        assert_eq!(Reach::of(Kind::New, &log[..1]), Reach::default());
    }

    #[test]
    fn terminated_is_who_was_not_taken_up_again() {
        let signed = at(Stage::Signed, Status::Ongoing, 1);
        let ended = at(Stage::Signed, Status::Terminated, 4);
        let again = at(Stage::Signed, Status::Ongoing, 6);
        assert_eq!(Reach::of(Kind::New, &[signed, ended]).ended_on, Some(date(2013, 5, 4)));
        assert_eq!(Reach::of(Kind::New, &[signed, ended, again]).ended_on, None);
        let twice = at(Stage::Signed, Status::Terminated, 8);
        assert_eq!(Reach::of(Kind::New, &[signed, ended, again, twice]).ended_on, Some(date(2013, 5, 8)));
    }
}
