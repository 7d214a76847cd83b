//! Papers about projects: the sheet of one on one page, and what a dispatch meeting goes through.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_document::Options;
use yinfeng_domain::{
    authority::Class,
    id::ProjectId,
    milestone::Node,
    money,
    report::{
        document::Document,
        sheet::{Line, Sheet, one_page},
    },
};

use crate::{
    floor::{
        AppState, Result,
        db::Reader,
        say::{Lang, word},
        web::{Problem, Who, attachment, done},
    },
    milestone, org, problem,
    project::{self, ProjectView},
    supervision,
};

pub(super) const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_sheet)).routes(routes!(sheet_docx))
}

/// A paper on the screen, to be read or printed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaperView {
    pub title: String,
    /// A fragment; all of its text is escaped.
    pub html: String,
}

pub(super) fn paper(document: &Document) -> PaperView {
    PaperView {
        title: document.title().to_owned(),
        html: yinfeng_document::to_html(document, &Options::default()),
    }
}

pub(super) fn file(document: &Document, suffix: &str, options: &Options) -> Result<Response> {
    let bytes = yinfeng_document::to_docx(document, options).map_err(anyhow::Error::from)?;
    Ok(attachment(DOCX, &format!("{}{suffix}.docx", document.title()), bytes.into()))
}

/// The sheet of a project that may be read, with as much of its ledgers as the reader may read.
pub fn sheet(reader: &Reader, who: &Who, id: ProjectId) -> Result<Sheet> {
    let view = project::get(reader, who, id)?;
    Ok(Sheet {
        name: view.row.name.clone(),
        code: view.row.code.clone(),
        facts: facts(&view),
        content: view.content.clone(),
        progress: view.progress.clone(),
        next_step: view.row.next_step.clone(),
        next_due_on: view.row.next_step_due_on,
        nodes: nodes(reader, who, id)?,
        problems: problems(reader, who, id)?,
        notes: notes(reader, who, id)?,
    })
}

fn zh(code: &str) -> String {
    word(Lang::Zh, code)
}

fn yi(fen: Option<i64>) -> String {
    fen.map(|fen| format!("{}亿元", money::yi(fen, 2))).unwrap_or_default()
}

fn facts(view: &ProjectView) -> Vec<(String, String)> {
    let row = &view.row;
    let investors: Vec<&str> = row.investors.iter().map(|i| i.name.as_str()).collect();
    let day = |on: Option<Date>| on.map(|on| on.to_string()).unwrap_or_default();
    let mu = view.land_m2.map(|m2| {
        let mu = rust_decimal::Decimal::from(m2) * rust_decimal::Decimal::new(15, 4);
        format!("{}亩", yinfeng_domain::assessment::number::grouped(mu, 2))
    });
    [
        ("阶段", zh(&format!("project.stage_{}", row.stage))),
        ("状态", zh(&format!("project.status_{}", row.status))),
        ("牵头单位", row.lead_unit.name.clone()),
        ("投资方", investors.join("、")),
        ("项目类型", zh(&format!("project.kind_{}", row.kind))),
        ("所属行业", row.industry.as_ref().map(|i| i.name.clone()).unwrap_or_default()),
        ("总投资", yi(row.total_fen)),
        ("固定资产投资", yi(view.fixed_assets_fen)),
        ("合同额", yi(row.contract_fen)),
        ("认定到位资金", yi(Some(row.funds_recognised_fen))),
        ("签约日期", day(row.contract_signed_on)),
        ("选址", view.place.clone()),
        ("用地", mu.unwrap_or_default()),
        ("本阶段自", view.stage_since_on.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// The nodes that are reached or planned.
fn nodes(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<String>> {
    let all = milestone::of_project(reader, who, id)?.milestones;
    let said = all.into_iter().filter_map(|m| {
        let name = node(m.node);
        match (m.planned_on, m.actual_on) {
            (_, Some(actual)) => Some(format!("{name}{actual}完成")),
            (Some(planned), None) => Some(format!("{name}计划{planned}")),
            (None, None) => None,
        }
    });
    Ok(said.collect())
}

const fn node(node: Node) -> &'static str {
    match node {
        Node::Demolition => "拆迁",
        Node::Piling => "打桩",
        Node::Excavation => "开挖",
        Node::GroundFloor => "正负零",
        Node::ToppingOut => "封顶",
        Node::Completion => "竣工",
        Node::Equipment => "设备安装",
        Node::PartialProduction => "部分投产",
        Node::FullProduction => "全部投产",
    }
}

fn problems(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<Line>> {
    use yinfeng_domain::problem::State;
    if !who.actor.may(Class::Problem, yinfeng_domain::authority::Act::Read) {
        return Ok(Vec::new());
    }
    let filter = problem::Filter {
        project: Some(id),
        state: vec![State::Open, State::Answered],
        limit: Some(20),
        ..problem::Filter::default()
    };
    let line = |row: problem::ProblemRow| Line {
        title: row.title,
        unit: row.owner_unit.name,
        due_on: Some(row.due_on),
        late: row.overdue,
        standing: if row.state == State::Open { "待答复" } else { "待确认" }.into(),
    };
    Ok(problem::list(reader, who, &filter)?.items.into_iter().map(line).collect())
}

fn notes(reader: &Reader, who: &Who, id: ProjectId) -> Result<Vec<Line>> {
    use yinfeng_domain::supervision::State;
    if !who.actor.may(Class::Supervision, yinfeng_domain::authority::Act::Read) {
        return Ok(Vec::new());
    }
    let filter = supervision::Filter {
        project: Some(id),
        state: vec![State::Open, State::Answered],
        limit: Some(20),
        ..supervision::Filter::default()
    };
    let line = |row: supervision::SupervisionRow| Line {
        title: format!("{} {}", row.code, row.title),
        unit: row.unit.name,
        due_on: Some(row.due_on),
        late: row.overdue,
        standing: format!(
            "{}、{}",
            row.level.name,
            if row.state == State::Open { "待答复" } else { "待核实" }
        ),
    };
    Ok(supervision::list(reader, who, &filter)?.items.into_iter().map(line).collect())
}

fn sheet_paper(reader: &Reader, who: &Who, id: Uuid) -> Result<Document> {
    let as_of = org::office_day(reader, who.district())?;
    Ok(one_page(&sheet(reader, who, ProjectId(id))?, as_of))
}

/// A project on one page, to be read or printed.
#[utoipa::path(get, path = "/api/v1/projects/{id}/sheet", tag = "report", params(("id" = Uuid, Path)),
    responses((status = 200, body = PaperView), (status = 404)))]
async fn show_sheet(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Json<PaperView>, Problem> {
    let asked = who.clone();
    done(&who, app.db.read(move |r| Ok(paper(&sheet_paper(r, &asked, id)?))).await)
}

/// A project on one page, as a Word file.
#[utoipa::path(get, path = "/api/v1/projects/{id}/sheet/docx", tag = "report", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = DOCX, body = Vec<u8>), (status = 404)))]
async fn sheet_docx(
    State(app): State<AppState>,
    who: Who,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let asked = who.clone();
    let made = app.db.report(move |r| file(&sheet_paper(r, &asked, id)?, "（一页纸）", &Options::one_page()));
    made.await.map_err(|e| Problem::of(e, who.lang))
}
