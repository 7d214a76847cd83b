//! 通报校核: any published table, recomputed from its own figures. Nothing of it is kept.

use std::ops::ControlFlow;

use axum::{
    Json,
    extract::{DefaultBodyLimit, Multipart, State},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use yinfeng_domain::{
    assessment::Lang as Spoken,
    authority::{Act, Class},
    circular::{self, Asked, Checked, Corrections, Counts, LineKind, MOST_ROWS, Mark, Role, Unreadable},
    ledger::Page,
};

use crate::{
    floor::{
        AppState, Error, Fault, Result,
        say::Lang,
        web::{Command, Problem, Query, Who, done, uploaded},
    },
    ledger,
};

/// Pasted tables are short; what is larger is a file.
const PASTED: usize = 400_000;

pub fn router() -> OpenApiRouter<AppState> {
    let upload = OpenApiRouter::new().routes(routes!(check_file)).layer(DefaultBodyLimit::disable());
    upload.routes(routes!(check_pasted))
}

/// A published table, cell by cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct CircularCheck {
    pub counts: CircularCounts,
    pub tables: Vec<CircularTable>,
}

/// Cells by mark.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct CircularCounts {
    pub right: usize,
    pub rounding: usize,
    pub truncated: usize,
    pub wrong: usize,
    pub unchecked: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CircularTable {
    pub sheet: String,
    pub title: String,
    pub counts: CircularCounts,
    pub columns: Vec<CircularColumn>,
    pub rows: Vec<CircularRow>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CircularColumn {
    /// `F`.
    pub letter: String,
    pub header: String,
    /// `target`, `done`, `completion` …
    #[schema(value_type = String)]
    pub role: Role,
    /// Whether the reader said so.
    pub fixed: bool,
    pub unit: String,
    /// What its figures come from; empty when they are given.
    pub formula: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CircularRow {
    pub number: u32,
    /// `data`, `subtotal`, `total`, `part`, `unit`, `note`, `heading`.
    #[schema(value_type = String)]
    pub kind: LineKind,
    pub cells: Vec<CircularCell>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CircularCell {
    /// `F12`.
    pub address: String,
    pub text: String,
    /// `given`, `right`, `rounding`, `truncated`, `wrong`, `unchecked`.
    #[schema(value_type = String)]
    pub mark: Mark,
    pub should: Option<String>,
    pub formula: Option<String>,
}

impl From<Counts> for CircularCounts {
    fn from(c: Counts) -> Self {
        let Counts { right, rounding, truncated, wrong, unchecked } = c;
        Self { right, rounding, truncated, wrong, unchecked }
    }
}

impl From<Checked> for CircularTable {
    fn from(table: Checked) -> Self {
        let columns = table.columns.into_iter().map(|c| CircularColumn {
            letter: c.letter,
            header: c.header,
            role: c.role,
            fixed: c.fixed,
            unit: c.unit,
            formula: c.formula,
        });
        let rows = table.rows.into_iter().map(|row| CircularRow {
            number: row.number,
            kind: row.kind,
            cells: row
                .cells
                .into_iter()
                .map(|c| CircularCell {
                    address: c.address,
                    text: c.text,
                    mark: c.mark,
                    should: c.should,
                    formula: c.formula,
                })
                .collect(),
        });
        Self {
            sheet: table.sheet,
            title: table.title,
            counts: table.counts.into(),
            columns: columns.collect(),
            rows: rows.collect(),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CircularQuery {
    /// Whole months gone, 1 to 12; taken from the title when left out.
    months: Option<u8>,
    /// What columns are, where the headers do not say: `C=target,D=done`; of the second table of a file `2!C=target`.
    #[serde(default)]
    columns: String,
    /// What rows are: `12=total,20=heading`.
    #[serde(default)]
    rows: String,
}

/// A table in a form field named `file`: .xlsx, .xls or .csv.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of the form in the OpenAPI document")]
struct CircularUpload {
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// A table as it was copied: cells apart by tabs, or by blanks.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PastedCircular {
    text: String,
    months: Option<u8>,
    /// As of a file.
    #[serde(default)]
    columns: String,
    #[serde(default)]
    rows: String,
}

/// Checks a published table in a file.
#[utoipa::path(post, path = "/api/v1/circular-checks", tag = "report", params(CircularQuery),
    request_body(content = CircularUpload, content_type = "multipart/form-data"),
    responses((status = 200, body = CircularCheck), (status = 422)))]
async fn check_file(
    State(app): State<AppState>,
    who: Who,
    Query(query): Query<CircularQuery>,
    form: Multipart,
) -> Result<Json<CircularCheck>, Problem> {
    let checked = async {
        who.reach(Class::Figure, Act::Read)?;
        let (name, bytes) = uploaded(form, app.config.upload_mib).await?;
        let lang = who.lang;
        let asked = asked(query.months, &query.columns, &query.rows)?;
        tokio::task::spawn_blocking(move || check(bytes.to_vec(), &name, &asked, lang))
            .await
            .map_err(anyhow::Error::from)?
    };
    done(&who, checked.await)
}

/// Checks a published table that was pasted.
#[utoipa::path(post, path = "/api/v1/circular-checks/pasted", tag = "report", request_body = PastedCircular,
    responses((status = 200, body = CircularCheck), (status = 422)))]
async fn check_pasted(who: Who, command: Command<PastedCircular>) -> Result<Json<CircularCheck>, Problem> {
    let PastedCircular { text, months, columns, rows } = command.body;
    let lang = who.lang;
    let checked = async {
        who.reach(Class::Figure, Act::Read)?;
        let asked = asked(months, &columns, &rows)?;
        tokio::task::spawn_blocking(move || pasted(&text, &asked, lang)).await.map_err(anyhow::Error::from)?
    };
    done(&who, checked.await)
}

fn asked(months: Option<u8>, columns: &str, rows: &str) -> Result<Asked> {
    if months.is_some_and(|m| !(1..=12).contains(&m)) {
        return Err(Error::invalid(Fault::at("months", "report.circular_months")));
    }
    Ok(Asked { months, corrections: corrections(columns, rows)? })
}

/// What a reader says of columns and rows.
pub fn corrections(columns: &str, rows: &str) -> Result<Corrections> {
    Corrections::parse(columns, rows).map_err(|unreadable| {
        let Unreadable { entry, column } = unreadable;
        let (field, code, known) = if column {
            ("columns", "report.circular_column", Role::ALL.map(Role::code).join(" "))
        } else {
            ("rows", "report.circular_row", LineKind::ALL.map(LineKind::code).join(" "))
        };
        Error::invalid(Fault::at(field, code).with("entry", entry).with("known", known))
    })
}

/// A pasted table: web pages and Word give tabs; where there are none, blanks or bars keep cells apart.
fn pasted(text: &str, asked: &Asked, lang: Lang) -> Result<CircularCheck> {
    if text.trim().is_empty() {
        return Err(Error::invalid(Fault::at("text", "report.circular_empty")));
    }
    if text.len() > PASTED {
        return Err(Error::invalid(Fault::at("text", "report.circular_long")));
    }
    let table = if text.contains('\t') {
        text.to_owned()
    } else {
        let bars = text.lines().any(|line| line.matches('|').count() >= 2);
        let line = |line: &str| {
            if bars {
                return line
                    .trim()
                    .trim_matches('|')
                    .split('|')
                    .map(str::trim)
                    .collect::<Vec<_>>()
                    .join("\t");
            }
            line.split([' ', '\u{3000}']).filter(|c| !c.is_empty()).collect::<Vec<_>>().join("\t")
        };
        text.lines().filter(|l| !ruled(l)).map(line).collect::<Vec<_>>().join("\n")
    };
    check(table.into_bytes(), "pasted.tsv", asked, lang)
}

/// The rule under a header of bars: `|---|---|`.
fn ruled(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Checks every table of a workbook or text; refused when there is none.
pub fn check(bytes: Vec<u8>, name: &str, asked: &Asked, lang: Lang) -> Result<CircularCheck> {
    let refused = |refusal: yinfeng_sheet::Refusal| ledger::refused(&refusal, lang);
    let mut book = yinfeng_sheet::open(bytes, name).map_err(refused)?;
    let mut tables: Vec<CircularTable> = Vec::new();
    let mut counts = Counts::default();
    for at in 0..book.sheets().len() {
        let mut rows = Vec::new();
        let mut longer = false;
        book.rows(at, |number, cells| {
            longer = rows.len() >= MOST_ROWS;
            if longer {
                return ControlFlow::Break(());
            }
            rows.push((number, cells.to_vec()));
            ControlFlow::Continue(())
        })
        .map_err(refused)?;
        if longer {
            let fault = Fault::at("file", "report.circular_rows").with("limit", MOST_ROWS);
            return Err(Error::invalid(fault.with("sheet", &book.sheets()[at].name)));
        }
        let page = Page { sheet: book.sheets()[at].clone(), rows };
        if let Some(checked) = circular::check(&page, tables.len() + 1, asked, spoken(lang)) {
            counts = counts.plus(checked.counts);
            tables.push(checked.into());
        }
    }
    if tables.is_empty() {
        return Err(Error::invalid(Fault::at("file", "report.circular_no_table")));
    }
    Ok(CircularCheck { counts: counts.into(), tables })
}

const fn spoken(lang: Lang) -> Spoken {
    match lang {
        Lang::Zh => Spoken::Zh,
        Lang::En => Spoken::En,
    }
}
