//! First report, first negotiation (首报首谈): the unit that reports an investor first, with proof of contact, negotiates
//! with it alone for a time. The clock, the ways on for a rival, and the order in which a dispute weighs what both
//! sides can show are here; how long everything lasts is a table of the district ([`Terms`]).

mod hand;
mod terms;
mod weigh;

use jiff::{ToSpan, civil::Date};

use crate::project::codes;

pub use hand::{CaseHand, may_appeal, may_conclude, may_decide, may_keep, may_link, may_renew};
pub use terms::{STANDARD, Terms};
pub use weigh::{Shown, Weighed, weigh};

codes! {
    ClaimState {
        /// 保护中: nobody else negotiates.
        Open = "open",
        /// 已失效: the time was over.
        Lapsed = "lapsed",
        /// 已释放: nothing happened for too long.
        Released = "released",
        /// 已撤回 by the unit itself.
        Withdrawn = "withdrawn",
        /// 已落地: the contract of its project was signed.
        Fulfilled = "fulfilled",
        /// 已改判: a decision gave the investor to another unit.
        Overruled = "overruled",
        /// 已转交: the unit referred the investor to another.
        Referred = "referred",
    }
}

codes! {
    /// What a unit may not do while another one has the first report (违规).
    Breach {
        /// 擅自接触受保护客商
        Approach = "approach",
        /// 以更优条件争抢
        BetterTerms = "better_terms",
        /// 在相邻镇街间平移
        Relocation = "relocation",
    }
}

codes! {
    BreachState {
        /// 已认定
        Recorded = "recorded",
        /// 已撤销
        TakenBack = "taken_back",
    }
}

codes! {
    /// What a file proves (接触凭证).
    Proof {
        /// 投资方书面选择: the investor says with whom it wants to negotiate.
        Choice = "choice",
        /// 双方会谈记录
        Meeting = "meeting",
        /// 拜访、接待记录
        Visit = "visit",
        /// 投资方确认函
        Confirmation = "confirmation",
        /// 往来函件
        Letter = "letter",
    }
}

impl Proof {
    /// Whether both sides were there: what renews a claim, and what counts as first negotiation.
    pub const fn is_two_sided(self) -> bool {
        matches!(self, Self::Meeting | Self::Visit)
    }
}

codes! {
    /// What a unit may do that finds an investor occupied.
    Way {
        /// 联合: as a partner with a share of the credit.
        Join = "join",
        /// 请求转交: the holder refers the investor to it.
        Referral = "referral",
        /// 争议: it was there first, or the investor prefers it.
        Contest = "contest",
        /// 不同项目: the same investor, clearly another project.
        Different = "different",
    }
}

codes! {
    AskState {
        Waiting = "waiting",
        Accepted = "accepted",
        Refused = "refused",
        Withdrawn = "withdrawn",
        /// The claim ended before anybody answered.
        Void = "void",
    }
}

codes! {
    CaseState {
        /// Waits for the decision.
        Open = "open",
        /// Decided; the side that lost may appeal once.
        Decided = "decided",
        /// Waits for the committee.
        Appealed = "appealed",
        Final = "final",
    }
}

codes! {
    /// What a decision rests on, the strongest first.
    Ground {
        /// 投资方书面选择
        Choice = "choice",
        /// 最早的双方接触
        Contact = "contact",
        /// 最早报告
        Report = "report",
        /// 持续服务
        Service = "service",
    }
}

/// The days by which a claim lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The last day of protection.
    pub expires_on: Date,
    /// From this day on it is shown as idle.
    pub warn_on: Date,
    /// The last day on which a contact keeps it.
    pub release_on: Date,
}

impl Clock {
    /// Of a claim that is reported today.
    pub fn start(terms: &Terms, today: Date) -> Self {
        Self { expires_on: after(today, terms.validity_days), ..Self::idle(terms, today, today) }
    }

    /// After a contact: the days of idleness begin again; the protection is not longer for it.
    #[must_use]
    pub fn moved(self, terms: &Terms, on: Date) -> Self {
        let next = Self::idle(terms, on, self.expires_on);
        Self {
            warn_on: next.warn_on.max(self.warn_on),
            release_on: next.release_on.max(self.release_on),
            ..self
        }
    }

    /// After a renewal.
    #[must_use]
    pub fn renewed(self, terms: &Terms) -> Self {
        Self { expires_on: after(self.expires_on, terms.renewal_days), ..self }
    }

    fn idle(terms: &Terms, on: Date, expires_on: Date) -> Self {
        Self {
            expires_on,
            warn_on: after(on, terms.idle_warn_days),
            release_on: after(on, terms.idle_release_days),
        }
    }

    /// Whether nothing has happened for so long that it shows.
    pub fn is_idle(&self, today: Date) -> bool {
        today >= self.warn_on
    }
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// How a claim stands on a day. It lapses at the end of its last day and is released when nothing happened for too
/// long; while a dispute is open neither clock ends it.
pub fn standing(state: ClaimState, clock: &Clock, contested: bool, today: Date) -> ClaimState {
    match state {
        ClaimState::Open if contested => ClaimState::Open,
        ClaimState::Open if ended_on(clock) >= today => ClaimState::Open,
        // What came first ended it, also when nobody looked for long.
        ClaimState::Open if clock.release_on < clock.expires_on => ClaimState::Released,
        ClaimState::Open => ClaimState::Lapsed,
        other => other,
    }
}

/// The day on which it ended by itself.
pub fn ended_on(clock: &Clock) -> Date {
    clock.expires_on.min(clock.release_on)
}

/// The reminder that is due when so many days are left: the nearest of those that have come, in days before the end.
pub fn reminder(remind_days: &[i64], days_left: i64) -> Option<i64> {
    remind_days.iter().copied().filter(|level| days_left <= *level).min()
}

/// How a case stands on a day: a decision that nobody appeals against in time is final.
pub fn case_standing(state: CaseState, appeal_due_on: Option<Date>, today: Date) -> CaseState {
    if state == CaseState::Decided && appeal_due_on.is_some_and(|due| due < today) {
        CaseState::Final
    } else {
        state
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_claim_ends_by_time_and_by_idleness_but_not_in_dispute() {
        let terms = Terms::built_in();
        let clock = Clock::start(terms, date(2013, 8, 1));
        assert_eq!(
            clock,
            Clock {
                expires_on: date(2013, 10, 30),
                warn_on: date(2013, 8, 31),
                release_on: date(2013, 9, 30)
            }
        );
        let at = |clock: &Clock, day| standing(ClaimState::Open, clock, false, day);
        assert_eq!(at(&clock, date(2013, 9, 30)), ClaimState::Open);
        assert_eq!(at(&clock, date(2013, 10, 1)), ClaimState::Released);
        assert_eq!(ended_on(&clock), date(2013, 9, 30));
        let moved = clock.moved(terms, date(2013, 9, 20));
        assert_eq!(at(&moved, date(2013, 10, 30)), ClaimState::Open);
        assert_eq!(at(&moved, date(2013, 10, 31)), ClaimState::Lapsed);
        assert_eq!(standing(ClaimState::Open, &moved, true, date(2014, 10, 31)), ClaimState::Open);
        assert_eq!(standing(ClaimState::Withdrawn, &moved, false, date(2014, 10, 31)), ClaimState::Withdrawn);
        let renewed = moved.renewed(terms).moved(terms, date(2013, 10, 30));
        assert_eq!(at(&renewed, date(2013, 12, 29)), ClaimState::Open);
        assert_eq!(renewed.expires_on, date(2014, 1, 28));
        // An older contact that is entered late does not take days away.
        assert_eq!(renewed.moved(terms, date(2013, 8, 2)), renewed);
        assert!(clock.is_idle(date(2013, 8, 31)) && !clock.is_idle(date(2013, 8, 30)));
    }

    #[test]
    fn the_nearest_reminder_that_has_come_is_due() {
        let due = [20, 14, 8, 7, 2, 1, 0].map(|left| reminder(&[14, 7, 1], left));
        assert_eq!(due, [None, Some(14), Some(14), Some(7), Some(7), Some(1), Some(1)]);
    }

    #[test]
    fn a_decision_is_final_when_nobody_appeals() {
        let due = Some(date(2013, 9, 1));
        assert_eq!(case_standing(CaseState::Decided, due, date(2013, 9, 1)), CaseState::Decided);
        assert_eq!(case_standing(CaseState::Decided, due, date(2013, 9, 2)), CaseState::Final);
        assert_eq!(case_standing(CaseState::Appealed, due, date(2013, 9, 2)), CaseState::Appealed);
    }
}
