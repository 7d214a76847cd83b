//! 异常情形: signals that a result may not be real (虚假招商). A signal is a question to be answered, not a verdict: it is
//! listed with the rows behind it and cleared with a reason. By which rules is a small table that the office may change,
//! with versions.

mod read;

use std::sync::LazyLock;

use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;

pub use read::STANDARD;

crate::project::codes! {
    /// What a rule looks at.
    RuleCode {
        /// 凭证重复使用
        ReusedProof = "reused_proof",
        /// 进账单号重复
        ReusedSlip = "reused_slip",
        /// 资金空转
        RoundTrip = "round_trip",
        /// 认定后很快冲减
        TakenBack = "taken_back",
        /// 付款人是本地平台公司
        PlatformPayer = "platform_payer",
        /// 月末集中到账
        PeriodEndBurst = "period_end_burst",
        /// 金额都是整数
        RoundAmounts = "round_amounts",
        /// 一个付款人付给多个项目
        SharedPayer = "shared_payer",
        /// 到位资金超过合同额
        OverContract = "over_contract",
        /// 注册后长期无资金到位
        PaidInZero = "paid_in_zero",
        /// 集中签约后没有合同
        CeremonyOnly = "ceremony_only",
        /// 大项目到位资金极少
        LittleMoney = "little_money",
    }
}

/// What is looked for, with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    ReusedProof,
    ReusedSlip,
    RoundTrip { within_days: i64, least_percent: i64 },
    TakenBack { within_days: i64, least_percent: i64 },
    PlatformPayer { names: Vec<String>, words: Vec<String> },
    PeriodEndBurst { last_days: i64, least_percent: i64, least_wan: i64, least_entries: i64 },
    RoundAmounts { step_wan: i64, least_entries: i64 },
    SharedPayer { least_projects: i64 },
    OverContract { over_percent: i64 },
    PaidInZero { months: i64 },
    CeremonyOnly { months: i64 },
    LittleMoney { contract_wan: i64, months: i64, least_percent: i64 },
}

impl Check {
    pub const fn code(&self) -> RuleCode {
        match self {
            Self::ReusedProof => RuleCode::ReusedProof,
            Self::ReusedSlip => RuleCode::ReusedSlip,
            Self::RoundTrip { .. } => RuleCode::RoundTrip,
            Self::TakenBack { .. } => RuleCode::TakenBack,
            Self::PlatformPayer { .. } => RuleCode::PlatformPayer,
            Self::PeriodEndBurst { .. } => RuleCode::PeriodEndBurst,
            Self::RoundAmounts { .. } => RuleCode::RoundAmounts,
            Self::SharedPayer { .. } => RuleCode::SharedPayer,
            Self::OverContract { .. } => RuleCode::OverContract,
            Self::PaidInZero { .. } => RuleCode::PaidInZero,
            Self::CeremonyOnly { .. } => RuleCode::CeremonyOnly,
            Self::LittleMoney { .. } => RuleCode::LittleMoney,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub name_en: String,
    pub reason: String,
    pub reason_en: String,
    /// Looked at; off it stays in the table with its parameters.
    pub on: bool,
    pub check: Check,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnomalyTable {
    pub name: String,
    pub name_en: String,
    pub rules: Vec<Rule>,
}

impl AnomalyTable {
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<AnomalyTable> = LazyLock::new(|| {
            let (table, findings) = AnomalyTable::check(STANDARD);
            debug_assert!(findings.is_empty(), "{findings:?}");
            table.unwrap_or_else(|| AnomalyTable {
                name: String::new(),
                name_en: String::new(),
                rules: Vec::new(),
            })
        });
        &BUILT_IN
    }
}

/// Whether a part is at least so many per cent of the whole; of nothing nothing is.
pub fn at_least(part: i64, whole: i64, percent: i64) -> bool {
    whole > 0 && i128::from(part) * 100 >= i128::from(whole) * i128::from(percent)
}

/// Whether one day is at most so many days after another.
pub fn within(from: Date, to: Date, days: i64) -> bool {
    from <= to && to <= from.saturating_add(days.clamp(0, 100_000).days())
}

/// The first of the last days of a month.
pub fn last_days_from(month: crate::period::Month, last_days: i64) -> Date {
    month.last().saturating_sub((last_days.clamp(1, 31) - 1).days()).max(month.first())
}

/// Whether a payer's name says that it is a local platform: named so, or with one of the words in it.
pub fn is_platform(payer: &str, key: &str, name_keys: &[String], words: &[String]) -> bool {
    name_keys.iter().any(|name| name == key)
        || words.iter().any(|word| !word.is_empty() && payer.contains(word.as_str()))
}

/// A part of a whole in percent with two digits: `85.00`; nothing of a whole of nothing.
pub fn percent_of(part: i64, whole: i64) -> Option<Decimal> {
    let ratio = Decimal::from(part).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(whole))?;
    let mut rounded = ratio.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(2);
    Some(rounded)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_standard_table_has_every_rule_once() {
        let (table, found) = AnomalyTable::check(STANDARD);
        assert_eq!(found, []);
        let codes: Vec<RuleCode> = table.expect("sound").rules.iter().map(|r| r.check.code()).collect();
        assert_eq!(codes, RuleCode::ALL);
    }

    #[test]
    fn a_table_says_where_it_is_wrong() {
        let wrong = |from: &str, to: &str| {
            assert!(STANDARD.contains(from), "{from}");
            let (table, found) = AnomalyTable::check(&STANDARD.replacen(from, to, 1));
            assert!(table.is_none(), "{to}");
            found.iter().map(|f| f.code).collect::<Vec<_>>()
        };
        assert_eq!(wrong("code = \"reused_slip\"", "code = \"reused\""), ["anomaly.table_unknown"]);
        assert_eq!(wrong("code = \"reused_slip\"", "code = \"reused_proof\""), ["anomaly.table_twice"]);
        assert_eq!(wrong("code = \"reused_slip\"", "months = 3"), ["anomaly.table_missing"]);
        assert_eq!(wrong("within_days = 30", ""), ["anomaly.table_number"]);
        assert_eq!(wrong("within_days = 30", "within_days = 0"), ["anomaly.table_number"]);
        assert_eq!(wrong("within_days = 30", "within_days = 3e1"), ["anomaly.table_number"]);
        assert_eq!(wrong("last_days = 3", "last_days = 32"), ["anomaly.table_number"]);
        assert_eq!(wrong("months = 12", "months = 12\nstep_wan = 5"), ["anomaly.table_key"]);
        assert_eq!(wrong("names = []", "names = \"城投\""), ["anomaly.table_names"]);
        assert_eq!(wrong("\"城投\"", "\" \""), ["anomaly.table_names"]);
        assert_eq!(wrong("least_projects = 3", "least_projects = 3\non = 1"), ["anomaly.table_flag"]);
        assert_eq!(wrong("name = \"金额都是整数\"", "name = \"\""), ["anomaly.table_name"]);
        assert_eq!(wrong("\n[[rule]]\n", "\n[[rule]\n"), ["anomaly.table_syntax"]);
        assert_eq!(AnomalyTable::check("").1[0].code, "anomaly.table_name");
        assert_eq!(AnomalyTable::check(&"x".repeat(200_000)).1[0].code, "anomaly.table_too_large");
    }

    #[test]
    fn bounds_are_included() {
        assert!(at_least(50, 100, 50) && !at_least(49, 100, 50) && !at_least(0, 0, 0));
        assert!(within(date(2013, 8, 1), date(2013, 8, 31), 30));
        assert!(!within(date(2013, 8, 1), date(2013, 9, 1), 30));
        assert!(!within(date(2013, 8, 2), date(2013, 8, 1), 30));
        let month = |text: &str| text.parse().expect("a month");
        assert_eq!(last_days_from(month("2013-08"), 3), date(2013, 8, 29));
        assert_eq!(last_days_from(month("2013-02"), 31), date(2013, 2, 1));
        assert_eq!(percent_of(1, 3).map(|p| p.to_string()).as_deref(), Some("33.33"));
        assert_eq!(percent_of(85, 100).map(|p| p.to_string()).as_deref(), Some("85.00"));
        assert_eq!(percent_of(1, 0), None);
    }

    #[test]
    fn a_platform_is_known_by_its_name_or_a_word_of_it() {
        let (names, words) = (vec!["凤栖实业".to_owned()], vec!["城投".to_owned()]);
        assert!(is_platform("凤栖实业有限公司", "凤栖实业", &names, &words));
        assert!(is_platform("凤栖区城投集团", "凤栖区城投", &names, &words));
        assert!(!is_platform("晋工机械有限公司", "晋工机械", &names, &words));
    }
}
