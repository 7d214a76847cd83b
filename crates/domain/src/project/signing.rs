//! What is looked at twice before a contract is entered: one that came very fast, and one that was signed before.

use jiff::civil::Date;

use crate::{
    money::YI_FEN,
    text::{name_key, similar},
};

/// Days from the lead to the signing, below which a large contract needs a second signature.
pub const FAST_DAYS: i32 = 30;
/// More than this is large: 10亿元. A contract of 158亿元 with a firm that was not what it said was signed in 28 days.
pub const FAST_FEN: i64 = 10 * YI_FEN;

/// Whether a signing on this day is so fast for its size that a second reviewer has to sign for it.
pub fn too_fast(entered_on: Date, signed_on: Date, total_fen: i64) -> bool {
    total_fen > FAST_FEN && (signed_on - entered_on).get_days() < FAST_DAYS
}

/// Whether two projects of one investor may be the same contract, signed twice: alike in name, or of one class of
/// industry.
pub fn alike(name: &str, industry: &str, other_name: &str, other_industry: &str) -> bool {
    let class = |code: &str| code.chars().take(4).collect::<String>();
    let same_class = industry.len() >= 4 && class(industry) == class(other_industry);
    same_class || similar(&name_key(name), &name_key(other_name)).is_some()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn fast_and_large_together_are_an_alarm() {
        let (lead, fast, slow) = (date(2013, 8, 1), date(2013, 8, 29), date(2013, 8, 31));
        assert!(too_fast(lead, fast, FAST_FEN + 1));
        assert!(!too_fast(lead, fast, FAST_FEN));
        assert!(!too_fast(lead, slow, FAST_FEN + 1));
    }

    #[test]
    fn a_project_is_alike_by_name_or_by_class() {
        assert!(alike("新能源汽车", "C3670", "新能源汽车", ""));
        assert!(alike("电机厂", "C3811", "发电设备", "C3811"));
        assert!(!alike("电机厂", "C3811", "滨河小区", "K7010"));
        assert!(!alike("电机厂", "C", "滨河小区", "C"));
    }
}
