//! Cells that name several: investors, responsible units with their shares.

use rust_decimal::Decimal;
use serde::Serialize;

use super::problem::Problem;
use crate::text::{clean, narrow};

/// A unit named in a cell, with the share of the credit that the cell gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitShare {
    pub name: String,
    /// In percent.
    pub percent: Option<Decimal>,
}

/// The names in a cell, split at 、 ， , ； ; / and line breaks outside of brackets. The text of a name stays as
/// written but for blanks.
pub fn split_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_u32;
    let mut current = String::new();
    for c in text.chars() {
        match c {
            '(' | '（' | '【' | '〔' => depth += 1,
            ')' | '）' | '】' | '〕' => depth = depth.saturating_sub(1),
            '、' | '，' | ',' | '；' | ';' | '/' | '／' | '\n' | '|' if depth == 0 => {
                take(&mut current, &mut names);
                continue;
            }
            _ => {}
        }
        current.push(c);
    }
    take(&mut current, &mut names);
    names
}

fn take(current: &mut String, names: &mut Vec<String>) {
    let name = std::mem::take(current).split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.as_str();
    if super::quantity::is_missing(&clean(name)) {
        return;
    }
    // "Power Source Co., Ltd." is one name.
    let legal_form = name.trim_end_matches('.').to_ascii_lowercase();
    if matches!(legal_form.as_str(), "ltd" | "inc" | "llc" | "co" | "limited" | "gmbh")
        && let Some(last) = names.last_mut()
    {
        last.push_str(", ");
        last.push_str(name);
        return;
    }
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

/// Units with shares as cells write them: `经发局60%、于河街道40%`, `经发局(60%)`.
pub fn split_units(text: &str) -> Vec<UnitShare> {
    split_names(text)
        .into_iter()
        .map(|written| {
            let narrowed = narrow(&written).into_owned();
            match share_at_end(&narrowed) {
                Some((name, percent)) if !name.is_empty() => UnitShare { name, percent: Some(percent) },
                _ => UnitShare { name: written, percent: None },
            }
        })
        .collect()
}

fn share_at_end(text: &str) -> Option<(String, Decimal)> {
    let body = text.trim_end_matches([')', ' ']).strip_suffix('%')?.trim_end();
    let start = body
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map_or(0, |at| at + body[at..].chars().next().map_or(1, char::len_utf8));
    let percent = Decimal::from_str_exact(&body[start..]).ok()?;
    let name = body[..start].trim_end_matches(['(', ':', '占', ' ', '-']).to_owned();
    Some((name, percent))
}

/// Shares from a column of their own: `60%`, `60:40`, `6:4`, `60%、40%`; a bare 0.6 is 60 %.
pub fn split_shares(text: &str) -> Option<Vec<Decimal>> {
    let text = clean(text);
    let mut shares = Vec::new();
    let mut marked = text.contains('%');
    for part in text.split(['、', ',', ';', ':', '/', '\n']).map(str::trim).filter(|p| !p.is_empty()) {
        shares.push(Decimal::from_str_exact(part.trim_end_matches('%')).ok()?);
    }
    if shares.is_empty() || shares.iter().any(Decimal::is_sign_negative) {
        return None;
    }
    let sum: Decimal = shares.iter().sum();
    if !marked && sum == Decimal::ONE {
        for share in &mut shares {
            *share *= Decimal::ONE_HUNDRED;
        }
        marked = true;
    }
    // 6:4
    if !marked && sum == Decimal::TEN {
        for share in &mut shares {
            *share *= Decimal::TEN;
        }
    }
    Some(shares)
}

/// Gives the units the shares of the column beside them and checks that they make 100 %.
pub fn share_out(units: &mut [UnitShare], shares: &[Decimal], problems: &mut Vec<Problem>) {
    if !shares.is_empty() {
        if shares.len() == units.len() {
            for (unit, share) in units.iter_mut().zip(shares) {
                unit.percent = Some(*share);
            }
        } else {
            problems.push(
                Problem::warning("ledger.shares_count")
                    .with("shares", shares.len())
                    .with("units", units.len()),
            );
        }
    }
    let given: Vec<Decimal> = units.iter().filter_map(|u| u.percent).collect();
    if given.is_empty() {
        return;
    }
    let sum: Decimal = given.iter().sum();
    if given.len() != units.len() || sum != Decimal::ONE_HUNDRED {
        problems.push(Problem::error("ledger.shares_sum").with("sum", sum.normalize()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_in_a_cell() {
        for (text, names) in [
            ("经发局、于河街道", vec!["经发局", "于河街道"]),
            ("甲公司，乙公司；丙公司\n丁公司/戊公司", vec!["甲公司", "乙公司", "丙公司", "丁公司", "戊公司"]),
            (
                "中联水泥（中国建材集团核心企业，世界500强）",
                vec!["中联水泥（中国建材集团核心企业，世界500强）"],
            ),
            ("Power Source Co., Ltd.、巨力集团", vec!["Power Source Co., Ltd.", "巨力集团"]),
            ("甲、甲", vec!["甲"]),
            ("-", vec![]),
            ("、，", vec![]),
        ] {
            assert_eq!(split_names(text), names, "{text}");
        }
    }

    #[test]
    fn shares_beside_and_inside() {
        let units = split_units("经发局60%、于河街道（40％）");
        assert_eq!(units[0], UnitShare { name: "经发局".into(), percent: Some(Decimal::from(60)) });
        assert_eq!(units[1], UnitShare { name: "于河街道".into(), percent: Some(Decimal::from(40)) });
        for (text, shares) in [
            ("60%、40%", Some(vec![60, 40])),
            ("60:40", Some(vec![60, 40])),
            ("6：4", Some(vec![60, 40])),
            ("100", Some(vec![100])),
            ("1", Some(vec![100])),
            ("各半", None),
        ] {
            let expected = shares.map(|s| s.into_iter().map(Decimal::from).collect::<Vec<_>>());
            assert_eq!(split_shares(text), expected, "{text}");
        }
    }

    #[test]
    fn ninety_nine_percent_is_not_all() {
        let mut units = split_units("经发局60%、于河街道39%");
        let mut problems = Vec::new();
        share_out(&mut units, &[], &mut problems);
        assert_eq!(problems, [Problem::error("ledger.shares_sum").with("sum", 99)]);
        problems.clear();
        share_out(&mut units, &[Decimal::from(60), Decimal::from(40)], &mut problems);
        assert!(problems.is_empty());
        share_out(&mut units, &[Decimal::from(100)], &mut problems);
        assert_eq!(problems[0].code, "ledger.shares_count");
    }
}
