//! Admission of a project (联审): 预审 → 评审 → 决策. Which departments are asked, and whether a meeting decides, is a
//! table by kind and amount that a district may change; who may do what is here. Nobody concludes a review that
//! they asked for, and no department's word is given by the unit that wants the project.

use std::sync::LazyLock;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::Deserialize;
use toml::Spanned;

use crate::{
    money::WAN_FEN,
    project::{Kind, Stage, Subject, codes},
};

codes! {
    /// How far a review is.
    State {
        /// 预审: the office looks whether the papers are complete.
        Precheck = "precheck",
        /// 评审: departments are asked.
        Opinions = "opinions",
        /// 决策: the meeting was held.
        Meeting = "meeting",
        Passed = "passed",
        /// 补充: more papers are wanted.
        Supplement = "supplement",
        /// 缓议
        Deferred = "deferred",
        Rejected = "rejected",
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What can be done with a review.
    Step {
        Ask = "ask",
        Meet = "meet",
        Conclude = "conclude",
        Withdraw = "withdraw",
    }
}

impl State {
    /// Whether a project has no second review beside one that stands so.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Precheck | Self::Opinions | Self::Meeting | Self::Supplement | Self::Deferred)
    }

    /// Whether a meeting or a reviewer may conclude so.
    pub const fn is_conclusion(self) -> bool {
        matches!(self, Self::Passed | Self::Supplement | Self::Deferred | Self::Rejected)
    }
}

/// What somebody is to a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capacity of its own")]
pub struct Hand {
    /// They may write to the project.
    pub applicant: bool,
    /// They keep the reviews of the whole district.
    pub office: bool,
    /// They may conclude.
    pub reviewer: bool,
    /// They asked for the review, or asked the departments, or gave an opinion.
    pub involved: bool,
}

/// What the opinions of a review come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// Not answered, and the deadline is not over.
    pub waiting: usize,
    /// Not answered, though the deadline is over.
    pub silent: usize,
}

/// Whether a step may be taken, or the code of why not. A department that lets its deadline pass does not hold up the
/// meeting, but a review without a meeting waits for every opinion.
#[expect(clippy::match_same_arms, reason = "the table is read from top to bottom")]
pub fn step(state: State, step: Step, meeting: bool, asked: Asked, hand: Hand) -> Result<(), &'static str> {
    match step {
        Step::Ask => match state {
            State::Precheck | State::Supplement | State::Deferred if hand.office => Ok(()),
            State::Precheck | State::Supplement | State::Deferred => Err("admission.not_office"),
            _ => Err("admission.not_now"),
        },
        Step::Meet => match state {
            State::Opinions if !hand.office => Err("admission.not_office"),
            State::Opinions if asked.waiting > 0 => Err("admission.opinions_missing"),
            State::Opinions => Ok(()),
            _ => Err("admission.not_now"),
        },
        Step::Conclude => match state {
            State::Meeting | State::Opinions if !hand.reviewer => Err("admission.not_reviewer"),
            State::Meeting | State::Opinions if hand.involved => Err("admission.own_review"),
            State::Meeting => Ok(()),
            State::Opinions if meeting => Err("admission.meeting_missing"),
            State::Opinions if asked.waiting + asked.silent > 0 => Err("admission.opinions_missing"),
            State::Opinions => Ok(()),
            _ => Err("admission.not_now"),
        },
        Step::Withdraw => match state {
            State::Precheck | State::Opinions | State::Supplement | State::Deferred => {
                if hand.applicant || hand.office { Ok(()) } else { Err("admission.not_applicant") }
            }
            _ => Err("admission.not_now"),
        },
    }
}

/// The day by which a department is to answer: so many working days on. Saturdays and Sundays do not count; the moved
/// holidays of a year are not known here.
pub fn deadline(from: Date, days: i64) -> Date {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.saturating_add(1.days());
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    day
}

/// The text of the table that a district starts with.
pub const STANDARD: &str = include_str!("../admission/standard.toml");

/// One line of the table: which review projects of these kinds go through from this amount on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub name_en: String,
    pub kinds: Vec<Kind>,
    pub from_fen: i64,
    pub opinions: Vec<Subject>,
    /// Working days for an answer.
    pub days: i64,
    pub meeting: bool,
}

/// A valid table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    pub name: String,
    pub name_en: String,
    pub rules: Vec<Rule>,
}

/// One thing wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFinding {
    /// `admission.rule_unknown`, …
    pub code: &'static str,
    /// From 1.
    pub line: usize,
    pub value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    name: Spanned<String>,
    name_en: Option<String>,
    review: Vec<Spanned<RawRule>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: Spanned<String>,
    name_en: Option<String>,
    kinds: Spanned<RawKinds>,
    from_wan: Spanned<i64>,
    opinions: Vec<Spanned<String>>,
    days: Spanned<i64>,
    meeting: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawKinds {
    Word(String),
    List(Vec<String>),
}

static BUILT_IN: LazyLock<Rules> = LazyLock::new(|| {
    Rules::check(STANDARD).0.unwrap_or(Rules {
        name: String::new(),
        name_en: String::new(),
        rules: Vec::new(),
    })
});

/// Bytes a table may have, and lines of it.
const LARGEST: usize = 100_000;
const MOST: usize = 200;

impl Rules {
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a table and tells everything wrong with it; the table is there when nothing is.
    pub fn check(text: &str) -> (Option<Self>, Vec<RuleFinding>) {
        if text.len() > LARGEST {
            return (None, vec![found(text, 0, "admission.rule_too_large", "")]);
        }
        let raw: RawTable = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let at = error.span().map_or(0, |s| s.start);
                return (None, vec![found(text, at, "admission.rule_syntax", error.message())]);
            }
        };
        let mut findings = Vec::new();
        if raw.name.get_ref().trim().is_empty() || raw.name.get_ref().chars().count() > 60 {
            findings.push(found(text, raw.name.span().start, "admission.rule_name", raw.name.get_ref()));
        }
        if raw.review.is_empty() || raw.review.len() > MOST {
            findings.push(found(text, 0, "admission.rule_empty", ""));
        }
        let rules: Vec<Rule> = raw.review.iter().map(|one| rule(text, one, &mut findings)).collect();
        for kind in Kind::ALL {
            // Every project must find its review, however small it is.
            if !rules.iter().any(|r| r.from_fen == 0 && r.kinds.contains(kind)) {
                findings.push(found(text, 0, "admission.rule_gap", kind.code()));
            }
        }
        findings.truncate(50);
        let name = raw.name.into_inner();
        let table = Self { name_en: raw.name_en.unwrap_or_else(|| name.clone()), name, rules };
        (findings.is_empty().then_some(table), findings)
    }

    /// The review of a project: of those for its kind the one with the highest amount that it reaches.
    pub fn of(&self, kind: Kind, total_fen: Option<i64>) -> Option<&Rule> {
        let total = total_fen.unwrap_or(0);
        let fits = self.rules.iter().filter(|r| r.kinds.contains(&kind) && total >= r.from_fen);
        fits.max_by_key(|r| r.from_fen)
    }
}

fn found(text: &str, at: usize, code: &'static str, value: &str) -> RuleFinding {
    let line = text.get(..at).unwrap_or(text).matches('\n').count() + 1;
    RuleFinding { code, line, value: value.chars().take(80).collect() }
}

fn rule(text: &str, one: &Spanned<RawRule>, findings: &mut Vec<RuleFinding>) -> Rule {
    let raw = one.get_ref();
    let mut say = |at: usize, code, value: &str| findings.push(found(text, at, code, value));
    if raw.name.get_ref().trim().is_empty() || raw.name.get_ref().chars().count() > 60 {
        say(raw.name.span().start, "admission.rule_name", raw.name.get_ref());
    }
    if !(1..=60).contains(raw.days.get_ref()) {
        say(raw.days.span().start, "admission.rule_days", &raw.days.get_ref().to_string());
    }
    if !(0..=1_000_000_000).contains(raw.from_wan.get_ref()) {
        say(raw.from_wan.span().start, "admission.rule_amount", &raw.from_wan.get_ref().to_string());
    }
    let builds = |k: &&Kind| k.goes_through(Stage::Construction);
    let kinds = match raw.kinds.get_ref() {
        RawKinds::Word(word) if word == "all" => Kind::ALL.to_vec(),
        RawKinds::Word(word) if word == "building" => Kind::ALL.iter().filter(builds).copied().collect(),
        RawKinds::Word(word) if word == "services" => {
            Kind::ALL.iter().filter(|k| !builds(k)).copied().collect()
        }
        RawKinds::Word(word) => {
            say(raw.kinds.span().start, "admission.rule_unknown", word);
            Vec::new()
        }
        RawKinds::List(list) => list
            .iter()
            .filter_map(|word| {
                let kind = Kind::from_code(word);
                if kind.is_none() {
                    say(raw.kinds.span().start, "admission.rule_unknown", word);
                }
                kind
            })
            .collect(),
    };
    let mut opinions = Vec::new();
    for word in &raw.opinions {
        match Subject::from_code(word.get_ref()) {
            None => say(word.span().start, "admission.rule_unknown", word.get_ref()),
            Some(subject) if opinions.contains(&subject) => {
                say(word.span().start, "admission.rule_twice", word.get_ref());
            }
            Some(subject) => opinions.push(subject),
        }
    }
    if raw.opinions.is_empty() {
        say(one.span().start, "admission.rule_no_opinion", "");
    }
    Rule {
        name: raw.name.get_ref().trim().to_owned(),
        name_en: raw.name_en.clone().unwrap_or_else(|| raw.name.get_ref().clone()),
        kinds,
        from_fen: raw.from_wan.get_ref().clamp(&0, &1_000_000_000) * WAN_FEN,
        opinions,
        days: *raw.days.get_ref(),
        meeting: raw.meeting,
    }
}

codes! {
    /// What is looked into before a contract is signed (尽职调查).
    Check {
        /// 实际控制人
        Controller = "controller",
        /// 实缴资本
        PaidIn = "paid_in",
        /// 失信、被执行
        Dishonesty = "dishonesty",
        /// 股权穿透
        Ownership = "ownership",
        /// 同类项目他地落地
        Elsewhere = "elsewhere",
        /// 假央企、假国企
        FalseState = "false_state",
    }
}

codes! {
    /// What came of it.
    Finding {
        Clear = "clear",
        /// Has to be signed by a reviewer before the contract may be made ready.
        Risk = "risk",
        NotApplicable = "not_applicable",
    }
}

/// Whether the sheet is complete: everything was looked into, and every risk is signed.
pub fn sheet_complete(answers: &[(Check, Finding, bool)]) -> bool {
    Check::ALL.iter().all(|check| {
        answers.iter().any(|(c, finding, signed)| c == check && (*finding != Finding::Risk || *signed))
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const OFFICE: Hand = Hand { applicant: false, office: true, reviewer: false, involved: false };
    const REVIEWER: Hand = Hand { applicant: false, office: false, reviewer: true, involved: false };
    const UNIT: Hand = Hand { applicant: true, office: false, reviewer: false, involved: true };
    const ALL_IN: Asked = Asked { waiting: 0, silent: 0 };

    #[test]
    fn a_review_goes_from_the_office_over_departments_to_a_reviewer() {
        let one = Asked { waiting: 1, silent: 0 };
        let silent = Asked { waiting: 0, silent: 1 };
        let rows = [
            (State::Precheck, Step::Ask, true, ALL_IN, OFFICE, Ok(())),
            (State::Precheck, Step::Ask, true, ALL_IN, UNIT, Err("admission.not_office")),
            (State::Opinions, Step::Ask, true, one, OFFICE, Err("admission.not_now")),
            (State::Opinions, Step::Meet, true, one, OFFICE, Err("admission.opinions_missing")),
            (State::Opinions, Step::Meet, true, silent, OFFICE, Ok(())),
            (State::Opinions, Step::Conclude, true, ALL_IN, REVIEWER, Err("admission.meeting_missing")),
            (State::Opinions, Step::Conclude, false, ALL_IN, REVIEWER, Ok(())),
            (State::Opinions, Step::Conclude, false, silent, REVIEWER, Err("admission.opinions_missing")),
            (State::Meeting, Step::Conclude, true, silent, REVIEWER, Ok(())),
            (State::Meeting, Step::Conclude, true, ALL_IN, OFFICE, Err("admission.not_reviewer")),
            (
                State::Meeting,
                Step::Conclude,
                true,
                ALL_IN,
                Hand { involved: true, ..REVIEWER },
                Err("admission.own_review"),
            ),
            (State::Supplement, Step::Ask, true, ALL_IN, OFFICE, Ok(())),
            (State::Opinions, Step::Withdraw, true, one, UNIT, Ok(())),
            (State::Meeting, Step::Withdraw, true, one, UNIT, Err("admission.not_now")),
            (State::Opinions, Step::Withdraw, true, one, REVIEWER, Err("admission.not_applicant")),
        ];
        for (state, what, meeting, asked, hand, said) in rows {
            assert_eq!(step(state, what, meeting, asked, hand), said, "{state} {what}");
        }
        for over in [State::Passed, State::Rejected, State::Withdrawn] {
            for what in Step::ALL {
                assert_eq!(
                    step(over, *what, true, ALL_IN, OFFICE),
                    Err("admission.not_now"),
                    "{over} {what}"
                );
            }
        }
    }

    #[test]
    fn a_deadline_counts_working_days() {
        // 2013-11-15 is a Friday.
        assert_eq!(deadline(date(2013, 11, 15), 1), date(2013, 11, 18));
        assert_eq!(deadline(date(2013, 11, 15), 10), date(2013, 11, 29));
        assert_eq!(deadline(date(2013, 11, 16), 5), date(2013, 11, 22));
    }

    #[test]
    fn the_standard_table_is_sound_and_finds_a_review_for_every_project() {
        let (rules, findings) = Rules::check(STANDARD);
        assert_eq!(findings, []);
        let rules = rules.unwrap();
        for kind in Kind::ALL {
            let small = rules.of(*kind, None).unwrap();
            let large = rules.of(*kind, Some(20 * crate::money::YI_FEN)).unwrap();
            assert!(small.opinions.len() < large.opinions.len() && !small.meeting && large.meeting, "{kind}");
        }
        let middle = rules.of(Kind::New, Some(5_000 * WAN_FEN)).unwrap();
        assert!(middle.meeting && middle.opinions.contains(&Subject::Safety));
        assert!(!rules.of(Kind::New, Some(5_000 * WAN_FEN - 1)).unwrap().meeting);
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told_with_its_line() {
        let said = |text: &str| -> Vec<(&'static str, usize)> {
            Rules::check(text).1.iter().map(|f| (f.code, f.line)).collect()
        };
        let one = |line: &str| {
            format!(
                "name = \"x\"\n[[review]]\nname = \"a\"\nkinds = \"all\"\nfrom_wan = 0\nmeeting = true\n{line}\n"
            )
        };
        assert_eq!(said(&one("opinions = [\"land\"]\ndays = 5")), []);
        assert_eq!(said("name = "), [("admission.rule_syntax", 1)]);
        assert_eq!(said(&one("opinions = [\"land\"]\ndays = 0")), [("admission.rule_days", 8)]);
        assert_eq!(said(&one("opinions = [\"weather\"]\ndays = 5"))[0], ("admission.rule_unknown", 7));
        assert_eq!(said(&one("opinions = [\"land\", \"land\"]\ndays = 5")), [("admission.rule_twice", 7)]);
        assert_eq!(said(&one("opinions = []\ndays = 5"))[0].0, "admission.rule_no_opinion");
        assert_eq!(said(&one("opinions = [\"land\"]\ndays = 5\ncolour = 1"))[0].0, "admission.rule_syntax");
        let gap = one("opinions = [\"land\"]\ndays = 5").replace("\"all\"", "\"building\"");
        assert!(said(&gap).iter().all(|f| f.0 == "admission.rule_gap"));
        assert!(!said(&gap).is_empty());
    }

    #[test]
    fn a_sheet_is_complete_when_all_was_looked_into_and_every_risk_is_signed() {
        let clear: Vec<_> = Check::ALL.iter().map(|c| (*c, Finding::Clear, false)).collect();
        assert!(sheet_complete(&clear));
        assert!(!sheet_complete(&clear[1..]));
        let mut risk = clear.clone();
        risk[2].1 = Finding::Risk;
        assert!(!sheet_complete(&risk));
        risk[2].2 = true;
        assert!(sheet_complete(&risk));
    }
}
