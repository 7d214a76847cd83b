//! 代号项目: what stands for a project whose name only some need to know.

use crate::text::name_key;

/// Covers tell amounts to ten million yuan (千万元): near enough to see what is at stake, too coarse to find a project
/// by in the papers.
pub const ABOUT_FEN: i64 = 1_000_000_000;

/// An amount as a cover tells it.
pub const fn about(fen: i64) -> i64 {
    (fen.saturating_add(ABOUT_FEN / 2)) / ABOUT_FEN * ABOUT_FEN
}

/// Whether a text gives a name away: it holds it, however it is written.
pub fn tells(text: &str, name: &str) -> bool {
    let key = name_key(name);
    key.chars().count() > 1 && name_key(text).contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_to_ten_million() {
        for (fen, shown) in
            [(0, 0), (499_999_999, 0), (500_000_000, ABOUT_FEN), (12_345_678_901, 12_000_000_000)]
        {
            assert_eq!(about(fen), shown);
        }
    }

    #[test]
    fn a_code_name_does_not_hold_the_name() {
        assert!(tells("星河半导体一期", "星河半导体有限公司"));
        assert!(tells("代号ＸＩＮＧ—星河半导体", "星河半导体"));
        assert!(!tells("金凤一号", "星河半导体"));
        assert!(!tells("集成电路封装", "星河半导体"));
        assert!(!tells("甲乙", "甲"));
    }
}
