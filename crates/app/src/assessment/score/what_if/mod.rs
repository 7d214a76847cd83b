//! 试算: what the scores of all units would be with rows, targets or a scheme that are only supposed, beside what they
//! are. Computed in memory on the facts that were gathered; nothing is written.

mod ask;
pub(in crate::assessment) mod http;
mod resolve;
mod sheet;
mod view;

use yinfeng_domain::{
    assessment::{Missing, Scores, score, what_if::Suppose},
    authority::{Act, Class, Reach},
    id::SchemeId,
};

use ask::{Entry, entries};
use resolve::Resolution;
pub use view::WhatIf;

use super::{Asked, Scored, kept, spoken};
use crate::floor::{Error, Fault, Result, db::Reader, web::Who};

/// What is asked: whose scores, and what is supposed.
#[derive(Debug, Clone, Default)]
pub struct AskedIf {
    pub before: Asked,
    /// Another scheme to score by; the same when left out.
    pub against: Option<SchemeId>,
    /// Entries as they stand in an address: see [`entries`].
    pub supposed: String,
}

/// Two results and what makes the difference.
pub(super) struct Tried {
    pub before: std::sync::Arc<Scored>,
    pub after: std::sync::Arc<Scored>,
    pub entries: Vec<Entry>,
    /// Entry by entry: whether it counts up to the day, and how.
    pub each: Vec<Resolution>,
    /// With what is supposed.
    pub scores: Result<Scores, Vec<Missing>>,
    pub reach: Reach,
}

fn tried(reader: &Reader, who: &Who, place: &str, asked: &AskedIf) -> Result<Tried> {
    let reach = who.reach(Class::Figure, Act::Read)?;
    if asked.against.is_some() || asked.before.scheme.is_some() {
        who.need_district(Class::Scheme, Act::Read)?;
    }
    let entries = entries(&asked.supposed)?;
    let found = kept::until_written(reader, place, who.district(), &asked.before)?;
    let Some(before) = found else {
        let year = asked.before.year.unwrap_or_default();
        return Err(Error::refused(Fault::new("assessment.no_scheme").with("year", year)));
    };
    let after = match asked.against {
        None => before.clone(),
        Some(id) => {
            let other = Asked { year: None, as_of: Some(before.as_of), scheme: Some(id) };
            kept::until_written(reader, place, who.district(), &other)?.ok_or(Error::NotFound)?
        }
    };
    let resolved = resolve::resolve(reader, who, &after, &reach, &entries)?;
    let scores = with(&after, &resolved.supposed);
    Ok(Tried { before, after, entries, each: resolved.each, scores, reach })
}

/// Scores with suppositions; without any those that are there.
fn with(scored: &Scored, supposed: &[Suppose]) -> Result<Scores, Vec<Missing>> {
    if supposed.is_empty() || scored.outcome.is_err() {
        return scored.outcome.clone();
    }
    score(&scored.scheme, &scored.gathered.facts.supposing(supposed), scored.as_of)
}

/// The scores of all units that one may see, before and after.
pub fn what_if(reader: &Reader, who: &Who, place: &str, asked: &AskedIf) -> Result<WhatIf> {
    let tried = tried(reader, who, place, asked)?;
    view::shown(reader, who, &tried)
}

/// The same as a workbook.
pub fn what_if_book(reader: &Reader, who: &Who, place: &str, asked: &AskedIf) -> Result<Vec<u8>> {
    who.need_district(Class::Figure, Act::Export)?;
    let shown = what_if(reader, who, place, asked)?;
    if let Some(missing) = shown.missing.first().filter(|_| shown.rows.is_empty()) {
        return Err(Error::refused(Fault::new("assessment.book_missing").with("why", &missing.message)));
    }
    sheet::book(&shown, who.lang)
}

/// What a text that is being written changes, beside the scheme in force for its year; `None` while none is in force.
pub(super) fn against_in_force(
    reader: &Reader,
    who: &Who,
    after: std::sync::Arc<Scored>,
) -> Result<Option<WhatIf>> {
    let asked = Asked { year: Some(after.year), as_of: Some(after.as_of), scheme: None };
    let Some(before) = super::scores(reader, who.district(), &asked)? else { return Ok(None) };
    let reach = who.reach(Class::Figure, Act::Read)?;
    let before = std::sync::Arc::new(before);
    let scores = after.outcome.clone();
    let tried = Tried { before, after, entries: Vec::new(), each: Vec::new(), scores, reach };
    view::shown(reader, who, &tried).map(Some)
}
