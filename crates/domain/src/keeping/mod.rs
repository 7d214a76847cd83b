//! 在库管理: by what projects of the library are graded, and how long one may stand still before it leaves. A small
//! table that the office may change, with versions.

mod read;

use std::sync::LazyLock;

use jiff::civil::Date;

pub use read::STANDARD;

use crate::project::{Grade, Stage, Structure};

/// What a grade asks for. A condition that is not there is met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Criteria {
    pub total_fen: Option<i64>,
    pub from_stage: Option<Stage>,
    /// Empty: any.
    pub structures: Vec<Structure>,
    pub high_technology: bool,
    /// One of the conditions is enough.
    pub any: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeRule {
    pub grade: Grade,
    pub name: String,
    pub name_en: String,
    pub meaning: String,
    pub meaning_en: String,
    pub criteria: Criteria,
}

/// How long a project may stand still, in days without progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    pub stages: Vec<Stage>,
    pub warn_days: i64,
    pub due_days: i64,
    pub leave_days: i64,
    /// An extension may last so long.
    pub extend_days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepingTable {
    pub name: String,
    pub name_en: String,
    /// From the highest to the lowest.
    pub grades: Vec<GradeRule>,
    pub stay: Stay,
}

/// What the criteria look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graded {
    pub stage: Stage,
    pub structure: Structure,
    pub high_technology: bool,
    pub total_fen: Option<i64>,
}

crate::project::codes! {
    /// How near a project that stands still is to leaving.
    Stillness {
        /// 预警
        Warned = "warned",
        /// 到期
        Due = "due",
        /// 提请出库: the office confirms, or extends.
        Proposed = "proposed",
        /// 延期: until a day that has not come.
        Extended = "extended",
    }
}

impl Criteria {
    pub fn met(&self, of: &Graded) -> bool {
        let asked = [
            self.total_fen.map(|least| of.total_fen.is_some_and(|fen| fen >= least)),
            self.from_stage.map(|stage| of.stage >= stage),
            (!self.structures.is_empty()).then(|| self.structures.contains(&of.structure)),
            self.high_technology.then_some(of.high_technology),
        ];
        let mut asked = asked.into_iter().flatten().peekable();
        if self.any && asked.peek().is_some() { asked.any(|met| met) } else { asked.all(|met| met) }
    }

    /// Whether it asks for anything at all.
    pub const fn is_open(&self) -> bool {
        self.total_fen.is_none()
            && self.from_stage.is_none()
            && self.structures.is_empty()
            && !self.high_technology
    }
}

impl Stay {
    /// How near a project is to leaving after so many days without progress; nothing when it is not.
    pub fn stillness(
        &self,
        stage: Stage,
        days_idle: i64,
        until: Option<Date>,
        today: Date,
    ) -> Option<Stillness> {
        if !self.stages.contains(&stage) || days_idle < self.warn_days {
            return None;
        }
        Some(match until {
            Some(until) if until >= today => Stillness::Extended,
            _ if days_idle >= self.leave_days => Stillness::Proposed,
            _ if days_idle >= self.due_days => Stillness::Due,
            _ => Stillness::Warned,
        })
    }
}

impl KeepingTable {
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<KeepingTable> = LazyLock::new(|| {
            let (table, findings) = KeepingTable::check(STANDARD);
            debug_assert!(findings.is_empty(), "{findings:?}");
            table.unwrap_or_else(|| KeepingTable {
                name: String::new(),
                name_en: String::new(),
                grades: Vec::new(),
                stay: Stay {
                    stages: Vec::new(),
                    warn_days: i64::MAX,
                    due_days: i64::MAX,
                    leave_days: i64::MAX,
                    extend_days: 0,
                },
            })
        });
        &BUILT_IN
    }

    /// The highest grade whose criteria are met.
    pub fn advised(&self, of: &Graded) -> Option<Grade> {
        self.grades.iter().find(|rule| rule.criteria.met(of)).map(|rule| rule.grade)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const YI: i64 = 10_000_000_000;

    fn of(stage: Stage, structure: Structure, yi: Option<i64>) -> Graded {
        Graded { stage, structure, high_technology: false, total_fen: yi.map(|yi| yi * YI) }
    }

    #[test]
    fn the_first_grade_whose_conditions_are_met() {
        use Structure::{ModernManufacturing as M, RealEstate as R};
        let table = KeepingTable::built_in();
        for (graded, grade) in [
            (of(Stage::Negotiation, R, Some(5)), Grade::A),
            (of(Stage::Lead, R, Some(5)), Grade::B),
            (of(Stage::Lead, M, None), Grade::B),
            (of(Stage::Signed, R, None), Grade::C),
            (Graded { high_technology: true, ..of(Stage::Lead, R, None) }, Grade::B),
        ] {
            assert_eq!(table.advised(&graded), Some(grade), "{graded:?}");
        }
    }

    #[test]
    fn two_three_six_months() {
        let (stay, today) = (&KeepingTable::built_in().stay, date(2013, 11, 15));
        let still = |days, until| stay.stillness(Stage::Negotiation, days, until, today);
        assert_eq!(still(59, None), None);
        assert_eq!(still(60, None), Some(Stillness::Warned));
        assert_eq!(still(90, None), Some(Stillness::Due));
        assert_eq!(still(180, None), Some(Stillness::Proposed));
        assert_eq!(still(400, Some(today)), Some(Stillness::Extended));
        assert_eq!(still(400, Some(date(2013, 11, 14))), Some(Stillness::Proposed));
        assert_eq!(stay.stillness(Stage::Signed, 400, None, today), None);
    }

    #[test]
    fn a_table_says_where_it_is_wrong() {
        let wrong = |from: &str, to: &str| {
            assert!(STANDARD.contains(from), "{from}");
            let (table, found) = KeepingTable::check(&STANDARD.replacen(from, to, 1));
            assert!(table.is_none(), "{to}");
            found.iter().map(|f| f.code).collect::<Vec<_>>()
        };
        assert_eq!(wrong("code = \"b\"", "code = \"d\""), ["keeping.table_unknown", "keeping.table_grades"]);
        assert_eq!(wrong("code = \"b\"", "code = \"a\""), ["keeping.table_grades"]);
        assert_eq!(wrong("total_wan = 50000", "total_wan = -1"), ["keeping.table_number"]);
        assert_eq!(wrong("total_wan = 50000", "total_wan = 5e4"), ["keeping.table_number"]);
        assert_eq!(wrong("due_days = 90", "due_days = 30"), ["keeping.table_order"]);
        assert_eq!(wrong("due_days = 90", ""), ["keeping.table_number"]);
        assert_eq!(wrong("stages = [\"lead\"", "stages = [\"leads\""), ["keeping.table_unknown"]);
        assert_eq!(wrong("from_stage = \"neg", "stage = \"neg"), ["keeping.table_key"]);
        assert_eq!(
            wrong("high_technology = true\nany = true", "high_technology = 1\nany = true"),
            ["keeping.table_flag"]
        );
        assert_eq!(wrong("name = \"A 级\"", "name = \"\""), ["keeping.table_name"]);
        assert_eq!(wrong("\n[stay]\n", "\n[stay\n"), ["keeping.table_syntax"]);
        assert_eq!(
            wrong("meaning_en = \"Watched", "total_wan = 1\nmeaning_en = \"Watched"),
            ["keeping.table_last"]
        );
        let (_, found) = KeepingTable::check(&STANDARD.replacen("due_days = 90", "due_days = 30", 1));
        let line = STANDARD.lines().position(|l| l == "[stay]").unwrap() + 1;
        assert_eq!(found[0].line, line);
        assert_eq!(KeepingTable::check(&"x".repeat(200_000)).1[0].code, "keeping.table_too_large");
        assert_eq!(KeepingTable::check("").1[0].code, "keeping.table_name");
    }
}
