//! Routes of the room.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::{
    authority::{Act, Class},
    report::document::Document,
};

use super::{
    Issue, Preview, Span, cache,
    dashboard::{self, Dashboard},
    docx, issue, issued, preview, reprint,
    scope::Narrow,
    trace::{self, Trace},
    work_summary,
};
use crate::floor::{
    AppState, Error, Result,
    web::{Command, Problem, Query, Who, done, write},
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show_dashboard))
        .routes(routes!(show_figure))
        .routes(routes!(show_preview))
        .routes(routes!(show_docx))
        .routes(routes!(list_issued, issue_summary))
        .routes(routes!(show_issued))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DashboardQuery {
    /// The running year when left out.
    year: Option<i16>,
    /// Today when left out.
    #[param(value_type = Option<String>)]
    as_of: Option<Date>,
}

/// The figures of a year.
#[utoipa::path(get, path = "/api/v1/dashboard", tag = "report", params(DashboardQuery),
    responses((status = 200, body = Dashboard)))]
async fn show_dashboard(
    State(app): State<AppState>,
    who: Who,
    Query(query): Query<DashboardQuery>,
) -> Result<Response, Problem> {
    let as_of = query.as_of.unwrap_or_else(|| app.clock.today());
    let (asker, place) = (who.clone(), app.db.place().clone());
    let shown = app.db.read(move |reader| {
        let span = Span::year(query.year.unwrap_or(as_of.year()), as_of)?;
        let reach = asker.reach(Class::Figure, Act::Read)?;
        let key = format!("{place:?} {} {reach:?} {span:?} {:?}", asker.district(), asker.lang);
        cache::until_written(reader, asker.district(), key, || {
            let shown = dashboard::dashboard(reader, &asker, span)?;
            Ok(serde_json::to_string(&shown).map_err(anyhow::Error::from)?)
        })
    });
    let shown = shown.await.map_err(|error| Problem::of(error, who.lang))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], shown.to_string()).into_response())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FigureQuery {
    /// The first day; 1 January of the year when left out.
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    #[param(value_type = Option<String>)]
    to: Option<Date>,
    #[param(value_type = Option<String>)]
    as_of: Option<Date>,
    year: Option<i16>,
    #[param(value_type = Option<String>)]
    unit: Option<Uuid>,
    track: Option<String>,
    structure: Option<String>,
    month: Option<String>,
    stage: Option<String>,
    cursor: Option<String>,
    limit: Option<i64>,
}

impl FigureQuery {
    /// A window that reaches past the day of reading ends on it: nothing later can be in the figure.
    fn span(&self, today: Date) -> Result<Span> {
        let as_of = self.as_of.unwrap_or(today);
        let year = self.year.or(self.to.or(self.from).map(Date::year)).unwrap_or(as_of.year());
        let whole = Span::year(year, as_of)?;
        let (from, to) = (self.from.unwrap_or(whole.window.from), self.to.unwrap_or(whole.window.to));
        let as_of = as_of.max(whole.as_of);
        Span::new(from, to.min(as_of), as_of)
    }

    fn narrow(&self) -> Narrow {
        Narrow {
            unit: self.unit.map(Into::into),
            track: self.track.clone(),
            structure: self.structure.clone(),
            month: self.month.clone(),
            stage: self.stage.clone(),
            ..Narrow::default()
        }
    }
}

/// Where a figure comes from: its definition, its parts, its rows.
#[utoipa::path(get, path = "/api/v1/figures/{key}", tag = "report",
    params(("key" = String, Path, description = "`fund.recognised`, `fund.recognised:unit=…`"), FigureQuery),
    responses((status = 200, body = Trace)))]
async fn show_figure(
    State(app): State<AppState>,
    who: Who,
    Path(key): Path<String>,
    Query(query): Query<FigureQuery>,
) -> Result<Json<Trace>, Problem> {
    let (asker, today) = (who.clone(), app.clock.today());
    let shown = app
        .db
        .read(move |reader| {
            let span = query.span(today)?;
            trace::trace(reader, &asker, span, &key, query.narrow(), query.cursor.as_deref(), query.limit)
        })
        .await;
    done(&who, shown)
}

/// The window of a work summary, and the day on which the ledger is read.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Window {
    #[schema(value_type = String)]
    #[param(value_type = String)]
    from: Date,
    #[schema(value_type = String)]
    #[param(value_type = String)]
    to: Date,
    #[schema(value_type = String)]
    #[param(value_type = String)]
    as_of: Date,
}

impl Window {
    fn span(self) -> Result<Span> {
        Span::new(self.from, self.to, self.as_of)
    }
}

/// The work summary on the screen. 422 with every difference when a total is not the sum of its parts.
#[utoipa::path(post, path = "/api/v1/reports/work-summary/preview", tag = "report", request_body = Window,
    responses((status = 200, body = Preview), (status = 422)))]
async fn show_preview(
    State(app): State<AppState>,
    who: Who,
    command: Command<Window>,
) -> Result<Json<Preview>, Problem> {
    let (asker, window) = (who.clone(), command.body);
    done(&who, app.db.report(move |reader| preview(reader, &asker, window.span()?)).await)
}

/// The work summary as a Word file.
#[utoipa::path(get, path = "/api/v1/reports/work-summary.docx", tag = "report", params(Window),
    responses((status = 200, content_type = DOCX, body = Vec<u8>)))]
async fn show_docx(
    State(app): State<AppState>,
    who: Who,
    headers: HeaderMap,
    Query(window): Query<Window>,
) -> Result<Response, Problem> {
    let (asker, site) = (who.clone(), site(&headers, app.config.https));
    let file = app.db.report(move |reader| {
        let span = window.span()?;
        let document = work_summary(reader, &asker, span)?;
        attachment(&document, span, site.as_deref())
    });
    file.await.map_err(|error| Problem::of(error, who.lang))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Issues {
    items: Vec<Issue>,
}

/// Work summaries that were issued, the latest first.
#[utoipa::path(get, path = "/api/v1/reports/work-summary", tag = "report", responses((status = 200, body = Issues)))]
async fn list_issued(State(app): State<AppState>, who: Who) -> Result<Json<Issues>, Problem> {
    let asker = who.clone();
    done(&who, app.db.read(move |reader| Ok(Issues { items: issued(reader, &asker)? })).await)
}

/// Issues the work summary: its facts are frozen.
#[utoipa::path(post, path = "/api/v1/reports/work-summary", tag = "report", request_body = Window,
    responses((status = 201, body = Issue)))]
async fn issue_summary(
    State(app): State<AppState>,
    who: Who,
    command: Command<Window>,
) -> Result<Response, Problem> {
    write(&app, who, StatusCode::CREATED, command, |tx, who, window| issue(tx, who, window.span()?)).await
}

/// An issued summary as a Word file, from its frozen facts: `…/<id>.docx`.
#[utoipa::path(get, path = "/api/v1/reports/work-summary/{file}", tag = "report",
    params(("file" = String, Path, description = "the id of the issue and `.docx`")),
    responses((status = 200, content_type = DOCX, body = Vec<u8>)))]
async fn show_issued(
    State(app): State<AppState>,
    who: Who,
    headers: HeaderMap,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    let (asker, site) = (who.clone(), site(&headers, app.config.https));
    let printed = app.db.report(move |reader| {
        let id = file.strip_suffix(".docx").and_then(|id| Uuid::parse_str(id).ok()).ok_or(Error::NotFound)?;
        let (document, span) = reprint(reader, &asker, id)?;
        attachment(&document, span, site.as_deref())
    });
    printed.await.map_err(|error| Problem::of(error, who.lang))
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The address by which the reader reached the server, for the links inside the file.
fn site(headers: &HeaderMap, https: bool) -> Option<String> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (!host.is_empty() && host.chars().all(plain))
        .then(|| format!("{}://{host}", if https { "https" } else { "http" }))
}

fn attachment(document: &Document, span: Span, site: Option<&str>) -> Result<Response> {
    let name: String =
        document.title().bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let disposition = format!("attachment; filename=\"work-summary.docx\"; filename*=UTF-8''{name}.docx");
    let bytes = docx(document, span, site)?;
    Ok(([(header::CONTENT_TYPE, DOCX.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response())
}
