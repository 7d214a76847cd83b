//! A person at an organisation (联系人): how phone numbers, e-mail and WeChat are written, compared and masked, and how
//! long a district may keep them. Law: 个人信息保护法 (PIPL), articles 13 (basis), 17 (notice), 19 and 47 (keeping and
//! deleting).

use jiff::{ToSpan, civil::Date};

use crate::{
    project::codes,
    text::{narrow, tidy},
};

codes! {
    /// By what right somebody is kept (PIPL, article 13).
    Basis {
        /// 本人同意
        Consent = "consent",
        /// 订立、履行合同所必需
        Contract = "contract",
        /// 履行法定职责所必需
        Duty = "duty",
        /// 本人自行公开或已合法公开
        Public = "public",
    }
}

codes! {
    /// What a masked value is wanted for.
    Purpose {
        /// 走访拜访
        Visit = "visit",
        /// 会议活动
        Meeting = "meeting",
        /// 项目洽谈
        Project = "project",
        /// 告知、核实本人信息
        Notice = "notice",
        /// 另行说明
        Other = "other",
    }
}

codes! {
    /// Why somebody is no longer kept (PIPL, article 47).
    Erasure {
        /// 保存期限届满
        Retention = "retention",
        /// 本人要求或撤回同意
        Request = "request",
        /// 目的已实现或不再需要
        Done = "done",
        /// 录入有误
        Wrong = "wrong",
    }
}

codes! {
    /// What is shown masked.
    Channel {
        Phone = "phone",
        Email = "email",
        Wechat = "wechat",
    }
}

codes! {
    /// In which language somebody is spoken to.
    Language {
        Chinese = "zh",
        English = "en",
        Japanese = "ja",
        Korean = "ko",
        German = "de",
        French = "fr",
        Other = "other",
    }
}

codes! {
    /// How far the keeping of somebody is from its end.
    Keeping {
        Kept = "kept",
        /// Ends within [`NOTICE_DAYS`].
        Ending = "ending",
        /// The last day is over: delete, or give a reason to keep.
        Over = "over",
    }
}

/// Numbers of one person at most.
pub const PHONES: usize = 5;
/// Characters of an address of e-mail (RFC 5321) at most.
pub const EMAIL: usize = 254;
/// Characters of a WeChat id at most.
pub const WECHAT: usize = 40;
/// Months that somebody is kept for unless the office says otherwise.
pub const MONTHS: i64 = 24;
/// Months that an office may set at most.
pub const MOST_MONTHS: i64 = 120;
/// Days before the end at which it is said.
pub const NOTICE_DAYS: i64 = 30;

/// A telephone number as it was written, and what it is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    written: String,
    key: String,
}

impl Phone {
    /// None when it is no number: other characters than digits, blanks and `+-()./`, fewer than five digits or more
    /// than twenty, a long extension (`转`, `x`, `#`).
    pub fn parse(text: &str) -> Option<Self> {
        let written = tidy(&narrow(text));
        let (number, extension) = match written.split_once(['转', 'x', 'X', '#', ',']) {
            Some((number, extension)) => (number, extension),
            None => (written.as_str(), ""),
        };
        let plain = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-()./".contains(c);
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let inner: String = extension.chars().filter(char::is_ascii_digit).collect();
        let whole = number.chars().all(plain)
            && number.rfind('+').is_none_or(|at| number[..at].trim().is_empty())
            && extension.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        let counts = (5..=20).contains(&digits.len()) && inner.len() <= 6;
        if !whole || !counts || (extension.is_empty() && written.len() != number.len()) {
            return None;
        }
        let abroad = number.trim_start().starts_with('+') || digits.starts_with("00");
        let mut key = Self::key_of(digits.trim_start_matches("00"), &digits, abroad);
        if !inner.is_empty() {
            key = format!("{key}x{inner}");
        }
        Some(Self { written, key })
    }

    /// Within China as it is dialled there (`13812345678`, `05368123456`), from elsewhere with its country (`+81…`).
    fn key_of(bare: &str, digits: &str, abroad: bool) -> String {
        let domestic = match bare.strip_prefix("86") {
            Some(rest) if abroad || (bare.len() == 13 && rest.starts_with('1')) => Some(rest),
            _ => None,
        };
        match domestic {
            Some(rest) if rest.starts_with(['0', '1']) || rest.len() < 9 => rest.to_owned(),
            Some(rest) if rest.starts_with("400") || rest.starts_with("800") => rest.to_owned(),
            Some(rest) => format!("0{rest}"),
            None if abroad => format!("+{bare}"),
            None => digits.to_owned(),
        }
    }

    pub fn written(&self) -> &str {
        &self.written
    }

    pub fn key(&self) -> &str {
        &self.key
    }

    /// `138****5678`; of other numbers the area or country and the last two digits.
    pub fn masked(&self) -> String {
        let number = self.key.split('x').next().unwrap_or_default();
        let n = number.len();
        let (first, last) = match n {
            11 if number.starts_with('1') => (3, 4),
            10.. => (4, 2),
            8.. => (2, 2),
            _ => (1, 1),
        };
        format!("{}****{}", &number[..first], &number[n - last..])
    }
}

/// An address of e-mail as it was written, and what it is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    pub fn parse(text: &str) -> Option<Self> {
        let written = narrow(text).trim().to_owned();
        let (name, host) = written.rsplit_once('@')?;
        let plain = |part: &str| {
            !part.is_empty()
                && !part.chars().any(|c| c.is_whitespace() || c.is_control() || "@<>(),;:\"'*\\".contains(c))
        };
        let dotted = host.contains('.') && host.split('.').all(|label| !label.is_empty());
        let fits = plain(name) && plain(host) && dotted && written.chars().count() <= EMAIL;
        fits.then_some(Self(written))
    }

    pub fn written(&self) -> &str {
        &self.0
    }

    /// Hosts know no case, and no provider in use tells names apart by it.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// `z***@example.com`.
    pub fn masked(&self) -> String {
        let (name, host) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        format!("{}***@{host}", name.chars().take(1).collect::<String>())
    }
}

/// A WeChat id as it was written, and what it is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wechat(String);

impl Wechat {
    pub fn parse(text: &str) -> Option<Self> {
        let written = narrow(text).trim().to_owned();
        let count = written.chars().count();
        let plain = !written.chars().any(|c| c.is_whitespace() || c.is_control() || c == '*');
        (plain && (2..=WECHAT).contains(&count)).then_some(Self(written))
    }

    pub fn written(&self) -> &str {
        &self.0
    }

    /// A number given as an id is compared as a number.
    pub fn key(&self) -> String {
        Phone::parse(&self.0).map_or_else(|| self.0.to_lowercase(), |phone| phone.key)
    }

    /// `w****`: an id has no part that tells nothing.
    pub fn masked(&self) -> String {
        format!("{}****", self.0.chars().take(1).collect::<String>())
    }
}

/// What a whole number or address of e-mail typed into a search box is looked up by; nothing for words.
pub fn looked_up(text: &str) -> Option<(Channel, String)> {
    if let Some(email) = Email::parse(text) {
        return Some((Channel::Email, email.key()));
    }
    // A year or a code of a few digits is no number that somebody would be looked up by.
    let phone = Phone::parse(text).filter(|phone| phone.key.len() >= 7)?;
    Some((Channel::Phone, phone.key))
}

/// The last day that somebody may be kept, counted from today.
pub fn latest(today: Date, months: i64) -> Date {
    today.checked_add(months.months()).unwrap_or(Date::MAX)
}

/// How far the keeping is from its end.
pub fn keeping(until: Date, today: Date) -> Keeping {
    let soon = today.checked_add(NOTICE_DAYS.days()).unwrap_or(Date::MAX);
    if until < today {
        Keeping::Over
    } else if until <= soon {
        Keeping::Ending
    } else {
        Keeping::Kept
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn one_number_has_one_key_however_it_is_written() {
        for (written, key, masked) in [
            ("138 0000 5678", "13800005678", "138****5678"),
            ("１３８００００５６７８", "13800005678", "138****5678"),
            ("+86 138-0000-5678", "13800005678", "138****5678"),
            ("0086 13800005678", "13800005678", "138****5678"),
            ("8613800005678", "13800005678", "138****5678"),
            ("0536-8000123", "05368000123", "0536****23"),
            ("+86 (536) 8000123", "05368000123", "0536****23"),
            ("0536-8000123转801", "05368000123x801", "0536****23"),
            ("400-000-1234", "4000001234", "4000****34"),
            ("+86 400 000 1234", "4000001234", "4000****34"),
            ("+81 3-0000-1234", "+81300001234", "+813****34"),
            ("8000123", "8000123", "8****3"),
        ] {
            let phone = Phone::parse(written).unwrap();
            assert_eq!((phone.key(), phone.masked().as_str()), (key, masked), "{written}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for wrong in [
            "",
            "1234",
            "138****5678",
            "电话",
            "138 0000 5678 王",
            "12345678901234567890123",
            "1+380000567",
            "0536-8000123转",
            "8000123转1234567",
        ] {
            assert_eq!(Phone::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_are_compared_without_case_and_masked() {
        let email = Email::parse(" Zhang.San@Example.com ").unwrap();
        assert_eq!(
            (email.key().as_str(), email.masked().as_str()),
            ("zhang.san@example.com", "Z***@Example.com")
        );
        for wrong in
            ["", "a@b", "a b@example.com", "@example.com", "a@.com", "z***@example.com", "a@b@example.com"]
        {
            assert_eq!(Email::parse(wrong), None, "{wrong}");
        }
        let wechat = Wechat::parse("+86 13800005678".replace(' ', "").as_str()).unwrap();
        assert_eq!((wechat.key().as_str(), wechat.masked().as_str()), ("13800005678", "+****"));
        assert_eq!(Wechat::parse("w****"), None);
    }

    #[test]
    fn whole_numbers_are_looked_up_and_words_are_not() {
        assert_eq!(looked_up("138 0000 5678"), Some((Channel::Phone, "13800005678".into())));
        assert_eq!(looked_up("a@example.com"), Some((Channel::Email, "a@example.com".into())));
        for words in ["2013", "王经理", "379901-2013-x", "zlsn"] {
            assert_eq!(looked_up(words), None, "{words}");
        }
    }

    #[test]
    fn keeping_ends_and_says_so_before() {
        let today = date(2013, 11, 15);
        assert_eq!(keeping(date(2013, 11, 14), today), Keeping::Over);
        assert_eq!(keeping(today, today), Keeping::Ending);
        assert_eq!(keeping(date(2013, 12, 15), today), Keeping::Ending);
        assert_eq!(keeping(date(2013, 12, 16), today), Keeping::Kept);
        assert_eq!(latest(today, 24), date(2015, 11, 15));
    }
}
