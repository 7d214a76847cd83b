//! Where an investor is from, seen from the district.

/// `境外` `省外` `市外` (of the province, from another city) `区外` (of the city, from another county) `区内`. Of a
/// domestic organisation by the registration authority in its credit code (GB 32100-2015, characters 3 to 8, a code of
/// GB/T 2260); `None` without one, or when the authority is no local one.
pub fn origin(country: &str, uscc: Option<&str>, district: &str) -> Option<&'static str> {
    if country != "CN" {
        return Some("境外");
    }
    let place = uscc?.get(2..8).filter(|code| code.bytes().all(|b| b.is_ascii_digit()))?;
    if place == "100000" {
        return None;
    }
    let same = |digits: usize| place.get(..digits).is_some_and(|head| district.get(..digits) == Some(head));
    Some(match (same(2), same(4), same(6)) {
        (false, ..) => "省外",
        (_, false, _) => "市外",
        (.., false) => "区外",
        _ => "区内",
    })
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn the_credit_code_tells_the_place() {
        let of = |uscc| origin("CN", Some(uscc), "370705");
        assert_eq!(origin("US", None, "370705"), Some("境外"));
        assert_eq!(origin("HK", None, "370705"), Some("境外"));
        assert_eq!(of("91310115MA1K3X2H4T"), Some("省外"));
        assert_eq!(of("91370200163562681G"), Some("市外"));
        assert_eq!(of("91370702MA3C4D5E6F"), Some("区外"));
        assert_eq!(of("91370705MA3C4D5E6F"), Some("区内"));
        assert_eq!(of("91100000710924515F"), None);
        assert_eq!(of("短"), None);
        assert_eq!(origin("CN", None, "370705"), None);
    }
}
