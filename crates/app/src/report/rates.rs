//! Cohort rates (五率) and the funnel: every figure names its cohort, its window, the day of reading and the amount by
//! which it weighs, and opens the projects that it was made of.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class, Reach},
    id::{ProjectId, UnitId},
    project::{EARLIEST, Stage, Track},
    report::rates::{Basis, Cohort, Rate, shown},
};

use super::{cache, store};
use crate::{
    floor::{
        AppState, Error, Fault, Result,
        db::{Hidden, Reader, page::Page},
        web::{Problem, Query, Who, done},
    },
    org::{self, UnitRef},
    project,
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_rates)).routes(routes!(show_cohort))
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct RatesQuery {
    /// First signed on this day or later; 1 January of the year of reading when left out, any day for an event.
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    /// The day of reading when left out.
    #[param(value_type = Option<String>)]
    to: Option<Date>,
    /// The day up to which things count; the office's day when left out.
    #[param(value_type = Option<String>)]
    as_of: Option<Date>,
    /// Only projects that came of this event.
    event: Option<Uuid>,
    /// Only projects led by this unit or one below it.
    #[param(value_type = Option<Uuid>)]
    unit: Option<UnitId>,
    #[param(value_type = Option<String>)]
    track: Option<Track>,
    /// `contract` (the default) or `total`.
    #[param(value_type = Option<String>)]
    basis: Option<Basis>,
    /// Of the list: only projects that count for this rate.
    #[param(value_type = Option<String>)]
    rate: Option<Rate>,
    /// Of the list: `false` for those that do not count for the rate.
    reached: Option<bool>,
    cursor: Option<String>,
    limit: Option<i64>,
}

/// A cohort for one reader.
#[derive(Debug, Clone)]
pub struct CohortScope {
    pub district: String,
    pub reach: Reach,
    pub from: Date,
    pub to: Date,
    pub as_of: Date,
    pub event: Option<Uuid>,
    pub unit: Option<UnitId>,
    pub track: Option<Track>,
    pub basis: Basis,
    /// Projects of which this reader may know no more than the cover.
    pub veil: Hidden,
}

/// One rate, by number and by amount.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RateView {
    #[schema(value_type = String)]
    pub rate: Rate,
    pub projects: i64,
    /// Of the rate of money the money itself, else the amounts of the projects that count.
    pub fen: i64,
    /// `82.98%`, from unrounded values; a dash where there is nothing to divide by.
    pub by_number: String,
    pub by_amount: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CohortView {
    pub projects: i64,
    pub fen: i64,
    /// Projects without a known amount are in no amount.
    pub without_amount: i64,
    /// In every denominator.
    pub terminated: i64,
    pub rates: Vec<RateView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitCohort {
    pub unit: UnitRef,
    pub cohort: CohortView,
}

/// Projects that came at least as far as a stage.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FunnelStep {
    #[schema(value_type = String)]
    pub stage: Stage,
    /// Standing there now, whether they go on or not.
    pub here: i64,
    pub projects: i64,
    pub total_fen: i64,
    /// Of those that came to the stage before.
    pub conversion: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RatesView {
    #[schema(value_type = String)]
    pub from: Date,
    #[schema(value_type = String)]
    pub to: Date,
    #[schema(value_type = String)]
    pub as_of: Date,
    #[schema(value_type = String)]
    pub basis: Basis,
    pub event_name: Option<String>,
    pub cohort: CohortView,
    pub units: Vec<UnitCohort>,
    pub funnel: Vec<FunnelStep>,
}

/// Which rates a project counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub struct Membership {
    pub performance: bool,
    pub registration: bool,
    pub landing: bool,
    pub start: bool,
    pub completion: bool,
    pub production: bool,
    pub funds: bool,
}

impl Membership {
    pub(super) fn of(counts_for: impl Fn(Rate) -> bool) -> Self {
        Self {
            performance: counts_for(Rate::Performance),
            registration: counts_for(Rate::Registration),
            landing: counts_for(Rate::Landing),
            start: counts_for(Rate::Start),
            completion: counts_for(Rate::Completion),
            production: counts_for(Rate::Production),
            funds: counts_for(Rate::Funds),
        }
    }
}

/// A project of a cohort, as of the day of reading.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CohortProject {
    #[schema(value_type = Uuid)]
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    pub lead_unit: UnitRef,
    #[schema(value_type = String)]
    pub signed_on: Date,
    pub amount_fen: Option<i64>,
    pub funds_fen: i64,
    pub terminated: bool,
    /// Where it stands now.
    pub stage: String,
    pub reached: Membership,
}

fn scope(reader: &Reader, who: &Who, q: &RatesQuery) -> Result<(CohortScope, Option<String>)> {
    let reach = who.reach(Class::Figure, Act::Read)?;
    let as_of = match q.as_of {
        Some(day) => day,
        None => org::as_of(reader, who.district())?,
    };
    let event =
        q.event.map(|id| store::cohort::event_name(reader, who.district(), id)).transpose()?.flatten();
    if q.event.is_some() && event.is_none() {
        return Err(Error::invalid(Fault::at("event", "report.event_unknown")));
    }
    let year = Date::new(as_of.year(), 1, 1).map_err(anyhow::Error::from)?;
    let from = q.from.unwrap_or(if q.event.is_some() { EARLIEST } else { year });
    let to = q.to.unwrap_or(as_of.max(from));
    if to < from {
        return Err(Error::invalid(Fault::at("to", "report.window")));
    }
    let scope = CohortScope {
        district: who.district().to_owned(),
        reach,
        from,
        to,
        as_of,
        event: q.event,
        unit: q.unit,
        track: q.track,
        basis: q.basis.unwrap_or(Basis::Contract),
        veil: project::veil(reader, who)?,
    };
    Ok((scope, event))
}

fn view(cohort: &Cohort) -> CohortView {
    let rate = |rate: &Rate| {
        let tally = cohort.of(*rate);
        RateView {
            rate: *rate,
            projects: tally.projects,
            fen: tally.fen,
            by_number: shown(cohort.by_number(*rate)),
            by_amount: shown(cohort.by_amount(*rate)),
        }
    };
    CohortView {
        projects: cohort.all.projects,
        fen: cohort.all.fen,
        without_amount: cohort.all.projects - cohort.with_amount,
        terminated: cohort.terminated,
        rates: Rate::ALL.iter().map(rate).collect(),
    }
}

/// The rates of a cohort, by unit, and the funnel of all projects.
fn rates(reader: &Reader, scope: &CohortScope, event_name: Option<String>) -> Result<RatesView> {
    let units = store::cohort::by_unit(reader, scope)?;
    Ok(RatesView {
        from: scope.from,
        to: scope.to,
        as_of: scope.as_of,
        basis: scope.basis,
        event_name,
        cohort: view(&units.iter().fold(Cohort::default(), |sum, (_, c)| sum.and(c))),
        units: units.into_iter().map(|(unit, c)| UnitCohort { unit, cohort: view(&c) }).collect(),
        funnel: funnel(&store::cohort::stages(reader, scope)?),
    })
}

/// Who stands at a stage has come through those before it.
fn funnel(stages: &[(String, i64, i64)]) -> Vec<FunnelStep> {
    let at = |stage: Stage| stages.iter().find(|s| s.0 == stage.code()).map_or((0, 0), |s| (s.1, s.2));
    let mut steps: Vec<FunnelStep> = Vec::new();
    for (i, stage) in Stage::ALL.iter().enumerate() {
        let beyond = Stage::ALL[i..].iter().map(|s| at(*s));
        let (projects, total_fen) = beyond.fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
        let before = steps.last().map(|s| s.projects);
        let conversion = before
            .map_or_else(|| shown(None), |before| shown(yinfeng_domain::money::ratio(projects, before)));
        steps.push(FunnelStep { stage: *stage, here: at(*stage).0, projects, total_fen, conversion });
    }
    steps
}

/// The rates of a cohort of signed projects (五率), and the funnel.
#[utoipa::path(get, path = "/api/v1/cohort-rates", tag = "report", params(RatesQuery),
    responses((status = 200, body = RatesView), (status = 404), (status = 422)))]
async fn show_rates(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<RatesQuery>,
) -> Result<Response, Problem> {
    let (asked, place) = (who.clone(), app.db.place().clone());
    let shown = app.db.read(move |r| {
        let (scope, event) = scope(r, &asked, &q)?;
        // A cohort of ten years is tens of thousands of projects; who asks again before anything is written waits once.
        let key = format!("rates {place:?} {scope:?}");
        cache::until_written(r, asked.district(), key, || {
            Ok(serde_json::to_string(&rates(r, &scope, event)?).map_err(anyhow::Error::from)?)
        })
    });
    let shown = shown.await.map_err(|error| Problem::of(error, who.lang))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], shown.to_string()).into_response())
}

/// The projects that a rate was made of.
#[utoipa::path(get, path = "/api/v1/cohort-rates/projects", tag = "report", params(RatesQuery),
    responses((status = 200, body = Page<CohortProject>), (status = 404), (status = 422)))]
async fn show_cohort(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<RatesQuery>,
) -> Result<Json<Page<CohortProject>>, Problem> {
    let asked = who.clone();
    let found = app.db.read(move |r| {
        let (scope, _) = scope(r, &asked, &q)?;
        let only = q.rate.map(|rate| (rate, q.reached.unwrap_or(true)));
        store::cohort::projects(r, &scope, only, (q.cursor.as_deref(), q.limit))
    });
    done(&who, found.await)
}
