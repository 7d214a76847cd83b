//! The schedule of a target (时序目标): what is to be reached up to the end of a quarter or a month of the window.

use std::collections::BTreeMap;

use super::expr::Part;

impl Part {
    /// `q1`–`q4`, `m1`–`m24`.
    pub fn from_word(word: &str) -> Option<Self> {
        let number = |most: u8| word.get(1..)?.parse::<u8>().ok().filter(|n| (1..=most).contains(n));
        match word.as_bytes().first()? {
            b'q' => number(4).map(Self::Quarter),
            b'm' => number(24).map(Self::Month),
            _ => None,
        }
    }

    /// The end of it, in months of the window.
    const fn month(self) -> Option<u8> {
        match self {
            Self::Quarter(n) => Some(n * 3),
            Self::Month(n) => Some(n),
            Self::Now => None,
        }
    }
}

/// What is wrong with a schedule: the part, and the code of the sentence. Sums never fall from one part to the next,
/// two parts that end together say the same, and none says more than the whole.
pub fn schedule_fault(parts: &BTreeMap<String, i64>, whole: i64) -> Option<(String, &'static str)> {
    let mut read: Vec<(u8, i64, &String)> = Vec::new();
    for (word, value) in parts {
        match Part::from_word(word).and_then(Part::month) {
            Some(month) => read.push((month, *value, word)),
            None => return Some((word.clone(), "assessment.part_unknown")),
        }
    }
    read.sort_unstable();
    if let Some((_, _, word)) = read.iter().find(|(_, value, _)| *value < 0 || *value > whole) {
        return Some(((*word).clone(), "assessment.part_above"));
    }
    let falls = |pair: &&[(u8, i64, &String)]| {
        pair[1].1 < pair[0].1 || (pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
    };
    read.windows(2).find(falls).map(|pair| (pair[1].2.clone(), "assessment.part_falls"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_rises_to_the_whole() {
        let of = |list: &[(&str, i64)], whole| {
            let parts = list.iter().map(|(word, value)| ((*word).to_owned(), *value)).collect();
            schedule_fault(&parts, whole)
        };
        assert_eq!(of(&[("q1", 25), ("q2", 50), ("q3", 75), ("q4", 100)], 100), None);
        assert_eq!(of(&[("m2", 10), ("m10", 80), ("q3", 70)], 100), None);
        assert_eq!(of(&[("q5", 1)], 9), Some(("q5".into(), "assessment.part_unknown")));
        assert_eq!(of(&[("q1", 11)], 10), Some(("q1".into(), "assessment.part_above")));
        assert_eq!(of(&[("q1", 5), ("q2", 4)], 10), Some(("q2".into(), "assessment.part_falls")));
        assert!(of(&[("m3", 5), ("q1", 6)], 10).is_some());
    }
}
