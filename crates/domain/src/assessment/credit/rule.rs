//! `[credit]`: what each unit is credited with of a recognised amount. The district counts it once, whatever the mode.

use rust_decimal::Decimal;
use serde::Serialize;

use super::divide;
use crate::assessment::{
    recognition::Credit,
    records::{Partner, Project, Receipt},
    scheme::Name,
    score::Missing,
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CreditRule {
    pub mode: Mode,
    /// Of mode `table`, together 1.
    pub roles: Vec<Role>,
    pub absent: AbsentRole,
    /// With `full`: the credits together are at most so many times the amount (cap of the sum).
    pub most: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Each unit the whole amount: the sum of units is more than the district's total.
    Full,
    /// The same for each, to the last fen.
    Equal,
    /// By role (首谈, 落地 …).
    Table,
    /// By the shares that the units agreed, together 1.
    Agreement,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Role {
    pub id: String,
    pub name: Name,
    pub share: Decimal,
}

/// A role that nobody had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsentRole {
    /// Its share goes to the others, in their proportion.
    Rescale,
    /// Nobody is credited with it.
    Drop,
}

/// The credits of a receipt: of its own units, or of its project's.
pub fn credits(
    rule: Option<&CreditRule>,
    receipt: &Receipt,
    project: Option<&Project>,
    amount: i64,
) -> Result<Vec<Credit>, Missing> {
    let own = if receipt.units.is_empty() { project.map_or(&[][..], |p| &p.units) } else { &receipt.units };
    parts(rule, own, amount).map_err(|code| Missing::named(code, &receipt.id))
}

/// What each partner gets of an amount; the code of what is wrong when it cannot be divided. The order of partners
/// never matters: they are taken by role, then by unit.
pub fn parts(
    rule: Option<&CreditRule>,
    partners: &[Partner],
    amount: i64,
) -> Result<Vec<Credit>, &'static str> {
    let place = |p: &Partner| rule.and_then(|r| r.roles.iter().position(|role| role.id == p.role));
    let mut sorted: Vec<&Partner> = partners.iter().collect();
    sorted.sort_by(|a, b| (place(a), &a.unit, &a.role).cmp(&(place(b), &b.unit, &b.role)));
    let whole = [*sorted.first().ok_or("recognition.no_unit")?];
    let fen = match rule {
        None if sorted.iter().all(|p| p.share.is_some()) => agreed(&sorted, amount)?,
        None if sorted.len() == 1 => vec![amount],
        None => return Err("recognition.no_credit_rule"),
        Some(rule) => match rule.mode {
            Mode::Full => full(rule, sorted.len(), amount)?,
            Mode::Equal => divide(amount, &vec![1; sorted.len()]),
            Mode::Table => table(rule, &sorted, amount)?,
            Mode::Agreement if whole[0].share.is_none() && sorted.len() == 1 => vec![amount],
            Mode::Agreement => agreed(&sorted, amount)?,
        },
    };
    let credit = |(p, fen): (&&Partner, i64)| Credit { unit: p.unit.clone(), role: p.role.clone(), fen };
    Ok(sorted.iter().zip(fen).map(credit).collect())
}

fn full(rule: &CreditRule, count: usize, amount: i64) -> Result<Vec<i64>, &'static str> {
    match rule.most.filter(|most| Decimal::from(count) > *most) {
        None => Ok(vec![amount; count]),
        Some(most) => {
            let all = Decimal::from(amount).checked_mul(most).map(|x| crate::assessment::number::round(x, 0));
            let all: i64 = all.and_then(|x| x.try_into().ok()).ok_or("recognition.overflow")?;
            Ok(divide(all, &vec![1; count]))
        }
    }
}

/// A share of up to nine decimals as a whole number.
fn weight(share: Decimal) -> Option<u64> {
    share.checked_mul(Decimal::from(1_000_000_000))?.try_into().ok()
}

fn agreed(sorted: &[&Partner], amount: i64) -> Result<Vec<i64>, &'static str> {
    let shares: Vec<Decimal> = sorted.iter().map(|p| p.share.map_or(Decimal::ZERO, |s| s.0)).collect();
    let fit = shares.iter().all(|s| *s > Decimal::ZERO && *s <= Decimal::ONE);
    if !fit || shares.iter().sum::<Decimal>() != Decimal::ONE {
        return Err("recognition.shares_not_whole");
    }
    let weights: Option<Vec<u64>> = shares.into_iter().map(weight).collect();
    Ok(divide(amount, &weights.ok_or("recognition.shares_not_whole")?))
}

/// By role first, then equally among the units of a role.
fn table(rule: &CreditRule, sorted: &[&Partner], amount: i64) -> Result<Vec<i64>, &'static str> {
    if sorted.iter().any(|p| rule.roles.iter().all(|r| r.id != p.role)) {
        return Err("recognition.unknown_role");
    }
    let present = |role: &Role| sorted.iter().filter(|p| p.role == role.id).count();
    let weights: Vec<u64> =
        rule.roles
            .iter()
            .map(|r| {
                if present(r) > 0 || rule.absent == AbsentRole::Drop {
                    weight(r.share).unwrap_or(0)
                } else {
                    0
                }
            })
            .collect();
    let by_role = divide(amount, &weights);
    Ok(rule
        .roles
        .iter()
        .zip(by_role)
        .flat_map(|(role, part)| divide(part, &vec![1; present(role)]))
        .collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assessment::records::Figure;

    fn partner(unit: &str, role: &str, share: Option<Decimal>) -> Partner {
        Partner { unit: unit.into(), role: role.into(), share: share.map(Figure) }
    }

    fn rule(mode: Mode, roles: &[(&str, u32)], absent: AbsentRole, most: Option<Decimal>) -> CreditRule {
        let role = |(id, percent): &(&str, u32)| Role {
            id: (*id).into(),
            name: Name { zh: (*id).into(), en: (*id).into() },
            share: Decimal::new((*percent).into(), 2),
        };
        CreditRule { mode, roles: roles.iter().map(role).collect(), absent, most }
    }

    fn fens(rule: &CreditRule, partners: &[Partner], amount: i64) -> Result<Vec<i64>, &'static str> {
        parts(Some(rule), partners, amount).map(|list| list.iter().map(|c| c.fen).collect())
    }

    #[test]
    fn each_mode_divides_as_it_says() {
        let three = [partner("a", "", None), partner("b", "", None), partner("c", "", None)];
        let plain = |mode| rule(mode, &[], AbsentRole::Rescale, None);
        assert_eq!(fens(&plain(Mode::Full), &three, 100), Ok(vec![100, 100, 100]));
        assert_eq!(fens(&plain(Mode::Equal), &three, 100), Ok(vec![34, 33, 33]));
        let capped = rule(Mode::Full, &[], AbsentRole::Rescale, Some(Decimal::new(15, 1)));
        assert_eq!(fens(&capped, &three, 101), Ok(vec![51, 51, 50]));
        let roles = [("首谈", 50), ("落地", 30), ("信息", 20)];
        let two = [partner("z", "落地", None), partner("a", "落地", None), partner("b", "首谈", None)];
        assert_eq!(
            fens(&rule(Mode::Table, &roles, AbsentRole::Rescale, None), &two, 1_001),
            Ok(vec![626, 188, 187])
        );
        assert_eq!(
            fens(&rule(Mode::Table, &roles, AbsentRole::Drop, None), &two, 1_000),
            Ok(vec![500, 150, 150])
        );
        let agreed = [partner("a", "", Some(Decimal::new(6, 1))), partner("b", "", Some(Decimal::new(4, 1)))];
        assert_eq!(fens(&plain(Mode::Agreement), &agreed, 101), Ok(vec![61, 40]));
        assert_eq!(fens(&plain(Mode::Agreement), &agreed[..1], 101), Err("recognition.shares_not_whole"));
        assert_eq!(fens(&plain(Mode::Table), &three, 1), Err("recognition.unknown_role"));
        assert_eq!(fens(&plain(Mode::Equal), &[], 1), Err("recognition.no_unit"));
        assert_eq!(parts(None, &three, 1), Err("recognition.no_credit_rule"));
    }

    proptest! {
        #[test]
        fn credits_always_sum_as_the_mode_says(
            amount in any::<i64>().prop_map(|a| a / 100),
            roles in prop::collection::vec(0usize..3, 1..7),
            turn in 0usize..7,
        ) {
            let names = ["首谈", "落地", "信息"];
            let mut partners: Vec<Partner> = roles.iter().enumerate().map(|(at, r)| partner(&format!("u{at}"), names[*r], None)).collect();
            let table = [("首谈", 50), ("落地", 30), ("信息", 20)];
            let n = partners.len() as i64;
            let present: i64 = (0..3).filter(|r| roles.contains(r)).map(|r| i64::from(table[r].1)).sum();
            for (mode, absent, want) in [
                (Mode::Equal, AbsentRole::Rescale, Some(i128::from(amount))),
                (Mode::Table, AbsentRole::Rescale, Some(i128::from(amount))),
                (Mode::Full, AbsentRole::Rescale, Some(i128::from(amount) * i128::from(n))),
                (Mode::Table, AbsentRole::Drop, None),
            ] {
                let rule = rule(mode, &table, absent, None);
                let straight = parts(Some(&rule), &partners, amount).expect("divides");
                let sum: i128 = straight.iter().map(|c| i128::from(c.fen)).sum();
                match want {
                    Some(want) => prop_assert_eq!(sum, want),
                    // Within a fen for each role of the shares that are there.
                    None => prop_assert!((sum * 100 - i128::from(amount) * i128::from(present)).abs() <= 300),
                }
                let at = turn % partners.len();
                partners.rotate_left(at);
                prop_assert_eq!(&parts(Some(&rule), &partners, amount).expect("divides"), &straight);
            }
        }
    }
}
