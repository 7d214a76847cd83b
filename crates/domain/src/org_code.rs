//! The unified social credit code (统一社会信用代码, GB 32100-2015) of organisations.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The 31 characters of the code in the order of their values: no I, O, S, V, Z, which look like others.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 32100-2015, table 2.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// GB 11714, for the organisation code inside (characters 9 to 17).
const INNER_WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// A valid code: 18 characters, upper case, with the right check character.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uscc(String);

/// Why a text is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    #[error("a unified social credit code has 18 characters, this has {found}")]
    Length { found: usize },
    /// `position` counts from 1.
    #[error("character {position}, {found:?}, does not occur in unified social credit codes")]
    Character { position: usize, found: char },
    #[error("the check character is {found}, it should be {expected}: probably a typing slip")]
    Check { expected: char, found: char },
}

impl UsccError {
    /// The stable code of the problem.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "uscc.length",
            Self::Character { .. } => "uscc.character",
            Self::Check { .. } => "uscc.check",
        }
    }
}

/// The organisation code inside does not obey its own check. Some codes that were really issued do not, so this
/// warns and refuses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InnerMismatch {
    pub expected: char,
    pub found: char,
}

impl Uscc {
    /// Reads a code as people write it: full-width, lower case, with blanks or hyphens between groups.
    pub fn parse(text: &str) -> Result<Self, UsccError> {
        let code: String = crate::text::narrow(text)
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let found = code.chars().count();
        if found != 18 {
            return Err(UsccError::Length { found });
        }
        let mut sum = 0;
        let mut last = (0, '0');
        for (at, c) in code.chars().enumerate() {
            let Some(value) = value(c) else {
                return Err(UsccError::Character { position: at + 1, found: c });
            };
            match WEIGHTS.get(at) {
                Some(weight) => sum += value * weight,
                None => last = (value, c),
            }
        }
        let expected = (31 - sum % 31) % 31;
        if last.0 == expected {
            Ok(Self(code))
        } else {
            Err(UsccError::Check { expected: char::from(ALPHABET[expected as usize]), found: last.1 })
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The GB/T 2260 code of the registering authority's area.
    pub fn area(&self) -> &str {
        &self.0[2..8]
    }

    /// Checks the organisation code inside by GB 11714; a mismatch is a warning.
    pub fn check_inner(&self) -> Result<(), InnerMismatch> {
        let inner = &self.0.as_bytes()[8..17];
        // GB 11714 numbers letters from A = 10 without gaps.
        let sum: u32 = inner
            .iter()
            .zip(INNER_WEIGHTS)
            .filter_map(|(c, weight)| char::from(*c).to_digit(36).map(|value| value * weight))
            .sum();
        let expected = match 11 - sum % 11 {
            10 => 'X',
            11 => '0',
            digit => char::from_digit(digit, 10).unwrap_or('0'),
        };
        let found = char::from(inner[8]);
        if found == expected { Ok(()) } else { Err(InnerMismatch { expected, found }) }
    }
}

fn value(c: char) -> Option<u32> {
    let at = ALPHABET.iter().position(|a| char::from(*a) == c)?;
    u32::try_from(at).ok()
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Uscc {
    type Err = UsccError;
    fn from_str(text: &str) -> Result<Self, UsccError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Uscc {
    type Error = UsccError;
    fn try_from(text: String) -> Result<Self, UsccError> {
        Self::parse(&text)
    }
}

impl From<Uscc> for String {
    fn from(code: Uscc) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_sample_and_real_codes_pass_both_checks() {
        for code in ["91350100M000100Y43", "91330100799655058B", "9144030071526726XG"] {
            let parsed = Uscc::parse(code).expect(code);
            assert_eq!(parsed.as_str(), code);
            assert_eq!(parsed.check_inner(), Ok(()), "{code}");
        }
        assert_eq!(Uscc::parse("91350100M000100Y43").map(|c| c.area().to_owned()), Ok("350100".into()));
    }

    #[test]
    fn written_as_people_write() {
        for text in
            ["９１３５０１００Ｍ０００１００Ｙ４３", " 91350100-m000100y4 3\n", "9135 0100 M000 100Y 43"]
        {
            assert_eq!(Uscc::parse(text).map(String::from), Ok("91350100M000100Y43".into()), "{text}");
        }
    }

    #[test]
    fn the_error_names_what_is_wrong() {
        for (text, error) in [
            ("", UsccError::Length { found: 0 }),
            ("91350100M000100Y4", UsccError::Length { found: 17 }),
            ("370702600012345", UsccError::Length { found: 15 }),
            ("9135O100M000100Y43", UsccError::Character { position: 5, found: 'O' }),
            ("91350100M000100Y4三", UsccError::Character { position: 18, found: '三' }),
            ("91350100M000100Y44", UsccError::Check { expected: '3', found: '4' }),
            ("91350100M000100Z43", UsccError::Character { position: 16, found: 'Z' }),
        ] {
            assert_eq!(Uscc::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn every_single_slip_and_swap_of_neighbours_is_found() {
        let code: Vec<char> = "91330100799655058B".chars().collect();
        for at in 0..18 {
            for c in ALPHABET.iter().map(|b| char::from(*b)).filter(|c| *c != code[at]) {
                let mut slip = code.clone();
                slip[at] = c;
                assert!(Uscc::parse(&slip.iter().collect::<String>()).is_err());
            }
            if at < 17 && code[at] != code[at + 1] {
                let mut swapped = code.clone();
                swapped.swap(at, at + 1);
                assert!(Uscc::parse(&swapped.iter().collect::<String>()).is_err(), "{at}");
            }
        }
    }

    #[test]
    fn a_wrong_inner_check_warns() {
        // The last character of the inner code changed, the outer check made right again.
        let code = Uscc::parse("91350100M000100Y50").or_else(|e| match e {
            UsccError::Check { expected, .. } => Uscc::parse(&format!("91350100M000100Y5{expected}")),
            e => Err(e),
        });
        assert_eq!(
            code.expect("valid outside").check_inner(),
            Err(InnerMismatch { expected: '4', found: '5' })
        );
    }
}
