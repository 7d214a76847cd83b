//! What counts as activity: events, what units and investors had to do with each other, leads, first reports.

use std::collections::BTreeSet;

use uuid::Uuid;
use yinfeng_domain::{
    assessment::{Scheme, scheme::Source},
    id::UnitId,
    period::Window,
};

use crate::{
    activity::EventKind,
    assessment::store::facts as rows,
    floor::{Error, Fault, Result, db::Reader},
};

/// 往来, as the ledger of interactions has them; only those of which somebody told what came of them.
const INTERACTIONS: [&str; 5] = ["visit_out", "visit_in", "call", "meeting", "letter"];
/// A project that was entered (线索).
const LEAD: &str = "lead";
/// 首报.
const FIRST_REPORT: &str = "first_report";

fn known(kind: &str) -> bool {
    EventKind::from_code(kind).is_some()
        || INTERACTIONS.contains(&kind)
        || [LEAD, FIRST_REPORT].contains(&kind)
}

/// What records a kind: `event`, `interaction`, `project` or `first_report`.
pub fn table(kind: &str) -> &'static str {
    match kind {
        LEAD => "project",
        FIRST_REPORT => "first_report",
        kind if INTERACTIONS.contains(&kind) => "interaction",
        _ => "event",
    }
}

/// The kinds that the measures of a scheme name.
fn asked(scheme: &Scheme) -> BTreeSet<&str> {
    let of = scheme.measures.iter().filter(|m| m.source == Source::Activities);
    of.flat_map(|m| &m.filter.kinds).map(String::as_str).collect()
}

/// A measure of whose kinds none is recorded here would count as zero for ever; one of several that are as good is only
/// never met.
pub fn need_known(scheme: &Scheme) -> Result<()> {
    for measure in scheme.measures.iter().filter(|m| m.source == Source::Activities) {
        let kinds = &measure.filter.kinds;
        if let Some(kind) = kinds.first().filter(|_| !kinds.iter().any(|k| known(k))) {
            let fault = Fault::new("assessment.unknown_activity").with("kind", kind);
            return Err(Error::refused(fault.with("name", &measure.name.zh)));
        }
    }
    Ok(())
}

/// Id, unit and kind of all that was done in a window: every event, and of the rest what the scheme names.
pub fn done(
    reader: &Reader,
    district: &str,
    scheme: &Scheme,
    window: Window,
) -> Result<Vec<(Uuid, UnitId, String)>> {
    let asked = asked(scheme);
    let mut out = rows::events(reader, district, window)?;
    if INTERACTIONS.iter().any(|kind| asked.contains(kind)) {
        let mut had = rows::interactions(reader, district, window)?;
        had.retain(|(_, _, kind)| asked.contains(kind.as_str()));
        out.extend(had);
    }
    if asked.contains(LEAD) {
        let leads = rows::leads(reader, district, window)?;
        out.extend(leads.into_iter().map(|(id, unit)| (id, unit, LEAD.to_owned())));
    }
    if asked.contains(FIRST_REPORT) {
        let reports = rows::first_reports(reader, district, window)?;
        out.extend(reports.into_iter().map(|(id, unit)| (id, unit, FIRST_REPORT.to_owned())));
    }
    Ok(out)
}

/// Whether a scheme looks at what is written more often than anything else.
pub fn looks_at_interactions(scheme: &Scheme) -> bool {
    let asked = asked(scheme);
    INTERACTIONS.iter().any(|kind| asked.contains(kind))
}
