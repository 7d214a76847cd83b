//! Leaders' cases (领导包联) and the material of a dispatch meeting (调度会材料): projects with what is open of them.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use yinfeng_document::Options;
use yinfeng_domain::{
    authority::{Act, Class},
    id::{ProjectId, UnitId},
    project::Stage,
    report::{
        document::Document,
        sheet::{Pack, dispatch},
    },
};

use super::{
    papers::{DOCX, PaperView, file, paper, sheet},
    store,
};
use crate::{
    floor::{
        AppState, Error, Fault, Result,
        db::Reader,
        say::{Lang, word},
        web::{Problem, Query, Who, done},
    },
    org::{self, UnitRef},
};

/// Projects that one meeting can go through.
const MOST: usize = 80;
/// Days since the last meeting unless another day is named.
const SINCE: i64 = 14;

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show_leaders))
        .routes(routes!(show_leader))
        .routes(routes!(show_pack))
        .routes(routes!(pack_docx))
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeaderRow {
    pub leader: String,
    pub projects: i64,
    pub ongoing: i64,
    pub total_fen: i64,
    pub open_problems: i64,
    pub late_problems: i64,
    pub open_notes: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeaderRows {
    pub items: Vec<LeaderRow>,
}

/// A project that a leader answers for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeaderCase {
    #[schema(value_type = Uuid)]
    pub id: ProjectId,
    pub code: String,
    pub name: String,
    pub lead_unit: UnitRef,
    pub stage: String,
    pub status: String,
    #[schema(value_type = String)]
    pub stage_since_on: Date,
    pub total_fen: Option<i64>,
    pub progress: String,
    pub next_step: String,
    #[schema(value_type = Option<String>)]
    pub next_step_due_on: Option<Date>,
    #[schema(value_type = String)]
    pub since_on: Date,
    pub open_problems: i64,
    pub late_problems: i64,
    pub open_notes: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeaderView {
    pub leader: String,
    pub cases: Vec<LeaderCase>,
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PackFilter {
    /// Led by this unit or one below it.
    #[param(value_type = Option<Uuid>)]
    pub unit: Option<UnitId>,
    #[param(value_type = Vec<String>)]
    pub stage: Vec<Stage>,
    pub leader: Option<String>,
    /// Only projects with an open problem or note.
    pub attention: Option<bool>,
    /// The day of the last meeting; two weeks ago when left out.
    #[param(value_type = Option<String>)]
    pub since: Option<Date>,
}

/// What a meeting goes through, on the screen.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PackView {
    #[serde(flatten)]
    pub paper: PaperView,
    pub projects: usize,
    #[schema(value_type = String)]
    pub since: Date,
    #[schema(value_type = String)]
    pub as_of: Date,
}

fn pack(reader: &Reader, who: &Who, filter: &PackFilter) -> Result<Pack> {
    who.reach(Class::Project, Act::Read)?;
    let as_of = org::office_day(reader, who.district())?;
    let since = filter.since.unwrap_or(as_of.saturating_sub(SINCE.days()));
    if since > as_of {
        return Err(Error::invalid(Fault::at("since", "report.pack_since")));
    }
    let ids = store::leader::of_pack(reader, who, filter, MOST)?;
    if ids.len() > MOST {
        return Err(Error::invalid(Fault::at("unit", "report.pack_many").with("limit", MOST)));
    }
    let district = org::district(reader, who.district())?.ok_or(Error::NotFound)?;
    let mut projects = Vec::with_capacity(ids.len());
    for id in ids {
        let told = store::leader::reports(reader, who.district(), id, since)?;
        projects.push((sheet(reader, who, id)?, told));
    }
    Ok(Pack {
        district: district.name,
        office: district.office_name,
        filter: named(reader, who, filter)?,
        since,
        as_of,
        projects,
    })
}

/// The filter in words.
fn named(reader: &Reader, who: &Who, filter: &PackFilter) -> Result<String> {
    let mut said = Vec::new();
    if let Some(unit) = filter.unit {
        let found = store::leader::unit_name(reader, who.district(), unit)?;
        said.push(format!("牵头单位{}", found.ok_or(Error::NotFound)?));
    }
    if !filter.stage.is_empty() {
        let names: Vec<String> =
            filter.stage.iter().map(|s| word(Lang::Zh, &format!("project.stage_{s}"))).collect();
        said.push(format!("阶段为{}", names.join("、")));
    }
    if let Some(leader) = filter.leader.as_deref().map(str::trim).filter(|l| !l.is_empty()) {
        said.push(format!("包联领导{leader}"));
    }
    if filter.attention.unwrap_or(false) {
        said.push("有未了结问题或督办".to_owned());
    }
    Ok(said.join("，"))
}

fn document(reader: &Reader, who: &Who, filter: &PackFilter) -> Result<(Document, Pack)> {
    let pack = pack(reader, who, filter)?;
    Ok((dispatch(&pack), pack))
}

/// Leaders and what they answer for.
#[utoipa::path(get, path = "/api/v1/leaders", tag = "report",
    responses((status = 200, body = LeaderRows), (status = 404)))]
async fn show_leaders(State(app): State<AppState>, who: Who) -> Result<Json<LeaderRows>, Problem> {
    let asked = who.clone();
    let found = app.db.read(move |r| {
        asked.reach(Class::Project, Act::Read)?;
        let today = org::office_day(r, asked.district())?;
        Ok(LeaderRows { items: store::leader::leaders(r, &asked, today)? })
    });
    done(&who, found.await)
}

/// The projects that a leader answers for.
#[utoipa::path(get, path = "/api/v1/leaders/{leader}", tag = "report",
    params(("leader" = String, Path, description = "the name")),
    responses((status = 200, body = LeaderView), (status = 404)))]
async fn show_leader(
    State(app): State<AppState>,
    who: Who,
    Path(leader): Path<String>,
) -> Result<Json<LeaderView>, Problem> {
    let asked = who.clone();
    let found = app.db.read(move |r| {
        let today = org::office_day(r, asked.district())?;
        let cases = store::leader::cases(r, &asked, &leader, today)?;
        if cases.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(LeaderView { leader: leader.clone(), cases })
    });
    done(&who, found.await)
}

/// What a dispatch meeting goes through.
#[utoipa::path(get, path = "/api/v1/dispatch-pack", tag = "report", params(PackFilter),
    responses((status = 200, body = PackView), (status = 404), (status = 422)))]
async fn show_pack(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<PackFilter>,
) -> Result<Json<PackView>, Problem> {
    let asked = who.clone();
    let made = app.db.report(move |r| {
        let (document, pack) = document(r, &asked, &q)?;
        Ok(PackView {
            paper: paper(&document),
            projects: pack.projects.len(),
            since: pack.since,
            as_of: pack.as_of,
        })
    });
    done(&who, made.await)
}

/// What a dispatch meeting goes through, as a Word file.
#[utoipa::path(get, path = "/api/v1/dispatch-pack/docx", tag = "report", params(PackFilter),
    responses((status = 200, content_type = DOCX, body = Vec<u8>), (status = 404), (status = 422)))]
async fn pack_docx(
    State(app): State<AppState>,
    who: Who,
    Query(q): Query<PackFilter>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let made = app.db.report(move |r| file(&document(r, &asked, &q)?.0, "", &Options::default()));
    made.await.map_err(|e| Problem::of(e, who.lang))
}
