//! Sites compared for a project (选址比选): what each offers, what speaks for and against it, and which one was chosen
//! or rejected, why and when. The unit in the lead keeps them, or the office for it.

pub mod http;
mod store;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{BatchId, ProjectId, SitingId},
    project::{LINE, NAME, one_line, past, text_fits},
    siting::{SiteStanding, decide as may_stand, mu_text},
};

use crate::{
    floor::{
        Error, Fault, Faults, Result, audit, change,
        db::{Reader, Tx},
        web::{Action, Who},
    },
    project,
};

/// Nobody compares more.
const MOST: usize = 30;
/// 100,000 km² in m²: larger than any district.
const MOST_AREA: i64 = 100_000_000_000;
/// 10 billion yuan for a mu.
const MOST_PRICE: i64 = 1_000_000_000_000;
/// Characters of what is said of a site.
const SAID: usize = 2_000;

/// A site as somebody describes it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct SiteDraft {
    pub name: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub area_m2: Option<i64>,
    /// Fen for one mu.
    #[serde(default)]
    pub price_fen: Option<i64>,
    /// Roads, water, power, gas, drains.
    #[serde(default)]
    pub utilities: String,
    #[serde(default)]
    pub pro: String,
    #[serde(default)]
    pub con: String,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

/// Which way it was decided.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SiteDecision {
    #[schema(value_type = String)]
    pub standing: SiteStanding,
    pub reason: String,
    #[schema(value_type = String)]
    pub decided_on: Date,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SiteView {
    #[schema(value_type = Uuid)]
    pub id: SitingId,
    /// Its number among the sites of the project.
    pub no: i64,
    pub name: String,
    pub place: String,
    pub area_m2: Option<i64>,
    /// The same in mu, two decimals.
    pub area_mu: Option<String>,
    pub price_fen: Option<i64>,
    pub utilities: String,
    pub pro: String,
    pub con: String,
    #[schema(value_type = String)]
    pub standing: SiteStanding,
    pub decision: String,
    #[schema(value_type = Option<String>)]
    pub decided_on: Option<Date>,
    pub decided_by: Option<project::PersonRef>,
    pub version: i64,
}

/// The sites of a project in their order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SitesView {
    pub items: Vec<SiteView>,
    pub edit: Action,
}

/// The sites of a project that may be read.
pub fn of_project(reader: &Reader, who: &Who, id: ProjectId) -> Result<SitesView> {
    let found = project::get(reader, who, id)?;
    let mut items = store::all(reader, who.district(), id)?;
    for site in &mut items {
        site.area_mu = site.area_m2.map(mu_text);
    }
    Ok(SitesView { items, edit: found.actions.edit })
}

/// Adds a site to compare.
pub fn add(tx: &Tx<'_>, who: &Who, id: ProjectId, draft: &SiteDraft) -> Result<SitesView> {
    project::writable(tx, who, id)?;
    let draft = tidied(draft);
    let known = store::all(tx, who.district(), id)?;
    check(&draft, &known, None)?;
    if known.len() >= MOST {
        return Err(Error::refused(Fault::new("siting.too_many").with("limit", MOST)));
    }
    let no = known.iter().map(|s| s.no).max().unwrap_or(0) + 1;
    let site: SitingId = tx.new_id();
    store::insert(tx, who, id, (site, no), &draft)?;
    let detail = json!({ "version": 1, "project_id": id, "no": no, "draft": draft });
    audit::record(tx, who, "siting.add", "siting", site.0, &detail)?;
    of_project(tx, who, id)
}

/// Changes what is said of a site.
pub fn edit(tx: &Tx<'_>, who: &Who, id: ProjectId, site: SitingId, draft: &SiteDraft) -> Result<SitesView> {
    project::writable(tx, who, id)?;
    let draft = tidied(draft);
    let known = store::all(tx, who.district(), id)?;
    let before = fresh(&known, site, draft.version)?;
    check(&draft, &known, Some(site))?;
    store::update(tx, who, site, &draft)?;
    let was = SiteDraft {
        name: before.name.clone(),
        place: before.place.clone(),
        area_m2: before.area_m2,
        price_fen: before.price_fen,
        utilities: before.utilities.clone(),
        pro: before.pro.clone(),
        con: before.con.clone(),
        version: before.version,
    };
    let told = (&json!(was), &json!(SiteDraft { version: before.version + 1, ..draft }));
    change::record(tx, who, "siting.edit", "siting", site.0, before.version + 1, told)?;
    of_project(tx, who, id)
}

/// Chooses or rejects a site, or puts it up for choice again; always with a reason and a day.
pub fn decide(
    tx: &Tx<'_>,
    who: &Who,
    id: ProjectId,
    site: SitingId,
    cmd: &SiteDecision,
) -> Result<SitesView> {
    project::writable(tx, who, id)?;
    let known = store::all(tx, who.district(), id)?;
    let before = fresh(&known, site, cmd.version)?;
    let other = known.iter().any(|s| s.id != site && s.standing == SiteStanding::Chosen);
    may_stand(before.standing, cmd.standing, other).map_err(|code| Error::refused(Fault::new(code)))?;
    let reason = one_line(&cmd.reason);
    let mut faults = Faults::default();
    faults.need(!reason.is_empty(), || Fault::at("reason", "siting.reason_missing"));
    faults.need(text_fits(&reason, LINE), || Fault::at("reason", "siting.too_long").with("limit", LINE));
    faults.need(past(cmd.decided_on, tx.today()), || Fault::at("decided_on", "siting.decided_on"));
    faults.into_result()?;
    store::decide(tx, who, site, &SiteDecision { reason: reason.clone(), ..cmd.clone() })?;
    let detail = json!({ "version": before.version + 1, "changed": ["standing"], "project_id": id,
        "from": before.standing, "to": cmd.standing, "reason": reason, "decided_on": cmd.decided_on });
    audit::record(tx, who, "siting.decide", "siting", site.0, &detail)?;
    of_project(tx, who, id)
}

fn tidied(draft: &SiteDraft) -> SiteDraft {
    SiteDraft {
        name: one_line(&draft.name),
        place: one_line(&draft.place),
        utilities: draft.utilities.trim().to_owned(),
        pro: draft.pro.trim().to_owned(),
        con: draft.con.trim().to_owned(),
        ..draft.clone()
    }
}

fn check(draft: &SiteDraft, known: &[SiteView], itself: Option<SitingId>) -> Result<()> {
    let mut faults = Faults::default();
    faults.need(!draft.name.is_empty(), || Fault::at("name", "siting.name_missing"));
    let twice = known.iter().any(|s| s.name == draft.name && Some(s.id) != itself);
    faults.need(!twice, || Fault::at("name", "siting.name_twice"));
    for (field, text, limit) in [
        ("name", &draft.name, NAME),
        ("place", &draft.place, LINE),
        ("utilities", &draft.utilities, SAID),
        ("pro", &draft.pro, SAID),
        ("con", &draft.con, SAID),
    ] {
        faults.need(text_fits(text, limit), || Fault::at(field, "siting.too_long").with("limit", limit));
    }
    let area = draft.area_m2.is_none_or(|m2| (1..=MOST_AREA).contains(&m2));
    faults.need(area, || Fault::at("area_m2", "siting.area"));
    let price = draft.price_fen.is_none_or(|fen| (0..=MOST_PRICE).contains(&fen));
    faults.need(price, || Fault::at("price_fen", "siting.price"));
    faults.into_result()
}

/// The site as it is now, if the caller saw it so.
fn fresh(known: &[SiteView], site: SitingId, version: i64) -> Result<&SiteView> {
    let now = known.iter().find(|s| s.id == site).ok_or(Error::NotFound)?;
    if now.version == version {
        return Ok(now);
    }
    let current = Box::new(serde_json::to_value(now).map_err(anyhow::Error::from)?);
    Err(Error::Stale { current, changed: vec!["standing".into(), "name".into()] })
}

/// Code and name of the projects of a batch that have sites to compare.
pub fn of_batch(reader: &Reader, district: &str, batch: BatchId) -> Result<Vec<(String, String)>> {
    store::of_batch(reader, district, batch)
}
