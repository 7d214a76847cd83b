//! Who leads to whom: associations and who belongs to them, and what an introducer is owed.

use jiff::civil::Date;

use crate::project::codes;

codes! {
    /// What an association gathers its members by.
    AssociationKind {
        /// 商会
        Chamber = "chamber",
        /// 行业协会
        Trade = "trade",
        /// 校友会
        Alumni = "alumni",
        /// 同乡会
        Natives = "natives",
    }
}

codes! {
    /// What a firm or a person is in an association; those who can open a door come first.
    MemberRole {
        /// 会长
        President = "president",
        /// 秘书长
        Secretary = "secretary",
        /// 副会长
        VicePresident = "vice_president",
        /// 理事
        Director = "director",
        /// 会员
        Member = "member",
    }
}

codes! {
    /// Whether an introduction counts: the agreement has to come before the project.
    Introduction {
        /// 登记在先
        InTime = "in_time",
        /// 登记在后: entered from a ledger with an introducer who was registered afterwards.
        Late = "late",
        /// 登记已失效
        Lapsed = "lapsed",
        /// 未登记
        Unregistered = "unregistered",
        /// 与投资方关联: of the investor's own group, or owning it, or owned by it.
        Related = "related",
    }
}

codes! {
    /// How an investor can be reached, the shortest way first.
    Way {
        /// 直接联系
        Direct = "direct",
        /// 曾经引荐
        Introduced = "introduced",
        /// 经商协会
        Association = "association",
        /// 同会企业
        Fellow = "fellow",
        /// 经关联企业
        Group = "group",
    }
}

/// When somebody was registered as an introducer, and until when that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registration {
    pub registered_on: Date,
    pub valid_until: Option<Date>,
}

/// How an introduction of a project stands that was first entered on this day; `related`: the introducer belongs to one
/// of the investors or the other way round.
pub fn introduction(registration: Option<Registration>, entered_on: Date, related: bool) -> Introduction {
    match registration {
        Some(_) if related => Introduction::Related,
        None => Introduction::Unregistered,
        Some(r) if r.registered_on > entered_on => Introduction::Late,
        Some(r) if r.valid_until.is_some_and(|until| until < entered_on) => Introduction::Lapsed,
        Some(_) => Introduction::InTime,
    }
}

/// What was agreed for every project: a part of its recognised money, up to so much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reward {
    /// Basis points of the money in place that was recognised.
    pub share_bp: i64,
    /// Fen, of one project.
    pub cap_fen: Option<i64>,
}

/// What the agreement gives for one project, in fen; what is less than one fen is not given. Nothing for an introduction
/// that does not count.
pub fn reward_of(rule: Option<Reward>, standing: Introduction, recognised_fen: i64) -> i64 {
    let Some(rule) = rule.filter(|_| standing == Introduction::InTime) else { return 0 };
    let share = i128::from(recognised_fen.max(0)) * i128::from(rule.share_bp) / 10_000;
    let share = i64::try_from(share).unwrap_or(i64::MAX);
    rule.cap_fen.map_or(share, |cap| share.min(cap))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_agreement_comes_before_the_project() {
        let from = |on, until| Some(Registration { registered_on: on, valid_until: until });
        let entered = date(2013, 5, 1);
        for (registration, standing) in [
            (None, Introduction::Unregistered),
            (from(date(2013, 5, 1), None), Introduction::InTime),
            (from(date(2013, 5, 2), None), Introduction::Late),
            (from(date(2012, 1, 1), Some(date(2013, 5, 1))), Introduction::InTime),
            (from(date(2012, 1, 1), Some(date(2013, 4, 30))), Introduction::Lapsed),
        ] {
            assert_eq!(introduction(registration, entered, false), standing, "{registration:?}");
        }
        let related = introduction(from(date(2012, 1, 1), None), entered, true);
        assert_eq!(related, Introduction::Related, "nobody introduces itself");
    }

    #[test]
    fn a_reward_is_a_part_up_to_its_cap_and_nothing_for_what_does_not_count() {
        let rule = |share_bp, cap_fen| Some(Reward { share_bp, cap_fen });
        let of = |rule, fen| reward_of(rule, Introduction::InTime, fen);
        assert_eq!(of(rule(50, None), 100_000_000), 500_000);
        assert_eq!(of(rule(50, Some(400_000)), 100_000_000), 400_000);
        assert_eq!(of(rule(1, None), 9_999), 0, "less than a fen");
        assert_eq!(of(rule(10_000, None), i64::MAX), i64::MAX);
        assert_eq!(of(rule(50, None), -5), 0);
        assert_eq!(of(None, 100_000_000), 0);
        assert_eq!(reward_of(rule(50, None), Introduction::Late, 100_000_000), 0);
    }
}
