//! Projects that fit what an investor wants, the best first, each with its points and the reasons for and against.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::{IntentId, OrganisationId},
    matching::{Offer, Want, factors, points},
    money::Money,
    project::Stage,
};

use super::{ProjectRef, store};
use crate::{
    dictionary::{self, IndustryRef},
    floor::{Error, Result, db::Reader, say::word, web::Who},
    investor::{self, IntentView},
    org::{self, UnitRef},
};

/// At most so many are shown.
const SHOWN: usize = 20;

/// Points of one factor, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchFactor {
    /// `industry`, `amount`, `land`, `region`, `open`.
    pub factor: &'static str,
    pub points: i64,
    pub most: i64,
    /// In the reader's language.
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProjectMatch {
    pub project: ProjectRef,
    pub industry: Option<IndustryRef>,
    #[schema(value_type = String)]
    pub stage: Stage,
    pub lead_unit: UnitRef,
    pub total_fen: Option<i64>,
    pub land_m2: Option<i64>,
    /// Of 100: the sum of the factors.
    pub points: i64,
    pub factors: Vec<MatchFactor>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntentMatches {
    pub intent: IntentView,
    /// The rate by which its amounts were compared: `2013-10-29 6.1365`; none when they are in CNY, or there is none.
    pub rate: Option<String>,
    /// Projects before signing that go on and that the reader may read; the best first.
    pub items: Vec<ProjectMatch>,
    /// How many were compared.
    pub compared: usize,
}

/// A project as it is compared.
pub struct Candidate {
    pub project: ProjectRef,
    pub industry: Option<IndustryRef>,
    pub stage: Stage,
    pub lead_unit: UnitRef,
    pub total_fen: Option<i64>,
    pub land_m2: Option<i64>,
    /// Nobody is its investor yet.
    pub open: bool,
    /// The organisation that wants is in it already.
    pub own: bool,
}

/// The projects that fit an intent.
pub fn of_intent(
    reader: &Reader,
    who: &Who,
    organisation: OrganisationId,
    intent: IntentId,
) -> Result<IntentMatches> {
    let hidden = store::secret::hidden_organisations(reader, who)?;
    let profile = investor::profile(reader, who, organisation, &hidden)?;
    let intent = profile.intents.into_iter().find(|one| one.id == intent).ok_or(Error::NotFound)?;
    let today = org::office_day(reader, who.district())?;
    let rate = dictionary::rate_on(reader, who.district(), intent.currency, today)?;
    let fen = |minor: Option<i64>| {
        let money = Money { minor: minor?, currency: intent.currency };
        money.to_fen(rate.as_ref()?.rate_e8)
    };
    let want = Want {
        sectors: intent.sectors.iter().map(|s| s.code.clone()).collect(),
        min_fen: fen(intent.min_minor),
        max_fen: fen(intent.max_minor),
        land_m2: intent.land_m2,
        regions: intent.regions.iter().map(|r| r.code.clone()).collect(),
    };
    let candidates = store::matching::candidates(reader, who, organisation)?;
    let compared = candidates.len();
    // What it is in already needs no matching.
    let mut items: Vec<ProjectMatch> =
        candidates.into_iter().filter(|c| !c.own).map(|c| compare(who, &want, c)).collect();
    // Of quite another industry nothing else counts.
    if !want.sectors.is_empty() {
        items.retain(|item| item.factors.iter().any(|f| f.factor == "industry" && f.points > 0));
    }
    items.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.project.code.cmp(&b.project.code)));
    items.truncate(SHOWN);
    let rate = rate.filter(|r| !r.source.is_empty()).map(|r| format!("{} {}", r.on_date, r.rate));
    Ok(IntentMatches { intent, rate, items, compared })
}

fn compare(who: &Who, want: &Want, candidate: Candidate) -> ProjectMatch {
    let offer = Offer {
        industry: candidate.industry.as_ref().map(|i| i.code.clone()).unwrap_or_default(),
        total_fen: candidate.total_fen,
        land_m2: candidate.land_m2,
        area: who.district().to_owned(),
        open: candidate.open,
    };
    let all = factors(want, &offer);
    let said = all.iter().map(|f| MatchFactor {
        factor: f.factor,
        points: f.points,
        most: f.most,
        reason: word(who.lang, f.reason),
    });
    ProjectMatch {
        points: points(&all),
        factors: said.collect(),
        project: candidate.project,
        industry: candidate.industry,
        stage: candidate.stage,
        lead_unit: candidate.lead_unit,
        total_fen: candidate.total_fen,
        land_m2: candidate.land_m2,
    }
}
