//! The permanent code of a project: district, year, number.

use std::{fmt, str::FromStr};

/// `379901-2013-0001`: never reused, never changed, whatever becomes of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectCode {
    district: String,
    year: i16,
    number: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a project code: {0}")]
pub struct NotACode(pub String);

impl ProjectCode {
    /// `district` is a GB/T 2260 code of six digits; numbers start with 1 each year and grow beyond four digits
    /// when they must.
    pub fn new(district: &str, year: i16, number: u32) -> Option<Self> {
        let digits = district.len() == 6 && district.bytes().all(|b| b.is_ascii_digit());
        (digits && (1978..=9999).contains(&year) && number > 0).then(|| Self {
            district: district.to_owned(),
            year,
            number,
        })
    }

    pub const fn year(&self) -> i16 {
        self.year
    }
}

impl fmt::Display for ProjectCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:04}", self.district, self.year, self.number)
    }
}

impl FromStr for ProjectCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let read = || {
            let mut parts = text.trim().split('-');
            let (district, year, number) = (parts.next()?, parts.next()?, parts.next()?);
            if parts.next().is_some() || number.len() < 4 {
                return None;
            }
            Self::new(district, year.parse().ok()?, number.parse().ok()?)
        };
        read().ok_or_else(|| NotACode(text.chars().take(60).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_print_and_read() {
        let code = ProjectCode::new("379901", 2013, 1).map(|c| c.to_string());
        assert_eq!(code.as_deref(), Some("379901-2013-0001"));
        let long = ProjectCode::new("379901", 2013, 12_345).expect("valid");
        assert_eq!(long.to_string().parse(), Ok(long));
        for wrong in
            ["", "379901-2013", "37990-2013-0001", "379901-2013-1", "379901-2013-0001-2", "379901-x-0001"]
        {
            assert!(wrong.parse::<ProjectCode>().is_err(), "{wrong}");
        }
    }
}
