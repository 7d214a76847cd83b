//! Weekly progress (周进展): which week an entry is for, what it must say, and what follows from it.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::project::{LINE, Stage, Status, TEXT, planned, text_fits};

/// A week of ISO 8601, by its Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(Date);

impl Week {
    /// The week in which a day lies.
    pub fn of(day: Date) -> Self {
        let past_monday = i64::from(day.weekday().to_monday_zero_offset());
        Self(day.saturating_sub(past_monday.days()))
    }

    pub const fn monday(self) -> Date {
        self.0
    }

    pub fn sunday(self) -> Date {
        self.0.saturating_add(6.days())
    }

    /// Year and number as ISO 8601 counts them: the last days of December may lie in week 1 of the next year.
    pub fn number(self) -> (i16, i8) {
        let iso = self.0.iso_week_date();
        (iso.year(), iso.week())
    }
}

/// What a unit says of a project and a week. Texts are trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    /// Nothing has changed: counts as reported, not as progress; the texts are empty.
    pub no_change: bool,
    pub happened: String,
    pub next_step: String,
    pub due_on: Option<Date>,
    pub problem: String,
}

impl Said {
    /// Trims what was typed; of "no change" no text is kept.
    #[must_use]
    pub fn tidied(self) -> Self {
        if self.no_change {
            return Self { no_change: true, ..Self::default() };
        }
        Self {
            happened: self.happened.trim().to_owned(),
            next_step: self.next_step.trim().to_owned(),
            problem: self.problem.trim().to_owned(),
            ..self
        }
    }

    /// What is wrong with it, as field and code; nothing when it may stand. `before` is what was known until now:
    /// a report that repeats it word for word is "no change".
    pub fn faults(&self, before: &Self, today: Date) -> Vec<(&'static str, &'static str)> {
        let mut out = Vec::new();
        if self.no_change {
            return out;
        }
        if self.happened.is_empty() {
            out.push(("happened", "progress.happened_missing"));
        }
        if self.due_on.is_some() && self.next_step.is_empty() {
            out.push(("next_step", "progress.next_step_missing"));
        }
        if self.due_on.is_some_and(|day| !planned(day, today)) {
            out.push(("due_on", "progress.due_on"));
        }
        for (field, text, limit) in [
            ("happened", &self.happened, TEXT),
            ("next_step", &self.next_step, LINE),
            ("problem", &self.problem, TEXT),
        ] {
            if !text_fits(text, limit) {
                out.push((field, "progress.too_long"));
            }
        }
        if out.is_empty() && self == before {
            out.push(("happened", "progress.same_as_before"));
        }
        out
    }
}

/// Whether a weekly report is expected of a project: it goes on and is not at capacity yet.
pub fn expected(stage: Stage, status: Status) -> bool {
    status == Status::Ongoing && stage != Stage::AtCapacity
}

/// How long a report may be taken back by whoever made it; after that it is corrected, and both stay.
pub const WITHDRAWN_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Why a report cannot be taken back, if it cannot.
pub fn withdrawable(
    own: bool,
    corrected: bool,
    reported_at: Timestamp,
    now: Timestamp,
) -> Result<(), &'static str> {
    if !own {
        return Err("progress.not_own");
    }
    if corrected {
        return Err("progress.corrected_already");
    }
    if now.duration_since(reported_at) > WITHDRAWN_WITHIN {
        return Err("progress.withdraw_late");
    }
    Ok(())
}

/// The day on which an entry stands in the project's story: today, or for a week that is over its last day.
pub fn told_on(week: Week, today: Date) -> Date {
    today.min(week.sunday())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(happened: &str) -> Said {
        Said { happened: happened.into(), ..Said::default() }.tidied()
    }

    #[test]
    fn a_report_is_taken_back_by_its_author_on_the_same_day_only() {
        let made: Timestamp = "2013-11-15T01:00:00Z".parse().unwrap();
        let later = |hours: i64| made + SignedDuration::from_hours(hours);
        assert_eq!(withdrawable(true, false, made, later(24)), Ok(()));
        assert_eq!(withdrawable(true, false, made, later(25)), Err("progress.withdraw_late"));
        assert_eq!(withdrawable(true, true, made, made), Err("progress.corrected_already"));
        assert_eq!(withdrawable(false, false, made, made), Err("progress.not_own"));
    }

    #[test]
    fn a_week_begins_on_monday_and_counts_as_iso_8601_does() {
        for (day, monday, number) in [
            (date(2013, 8, 31), date(2013, 8, 26), (2013, 35)),
            (date(2013, 8, 26), date(2013, 8, 26), (2013, 35)),
            (date(2013, 12, 31), date(2013, 12, 30), (2014, 1)),
            (date(2021, 1, 3), date(2020, 12, 28), (2020, 53)),
        ] {
            let week = Week::of(day);
            assert_eq!((week.monday(), week.number()), (monday, number), "{day}");
            assert_eq!(Week::of(week.sunday()), week);
        }
    }

    #[test]
    fn a_report_says_something_new() {
        let today = date(2013, 11, 15);
        let before = said("洽谈中");
        assert_eq!(said("签订意向书").faults(&before, today), []);
        assert_eq!(said(" 洽谈中 ").faults(&before, today), [("happened", "progress.same_as_before")]);
        assert_eq!(said("").faults(&before, today), [("happened", "progress.happened_missing")]);
        let due = Said { due_on: Some(date(2013, 12, 1)), ..said("签订意向书") };
        assert_eq!(due.faults(&before, today), [("next_step", "progress.next_step_missing")]);
        let far = Said { due_on: Some(date(2113, 12, 1)), next_step: "投产".into(), ..said("开工") };
        assert_eq!(far.faults(&before, today), [("due_on", "progress.due_on")]);
        let long = Said { next_step: "长".repeat(LINE + 1), ..said("开工") };
        assert_eq!(long.faults(&before, today), [("next_step", "progress.too_long")]);
    }

    #[test]
    fn no_change_says_nothing_and_is_always_allowed() {
        let none = Said { no_change: true, ..said("顺带一句") }.tidied();
        assert_eq!(none, Said { no_change: true, ..Said::default() });
        assert_eq!(none.faults(&none, date(2013, 11, 15)), []);
    }

    #[test]
    fn reports_are_expected_of_what_goes_on() {
        assert!(expected(Stage::Lead, Status::Ongoing));
        assert!(!expected(Stage::AtCapacity, Status::Ongoing));
        assert!(!expected(Stage::Construction, Status::OnHold));
    }

    #[test]
    fn a_late_entry_stands_at_the_end_of_its_week() {
        let week = Week::of(date(2013, 8, 28));
        assert_eq!(told_on(week, date(2013, 8, 28)), date(2013, 8, 28));
        assert_eq!(told_on(week, date(2013, 9, 5)), date(2013, 9, 1));
    }
}
