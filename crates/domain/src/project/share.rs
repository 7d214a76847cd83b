//! Shares in basis points.

/// 100 %.
pub const FULL: i64 = 10_000;

/// What is wrong with a list of shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareFault {
    /// The share at this row is not between 0 and 100 %.
    Row(usize),
    /// The sum is not what it has to be. Basis points.
    Sum(i64),
}

/// Credit shares of units: each 0-100 %, and exactly 100 % together.
pub fn credit_shares(shares: &[i64]) -> Result<(), ShareFault> {
    let sum = checked(shares)?;
    if sum == FULL { Ok(()) } else { Err(ShareFault::Sum(sum)) }
}

/// Shares of investors: not all need be known, and together they are at most 100 %.
pub fn investor_shares(shares: &[i64]) -> Result<(), ShareFault> {
    let sum = checked(shares)?;
    if sum <= FULL { Ok(()) } else { Err(ShareFault::Sum(sum)) }
}

fn checked(shares: &[i64]) -> Result<i64, ShareFault> {
    match shares.iter().position(|s| !(0..=FULL).contains(s)) {
        Some(row) => Err(ShareFault::Row(row)),
        None => Ok(shares.iter().sum()),
    }
}

/// Splits an amount by shares that sum to 100 %: parts rounded down, the fen left over go to the largest remainders
/// (the earlier row first when equal), so that the parts sum to the whole. Negative amounts (corrections) mirror
/// positive ones.
pub fn split(amount: i64, shares: &[i64]) -> Vec<i64> {
    if amount < 0 {
        return split(amount.saturating_neg(), shares).into_iter().map(|part| -part).collect();
    }
    let exact = |share: &i64| i128::from(amount) * i128::from(*share);
    let full = i128::from(FULL);
    let mut parts: Vec<i64> =
        shares.iter().map(|s| i64::try_from(exact(s) / full).unwrap_or(i64::MAX)).collect();
    let mut left = amount - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(exact(&shares[*at]) % full), *at));
    for at in order {
        if left <= 0 {
            break;
        }
        parts[at] += 1;
        left -= 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_by_table() {
        assert_eq!(credit_shares(&[10_000]), Ok(()));
        assert_eq!(credit_shares(&[3_333, 3_333, 3_334]), Ok(()));
        assert_eq!(credit_shares(&[9_900]), Err(ShareFault::Sum(9_900)));
        assert_eq!(credit_shares(&[5_000, -1]), Err(ShareFault::Row(1)));
        assert_eq!(credit_shares(&[]), Err(ShareFault::Sum(0)));
        assert_eq!(investor_shares(&[5_100, 5_000]), Err(ShareFault::Sum(10_100)));
        assert_eq!(investor_shares(&[]), Ok(()));
    }

    #[test]
    fn parts_sum_to_the_whole() {
        assert_eq!(split(100, &[3_333, 3_333, 3_334]), [33, 33, 34]);
        assert_eq!(split(1, &[5_000, 5_000]), [1, 0]);
        assert_eq!(split(-1, &[5_000, 5_000]), [-1, 0]);
        assert_eq!(split(i64::MAX, &[1, 9_999]).iter().sum::<i64>(), i64::MAX);
        assert_eq!(split(7, &[10_000]), [7]);
    }
}
