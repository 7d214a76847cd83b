//! Numbers, days and texts among the fields of a row: what may be compared with what.
//!
//! A condition that compares a text with a number, or a day with a count, never holds and never fails: nothing would
//! count, and nobody would be told why. It is refused when the scheme is read.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Cmp, Cond, Expr, Func, Op};

/// What a field holds. A further field of the facts may hold a number or a text; it has no sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Number,
    /// In figures as days since 1970-01-01: `on <= signed_on + 90`.
    Day,
    Text,
}

/// Whose fields a condition asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A receipt on its way through `[recognition]`.
    Receipt,
    /// A row of a ledger that measures count.
    Row,
}

/// Something that a condition asks for and that can never be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misuse {
    pub code: &'static str,
    /// The word of the condition that it is about.
    pub word: String,
}

const NUMBERS: [&str; 17] = [
    "amount",
    "total",
    "fixed",
    "registered",
    "contract",
    "land_mu",
    "intensity",
    "outside_share",
    "reported_months",
    "total_usd",
    "fixed_usd",
    "registered_usd",
    "contract_usd",
    "age_years",
    "arrived",
    "arrival_ratio",
    "evidence_count",
];
const TEXTS: [&str; 11] = [
    "kind",
    "industry",
    "origin",
    "subject",
    "place",
    "stage",
    "track",
    "project_kind",
    "same_as",
    "extension_of",
    "currency",
];
const DAYS: [&str; 6] = ["on", "signed_on", "registered_on", "first_claim_on", "window_from", "window_to"];
/// Only of a receipt in `[recognition]`.
const OF_RECEIPT: [&str; 8] = [
    "age_years",
    "arrived",
    "arrival_ratio",
    "evidence_count",
    "currency",
    "window_from",
    "window_to",
    "project_kind",
];
const NUMBERS_OF_ROW: [&str; 2] = ["size", "share"];
const TEXTS_OF_ROW: [&str; 2] = ["role", "receipt_kind"];
const DAYS_OF_ROW: [&str; 1] = ["recognised_on"];

impl Of {
    /// Every field that it is known to have.
    pub fn fields(self) -> impl Iterator<Item = &'static str> {
        let all = NUMBERS.into_iter().chain(TEXTS).chain(DAYS);
        let rows = NUMBERS_OF_ROW.into_iter().chain(TEXTS_OF_ROW).chain(DAYS_OF_ROW);
        all.filter(move |name| self == Self::Receipt || !OF_RECEIPT.contains(name))
            .chain(rows.filter(move |_| self == Self::Row))
    }

    /// A field of the other place, or of the unit.
    fn is_elsewhere(self, name: &str) -> bool {
        let other = if self == Self::Row { Self::Receipt } else { Self::Row };
        name == "class" || !self.fields().any(|own| own == name) && other.fields().any(|known| known == name)
    }
}

/// What a field holds, by its name: one that ends in `_on` is a day.
pub fn sort(name: &str) -> Option<Sort> {
    let among = |lists: [&[&str]; 2]| lists.iter().any(|list| list.contains(&name));
    if among([&DAYS, &DAYS_OF_ROW]) || name.ends_with("_on") {
        Some(Sort::Day)
    } else if among([&NUMBERS, &NUMBERS_OF_ROW]) {
        Some(Sort::Number)
    } else if among([&TEXTS, &TEXTS_OF_ROW]) {
        Some(Sort::Text)
    } else {
        None
    }
}

/// A day as a figure: days since 1970-01-01.
pub fn day_number(day: Date) -> Decimal {
    let since = Date::constant(1970, 1, 1).until(day).map_or(0, |span| span.get_days());
    Decimal::from(since)
}

/// The first thing in a condition on single rows that can never be answered.
pub fn misuse(cond: &Cond, of: Of) -> Option<Misuse> {
    condition(cond, of).err()
}

/// The word behind `=` that is read as a field and hardly meant as one: `park = A`.
pub fn without_quotes(cond: &Cond) -> Option<&str> {
    match cond {
        Cond::Compare(Cmp::Eq | Cmp::Ne, Expr::Measure(a), Expr::Measure(b)) => {
            (sort(a).is_none() && sort(b).is_none()).then_some(b)
        }
        Cond::Not(c) => without_quotes(c),
        Cond::And(a, b) | Cond::Or(a, b) => without_quotes(a).or_else(|| without_quotes(b)),
        _ => None,
    }
}

/// Why a field cannot be added up or told apart by size.
pub fn not_a_number(name: &str, of: Of) -> Option<Misuse> {
    let sort = match named(name, of) {
        Ok(sort) => sort,
        Err(misuse) => return Some(misuse),
    };
    let refuse = |code| Some(Misuse { code, word: name.to_owned() });
    match sort {
        Some(Sort::Text) => refuse("expr.text_field"),
        Some(Sort::Day) => refuse("expr.day_field"),
        Some(Sort::Number) | None => None,
    }
}

fn named(name: &str, of: Of) -> Result<Option<Sort>, Misuse> {
    if of.is_elsewhere(name) {
        let code = match (name, of) {
            ("class", _) => "expr.field_of_unit",
            (_, Of::Row) => "expr.field_of_receipt",
            (_, Of::Receipt) => "expr.field_of_row",
        };
        return Err(Misuse { code, word: name.to_owned() });
    }
    Ok(sort(name))
}

fn condition(cond: &Cond, of: Of) -> Result<(), Misuse> {
    match cond {
        Cond::Is(_) => Ok(()),
        Cond::Compare(_, a, b) => alike(&[a, b], of).map(|_| ()),
        Cond::Between { x, low, high, .. } => alike(&[x, low, high], of).map(|_| ()),
        Cond::In(x, list) => alike(&std::iter::once(x).chain(list).collect::<Vec<_>>(), of).map(|_| ()),
        Cond::Text { field, cmp, any } => text(field, *cmp, any, of),
        Cond::Not(c) => condition(c, of),
        Cond::And(a, b) | Cond::Or(a, b) => condition(a, of).and_then(|()| condition(b, of)),
    }
}

/// `on >= '2013-06-30'`, `kind in ('cash', 'land')`.
fn text(field: &str, cmp: Cmp, any: &[String], of: Of) -> Result<(), Misuse> {
    let refuse = |code, word: &str| Err(Misuse { code, word: word.to_owned() });
    match named(field, of)? {
        Some(Sort::Number) => refuse("expr.number_field", field),
        // Days are compared as texts: only the full form is in their order.
        Some(Sort::Day) => match any.iter().find(|day| !is_day(day)) {
            Some(bad) => refuse("expr.day_form", bad),
            None => Ok(()),
        },
        Some(Sort::Text) if !matches!(cmp, Cmp::Eq | Cmp::Ne) => refuse("expr.text_order", field),
        Some(Sort::Text) | None => Ok(()),
    }
}

fn is_day(text: &str) -> bool {
    text.parse::<Date>().is_ok_and(|day| day.to_string() == text)
}

/// Figures that are compared: all numbers, or all days.
fn alike(figures: &[&Expr], of: Of) -> Result<Option<Sort>, Misuse> {
    let sorts = figures.iter().map(|x| figure(x, of)).collect::<Result<Vec<_>, _>>()?;
    let day = sorts.iter().position(|s| *s == Some(Sort::Day));
    match day {
        Some(at) if sorts.iter().any(|s| *s != Some(Sort::Day)) => Err(day_misused(figures[at])),
        Some(_) => Ok(Some(Sort::Day)),
        None => Ok(Some(Sort::Number)),
    }
}

fn day_misused(figure: &Expr) -> Misuse {
    Misuse { code: "expr.day_with_number", word: first_day(figure).unwrap_or_default().to_owned() }
}

/// The first day that a figure names.
fn first_day(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Measure(name) => (sort(name) == Some(Sort::Day)).then_some(name),
        Expr::Neg(x) => first_day(x),
        Expr::Bin(_, a, b) | Expr::If(_, a, b) => first_day(a).or_else(|| first_day(b)),
        Expr::Call(_, args) => args.iter().find_map(first_day),
        _ => None,
    }
}

fn figure(expr: &Expr, of: Of) -> Result<Option<Sort>, Misuse> {
    let number = Ok(Some(Sort::Number));
    match expr {
        Expr::Measure(name) => match named(name, of)? {
            Some(Sort::Text) => Err(Misuse { code: "expr.text_field", word: name.clone() }),
            sort => Ok(sort),
        },
        Expr::Neg(x) => match figure(x, of)? {
            Some(Sort::Day) => Err(day_misused(x)),
            _ => number,
        },
        Expr::Bin(op, a, b) => {
            let days = (figure(a, of)? == Some(Sort::Day), figure(b, of)? == Some(Sort::Day));
            match (op, days) {
                (_, (false, false)) | (Op::Sub, (true, true)) => number,
                (Op::Add, (true, false) | (false, true)) | (Op::Sub, (true, false)) => Ok(Some(Sort::Day)),
                _ => Err(day_misused(expr)),
            }
        }
        Expr::Call(Func::Min | Func::Max | Func::Clamp, args) => alike(&args.iter().collect::<Vec<_>>(), of),
        Expr::Call(_, args) => {
            let sorts = args.iter().map(|x| figure(x, of)).collect::<Result<Vec<_>, _>>()?;
            if sorts.contains(&Some(Sort::Day)) { Err(day_misused(expr)) } else { number }
        }
        Expr::If(cond, a, b) => condition(cond, of).and_then(|()| alike(&[a, b], of)),
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::expr::{Read, read};

    fn said(text: &str, of: Of) -> Option<(&'static str, String)> {
        match read(text) {
            Ok(Read::Condition(cond)) => misuse(&cond, of).map(|m| (m.code, m.word)),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_can_never_be_answered_is_refused_with_its_word() {
        for fine in [
            "on <= signed_on + 90",
            "on - signed_on <= 30 and signed_on >= '2013-01-01'",
            "max(signed_on, first_claim_on) <= window_to",
            "between(on, window_from, window_to - 30)",
            "if(total >= 1亿, signed_on + 180, signed_on + 90) >= on",
            "kind in ('cash', 'land') and arrival_ratio >= 50%",
            "park = 'A' and tax_paid >= tax_promised and started_on > signed_on",
            "origin = '境外' or origin != '省外'",
        ] {
            assert_eq!(said(fine, Of::Receipt), None, "{fine}");
        }
        let is = |text: &str, code: &'static str, word: &str| {
            assert_eq!(said(text, Of::Receipt), Some((code, word.to_owned())), "{text}");
        };
        is("on <= 90", "expr.day_with_number", "on");
        is("signed_on + on > window_to", "expr.day_with_number", "signed_on");
        is("90 - signed_on > 3", "expr.day_with_number", "signed_on");
        is("signed_on * 2 > on", "expr.day_with_number", "signed_on");
        is("on > amount", "expr.day_with_number", "on");
        is("on > deadline", "expr.day_with_number", "on");
        is("round(signed_on) > on", "expr.day_with_number", "signed_on");
        is("-signed_on < 3", "expr.day_with_number", "signed_on");
        is("kind = cash", "expr.text_field", "kind");
        is("total >= 1 and not (amount = origin)", "expr.text_field", "origin");
        is("amount = '100'", "expr.number_field", "amount");
        is("on >= '2013-6-30'", "expr.day_form", "2013-6-30");
        is("signed_on in ('2013-06-30', '不详')", "expr.day_form", "不详");
        is("stage >= 'signed'", "expr.text_order", "stage");
        is("size >= 1亿", "expr.field_of_row", "size");
        is("class = 'street'", "expr.field_of_unit", "class");
        assert_eq!(said("on <= signed_on + 90", Of::Row), None);
        assert_eq!(
            said("arrival_ratio >= 0.5", Of::Row),
            Some(("expr.field_of_receipt", "arrival_ratio".into()))
        );
        assert_eq!(not_a_number("kind", Of::Row).map(|m| m.code), Some("expr.text_field"));
        assert_eq!(not_a_number("signed_on", Of::Row).map(|m| m.code), Some("expr.day_field"));
        assert_eq!(not_a_number("total", Of::Row), None);
    }

    #[test]
    fn days_count_from_one_fixed_day() {
        let number = |day: &str| day.parse::<Date>().map(day_number);
        assert_eq!(number("1970-01-01").ok(), Some(Decimal::ZERO));
        assert_eq!(number("2013-03-01").ok(), Some(Decimal::from(15_765)));
        assert_eq!(number("1969-12-31").ok(), Some(Decimal::NEGATIVE_ONE));
    }
}
