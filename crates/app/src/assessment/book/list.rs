//! The book, page by page: claimed, verified, recognised and credited side by side, with the rule that refused. Only the
//! projects of a page are computed for it; the totals are kept with the scores.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yinfeng_domain::{
    assessment::{
        facts::Row,
        recognition::{Recognised, State},
    },
    authority::{Act, Class, Reach},
    id::{FundId, ProjectId, SchemeId, UnitId},
};

use super::{
    Method, applied, portion,
    receipt::{ReasonView, reasons, state_code},
};
use crate::{
    assessment::{
        scheme::spoken,
        score::{Asked, CardRow, MissingFact, PAGE, SchemeRef, Scored, missing_facts, until_written},
        store::book::{self as rows, Listed, Looked},
    },
    floor::{
        Error, Fault, Result,
        db::{
            Reader, Value,
            page::{self},
        },
        web::Who,
    },
    fund::FundRef,
    org::UnitRef,
    project::{self, ProjectRef},
};

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct BookFilter {
    /// The year of the day when left out.
    pub year: Option<i64>,
    #[param(value_type = Option<String>)]
    pub as_of: Option<Date>,
    /// Another scheme than the one in force.
    #[param(value_type = Option<Uuid>)]
    pub scheme: Option<SchemeId>,
    /// `refused`, `undecided`, `next` or `outside_window`: only these; all without it.
    pub state: Option<String>,
    /// Claimed by this unit.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    pub cursor: Option<String>,
    pub limit: Option<i64>,
}

/// One receipt of the book. Amounts are CNY fen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BookRow {
    pub fund: FundRef,
    pub project: ProjectRef,
    pub unit: UnitRef,
    #[schema(value_type = String)]
    pub received_on: Date,
    pub claimed_fen: i64,
    pub verified_fen: i64,
    /// What counts for the district: each fen once.
    pub recognised_fen: i64,
    /// What counts for the units together.
    pub credited_fen: i64,
    /// None while a rate or a unit is missing.
    pub state: Option<&'static str>,
    pub line: String,
    pub reasons: Vec<ReasonView>,
}

/// All receipts together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BookTotals {
    pub receipts: u64,
    pub claimed_fen: i64,
    pub verified_fen: i64,
    pub recognised_fen: i64,
    pub credited_fen: i64,
    pub refused: u64,
    pub undecided: u64,
    pub next: u64,
    /// What projects signed in the window have not brought yet and still counts when it comes.
    pub carried_fen: i64,
    pub lapsed_fen: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BookPage {
    pub year: i64,
    #[schema(value_type = String)]
    pub as_of: Date,
    /// None while no scheme is in force.
    pub scheme: Option<SchemeRef>,
    /// Whether the scheme has rules of its own: without them the ledger of money in place is the book.
    pub by_rules: bool,
    pub items: Vec<BookRow>,
    pub next_cursor: Option<String>,
    /// For readers of the whole district.
    pub totals: Option<BookTotals>,
    pub missing: Vec<MissingFact>,
}

/// A page of the book, the latest arrivals first.
pub fn book(reader: &Reader, who: &Who, place: &str, filter: &BookFilter) -> Result<BookPage> {
    let reach = who.reach(Class::Fund, Act::Read)?;
    let asked = Asked { year: filter.year, as_of: filter.as_of, scheme: filter.scheme };
    let Some(scored) = until_written(reader, place, who.district(), &asked)? else {
        return empty(reader, who, filter);
    };
    let whole = reach == Reach::District;
    let kept = scored.book();
    let mut out = BookPage {
        year: scored.year,
        as_of: scored.as_of,
        scheme: Some(SchemeRef::of(&scored.brief, &scored.scheme, who.lang)),
        by_rules: kept.is_some(),
        items: Vec::new(),
        next_cursor: None,
        totals: None,
        missing: if whole { missing_facts(&scored, who.lang) } else { Vec::new() },
    };
    let Some(kept) = kept else { return Ok(out) };
    out.totals = whole.then(|| totals(&kept.totals));
    let limit = page::limit(filter.limit);
    let after = match filter.cursor.as_deref().map(|c| page::decode(c, 2)).transpose()?.as_deref() {
        Some([Value::Text(on), Value::Id(id)]) => {
            let bad = || Error::invalid(Fault::at("cursor", "floor.bad_cursor"));
            Some((on.parse::<Date>().map_err(|_| bad())?, FundId(*id)))
        }
        Some(_) => return Err(Error::invalid(Fault::at("cursor", "floor.bad_cursor"))),
        None => None,
    };
    let method = Method::new(reader, who.district(), &scored.scheme, (scored.as_of, 0), scored.counts_for())?;
    let only = match filter.state.as_deref().filter(|s| !s.is_empty()) {
        None => None,
        Some(code) => Some(chosen(&kept.apart, code, after, limit + 1)?),
    };
    let veil = project::veil(reader, who)?.shows("f.project_id");
    let look = Looked {
        counted: method.counted,
        window: method.window,
        as_of: method.as_of,
        after,
        unit: filter.unit,
        only: only.as_deref(),
        limit: limit + 1,
    };
    let mut listed = rows::listed(reader, who.district(), &reach, &veil, &look)?;
    // What one may not see is left out of the chosen ones, so the end of a page is told by what was chosen.
    let more = only.as_ref().map_or(listed.len(), Vec::len) as i64 > limit;
    listed.truncate(limit as usize);
    let last = match &only {
        Some(ids) => ids.get(limit as usize - 1).and_then(|id| {
            kept.apart.iter().find(|(_, _, fund)| fund == id).map(|(_, on, fund)| (*on, *fund))
        }),
        None => listed.last().map(|l| (l.on, l.id)),
    };
    out.next_cursor = last.filter(|_| more).map(|(on, id)| page::encode(&[on.into(), id.into()]));
    out.items = shown(reader, who, &method, listed)?;
    Ok(out)
}

fn totals(t: &super::Totals) -> BookTotals {
    BookTotals {
        receipts: t.receipts,
        claimed_fen: t.claimed_fen,
        verified_fen: t.verified_fen,
        recognised_fen: t.recognised_fen,
        credited_fen: t.credited_fen,
        refused: t.refused,
        undecided: t.undecided,
        next: t.next,
        carried_fen: t.carried_fen,
        lapsed_fen: t.lapsed_fen,
    }
}

fn empty(reader: &Reader, who: &Who, filter: &BookFilter) -> Result<BookPage> {
    let as_of = match filter.as_of {
        Some(day) => day,
        None => crate::org::as_of(reader, who.district())?,
    };
    Ok(BookPage {
        year: filter.year.unwrap_or_else(|| as_of.year().into()),
        as_of,
        scheme: None,
        by_rules: false,
        items: Vec::new(),
        next_cursor: None,
        totals: None,
        missing: Vec::new(),
    })
}

/// The next receipts of a state, the latest first.
fn chosen(
    apart: &[(State, Date, FundId)],
    code: &str,
    after: Option<(Date, FundId)>,
    most: i64,
) -> Result<Vec<FundId>> {
    let all = [State::Refused, State::Undecided, State::Next, State::OutsideWindow];
    let state = all.into_iter().find(|s| state_code(*s) == code).ok_or_else(|| {
        let words = all.map(state_code).join(", ");
        Error::invalid(Fault::at("state", "assessment.book_state").with("words", words))
    })?;
    let of_state = apart.iter().filter(|(s, ..)| *s == state);
    let next = of_state.filter(|(_, on, id)| after.is_none_or(|last| (*on, *id) < last));
    Ok(next.take(most as usize).map(|(.., id)| *id).collect())
}

/// The receipts behind rows that were scored, the latest entered first, with what they are credited with.
pub(in crate::assessment) fn behind(
    reader: &Reader,
    who: &Who,
    scored: &Scored,
    taken: &[&Row],
) -> Result<(Vec<CardRow>, i64)> {
    let mut credited: HashMap<FundId, i64> = HashMap::new();
    for row in taken {
        *credited.entry(FundId(row.id)).or_default() += row.fen;
    }
    let total = credited.len() as i64;
    if credited.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let mut ids: Vec<FundId> = credited.keys().copied().collect();
    ids.sort_by_key(|id| std::cmp::Reverse(*id));
    ids.truncate(PAGE as usize);
    let method = Method::new(reader, who.district(), &scored.scheme, (scored.as_of, 0), scored.counts_for())?;
    let veil = project::veil(reader, who)?.shows("f.project_id");
    let look = Looked {
        counted: method.counted,
        window: method.window,
        as_of: method.as_of,
        after: None,
        unit: None,
        only: Some(&ids),
        limit: PAGE,
    };
    let listed = rows::listed(reader, who.district(), &Reach::District, &veil, &look)?;
    let row = |l: Listed| CardRow {
        kind: "fund",
        id: l.id.0,
        code: Some(l.code),
        title: l.project.name,
        date: Some(l.on),
        amount_fen: credited.get(&l.id).copied(),
        amount_text: None,
        share_bp: None,
        url: Some(format!("/funds/{}", l.id)),
    };
    Ok((listed.into_iter().map(row).collect(), total))
}

/// Computes the projects of a page.
fn shown(reader: &Reader, who: &Who, method: &Method<'_>, listed: Vec<Listed>) -> Result<Vec<BookRow>> {
    let projects: BTreeSet<ProjectId> = listed.iter().map(|l| l.project.id).collect();
    let projects: Vec<ProjectId> = projects.into_iter().collect();
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let portion = portion::portion(reader, method, &projects, None)?;
    let mut missing = Vec::new();
    let book = applied(method, &portion, &mut missing);
    let by_code: HashMap<&str, &Recognised> = book.receipts.iter().map(|r| (r.receipt.as_str(), r)).collect();
    let row = |l: Listed| {
        let done = by_code.get(l.code.as_str());
        let stop = || {
            let mine = missing.iter().find(|m| m.params.iter().any(|(_, value)| *value == l.code));
            mine.map(|m| m.say(spoken(who.lang))).unwrap_or_default()
        };
        BookRow {
            claimed_fen: done.map_or(l.claimed_fen, |d| d.claimed_fen),
            verified_fen: done.map_or(l.recognised_fen, |d| d.verified_fen),
            recognised_fen: done.map_or(0, |d| d.recognised_fen),
            credited_fen: done.map_or(0, |d| d.credits.iter().map(|c| c.fen).sum()),
            state: done.map(|d| state_code(d.state)),
            line: done.map_or_else(stop, |d| d.say(spoken(who.lang))),
            reasons: done.map(|d| reasons(d, who.lang)).unwrap_or_default(),
            fund: FundRef { id: l.id.0, code: l.code.clone() },
            project: l.project,
            unit: l.unit,
            received_on: l.received_on,
        }
    };
    Ok(listed.into_iter().map(row).collect())
}

impl Scored {
    /// What became of the receipts, where the scheme itself says what counts.
    pub(in crate::assessment) fn book(&self) -> Option<&super::Book> {
        self.gathered.book.as_ref()
    }

    pub(in crate::assessment) fn facts(&self) -> &yinfeng_domain::assessment::Facts {
        &self.gathered.facts
    }

    pub(in crate::assessment) fn counts_for(&self) -> &HashMap<UnitId, UnitId> {
        &self.gathered.counts_for
    }
}
