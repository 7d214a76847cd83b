//! Credit: the division of one amount among units, to the last fen, by agreed shares or by the rule of a scheme.

mod rule;

pub use rule::{AbsentRole, CreditRule, Mode, Role, credits, parts};

/// The whole in basis points: 100 %.
pub const WHOLE_BP: u32 = 10_000;

/// Why shares cannot divide an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("no shares")]
    None,
    /// They sum to this many basis points.
    #[error("shares sum to {0} of 10000 basis points")]
    Sum(u64),
    #[error("share {0} is zero")]
    Zero(usize),
}

impl Unfit {
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "credit.no_shares",
            Self::Sum(_) => "credit.shares_not_whole",
            Self::Zero(_) => "credit.zero_share",
        }
    }
}

/// Whether shares (basis points) are a division: each above zero, together exactly 100 %.
pub fn check(shares: &[u32]) -> Result<(), Unfit> {
    if shares.is_empty() {
        return Err(Unfit::None);
    }
    if let Some(at) = shares.iter().position(|s| *s == 0) {
        return Err(Unfit::Zero(at));
    }
    let sum: u64 = shares.iter().map(|s| u64::from(*s)).sum();
    if sum == u64::from(WHOLE_BP) { Ok(()) } else { Err(Unfit::Sum(sum)) }
}

/// Divides an amount (fen, may be negative for a reversal) by shares that [`check`] accepts. The parts sum to the
/// amount: the fen that whole shares leave over go to the largest remainders, and among equals to the earlier
/// share. Reversing an amount gives exactly the reversed parts.
pub fn split(amount: i64, shares: &[u32]) -> Result<Vec<i64>, Unfit> {
    check(shares)?;
    let weights: Vec<u64> = shares.iter().map(|s| u64::from(*s)).collect();
    Ok(divide(amount, &weights))
}

/// The same by any weights below 2⁶⁰, not all zero; nobody gets anything where they are.
pub fn divide(amount: i64, weights: &[u64]) -> Vec<i64> {
    let whole: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if whole == 0 {
        return vec![0; weights.len()];
    }
    let sign: i128 = if amount < 0 { -1 } else { 1 };
    let size = i128::from(amount).abs();
    let mut parts: Vec<i128> = weights.iter().map(|w| size * i128::from(*w) / whole).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|at| (-(size * i128::from(weights[*at]) % whole), *at));
    let left = size - parts.iter().sum::<i128>();
    for at in order.into_iter().take(left as usize) {
        parts[at] += 1;
    }
    parts.into_iter().map(|part| (sign * part) as i64).collect()
}

/// Equal shares among `n` units (平均分配) that sum to the whole: three get 3,334, 3,333, 3,333. `None` for no unit
/// or more units than basis points.
pub fn equal(n: usize) -> Option<Vec<u32>> {
    let count = u32::try_from(n).ok().filter(|n| (1..=WHOLE_BP).contains(n))?;
    let (each, over) = (WHOLE_BP / count, WHOLE_BP % count);
    Some((0..count).map(|at| each + u32::from(at < over)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_last_fen_goes_to_the_largest_remainder() {
        assert_eq!(split(100, &[3_334, 3_333, 3_333]), Ok(vec![34, 33, 33]));
        assert_eq!(split(1, &[5_000, 5_000]), Ok(vec![1, 0]));
        assert_eq!(split(-1, &[5_000, 5_000]), Ok(vec![-1, 0]));
        assert_eq!(split(5, &[1_000, 9_000]), Ok(vec![1, 4])); // 0.5 and 4.5: the earlier of equals
        assert_eq!(split(7, &[10_000]), Ok(vec![7]));
        assert_eq!(equal(3), Some(vec![3_334, 3_333, 3_333]));
        assert_eq!((equal(0), equal(10_001)), (None, None));
    }

    #[test]
    fn ninety_nine_percent_is_no_division() {
        assert_eq!(split(100, &[5_000, 4_900]), Err(Unfit::Sum(9_900)));
        assert_eq!(split(100, &[10_000, 0]), Err(Unfit::Zero(1)));
        assert_eq!(split(100, &[]), Err(Unfit::None));
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_keep_within_a_fen(
            amount in prop_oneof![any::<i64>(), -1_000i64..1_000],
            cuts in prop::collection::btree_set(1u32..WHOLE_BP, 0..12),
        ) {
            let edges: Vec<u32> = [0].into_iter().chain(cuts).chain([WHOLE_BP]).collect();
            let shares: Vec<u32> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let parts = split(amount, &shares).expect("shares are whole");
            prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(amount));
            for (part, share) in parts.iter().zip(&shares) {
                let exact = i128::from(amount) * i128::from(*share);
                prop_assert!((i128::from(*part) * 10_000 - exact).abs() < 10_000);
            }
            if let Some(reversed) = amount.checked_neg() {
                let back = split(reversed, &shares).expect("shares are whole");
                prop_assert!(back.iter().zip(&parts).all(|(a, b)| *a == -*b));
            }
        }
    }
}
