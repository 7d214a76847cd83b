//! Who is registered as one that introduces investors (引荐登记): before the project is first heard of, with the agreement,
//! what it gives, and that nobody of the state or of the investor stands behind it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    id::OrganisationId,
    investor::{IntroducerKind, Introduction, Registration, Reward, introduction},
    project::{FULL, LIMIT_FEN, LINE, NAME, one_line, planned, text_fits},
};

use super::{Moved, Relation, nothing_blocks, store};
use crate::{
    floor::{
        Error, Fault, Faults, Result, change,
        db::{Hidden, Reader, Tx},
        web::Who,
    },
    identity::PersonRef,
    org,
};

/// Registered as an introducer, an ambassador or an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IntroducerView {
    #[schema(value_type = String)]
    pub role: IntroducerKind,
    /// By the office's day: nobody is registered for a day that is over.
    #[schema(value_type = String)]
    pub registered_on: Date,
    pub terms: String,
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    /// Number or name of the paper that was signed.
    pub agreement: String,
    /// Basis points of the recognised money of a project that are promised.
    pub reward_bp: Option<i64>,
    /// Fen at most for one project.
    pub reward_cap_fen: Option<i64>,
    /// When it was last confirmed that no public servant and nobody of the investor stands behind it, and by whom.
    #[schema(value_type = Option<String>)]
    pub checked_on: Option<Date>,
    pub checked_by: Option<PersonRef>,
    pub version: i64,
}

impl IntroducerView {
    pub const fn registration(&self) -> Registration {
        Registration { registered_on: self.registered_on, valid_until: self.valid_until }
    }

    pub fn reward(&self) -> Option<Reward> {
        self.reward_bp.map(|share_bp| Reward { share_bp, cap_fen: self.reward_cap_fen })
    }
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct IntroducerDraft {
    /// `introducer`, `ambassador`, `agency`.
    #[serde(rename = "introducer_kind")]
    pub role: String,
    /// What was agreed: for what, and how it is rewarded.
    pub terms: String,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub valid_until: Option<Date>,
    /// Number or name of the paper.
    #[serde(default)]
    pub agreement: String,
    /// Basis points of the recognised money of a project.
    #[serde(default)]
    pub reward_bp: Option<i64>,
    /// Fen at most for one project.
    #[serde(default)]
    pub reward_cap_fen: Option<i64>,
    /// Confirmed that no public servant and nobody of the investor itself is behind it.
    pub independent: bool,
    /// 0 when it is not registered yet.
    #[serde(default)]
    pub version: i64,
}

/// An organisation's registration, for whoever may read the organisation.
pub fn registration(reader: &Reader, who: &Who, id: OrganisationId) -> Result<Option<IntroducerView>> {
    store::introducer::of(reader, who.district(), id)
}

/// Registers an organisation as one that introduces investors, from today on, or changes the terms.
pub fn register(
    tx: &Tx<'_>,
    who: &Who,
    id: OrganisationId,
    draft: &IntroducerDraft,
) -> Result<IntroducerView> {
    who.need_district(Class::Investor, Act::Write)?;
    super::get(tx, who, id, &Hidden::default())?;
    let before = registration(tx, who, id)?;
    let version = before.as_ref().map_or(0, |b| b.version);
    if version != draft.version {
        let current = before.map_or_else(|| json!({}), |b| json!(b));
        return Err(Error::Stale { current: Box::new(current), changed: vec!["terms".into()] });
    }
    let today = org::office_day(tx, who.district())?;
    let draft = IntroducerDraft {
        terms: draft.terms.trim().to_owned(),
        agreement: one_line(&draft.agreement),
        ..draft.clone()
    };
    let role = check(&draft, today)?;
    let registered_on = before.as_ref().map_or(today, |b| b.registered_on);
    store::introducer::register(tx, who, id, &draft, (role, registered_on, today))?;
    let after = registration(tx, who, id)?.ok_or(Error::NotFound)?;
    let was = before.map_or_else(|| json!({}), |b| json!(b));
    let told = (&was, &json!(after));
    let act = "investor.register_introducer";
    change::record(tx, who, act, "organisation_introducer", id.0, after.version, told)?;
    Ok(after)
}

fn check(draft: &IntroducerDraft, today: Date) -> Result<IntroducerKind> {
    let role = IntroducerKind::from_code(&draft.role);
    let mut faults = Faults::default();
    faults.need(role.is_some(), || Fault::at("introducer_kind", "investor.introducer_kind"));
    faults.need(!draft.terms.is_empty() && text_fits(&draft.terms, LINE), || {
        Fault::at("terms", "investor.introducer_terms").with("limit", LINE)
    });
    faults.need(text_fits(&draft.agreement, NAME), || {
        Fault::at("agreement", "investor.too_long").with("limit", NAME)
    });
    faults.need(draft.reward_bp.is_none_or(|bp| (1..=FULL).contains(&bp)), || {
        Fault::at("reward_bp", "investor.reward_share")
    });
    faults.need(draft.reward_cap_fen.is_none_or(|fen| (1..=LIMIT_FEN).contains(&fen)), || {
        Fault::at("reward_cap_fen", "investor.reward_cap")
    });
    faults.need(draft.reward_cap_fen.is_none() || draft.reward_bp.is_some(), || {
        Fault::at("reward_bp", "investor.reward_cap_alone")
    });
    faults.need(draft.independent, || Fault::at("independent", "investor.introducer_independent"));
    faults.need(draft.valid_until.is_none_or(|until| until >= today && planned(until, today)), || {
        Fault::at("valid_until", "investor.introducer_until")
    });
    faults.into_result()?;
    role.ok_or(Error::NotFound)
}

/// Whether an organisation was registered as an introducer on a day.
pub fn introduced_rightly(reader: &Reader, district: &str, id: OrganisationId, on: Date) -> Result<bool> {
    let found = store::introducer::of(reader, district, id)?;
    Ok(introduction(found.map(|i| i.registration()), on, false) == Introduction::InTime)
}

/// What went: the only registration, or one of two.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Gone {
    One { registration: Box<store::introducer::Kept>, other_since: Date },
    Only(OrganisationId),
}

/// Of two registrations that of the record which stays holds, from the earlier day: whoever it is was registered then.
pub const INTRODUCES: Relation = Relation {
    table: "investor_introducer",
    column: "organisation_id",
    blocked: nothing_blocks,
    take: |tx, who, joined| {
        let (district, from, into) = (who.district(), joined.from, joined.into);
        let Some(gone) = store::introducer::kept(tx, district, from)? else { return Ok(Vec::new()) };
        let Some(stays) = store::introducer::kept(tx, district, into)? else {
            store::introducer::move_one(tx, district, from, into)?;
            return Ok(vec![Moved::of(&Gone::Only(from))?]);
        };
        store::introducer::remove(tx, district, from)?;
        let since = gone.registered_on.min(stays.registered_on);
        store::introducer::set_since(tx, district, into, since)?;
        let other_since = stays.registered_on;
        Ok(vec![Moved::of(&Gone::One { registration: Box::new(gone), other_since })?])
    },
    give_back: |tx, who, joined, moved| {
        let (district, from, into) = (who.district(), joined.from, joined.into);
        for row in moved {
            match row.read()? {
                Gone::Only(_) => store::introducer::move_one(tx, district, into, from)?,
                Gone::One { registration, other_since } => {
                    store::introducer::put_back(tx, district, from, &registration)?;
                    store::introducer::set_since(tx, district, into, other_since)?;
                }
            }
        }
        Ok(Vec::new())
    },
};
