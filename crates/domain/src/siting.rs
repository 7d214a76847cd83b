//! Sites compared for a project (选址比选): their area as it is spoken of, and which is chosen.

use crate::project::codes;

codes! {
    /// How a site stands.
    SiteStanding {
        Candidate = "candidate",
        /// 选定
        Chosen = "chosen",
        /// 不采用
        Rejected = "rejected",
    }
}

/// Hundredths of a mu, rounded: 1 亩 is 2000/3 m².
pub const fn mu_hundredths(m2: i64) -> i64 {
    (m2.saturating_mul(3).saturating_add(10)) / 20
}

/// The area in mu with two decimals.
pub fn mu_text(m2: i64) -> String {
    let hundredths = mu_hundredths(m2);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Whether a site may stand so, when another one of the project is `chosen` already; the code of why not.
pub fn decide(now: SiteStanding, next: SiteStanding, other_chosen: bool) -> Result<(), &'static str> {
    match next {
        _ if next == now => Err("siting.stands_so"),
        SiteStanding::Chosen if other_chosen => Err("siting.chosen_already"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn square_metres_are_spoken_of_in_mu() {
        for (m2, mu) in [
            (0, "0.00"),
            (667, "1.00"),
            (2_000, "3.00"),
            (66_667, "100.00"),
            (266_667, "400.00"),
            (100, "0.15"),
        ] {
            assert_eq!(mu_text(m2), mu, "{m2}");
        }
        assert!(mu_hundredths(i64::MAX) > 0);
    }

    #[test]
    fn one_site_is_chosen() {
        use SiteStanding::{Candidate, Chosen, Rejected};
        assert_eq!(decide(Candidate, Chosen, false), Ok(()));
        assert_eq!(decide(Candidate, Chosen, true), Err("siting.chosen_already"));
        assert_eq!(decide(Chosen, Rejected, true), Ok(()));
        assert_eq!(decide(Rejected, Candidate, true), Ok(()));
        assert_eq!(decide(Rejected, Rejected, false), Err("siting.stands_so"));
    }
}
