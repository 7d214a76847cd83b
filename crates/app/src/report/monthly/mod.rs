//! 月度通报: where every unit stands by the end of a month, as a page, a Word file and a workbook; and the card of one
//! unit, where its points come from.

mod card;
mod gather;
mod http;
mod sheets;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use yinfeng_document::Options;
use yinfeng_domain::{
    authority::{Act, Class},
    period::Month,
    report::{
        document::{Block, Document},
        monthly::{self, LeadOrder, Settings},
    },
};

use super::{mismatched, store::monthly as store, summary_scope};
use crate::{
    floor::{
        AppState, Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    org,
    report::Span,
};

/// The name of the setting.
const SETTING: &str = "circular";
/// Units that a red or black list may name of a group.
const LISTED: std::ops::RangeInclusive<usize> = 1..=10;

pub fn router() -> OpenApiRouter<AppState> {
    http::router()
}

/// How circulars are written, for all of them.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CircularSetting {
    /// `exact`: the unrounded difference to the calendar is rounded; `printed`: printed figures are subtracted.
    #[schema(value_type = String)]
    pub lead: LeadOrder,
    /// How many units of a group the red and black lists name.
    pub listed: usize,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CircularSettingView {
    #[schema(value_type = String)]
    pub lead: LeadOrder,
    pub listed: usize,
    pub version: i64,
    pub change: Action,
}

/// A circular on the screen.
#[derive(Debug, Serialize, ToSchema)]
pub struct CircularView {
    #[schema(value_type = String)]
    pub month: Month,
    #[schema(value_type = String)]
    pub from: Date,
    #[schema(value_type = String)]
    pub to: Date,
    pub title: String,
    /// A fragment in which figures are links to their trace.
    pub html: String,
    pub setting: CircularSettingView,
}

/// The year up to the end of a month, or up to today while the month is not over.
fn span(reader: &Reader, who: &Who, month: Option<Month>) -> Result<(Month, Span)> {
    let month = match month {
        Some(month) => month,
        None => Month::of(org::as_of(reader, who.district())?),
    };
    let today = reader.today();
    if month.first() > today {
        return Err(Error::invalid(Fault::at("month", "report.month_ahead")));
    }
    let to = month.last().min(today);
    Ok((month, Span::new(month.first().first_of_year(), to, to)?))
}

fn kept(reader: &Reader, district: &str) -> Result<(Settings, i64)> {
    let found = store::setting(reader, district, SETTING)?;
    let version = found.as_ref().map_or(0, |(_, version)| *version);
    let settings = found.and_then(|(value, _)| serde_json::from_str(&value).ok()).unwrap_or_default();
    Ok((settings, version))
}

fn may_change(who: &Who) -> Result<()> {
    who.need_district(Class::Report, Act::Write).map_err(|_| Error::refused(Fault::new("report.not_office")))
}

fn setting(reader: &Reader, who: &Who) -> Result<CircularSettingView> {
    let (settings, version) = kept(reader, who.district())?;
    Ok(CircularSettingView {
        lead: settings.lead,
        listed: settings.listed,
        version,
        change: Action::of(who.lang, may_change(who)),
    })
}

/// Settles how circulars are written from now on.
fn change(tx: &Tx<'_>, who: &Who, cmd: &CircularSetting) -> Result<CircularSettingView> {
    who.need_district(Class::Report, Act::Read)?;
    may_change(who)?;
    let now = setting(tx, who)?;
    if now.version != cmd.version {
        let current = Box::new(serde_json::to_value(&now).map_err(anyhow::Error::from)?);
        return Err(Error::Stale { current, changed: vec!["lead".into(), "listed".into()] });
    }
    let mut faults = Faults::default();
    faults.need(LISTED.contains(&cmd.listed), || {
        Fault::at("listed", "report.listed").with("least", LISTED.start()).with("most", LISTED.end())
    });
    faults.into_result()?;
    let settings = Settings { lead: cmd.lead, listed: cmd.listed };
    let value = serde_json::to_string(&settings).map_err(anyhow::Error::from)?;
    store::save_setting(tx, who, SETTING, &value, now.version + 1)?;
    let detail = json!({ "version": now.version + 1, "lead": cmd.lead, "listed": cmd.listed });
    audit::record(tx, who, "report.set_circular", "report_setting", None, &detail)?;
    setting(tx, who)
}

/// The circular of a month; refused with every total that is not the sum of its parts.
fn circular(
    reader: &Reader,
    who: &Who,
    place: &str,
    month: Option<Month>,
) -> Result<(Document, Month, Span)> {
    let (month, span) = span(reader, who, month)?;
    let scope = summary_scope(reader, who, Act::Read, span)?;
    let (settings, _) = kept(reader, who.district())?;
    let facts = gather::facts(reader, &scope, place, (month, settings))?;
    Ok((monthly::compose(&facts).map_err(mismatched)?, month, span))
}

/// Where the workbench opens a trace over the circular.
fn trace_address(month: Month) -> String {
    format!("/circular?month={month}&trace=")
}

fn view(reader: &Reader, who: &Who, place: &str, month: Option<Month>) -> Result<CircularView> {
    let (document, month, span) = circular(reader, who, place, month)?;
    let options = Options { trace: Some(trace_address(month)), ..Options::default() };
    Ok(CircularView {
        month,
        from: span.window.from,
        to: span.window.to,
        title: document.title().to_owned(),
        html: yinfeng_document::to_html(&document, &options),
        setting: setting(reader, who)?,
    })
}

/// The tables of a document, in their order.
fn tables(document: &Document) -> impl Iterator<Item = &yinfeng_domain::report::document::Table> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}
