//! Suppositions as they stand in an address, so that a what-if can be sent as a link.
//!
//! Entries are kept apart by commas, their parts by `~`:
//! `receipt~UNIT~FEN~INDUSTRY~DAY`, `project~…`, `talent~…` and `institute~…` alike (the amount may be left out of the
//! last two), `receipt~UNIT~FEN~~DAY~PROJECT` for money of a project that is there, `target~UNIT~MEASURE~VALUE`,
//! `without~RECEIPT`. Industry and day may be empty.

use jiff::civil::Date;
use yinfeng_domain::{
    assessment::scheme::Source,
    id::{FundId, ProjectId, UnitId},
};

use crate::{
    assessment::Measure,
    floor::{Error, Fault, Result},
};

/// More is no what-if, but another ledger.
const MOST: usize = 40;

/// One supposition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// From 1.
    pub no: usize,
    /// As it was written.
    pub text: String,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A row more, counted whole for the unit: money as recognised, or something introduced.
    More {
        source: Source,
        unit: UnitId,
        fen: i64,
        industry: Option<String>,
        on: Option<Date>,
    },
    /// Money of a project, recognised and divided as its rules and shares say.
    Paid {
        unit: UnitId,
        project: ProjectId,
        fen: i64,
        on: Option<Date>,
    },
    Target {
        unit: UnitId,
        measure: Measure,
        value: i64,
    },
    Without {
        fund: FundId,
    },
}

impl Entry {
    pub fn fault(&self, code: &'static str) -> Error {
        Error::invalid(Fault::at("if", code).with("no", self.no).with("entry", &self.text))
    }
}

/// Reads the entries of an address.
pub fn entries(text: &str) -> Result<Vec<Entry>> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|t| !t.is_empty()).collect();
    if parts.len() > MOST {
        return Err(Error::invalid(Fault::at("if", "assessment.what_if_many").with("most", MOST)));
    }
    let one = |(at, text): (usize, &&str)| {
        let what = what(text).ok_or_else(|| {
            let fault = Fault::at("if", "assessment.what_if_entry").with("no", at + 1);
            Error::invalid(fault.with("entry", text.chars().take(80).collect::<String>()))
        })?;
        Ok(Entry { no: at + 1, text: (*text).to_owned(), what })
    };
    parts.iter().enumerate().map(one).collect()
}

fn what(text: &str) -> Option<What> {
    let parts: Vec<&str> = text.split('~').collect();
    let (kind, rest) = parts.split_first()?;
    match (*kind, rest) {
        ("without", [fund]) => Some(What::Without { fund: fund.parse().ok()? }),
        ("target", [unit, measure, value]) => {
            let measure = Measure::from_code(measure)?;
            let value = value.parse().ok().filter(|v| (0..=measure.most()).contains(v))?;
            Some(What::Target { unit: unit.parse().ok()?, measure, value })
        }
        ("receipt", [unit, fen, "", on, project]) => {
            let fen = fen.parse().ok().filter(|fen| (1..=Measure::Funds.most()).contains(fen))?;
            let on = if on.is_empty() { None } else { Some(on.parse().ok()?) };
            Some(What::Paid { unit: unit.parse().ok()?, project: project.parse().ok()?, fen, on })
        }
        (kind, [unit, fen, industry, on]) => {
            let source = match kind {
                "receipt" => Source::Funds,
                "project" => Source::Projects,
                "talent" => Source::Talents,
                "institute" => Source::Institutes,
                _ => return None,
            };
            let counted = matches!(source, Source::Talents | Source::Institutes);
            let fen = match *fen {
                "" if counted => 0,
                fen => fen.parse().ok()?,
            };
            let least = i64::from(!counted);
            let on = if on.is_empty() { None } else { Some(on.parse().ok()?) };
            (least..=Measure::Funds.most()).contains(&fen).then_some(())?;
            is_industry(industry).then_some(())?;
            let industry = Some((*industry).to_owned()).filter(|code| !code.is_empty());
            Some(What::More { source, unit: unit.parse().ok()?, fen, industry, on })
        }
        _ => None,
    }
}

/// A code of GB/T 4754 with its section, or nothing.
fn is_industry(text: &str) -> bool {
    let Some((section, digits)) = text.split_at_checked(1) else { return text.is_empty() };
    section.bytes().all(|b| b.is_ascii_uppercase())
        && digits.len() <= 4
        && digits.bytes().all(|b| b.is_ascii_digit())
}
