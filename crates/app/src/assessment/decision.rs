//! What the office decides about a unit: the points of a rated item, and confirmed fraud, each with the number of the
//! minutes. Decisions are added, never changed: of two for the same item the later counts.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    assessment::{Scheme, number, scheme::Source},
    authority::{Act, Class, Reach},
    id::UnitId,
};

use super::{
    choice::{self, DecisionChoice},
    closing::need_open,
    need_unit, need_year, store,
    store::decision as rows,
};
use crate::{
    floor::{
        Error, Fault, Faults, Result, audit,
        db::{Reader, Tx},
        web::Who,
    },
    org::UnitRef,
};

/// The item that means: results were faked, and this is confirmed (查实的弄虚作假).
pub(super) const FRAUD: &str = "fraud";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DecisionView {
    pub id: Uuid,
    pub unit: UnitRef,
    pub year: i64,
    /// An item of the scheme that the office rates, a measure that is typed in, `target(measure)`, or `fraud`.
    pub item: String,
    /// As the scheme in force calls it.
    pub name: String,
    /// The unit of the figure.
    pub figure_unit: String,
    /// Decimal; empty for `fraud`.
    pub points: String,
    /// 会议纪要编号.
    pub minutes_no: String,
    pub reason: String,
    #[schema(value_type = String)]
    pub decided_on: Date,
    pub recorded_by: Option<String>,
    #[schema(value_type = String)]
    pub recorded_at: Timestamp,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DecisionDraft {
    #[schema(value_type = Uuid)]
    pub unit_id: UnitId,
    pub year: i64,
    /// An item of the scheme in force that people rate (`item`, or `item/raters` and `item/raters/aspect` where groups rate),
    /// a measure that is typed in, `target(measure)` of one that the sheet of targets does not have, or `fraud`.
    pub item: String,
    /// Decimal: `8.5`; of a measure in its own unit; empty for `fraud`.
    #[serde(default)]
    pub points: String,
    pub minutes_no: String,
    pub reason: String,
    #[schema(value_type = String)]
    pub decided_on: Date,
}

/// The decisions of a year that one may see, latest first.
pub fn decisions(reader: &Reader, who: &Who, year: i64) -> Result<Vec<DecisionView>> {
    need_year(year)?;
    let paths = match who.reach(Class::Target, Act::Read)? {
        Reach::Units(paths) => Some(paths),
        _ => None,
    };
    let mut made = rows::list(reader, who.district(), year, paths.as_deref(), None)?;
    if let Some(scheme) = in_force(reader, who, year)? {
        let known = choice::choices(&scheme, who.lang);
        for one in &mut made {
            named(one, &known);
        }
    }
    Ok(made)
}

/// What may be decided of a unit in a year; nothing while no scheme is in force.
pub fn decision_choices(reader: &Reader, who: &Who, year: i64) -> Result<Vec<DecisionChoice>> {
    who.reach(Class::Target, Act::Read)?;
    Ok(in_force(reader, who, year)?.map(|scheme| choice::choices(&scheme, who.lang)).unwrap_or_default())
}

fn in_force(reader: &Reader, who: &Who, year: i64) -> Result<Option<Scheme>> {
    let found = store::scheme::in_force(reader, who.district(), year)?;
    Ok(found.and_then(|(_, text)| Scheme::parse(&text).ok()))
}

fn named(one: &mut DecisionView, known: &[DecisionChoice]) {
    if let Some(found) = known.iter().find(|choice| choice.code == one.item) {
        one.name.clone_from(&found.name);
        one.figure_unit.clone_from(&found.unit);
    }
}

/// Records a decision. The item must be one that the scheme in force lets the office rate, and the points within what
/// it gives; fraud takes no points, for the scheme says what follows from it.
pub fn decide(tx: &Tx<'_>, who: &Who, draft: &DecisionDraft) -> Result<DecisionView> {
    who.need_district(Class::Target, Act::Write)?;
    need_year(draft.year)?;
    need_unit(tx, who.district(), draft.unit_id)?;
    let Some(scheme) = in_force(tx, who, draft.year)? else {
        return Err(Error::refused(Fault::at("year", "assessment.no_scheme").with("year", draft.year)));
    };
    check(draft, &scheme, tx.today())?;
    need_open(tx, who.district(), "decided_on", draft.decided_on)?;
    let id: Uuid = tx.new_id();
    rows::insert(tx, who, id, draft)?;
    audit::record(tx, who, "assessment.decide", "assessment_decision", id, &json!(draft))?;
    let mut made = rows::one(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    named(&mut made, &choice::choices(&scheme, who.lang));
    Ok(made)
}

fn check(draft: &DecisionDraft, scheme: &Scheme, today: Date) -> Result<()> {
    let mut faults = Faults::default();
    let length = |text: &str, most| (1..=most).contains(&text.trim().chars().count());
    faults.need(length(&draft.minutes_no, 60), || Fault::at("minutes_no", "assessment.minutes_no"));
    faults.need(length(&draft.reason, 500), || Fault::at("reason", "assessment.reason"));
    faults.need(draft.decided_on <= today && i64::from(draft.decided_on.year()) >= draft.year, || {
        Fault::at("decided_on", "assessment.decided_on").with("year", draft.year)
    });
    let points = number::parse(&draft.points);
    if draft.item == FRAUD {
        faults.need(scheme.measures.iter().any(|m| m.source == Source::Fraud), || {
            Fault::at("item", "assessment.item_unknown").with("item", FRAUD)
        });
        faults.need(draft.points.trim().is_empty(), || Fault::at("points", "assessment.fraud_points"));
    } else {
        let typed = scheme.entered(&draft.item).or_else(|| choice::target_of(scheme, &draft.item));
        match (scheme.rating_place(&draft.item), typed) {
            (Some(place), _) => {
                let fits = points.is_some_and(|p| (Decimal::ZERO..=place.most).contains(&p));
                faults.need(fits, || {
                    Fault::at("points", "assessment.points").with("max", number::plain(place.most))
                });
            }
            (None, Some(measure)) => {
                let aim = draft.item.starts_with("target(");
                faults.need(points.is_some_and(|p| !aim || p >= Decimal::ZERO), || {
                    Fault::at("points", "assessment.figure").with("unit", measure.scale.zh())
                });
            }
            (None, None) => {
                faults.add(Fault::at("item", "assessment.item_unknown").with("item", &draft.item));
            }
        }
    }
    faults.into_result()
}
