//! What an organisation wants to invest in: industries, amounts, regions, land, and when it decides. What is not
//! confirmed in time is shown as expired and no longer matched.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{IntentId, OrganisationId},
    investor::{Horizon, IntentState, intent_standing},
    money::Currency,
    project::{LIMIT_FEN, LINE, TEXT, one_line, planned, text_fits},
};

use super::{Joined, Moved, OrganisationRef, Relation, nothing_blocks, store};
use crate::{
    dictionary::{self, AreaRef, IndustryRef},
    floor::{
        Error, Fault, Faults, Result, change,
        db::{Hidden, Reader, Tx},
        web::Who,
    },
    org,
};

/// Industries or regions of one intent.
const MOST: usize = 12;
/// 100,000 km² in m².
const MOST_AREA: i64 = 100_000_000_000;

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = InvestorIntentDraft)]
pub struct IntentDraft {
    /// What it wants to build or buy.
    pub content: String,
    /// GB/T 4754, any level.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// GB/T 2260: where it looks.
    #[serde(default)]
    pub regions: Vec<String>,
    #[schema(value_type = String)]
    pub currency: Currency,
    /// In the currency's smallest unit.
    #[serde(default)]
    pub min_minor: Option<i64>,
    #[serde(default)]
    pub max_minor: Option<i64>,
    #[serde(default)]
    pub land_m2: Option<i64>,
    #[schema(value_type = String)]
    pub horizon: Horizon,
    #[serde(rename = "standing")]
    #[schema(value_type = String)]
    pub state: IntentState,
    /// Who said so, when and where.
    pub source: String,
    #[schema(value_type = String)]
    pub valid_until: Date,
    /// 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InvestorIntent)]
pub struct IntentView {
    #[schema(value_type = Uuid)]
    pub id: IntentId,
    pub organisation: OrganisationRef,
    pub content: String,
    pub sectors: Vec<IndustryRef>,
    pub regions: Vec<AreaRef>,
    #[schema(value_type = String)]
    pub currency: Currency,
    pub min_minor: Option<i64>,
    pub max_minor: Option<i64>,
    pub land_m2: Option<i64>,
    #[schema(value_type = String)]
    pub horizon: Horizon,
    #[serde(rename = "standing")]
    #[schema(value_type = String)]
    pub state: IntentState,
    pub source: String,
    #[schema(value_type = String)]
    pub valid_until: Date,
    pub version: i64,
}

fn check(reader: &Reader, draft: &IntentDraft, today: Date) -> Result<()> {
    let mut faults = Faults::default();
    faults.need(!draft.content.is_empty(), || Fault::at("content", "investor.intent_content"));
    faults.need(text_fits(&draft.content, TEXT), || {
        Fault::at("content", "investor.too_long").with("limit", TEXT)
    });
    faults.need(!draft.source.is_empty() && text_fits(&draft.source, LINE), || {
        Fault::at("source", "investor.source").with("limit", LINE)
    });
    for (field, codes) in [("sectors", &draft.sectors), ("regions", &draft.regions)] {
        faults.need(codes.len() <= MOST, || Fault::at(field, "investor.intent_many").with("limit", MOST));
    }
    for (at, code) in draft.sectors.iter().take(MOST).enumerate() {
        let known = dictionary::industry(reader, code)?.is_some();
        faults.need(known, || Fault::at(format!("sectors[{at}]"), "investor.industry"));
    }
    for (at, code) in draft.regions.iter().take(MOST).enumerate() {
        let known = dictionary::area(reader, code)?.is_some();
        faults.need(known, || Fault::at(format!("regions[{at}]"), "investor.intent_region"));
    }
    for (field, minor) in [("min_minor", draft.min_minor), ("max_minor", draft.max_minor)] {
        faults.need(minor.is_none_or(|m| (1..=LIMIT_FEN).contains(&m)), || {
            Fault::at(field, "investor.intent_amount")
        });
    }
    let ordered = draft.min_minor.zip(draft.max_minor).is_none_or(|(min, max)| min <= max);
    faults.need(ordered, || Fault::at("max_minor", "investor.intent_range"));
    faults.need(draft.land_m2.is_none_or(|m2| (1..=MOST_AREA).contains(&m2)), || {
        Fault::at("land_m2", "investor.intent_land")
    });
    faults.need(draft.state != IntentState::Expired, || Fault::at("standing", "investor.intent_expired"));
    faults.need(planned(draft.valid_until, today), || Fault::at("valid_until", "investor.intent_valid"));
    let open = draft.state == IntentState::Open;
    faults.need(!open || draft.valid_until >= today, || Fault::at("valid_until", "investor.intent_valid"));
    faults.into_result()
}

fn tidied(draft: &IntentDraft) -> IntentDraft {
    let once = |codes: &[String]| {
        let mut out: Vec<String> = Vec::new();
        for code in codes.iter().map(|c| c.trim().to_ascii_uppercase()) {
            if !code.is_empty() && !out.contains(&code) {
                out.push(code);
            }
        }
        out
    };
    IntentDraft {
        content: draft.content.trim().to_owned(),
        source: one_line(&draft.source),
        sectors: once(&draft.sectors),
        regions: once(&draft.regions),
        ..draft.clone()
    }
}

/// Enters what an organisation wants, or changes it: also that it has landed, or was withdrawn. Whoever knows the
/// organisation may say what it wants.
pub fn intend(
    tx: &Tx<'_>,
    who: &Who,
    organisation: OrganisationId,
    id: Option<IntentId>,
    draft: &IntentDraft,
) -> Result<IntentView> {
    who.reach(Class::Investor, Act::Write)?;
    super::get(tx, who, organisation, &Hidden::default())?;
    let draft = tidied(draft);
    let before = match id {
        Some(id) => Some(fresh(tx, who, organisation, id, draft.version)?),
        None => None,
    };
    check(tx, &draft, org::office_day(tx, who.district())?)?;
    let (id, act) = match id {
        Some(id) => (id, "investor.change_intent"),
        None => (tx.new_id(), "investor.add_intent"),
    };
    store::intent::put(tx, who, organisation, id, &draft)?;
    let after = one(tx, who, organisation, id)?;
    let was = before.map_or_else(|| json!({}), |b| json!(b));
    change::record(tx, who, act, "investor_intent", id.0, after.version, (&was, &json!(after)))?;
    Ok(after)
}

fn one(reader: &Reader, who: &Who, organisation: OrganisationId, id: IntentId) -> Result<IntentView> {
    let all = of(reader, who, organisation)?;
    all.into_iter().find(|intent| intent.id == id).ok_or(Error::NotFound)
}

fn fresh(
    tx: &Tx<'_>,
    who: &Who,
    organisation: OrganisationId,
    id: IntentId,
    version: i64,
) -> Result<IntentView> {
    let now = one(tx, who, organisation, id)?;
    if now.version == version {
        return Ok(now);
    }
    let changed = change::since(tx, who.district(), "investor_intent", id.0, version)?;
    Err(Error::Stale { current: Box::new(json!(now)), changed })
}

/// What an organisation wants, the one that holds longest first.
pub(super) fn of(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Vec<IntentView>> {
    named(reader, store::intent::of(reader, who.district(), id)?, org::office_day(reader, who.district())?)
}

/// What is kept of intents, with the names of industries and regions, and as they stand today.
fn named(reader: &Reader, kept: Vec<store::intent::Kept>, today: Date) -> Result<Vec<IntentView>> {
    let mut out = Vec::new();
    for (mut view, sectors, regions) in kept {
        for code in sectors {
            let found = dictionary::industry(reader, &code)?;
            view.sectors.push(IndustryRef { name: found.map_or_else(String::new, |i| i.name), code });
        }
        for code in regions {
            let found = dictionary::area(reader, &code)?;
            view.regions.push(found.unwrap_or(AreaRef { name: String::new(), code }));
        }
        view.state = intent_standing(view.state, view.valid_until, today);
        out.push(view);
    }
    Ok(out)
}

pub const WANTED: Relation = Relation {
    table: "investor_intent",
    column: "organisation_id",
    blocked: nothing_blocks,
    take: |tx, who, joined: &Joined| {
        let moved = store::intent::set_organisation(tx, who.district(), joined.from, joined.into)?;
        moved.iter().map(Moved::of).collect()
    },
    give_back: |tx, who, joined, moved| {
        for row in moved {
            store::intent::move_one(tx, who.district(), row.read()?, joined.into, joined.from)?;
        }
        Ok(Vec::new())
    },
};
