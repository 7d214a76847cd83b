//! 报告: the dashboard, where every figure comes from, and the work summary. The room reads any table and writes
//! only the summaries that were issued.
//!
//! Others call [`work_summary`] and [`check_circular`] (the command line) and [`router`].

mod cache;
mod circular;
mod dashboard;
mod figures;
mod gather;
mod http;
mod leaders;
mod monthly;
mod papers;
mod rates;
mod scope;
mod store;
mod trace;
mod trail;

use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use yinfeng_document::Options;
use yinfeng_domain::{
    authority::{Act, Class},
    report::{
        document::{Document, Mismatch},
        work_summary::{self, Facts, Judgement},
    },
};

pub use circular::{check as check_circular, corrections as circular_corrections};
use gather::Depth;
use scope::Scope;
pub use scope::Span;
pub use store::Issue;

use crate::{
    floor::{
        AppState, Error, Fault, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    project,
};

/// Routes of the room.
pub fn router() -> OpenApiRouter<AppState> {
    http::router()
        .merge(papers::router())
        .merge(rates::router())
        .merge(leaders::router())
        .merge(circular::router())
        .merge(monthly::router())
        .merge(trail::router())
}

/// A work summary on the screen.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// A fragment in which every figure is a link to its trace.
    pub html: String,
    pub text: String,
    pub title: String,
    /// Empty: a summary whose totals are not their parts is refused with every one of them.
    pub mismatches: Vec<String>,
}

/// The summary of a span, or the totals that its parts do not add up to.
fn compose(reader: &Reader, scope: &Scope) -> Result<(Document, Facts)> {
    let judgement = Judgement::default();
    let facts = gather::facts(reader, scope, Depth::Summary)?.facts;
    let document = work_summary::compose(&facts, &judgement).map_err(mismatched)?;
    Ok((document, facts))
}

/// Every total that is not its parts, as a fault with both sentences' numbers.
fn mismatched(found: Vec<Mismatch>) -> Error {
    let faults = found.into_iter().map(|mismatch| {
        Fault::at(mismatch.figure.clone(), "report.mismatch")
            .with("figure", &mismatch.figure)
            .with("by", &mismatch.by)
            .with("whole", mismatch.whole)
            .with("parts", mismatch.parts)
            .with("difference", (i128::from(mismatch.whole) - i128::from(mismatch.parts)).abs())
    });
    Error::Invalid(faults.collect())
}

/// The summary is the district's: who reads only some units cannot make it.
fn summary_scope(reader: &Reader, who: &Who, act: Act, span: Span) -> Result<Scope> {
    who.need_district(Class::Report, act)?;
    let reach = yinfeng_domain::authority::Reach::District;
    Ok(Scope { district: who.district().to_owned(), reach, span, veil: project::veil(reader, who)? })
}

/// The work summary of a span. Refused, with every difference, when a total is not the sum of its parts.
pub fn work_summary(reader: &Reader, who: &Who, span: Span) -> Result<Document> {
    Ok(compose(reader, &summary_scope(reader, who, Act::Read, span)?)?.0)
}

fn preview(reader: &Reader, who: &Who, span: Span) -> Result<Preview> {
    let document = work_summary(reader, who, span)?;
    let options = Options { trace: Some(trace_address(span)), ..Options::default() };
    Ok(Preview {
        html: yinfeng_document::to_html(&document, &options),
        text: yinfeng_document::to_text(&document),
        title: document.title().to_owned(),
        mismatches: Vec::new(),
    })
}

/// Where the workbench opens a trace over the summary.
fn trace_address(span: Span) -> String {
    format!("/summary?from={}&to={}&as_of={}&trace=", span.window.from, span.window.to, span.as_of)
}

/// A `.docx`; with the address under which readers reach the server, every figure in it opens its trace.
pub fn docx(document: &Document, span: Span, site: Option<&str>) -> Result<Vec<u8>> {
    let trace = site.map(|site| format!("{}{}", site.trim_end_matches('/'), trace_address(span)));
    let options = Options { trace, ..Options::default() };
    Ok(yinfeng_document::to_docx(document, &options).map_err(anyhow::Error::from)?)
}

/// Issues the summary: its facts are frozen, and what was handed out can be printed again to the letter.
pub fn issue(tx: &Tx<'_>, who: &Who, span: Span) -> Result<Issue> {
    let scope = summary_scope(tx, who, Act::Write, span)?;
    // What others have put off until the commit counts too.
    tx.settle()?;
    let (_, facts) = compose(tx, &scope)?;
    let frozen = serde_json::to_string(&facts).map_err(anyhow::Error::from)?;
    let sha256: [u8; 32] = Sha256::digest(frozen.as_bytes()).into();
    let id = store::save(tx, who.district(), who.account_id(), span, &frozen, sha256)?;
    let detail = json!({
        "from": span.window.from, "to": span.window.to, "as_of": span.as_of, "sha256": hex::encode(sha256)
    });
    audit::record(tx, who, "report.issue", "report", id, &detail)?;
    Ok(store::issue(tx, who.district(), id)?.0)
}

fn issued(reader: &Reader, who: &Who) -> Result<Vec<Issue>> {
    who.need_district(Class::Report, Act::Read)?;
    store::issued(reader, who.district())
}

/// A summary as it was issued, from its frozen facts.
fn reprint(reader: &Reader, who: &Who, id: Uuid) -> Result<(Document, Span)> {
    who.need_district(Class::Report, Act::Read)?;
    let (issue, frozen) = store::issue(reader, who.district(), id)?;
    let facts: Facts = serde_json::from_str(&frozen).map_err(anyhow::Error::from)?;
    let document = work_summary::compose(&facts, &Judgement::default()).map_err(mismatched)?;
    Ok((document, Span::new(issue.from, issue.to, issue.as_of)?))
}
