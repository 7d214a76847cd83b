//! Who fits where: investors for a link that is weak or missing, and such links for what an investor wants. The same
//! factors from either side (`domain::chain`), so that the points agree.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    chain::{self, Intent, Strength, Want},
    id::{ChainId, ChainLinkId, IntentId, OrganisationId},
    matching::{Factor, points},
};

use super::{Names, link, link::Kept, store};
use crate::{
    dictionary::IndustryRef,
    floor::{
        Error, Fault, Result,
        db::Reader,
        say::word,
        web::{Action, Who},
    },
    investor::{self, OpenIntent, OrganisationRef, Seeker},
    org,
    project::MatchFactor,
};

/// At most so many are shown.
const SHOWN: usize = 20;
/// Of so many it is asked whether they are occupied: nothing else can bring one further down up.
const ASKED: usize = 100;

/// The intent by which an investor was compared.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainIntent {
    #[schema(value_type = Uuid)]
    pub id: IntentId,
    pub content: String,
}

/// An investor that may fit a link.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainCandidate {
    pub organisation: OrganisationRef,
    pub industry: Option<IndustryRef>,
    pub intent: Option<ChainIntent>,
    /// What it counts as today, in the reader's language.
    pub tags: Vec<String>,
    /// The unit that has reported it first and may negotiate alone: only for those who read first reports.
    pub occupied_by: Option<String>,
    /// Of 100: the sum of the factors.
    pub points: i64,
    pub factors: Vec<MatchFactor>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainCandidates {
    /// The best first; without those that are on the link already, or targets of it.
    pub items: Vec<ChainCandidate>,
    /// How many were compared.
    pub compared: usize,
    /// Whether the reader may make one a target.
    pub aim: Action,
}

/// A link that may fit an intent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainSuggestion {
    #[schema(value_type = Uuid)]
    pub chain_id: ChainId,
    pub chain: String,
    #[schema(value_type = Uuid)]
    pub link_id: ChainLinkId,
    pub link: String,
    #[schema(value_type = String)]
    pub strength: Strength,
    pub points: i64,
    pub factors: Vec<MatchFactor>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainSuggestions {
    /// Links that are weak or missing, of chains that hold today; the best first.
    pub items: Vec<ChainSuggestion>,
    pub compared: usize,
}

/// Whether somebody looks for investors: whoever reads the library.
pub(super) fn may_find(who: &Who) -> Result<()> {
    if who.actor.may(Class::Investor, Act::Read) {
        Ok(())
    } else {
        Err(Error::refused(Fault::new("chain.no_library")))
    }
}

fn want<'a>(who: &'a Who, kept: &'a Kept) -> Want<'a> {
    Want { sectors: &kept.sectors, strength: kept.strength, area: who.district() }
}

fn said(who: &Who, factors: &[Factor]) -> Vec<MatchFactor> {
    let one = |f: &Factor| MatchFactor {
        factor: f.factor,
        points: f.points,
        most: f.most,
        reason: word(who.lang, f.reason),
    };
    factors.iter().map(one).collect()
}

fn as_intent(intent: &OpenIntent) -> Intent {
    Intent { sectors: intent.sectors.clone(), regions: intent.regions.clone(), horizon: intent.horizon }
}

fn as_seeker(seeker: &Seeker, intent: Option<&OpenIntent>, occupied: bool) -> chain::Seeker {
    chain::Seeker {
        industry: seeker.industry.as_ref().map(|i| i.code.clone()),
        intent: intent.map(as_intent),
        tags: seeker.tags.clone(),
        occupied,
    }
}

/// Points of the industry from which on one is told: of a link that has the section alone in common nothing else counts.
const NEAR: i64 = 15;

fn is_near(factors: &[Factor]) -> bool {
    factors.iter().any(|f| f.factor == "industry" && f.points >= NEAR)
}

/// By the intent that fits best, or by its own business.
fn best<'s>(link: &Want<'_>, seeker: &'s Seeker, occupied: bool) -> (Option<&'s OpenIntent>, Vec<Factor>) {
    let of =
        |intent: Option<&'s OpenIntent>| (intent, chain::factors(link, &as_seeker(seeker, intent, occupied)));
    let each = seeker.intents.iter().map(|intent| of(Some(intent)));
    let better = |a: (Option<&'s OpenIntent>, Vec<Factor>), b: (Option<&'s OpenIntent>, Vec<Factor>)| {
        if points(&b.1) > points(&a.1) { b } else { a }
    };
    each.reduce(better).unwrap_or_else(|| of(None))
}

/// Investors that may fit a link.
pub fn candidates(reader: &Reader, who: &Who, id: ChainLinkId) -> Result<ChainCandidates> {
    let kept = link::found(reader, who, id)?;
    may_find(who)?;
    let names = Names::of(reader, who)?;
    let want = want(who, &kept);
    let on: Vec<OrganisationId> = store::on_link(reader, who.district(), id)?;
    let seekers = investor::seekers(reader, who, &names.hidden, &kept.sectors)?;
    let compared = seekers.len();
    let mut found: Vec<(i64, &Seeker)> = seekers
        .iter()
        .filter(|s| !on.contains(&s.organisation.id))
        .map(|seeker| (best(&want, seeker, false).1, seeker))
        .filter(|(factors, _)| is_near(factors))
        .map(|(factors, seeker)| (points(&factors), seeker))
        .collect();
    found.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.organisation.name.cmp(&y.organisation.name)));
    found.truncate(ASKED);
    let ids: Vec<OrganisationId> = found.iter().map(|(_, s)| s.organisation.id).collect();
    let occupied = store::occupied(reader, who, &ids, org::office_day(reader, who.district())?)?;
    let mut items: Vec<ChainCandidate> = found
        .into_iter()
        .map(|(_, seeker)| {
            let by = occupied.iter().find(|(id, _)| *id == seeker.organisation.id).map(|(_, unit)| unit);
            let (intent, factors) = best(&want, seeker, by.is_some());
            ChainCandidate {
                organisation: seeker.organisation.clone(),
                industry: seeker.industry.clone(),
                intent: intent.map(|i| ChainIntent { id: i.id, content: i.content.clone() }),
                tags: seeker.tag_names.clone(),
                occupied_by: by.filter(|_| who.actor.may(Class::Claim, Act::Read)).cloned(),
                points: points(&factors),
                factors: said(who, &factors),
            }
        })
        .collect();
    items.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.organisation.name.cmp(&b.organisation.name)));
    items.truncate(SHOWN);
    let aim = Action::of(who.lang, super::may_keep(who, &kept.lead_path));
    Ok(ChainCandidates { items, compared, aim })
}

/// Links that are weak or missing and fit what an organisation wants.
pub fn suggestions(
    reader: &Reader,
    who: &Who,
    organisation: OrganisationId,
    intent: IntentId,
) -> Result<ChainSuggestions> {
    who.need_district(Class::Chain, Act::Read)?;
    who.reach(Class::Investor, Act::Read)?;
    let names = Names::of(reader, who)?;
    let seeker = investor::seeker(reader, who, &names.hidden, organisation)?;
    // One that is over is matched with nothing.
    let Some(intent) = seeker.intents.iter().find(|one| one.id == intent) else {
        return Ok(ChainSuggestions { items: Vec::new(), compared: 0 });
    };
    let today = org::office_day(reader, who.district())?;
    let occupied = !store::occupied(reader, who, &[organisation], today)?.is_empty();
    let links = store::link::in_need(reader, who.district(), today)?;
    let compared = links.len();
    let as_seeker = as_seeker(&seeker, Some(intent), occupied);
    let mut items: Vec<ChainSuggestion> = links
        .into_iter()
        .filter_map(|(kept, chain)| {
            let factors = chain::factors(&want(who, &kept), &as_seeker);
            is_near(&factors).then(|| ChainSuggestion {
                chain_id: kept.chain,
                chain,
                link_id: kept.id,
                strength: kept.strength,
                points: points(&factors),
                factors: said(who, &factors),
                link: kept.name,
            })
        })
        .collect();
    items.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.link.cmp(&b.link)));
    items.truncate(SHOWN);
    Ok(ChainSuggestions { items, compared })
}
