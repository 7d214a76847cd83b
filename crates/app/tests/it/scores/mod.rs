//! Scores over HTTP: from recognised rows to places, with the sentence and the rows of each point.

mod activity;

use serde_json::{Value, json};
use yinfeng::params;
use yinfeng_domain::{
    assessment::scheme::DEFAULT,
    authority::Role,
    id::{ProjectId, UnitId},
};

use crate::support::{Client, DISTRICT, TestApp, on_both};

pub const WAN: i64 = 1_000_000;
const YI: i64 = 100 * 100_000_000;

/// A project of a track with its units, recognised as introduced on a day.
pub async fn project(
    app: &TestApp,
    name: &str,
    (track, industry, total): (&'static str, &'static str, i64),
    units: &[(UnitId, i64)],
    introduced: &'static str,
) -> ProjectId {
    let (name, units, id) = (name.to_owned(), units.to_vec(), app.new_id());
    app.app
        .db
        .write(move |tx| {
            tx.execute(
                "insert into project (district, id, code, name, name_key, sort_key, kind, track, industry, structure,
                   high_technology, structure_reason, origin, stage, status, agreement, lead_unit_id, total_fen,
                   funds_claimed_fen, funds_recognised_fen, place, content, progress, next_step, problem, entered_on,
                   stage_since_on, created_at, updated_at, version)
                 values ($1, $2, $3, $3, $3, $3, 'new', $4, $5, 'other', $6, '', 'CN', 'signed', 'ongoing', 'contract',
                   $7, $8, 0, 0, '', '', '', '', '', '2013-01-05', '2013-01-05', $9, $9, 1)",
                params![DISTRICT, id, &name, track, industry, false, units[0].0, total, tx.now()],
            )?;
            for (unit, share) in &units {
                tx.execute(
                    "insert into project_unit (district, project_id, unit_id, role, share_bp)
                     values ($1, $2, $3, 'lead', $4)",
                    params![DISTRICT, id, *unit, *share],
                )?;
            }
            tx.execute(
                "insert into project_recognition (district, id, project_id, event, unit_id, happened_on, state,
                   recognised_on, claimed_at, reason, version)
                 values ($1, $2, $3, 'introduced', $4, $5, 'recognised', $5, $6, '', 1)",
                params![DISTRICT, app_id(tx), id, units[0].0, introduced, tx.now()],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    ProjectId(id)
}

fn app_id(tx: &yinfeng::floor::db::Tx<'_>) -> uuid::Uuid {
    tx.new_id()
}

/// People of the office, and what they do all day.
pub struct Desk {
    pub clerk: Client,
    pub reviewer: Client,
}

impl Desk {
    pub async fn of(app: &TestApp) -> Self {
        Self {
            clerk: app.person("clerk", Role::OfficeClerk, app.units.office).await,
            reviewer: app.person("reviewer", Role::OfficeReviewer, app.units.office).await,
        }
    }

    pub async fn money(&self, project: ProjectId, unit: UnitId, wan: &str, recognised_on: &str) -> Value {
        let slip = format!("%PDF-1.4 slip {project} {wan} {recognised_on}");
        let file = self.clerk.upload("/api/v1/files", "slip.pdf", slip.as_bytes()).await.expect(201);
        let draft = json!({
            "project_id": project, "unit_id": unit, "kind": "cash", "payer": "晋工机械有限公司", "slip_no": slip,
            "received_on": "2013-08-01", "amount": wan, "unit": "wan", "currency": "CNY",
            "evidence": [{ "sha256": file["sha256"], "kind": "bank_slip", "name": "进账单.pdf" }]
        });
        let mut draft = draft;
        draft["slip_no"] = json!(format!("S{wan}"));
        let made = self.clerk.post("/api/v1/funds", draft).await.expect(201);
        let path = format!("/api/v1/funds/{}/recognise", made["id"].as_str().unwrap());
        let body = json!({ "version": made["version"], "recognised_on": recognised_on });
        self.reviewer.post(&path, body).await.expect(200)
    }

    pub async fn target(&self, unit: UnitId, measure: &str, value: i64) {
        let body = json!({ "unit_id": unit, "measure": measure, "year": 2013, "value": value,
            "decided_on": "2013-01-20", "version": 0 });
        self.clerk.put("/api/v1/targets", body).await.expect(200);
    }
}

/// The year of a street with a squad, and a zone.
pub async fn year(app: &TestApp, desk: &Desk) {
    let (yuhe, zone) = (app.units.yuhe, app.units.zone);
    desk.clerk.post("/api/v1/schemes/default", json!({ "year": 2013 })).await.expect(201);
    for (unit, measure, value) in [
        (yuhe, "funds", 10_000 * WAN),
        (yuhe, "talents", 2),
        (yuhe, "institutes", 1),
        (zone, "funds", 20_000 * WAN),
        (zone, "talents", 2),
    ] {
        desk.target(unit, measure, value).await;
    }
    let squad =
        json!({ "parent_id": yuhe, "kind": "squad", "name": "驻京小分队", "valid_from": "2013-03-01" });
    let squad = desk.clerk.post("/api/v1/units", squad).await.expect(201);
    let squad: UnitId = squad["id"].as_str().unwrap().parse().unwrap();
    let shared = [(yuhe, 6_000), (zone, 4_000)];
    let works = project(app, "晋工机械", ("capital", "C3511", 20 * YI), &shared, "2013-03-01").await;
    let estate =
        project(app, "慢城", ("capital", "K7010", 5_000 * WAN), &[(yuhe, 10_000)], "2013-04-01").await;
    project(app, "陈博士", ("talent", "M7320", 0), &[(squad, 10_000)], "2013-05-01").await;
    desk.money(works, yuhe, "5000", "2013-08-20").await;
    desk.money(estate, yuhe, "1000", "2013-08-30").await;
    let form =
        json!({ "unit_id": yuhe, "month": "2013-06", "due_on": "2013-07-05", "submitted_on": "2013-07-08" });
    desk.clerk.put("/api/v1/returns", form).await.expect(200);
    let rating = json!({ "unit_id": yuhe, "year": 2013, "item": "routine", "points": "8.5",
        "minutes_no": "招商〔2013〕12号", "reason": "半年评议", "decided_on": "2013-07-10" });
    desk.clerk.post("/api/v1/decisions", rating).await.expect(201);
}

const AUGUST: &str = "/api/v1/scores?year=2013&as_of=2013-08-31";

fn group<'a>(league: &'a Value, code: &str) -> &'a Value {
    league["groups"].as_array().unwrap().iter().find(|g| g["code"] == code).unwrap()
}

fn item<'a>(unit: &'a Value, code: &str) -> &'a Value {
    unit["items"].as_array().unwrap().iter().find(|i| i["code"] == code).unwrap()
}

#[test]
fn the_league_says_how_every_point_came_about() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let league = desk.clerk.get(AUGUST).await.expect(200);
        assert_eq!(league["scheme"]["name"], "三招三引考核办法");
        assert_eq!(league["progress"]["elapsed_text"], "66.7%");
        // The team has no target: it is named, not scored as zero.
        assert_eq!(league["missing"][0]["message"], "“城市工业”没有下达任何目标，未列入考核。");
        assert_eq!(league["groups"].as_array().unwrap().len(), 2);

        let street = &group(&league, "street")["units"][0];
        assert_eq!((&street["rank"], &street["total_text"]), (&json!(1), &json!("37.20")));
        assert_eq!(
            item(street, "funds_done")["line"],
            "得分 = 完成数 3,900.00万元 ÷ 目标 10,000.00万元 = 39.00% × 30分 = 11.70分"
        );
        assert_eq!(item(street, "funds_done")["missing_line"], "再到位 6,100.00万元 可得满分");
        assert_eq!(item(street, "funds_done")["rows_key"], "fund.recognised");
        assert_eq!(item(street, "talents_done")["points_text"], "15.00"); // the squad's doctor
        assert_eq!(item(street, "talents_done")["rows_params"], json!({ "track": "talent" }));
        assert_eq!(item(street, "big_projects")["points_text"], "3.00"); // 60 % of 5 points
        assert_eq!(item(street, "late")["points_text"], "-1.00");
        assert!(item(street, "routine")["line"].as_str().unwrap().contains("clerk 评定"));
        // Before factors: 3,000 + 1,000 of 10,000, when 8 of 12 months are over.
        assert_eq!((&street["done_fen"], &street["completion_text"]), (&json!(4_000 * WAN), &json!("40.0%")));
        assert_eq!(street["lead_points_text"], "-26.7");
        assert_eq!(
            (&street["needed_rate_fen"], &street["needed_rate_text"]),
            (&json!(1_500 * WAN), &json!("0.15亿元"))
        );

        let zone = &group(&league, "zone")["units"][0];
        assert_eq!(zone["total_line"], "总分 = 基础分 3.60分 ÷ 60 × 100 = 6.00分 + 加分 2.00分 = 8.00分");
        assert_eq!((&zone["total_text"], &zone["outcome"]), (&json!("8.00"), &json!("不合格")));

        let mut english = desk.clerk.clone();
        english.language = "en";
        let said = english.get(AUGUST).await.expect(200);
        let street = &group(&said, "street")["units"][0];
        assert!(item(street, "funds_done")["line"].as_str().unwrap().starts_with("Score = done 3,900.00"));
        assert_eq!(group(&said, "street")["name"], "Streets");
    });
}

#[test]
fn a_day_in_the_month_reads_the_days_and_a_finer_scheme_every_project() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let before = desk.clerk.get("/api/v1/scores?as_of=2013-08-25").await.expect(200);
        assert_eq!(group(&before, "street")["units"][0]["done_fen"], 3_000 * WAN);
        let january = desk.clerk.get("/api/v1/scores?year=2013&as_of=2013-01-31").await.expect(200);
        assert_eq!(group(&january, "street")["units"][0]["done_fen"], 0);
        // Before its targets were decided no unit is assessed.
        let none = desk.clerk.get("/api/v1/scores?year=2013&as_of=2012-12-31").await.expect(200);
        assert_eq!(
            (&none["groups"], &none["missing"][0]["code"]),
            (&json!([]), &json!("assessment.no_units"))
        );

        // Told apart by classes of industry, money is read project by project, and comes to the same.
        let finer = DEFAULT.replacen("industry = \"C\"", "industry = [\"C35\", \"C\"]", 1).replacen(
            "version = 1 ",
            "version = 2 ",
            1,
        );
        let finer = desk.clerk.post("/api/v1/schemes", json!({ "text": finer })).await.expect(201);
        for day in ["2013-08-31", "2013-08-25"] {
            let path = format!("/api/v1/scores?as_of={day}&scheme={}", finer["id"].as_str().unwrap());
            let by_project = desk.clerk.get(&path).await.expect(200);
            let by_section = desk.clerk.get(&format!("/api/v1/scores?as_of={day}")).await.expect(200);
            assert_eq!(by_project["groups"], by_section["groups"], "{day}");
            assert_eq!(by_project["scheme"]["state"], "draft");
        }
    });
}

#[test]
fn scores_follow_every_write_and_the_day_that_is_asked_for() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let total = async |path: &str, class: &str| {
            let league = desk.clerk.get(path).await.expect(200);
            let unit = &group(&league, class)["units"][0];
            (unit["total_text"].as_str().unwrap().to_owned(), unit["vetoed"].clone())
        };
        assert_eq!(total(AUGUST, "street").await.0, "37.20");
        let shop =
            project(&app, "商城", ("capital", "F5211", 0), &[(app.units.yuhe, 10_000)], "2013-08-02").await;
        desk.money(shop, app.units.yuhe, "100", "2013-08-31").await;
        // 100万 more of 10,000万: 0.30 points.
        assert_eq!(total(AUGUST, "street").await.0, "37.50");

        let fraud = json!({ "unit_id": app.units.zone, "year": 2013, "item": "fraud", "minutes_no": "招商〔2013〕20号",
            "reason": "虚报到位资金", "decided_on": "2013-10-10" });
        desk.clerk.post("/api/v1/decisions", fraud).await.expect(201);
        assert_eq!(total(AUGUST, "zone").await, ("8.00".into(), Value::Null));
        let now = total("/api/v1/scores?year=2013", "zone").await;
        assert_eq!(now, ("0.00".into(), json!("查实弄虚作假，总分为零")));
        // Of two ratings the later counts.
        let rating = json!({ "unit_id": app.units.yuhe, "year": 2013, "item": "routine", "points": "9",
            "minutes_no": "招商〔2013〕15号", "reason": "复评", "decided_on": "2013-08-10" });
        desk.clerk.post("/api/v1/decisions", rating).await.expect(201);
        assert_eq!(total(AUGUST, "street").await.0, "38.00");
        assert_eq!(total("/api/v1/scores?as_of=2013-08-09", "street").await.0, "25.50");
    });
}

#[test]
fn a_unit_sees_its_own_card_with_the_rows_and_no_other() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let league = filler.get(AUGUST).await.expect(200);
        assert_eq!((league["groups"].as_array().unwrap().len(), &league["missing"]), (1, &json!([])));
        let card = |unit: UnitId| format!("/api/v1/scores/{unit}?year=2013&as_of=2013-08-31");
        assert_eq!(filler.get(&card(app.units.zone)).await.refused(404), "floor.not_found");
        let own = filler.get(&card(app.units.yuhe)).await.expect(200);
        assert_eq!(
            (&own["total_text"], &own["rank"], &own["group"]),
            (&json!("37.20"), &json!(1), &json!("街道"))
        );
        let money = item(&own, "funds_done");
        assert_eq!(money["rows_total"], 2);
        let rows = money["rows"].as_array().unwrap();
        let last = &rows[0];
        assert_eq!(
            (&last["title"], &last["amount_text"]),
            (&json!("慢城 晋工机械有限公司"), &json!("1000.00万元"))
        );
        assert_eq!(rows[1]["amount_fen"], 3_000 * WAN); // its 60 %
        assert_eq!(last["url"], format!("/funds/{}", last["id"].as_str().unwrap()));
        assert_eq!(item(&own, "talents_done")["rows"][0]["title"], "陈博士");
        assert_eq!(item(&own, "late")["rows"][0]["code"], "2013-06");
        assert_eq!(item(&own, "routine")["rows"][0]["code"], "招商〔2013〕12号");
        assert_eq!(own["measures"][0]["target_version"], 1);
        assert_eq!(own["measures"][0]["completion_text"], "39.00%");

        assert_eq!(desk.clerk.get(&card(app.units.team)).await.refused(409), "assessment.no_target");
        assert_eq!(desk.clerk.get(&card(app.units.office)).await.refused(404), "floor.not_found");
        let system = app.person("system", Role::SystemAdministrator, app.units.committee).await;
        assert_eq!(system.get(AUGUST).await.refused(404), "floor.not_found");
    });
}

#[test]
fn what_is_missing_is_listed_and_never_taken_as_zero() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let empty = desk.clerk.get("/api/v1/scores?year=2013").await.expect(200);
        assert_eq!((&empty["scheme"], &empty["groups"]), (&Value::Null, &json!([])));
        assert_eq!(empty["missing"][0]["code"], "assessment.no_scheme");
        assert_eq!(empty["progress"]["months_gone"], 10);
        let card = format!("/api/v1/scores/{}?year=2013", app.units.yuhe);
        assert_eq!(desk.clerk.get(&card).await.refused(409), "assessment.no_scheme");

        year(&app, &desk).await;
        // The office enters the late forms by hand, and has not.
        let text = DEFAULT
            .replacen("from = \"forms\"", "from = \"entered\"", 1)
            .replacen("absent = 0 ", "# ", 1)
            .replacen("version = 1 ", "version = 2 ", 1);
        let entered = desk.clerk.post("/api/v1/schemes", json!({ "text": text })).await.expect(201);
        let path = format!("{AUGUST}&scheme={}", entered["id"].as_str().unwrap());
        let league = desk.clerk.get(&path).await.expect(200);
        assert_eq!(league["groups"], json!([]));
        let said: Vec<&str> =
            league["missing"].as_array().unwrap().iter().map(|m| m["message"].as_str().unwrap()).collect();
        assert!(said.contains(&"“于河街道”缺少指标“迟报漏报月报”的数据。"), "{said:?}");
        let card = format!("{card}&scheme={}", entered["id"].as_str().unwrap());
        assert_eq!(desk.clerk.get(&card).await.refused(409), "assessment.incomplete");
        assert_eq!(
            desk.clerk.get(&format!("{AUGUST}&scheme={}", app.new_id())).await.refused(404),
            "floor.not_found"
        );
    });
}
