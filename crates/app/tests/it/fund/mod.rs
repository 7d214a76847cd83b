//! Money in place: claimed by a unit, recognised by somebody else, corrected by a third.

mod claim;
mod review;
mod sums;

use serde_json::{Value, json};
use yinfeng::{
    fund::{self, Group},
    params,
};
use yinfeng_domain::{
    id::{ProjectId, UnitId},
    period::Window,
};

use crate::support::{Client, DISTRICT, TestApp};

const SLIP: &[u8] = b"%PDF-1.4 a bank slip";

/// A project of the street (60 %) and the zone (40 %).
pub async fn project(app: &TestApp, name: &str) -> ProjectId {
    let (name, yuhe, zone) = (name.to_owned(), app.units.yuhe, app.units.zone);
    app.app
        .db
        .write(move |tx| {
            let id: ProjectId = tx.new_id();
            tx.execute(
                "insert into project (district, id, code, name, name_key, sort_key, kind, track, industry, structure,
                   high_technology, structure_reason, origin, stage, status, agreement, lead_unit_id, funds_claimed_fen,
                   funds_recognised_fen, place, content,
                   progress, next_step, problem, entered_on, stage_since_on, created_at, updated_at, version)
                 values ($1, $2, $3, $3, $3, $3, 'new', 'capital', 'C3511', 'modern_manufacturing', $5, '', 'CN',
                   'signed', 'ongoing', 'contract', $4, 0, 0, '', '', '', '', '', '2013-01-05', '2013-01-05', $6, $6, 1)",
                params![DISTRICT, id, &name, yuhe, false, tx.now()],
            )?;
            for (unit, role, share) in [(yuhe, "lead", 6_000_i64), (zone, "partner", 4_000)] {
                tx.execute(
                    "insert into project_unit (district, project_id, unit_id, role, share_bp)
                     values ($1, $2, $3, $4, $5)",
                    params![DISTRICT, id, unit, role, share],
                )?;
            }
            Ok(id)
        })
        .await
        .unwrap()
}

pub async fn upload(client: &Client, name: &str, content: &[u8]) -> String {
    let file = client.upload("/api/v1/files", name, content).await.expect(201);
    file["sha256"].as_str().unwrap().to_owned()
}

pub fn draft(project: ProjectId, unit: UnitId, sha256: &str) -> Value {
    json!({
        "project_id": project, "unit_id": unit, "kind": "cash", "payer": "晋工机械有限公司", "slip_no": "JZ-001",
        "received_on": "2013-08-20", "amount": "1200.5", "unit": "wan", "currency": "CNY",
        "evidence": [{ "sha256": sha256, "kind": "bank_slip", "name": "进账单.pdf" }]
    })
}

pub fn path(view: &Value, rest: &str) -> String {
    format!("/api/v1/funds/{}{rest}", view["id"].as_str().unwrap())
}

/// Sums by unit of everything recognised in 2013.
async fn by_unit(app: &TestApp) -> Vec<(UnitId, i64)> {
    app.app
        .db
        .read(|r| {
            let parts = fund::money(r, DISTRICT, Window::year(2013).unwrap(), Group::Unit)?;
            Ok(parts.into_iter().map(|p| (p.unit.unwrap(), p.fen)).collect())
        })
        .await
        .unwrap()
}

async fn total(app: &TestApp, from: &str, to: &str) -> i64 {
    let window = Window::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    app.app.db.read(move |r| Ok(fund::total(r, DISTRICT, window)?.fen)).await.unwrap()
}

/// The sums are what the entries give, the credits what was recognised.
pub async fn assert_sums_hold(app: &TestApp) {
    let (sums, credits) = app
        .app
        .db
        .read(|r| Ok((fund::verify(r, DISTRICT)?, fund::verify_credits(r, DISTRICT)?)))
        .await
        .unwrap();
    assert_eq!((sums, credits), (vec![], vec![]));
}
