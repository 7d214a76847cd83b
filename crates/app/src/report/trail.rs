//! The trail, for those who look after it. They hold no business data: what would tell of a code-named project is
//! blacked out as it is read; who did what to which record, and the hashes, stay. It is read here because it is about
//! every room.

use std::collections::HashSet;

use axum::{Json, extract::State};
use serde_json::json;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use yinfeng_domain::authority::{Act, Class};

use super::store;
use crate::{
    floor::{
        AppState, Result, audit,
        db::{Reader, page::Page},
        web::{Problem, Query, Who, done},
    },
    project,
};

pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(audit_rows))
}

fn trail(reader: &Reader, who: &Who, filter: &audit::Filter) -> Result<Page<audit::Row>> {
    who.need_district(Class::Audit, Act::Read)?;
    let mut page = audit::list(reader, who.district(), filter)?;
    let told = project::secret::giveaways(reader, who.district())?;
    if told.is_empty() {
        return Ok(page);
    }
    let records: HashSet<Uuid> = store::trail::of_secrets(reader, who.district())?.into_iter().collect();
    for row in &mut page.items {
        let text = format!("{} {}", row.subject_id.map(|id| id.to_string()).unwrap_or_default(), row.detail);
        let of_secret = row.subject_id.is_some_and(|id| records.contains(&id));
        if of_secret || told.iter().any(|one| text.contains(one.as_str())) {
            row.detail = json!({ "blacked_out": true });
        }
    }
    Ok(page)
}

/// The trail, newest first; what would tell of a code-named project is blacked out.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(audit::Filter),
    responses((status = 200, body = Page<audit::Row>), (status = 404)))]
async fn audit_rows(
    State(app): State<AppState>,
    who: Who,
    Query(filter): Query<audit::Filter>,
) -> Result<Json<Page<audit::Row>>, Problem> {
    let asked = who.clone();
    done(&who, app.db.report(move |r| trail(r, &asked, &filter)).await)
}
