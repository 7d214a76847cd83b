//! Numbers as schemes write them (`0.5`, `10%`, `500万`, `1亿`) and as circulars print them (`1,234.50`).

use rust_decimal::{Decimal, RoundingStrategy};

/// No figure of a scheme is larger than this (10 万亿元 in 元 would be 10¹³): keeps every product far from the
/// limits of the decimal type.
const LARGEST: i64 = 10_000_000_000_000;

/// A number with an optional `%`, `万` or `亿` behind it; `None` when it is none, has more than nine decimals
/// or is larger than any amount a district meets.
pub fn parse(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let (digits, scale) = match text.char_indices().last() {
        Some((at, '%' | '％')) => (&text[..at], Decimal::new(1, 2)),
        Some((at, '万')) => (&text[..at], Decimal::from(10_000)),
        Some((at, '亿')) => (&text[..at], Decimal::from(100_000_000)),
        _ => (text, Decimal::ONE),
    };
    let digits: String = digits.chars().filter(|c| *c != '_').collect();
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(&digits);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(part) || whole.len() > 14 || part.len() > 9 {
        return None;
    }
    let value = digits.trim_start_matches('+').parse::<Decimal>().ok()?.checked_mul(scale)?;
    (value.abs() <= Decimal::from(LARGEST)).then(|| value.normalize())
}

/// Half up away from zero, as circulars round.
pub fn round(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// `1,234.50`: thousands apart, exactly `digits` decimals.
pub fn grouped(value: Decimal, digits: u32) -> String {
    let text = format!("{:.*}", digits as usize, round(value, digits));
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, part) = text.split_once('.').map_or((text, None), |(w, p)| (w, Some(p)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

/// Without needless zeros: `20`, `0.5`.
pub fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A ratio as percent: `82.30%`. `None` never: what cannot be multiplied is printed as it is.
pub fn percent(ratio: Decimal, digits: u32) -> String {
    match ratio.checked_mul(Decimal::ONE_HUNDRED) {
        Some(value) => format!("{:.*}%", digits as usize, round(value, digits)),
        None => ratio.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_clerks_write_them() {
        let read = |s| parse(s).map(|d| d.to_string());
        assert_eq!(read("10%").as_deref(), Some("0.1"));
        assert_eq!(read("500万").as_deref(), Some("5000000"));
        assert_eq!(read("1.5亿").as_deref(), Some("150000000"));
        assert_eq!(read("1_000").as_deref(), Some("1000"));
        assert_eq!(read("-0.50").as_deref(), Some("-0.5"));
        for bad in ["", "%", "1e5", "inf", "nan", "0x10", "1.", ".5", "999999999999999", "9999999万", "--1"]
        {
            assert_eq!(read(bad).is_some(), bad == "9999999万", "{bad}");
        }
        assert_eq!(read("99999999亿"), None);
    }

    #[test]
    fn figures_print_with_thousands_apart() {
        assert_eq!(grouped(Decimal::new(123_450, 2), 2), "1,234.50");
        assert_eq!(grouped(Decimal::new(-1_234_567, 0), 0), "-1,234,567");
        assert_eq!(grouped(Decimal::new(999, 0), 0), "999");
        assert_eq!(percent(Decimal::new(823, 3), 2), "82.30%");
        assert_eq!(percent(Decimal::MAX, 2), Decimal::MAX.to_string());
    }
}
