//! Scores: the scheme in force applied to what was recognised up to a day.

mod activity;
mod book;
mod card;
mod decided;
mod facts;
mod kept;
mod view;
pub(super) mod what_if;

use jiff::civil::Date;
use yinfeng_domain::{
    assessment::{Missing, Scheme, Scores, scheme::Scale, scheme::Source, score},
    id::SchemeId,
};

use super::{need_year, scheme::SchemeBrief, store::scheme as schemes};
use crate::{
    floor::{Error, Fault, Result, db::Reader, say::Lang},
    org,
};

pub use book::{render, score_book};
pub(super) use card::PAGE;
pub use card::{CardRow, MeasureView, ScoreCard, score_card};
pub(super) use facts::{assessed_units, measure_for};
pub use kept::until_written;
pub(super) use view::missing as missing_facts;
pub use view::{
    ItemView, League, LeagueGroup, MissingFact, Progress, SchemeRef, UnitScoreView, league, trial_of_text,
};
pub use what_if::{AskedIf, WhatIf, what_if, what_if_book};

use facts::Gathered;

/// Which scores.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// The year of the day when left out.
    pub year: Option<i64>,
    /// The day up to which figures are shown when left out.
    pub as_of: Option<Date>,
    /// The scheme in force for the year when left out; any other shows what its scores would be.
    pub scheme: Option<SchemeId>,
}

/// Scores with what they were made from.
pub struct Scored {
    pub scheme: Scheme,
    pub brief: SchemeBrief,
    pub year: i64,
    pub as_of: Date,
    /// The scores, or everything that has to be delivered first.
    pub outcome: Result<Scores, Vec<Missing>>,
    pub(super) gathered: Gathered,
}

impl Scored {
    /// Recognised money of an assessed unit in fen, before any factor of the scheme.
    pub fn done_fen(&self, unit: yinfeng_domain::id::UnitId) -> i64 {
        self.gathered.done_fen.get(&unit).copied().unwrap_or(0)
    }

    /// Units that are marked as assessed but have no target at all: they are not in the scores.
    pub fn without_target(&self) -> &[String] {
        &self.gathered.without_target
    }
}

/// The scores of all units of a district, whoever asks: callers see to it that nobody is shown more than they may see.
/// `None` when no scheme is in force for the year.
pub fn scores(reader: &Reader, district: &str, asked: &Asked) -> Result<Option<Scored>> {
    let as_of = match asked.as_of {
        Some(day) => day,
        None => org::as_of(reader, district)?,
    };
    let found = if let Some(id) = asked.scheme {
        Some(schemes::scheme(reader, district, id)?.ok_or(Error::NotFound)?)
    } else {
        let year = asked.year.unwrap_or_else(|| as_of.year().into());
        need_year(year)?;
        schemes::in_force(reader, district, year)?
    };
    let Some((brief, text)) = found else { return Ok(None) };
    let scheme = Scheme::parse(&text).map_err(|findings| {
        let why = findings.first().map(|f| f.say(yinfeng_domain::assessment::Lang::Zh)).unwrap_or_default();
        Error::refused(Fault::new("assessment.scheme_broken").with("name", &brief.name).with("why", why))
    })?;
    applied(reader, district, scheme, brief, as_of).map(Some)
}

/// Facts of a district up to a day, scored by a scheme, whether it is kept or only being written.
pub fn applied(
    reader: &Reader,
    district: &str,
    scheme: Scheme,
    brief: SchemeBrief,
    as_of: Date,
) -> Result<Scored> {
    // Money is kept in yuan: a measure in dollars would read yuan as dollars.
    let counted = [Source::Funds, Source::Projects, Source::Talents, Source::Institutes];
    let in_dollars = scheme.measures.iter().find(|m| m.scale == Scale::WanUsd && counted.contains(&m.source));
    if let Some(m) = in_dollars {
        return Err(Error::refused(Fault::new("assessment.dollars").with("name", &m.name.zh)));
    }
    activity::need_known(&scheme)?;
    let gathered = facts::gather(reader, district, &scheme, brief.year, as_of)?;
    let outcome = if gathered.missing.is_empty() {
        score(&scheme, &gathered.facts, as_of)
    } else {
        let mut missing = gathered.missing.clone();
        missing.sort();
        missing.dedup();
        Err(missing)
    };
    Ok(Scored { year: brief.year, scheme, brief, as_of, outcome, gathered })
}

const fn spoken(lang: Lang) -> yinfeng_domain::assessment::Lang {
    super::scheme::spoken(lang)
}
