//! A project and its parts: what phases sum to, what an increase adds, who holds a joint venture, and what a bundle of
//! projects is. Nothing is counted twice: of an increase only what is new counts, and a bundle counts by its parts.

use super::{FULL, codes};

codes! {
    /// How the amount of the whole project comes about, and what its phases say of it.
    SumRule {
        /// 未分期: one amount, no phases.
        AsGiven = "as_given",
        /// 各期合计: no amount was given for the whole, so the phases are summed.
        Summed = "summed",
        /// 与各期相符
        Equal = "equal",
        /// 未拆分: the whole is more than its phases; the rest is in no phase yet.
        Rest = "rest",
    }
}

/// What a measure is of the whole project, in fen, and how much of it is in no phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    pub fen: i64,
    pub phases_fen: i64,
    pub rule: SumRule,
}

/// The amount of the whole from what was given for it and for its phases; none when nothing was given. More in phases
/// than in the whole is refused where amounts are entered, so that nothing is left to say of it here.
pub fn whole(given: Option<i64>, phases: &[i64]) -> Option<Whole> {
    let phases_fen = phases.iter().fold(0_i64, |sum, fen| sum.saturating_add(*fen));
    let (fen, rule) = match given {
        Some(fen) if phases.is_empty() => (fen, SumRule::AsGiven),
        Some(fen) if fen == phases_fen => (fen, SumRule::Equal),
        Some(fen) => (fen, SumRule::Rest),
        None if phases.is_empty() => return None,
        None => (phases_fen, SumRule::Summed),
    };
    Some(Whole { fen, phases_fen, rule })
}

/// What an increase adds (增量): after less before, more than nothing.
pub fn increment(before: i64, after: i64) -> Option<i64> {
    after.checked_sub(before).filter(|added| before >= 0 && *added > 0)
}

/// Who holds a joint venture, in basis points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    pub domestic_bp: i64,
    /// 境外: abroad, Hong Kong, Macao and Taiwan.
    pub foreign_bp: i64,
    /// Nobody has said whose.
    pub unknown_bp: i64,
}

/// The parts of investors at home and from outside; `true`: from outside. Shares that are not known are the rest.
pub fn held(shares: &[(bool, Option<i64>)]) -> Held {
    let of =
        |foreign: bool| shares.iter().filter(|(f, _)| *f == foreign).filter_map(|(_, bp)| *bp).sum::<i64>();
    let (domestic_bp, foreign_bp) = (of(false), of(true));
    Held { domestic_bp, foreign_bp, unknown_bp: (FULL - domestic_bp - foreign_bp).max(0) }
}

/// Whether the shares of a joint venture may stand: as long as one is unknown the rest is open; when all are known
/// they are 100 %.
pub fn joint_shares_fit(shares: &[Option<i64>]) -> bool {
    let known: Vec<i64> = shares.iter().flatten().copied().collect();
    known.len() < shares.len() || known.is_empty() || known.iter().sum::<i64>() == FULL
}

/// What a project is to another, before one becomes a part of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct Kin {
    pub same: bool,
    pub parent_is_part: bool,
    pub part_has_parts: bool,
    pub part_has_parent: bool,
    /// The parent was recognised, or a unit claims it was, or its contract is signed: it has been counted itself.
    pub parent_counted: bool,
}

/// Whether a project may become a part of another, or the code of why not. One level: a bundle has parts and is none.
pub const fn may_join(kin: Kin) -> Result<(), &'static str> {
    if kin.same {
        Err("project.part_of_itself")
    } else if kin.part_has_parent {
        Err("project.part_already")
    } else if kin.parent_is_part {
        Err("project.parent_is_part")
    } else if kin.part_has_parts {
        Err("project.part_has_parts")
    } else if kin.parent_counted {
        Err("project.parent_counted")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_and_its_phases() {
        for (given, phases, expected) in [
            (None, vec![], None),
            (Some(5), vec![], Some((5, 0, SumRule::AsGiven))),
            (None, vec![3, 5], Some((8, 8, SumRule::Summed))),
            (Some(8), vec![3, 5], Some((8, 8, SumRule::Equal))),
            (Some(9), vec![3, 5], Some((9, 8, SumRule::Rest))),
            (None, vec![i64::MAX, 1], Some((i64::MAX, i64::MAX, SumRule::Summed))),
        ] {
            assert_eq!(whole(given, &phases).map(|w| (w.fen, w.phases_fen, w.rule)), expected);
        }
    }

    #[test]
    fn an_increase_adds_what_is_new() {
        assert_eq!(increment(2_000, 5_000), Some(3_000));
        assert_eq!(increment(0, 5_000), Some(5_000));
        assert_eq!(increment(5_000, 5_000), None);
        assert_eq!(increment(5_000, 2_000), None);
        assert_eq!(increment(-1, 2_000), None);
        assert_eq!(increment(-1, i64::MAX), None);
    }

    #[test]
    fn a_joint_venture_is_held_whole() {
        assert_eq!(
            held(&[(false, Some(6_000)), (true, Some(4_000))]),
            Held { domestic_bp: 6_000, foreign_bp: 4_000, unknown_bp: 0 }
        );
        assert_eq!(held(&[(false, Some(6_000)), (true, None)]).unknown_bp, 4_000);
        assert_eq!(held(&[]).unknown_bp, FULL);
        assert!(joint_shares_fit(&[Some(6_000), Some(4_000)]));
        assert!(joint_shares_fit(&[Some(6_000), None]));
        assert!(joint_shares_fit(&[None, None]) && joint_shares_fit(&[]));
        assert!(!joint_shares_fit(&[Some(6_000), Some(3_000)]));
    }

    #[test]
    fn a_bundle_is_one_level_and_was_not_counted_before() {
        assert_eq!(may_join(Kin::default()), Ok(()));
        for (kin, code) in [
            (Kin { same: true, ..Kin::default() }, "project.part_of_itself"),
            (Kin { parent_is_part: true, ..Kin::default() }, "project.parent_is_part"),
            (Kin { part_has_parts: true, ..Kin::default() }, "project.part_has_parts"),
            (Kin { part_has_parent: true, ..Kin::default() }, "project.part_already"),
            (Kin { parent_counted: true, ..Kin::default() }, "project.parent_counted"),
        ] {
            assert_eq!(may_join(kin), Err(code));
        }
    }
}
