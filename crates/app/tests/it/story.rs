//! The year 2013 of 凤栖区, told through the HTTP interface: people enter, claim, prove, review and recognise; at the
//! end the work summary says what the records say.

use std::collections::HashMap;

use serde_json::{Value, json};
use yinfeng::demo::{
    plan::{self, Amount, Fund, Project, State},
    words,
};
use yinfeng_domain::{
    authority::Role,
    money::{Currency, YI_FEN},
    project::Asked,
};

use crate::support::{Client, TestApp, on_both};

/// What the story needs to know of what it has entered.
struct Story {
    clerk: Client,
    reviewer: Client,
    units: Vec<String>,
    teams: Vec<String>,
    organisations: HashMap<String, String>,
}

impl Story {
    async fn begin(app: &TestApp) -> Self {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let reviewer = app.person("reviewer", Role::OfficeReviewer, app.units.office).await;
        app.app.db.write(yinfeng::dictionary::load).await.unwrap();
        let rate =
            json!({ "currency": "USD", "on_date": "2013-10-29", "rate": "6.1365", "source": "演示汇率" });
        clerk.post("/api/v1/rates", rate).await.expect(201);
        let mut story =
            Self { clerk, reviewer, units: Vec::new(), teams: Vec::new(), organisations: HashMap::new() };
        story.units(app).await;
        story
    }

    /// The units of the year; those that every test starts with are taken as they are.
    async fn units(&mut self, app: &TestApp) {
        let there = self.clerk.get("/api/v1/units").await.expect(200);
        let known: HashMap<String, String> = there["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|u| (u["name"].as_str().unwrap().to_owned(), u["id"].as_str().unwrap().to_owned()))
            .collect();
        let scored = words::SCORED.iter().map(|u| (u.0.code(), u.1, true));
        let teams = words::TEAMS.iter().map(|t| ("team", t.0, false));
        let mut ids = Vec::new();
        for (i, (kind, name, scored)) in scored.chain(teams).enumerate() {
            if let Some(id) = known.get(name) {
                if kind == "team" {
                    let change = json!({ "name": name, "sort_no": i, "scored": false, "version": 1 });
                    self.clerk.put(&format!("/api/v1/units/{id}"), change).await.expect(200);
                }
                ids.push(id.clone());
                continue;
            }
            let unit = json!({ "parent_id": app.units.committee, "kind": kind, "name": name, "sort_no": i,
                "scored": scored, "valid_from": "2012-01-01" });
            ids.push(id(&self.clerk.post("/api/v1/units", unit).await.expect(201)));
        }
        self.teams = ids.split_off(words::SCORED.len());
        self.units = ids;
        for (i, team) in self.teams.iter().enumerate() {
            for (name, title, position) in [
                (words::LEADERS[i], "区领导", "leader_in_charge"),
                (words::PEOPLE[i * 2], "部门负责人", "head"),
                (words::PEOPLE[i * 2 + 1], "专职招商人员", "staff"),
            ] {
                let member =
                    json!({ "name": name, "title": title, "position": position, "valid_from": "2013-01-01" });
                self.clerk.post(&format!("/api/v1/units/{team}/members"), member).await.expect(201);
            }
        }
    }

    async fn targets(&self, root: &str) {
        let mut declared = 0;
        let whole: i64 = words::SCORED.iter().map(|u| u.2).sum();
        let set = async |path: &str, unit: &str, fen: i64, on: (&str, &str)| {
            let mut body =
                json!({ "unit_id": unit, "measure": "funds", "year": 2013, "value": fen, "version": 0 });
            body[on.0] = on.1.into();
            let status = self.clerk.put(path, body).await;
            assert!(status.status.is_success(), "{}", status.text());
        };
        set("/api/v1/targets", root, whole * 1_000_000, ("decided_on", "2013-01-15")).await;
        for (i, unit) in words::SCORED.iter().enumerate() {
            set("/api/v1/targets", &self.units[i], unit.2 * 1_000_000, ("decided_on", "2013-01-15")).await;
            let share = if i + 1 == words::SCORED.len() {
                plan::FORECAST_FEN - declared
            } else {
                plan::FORECAST_FEN / 1_000_000 * unit.2 / whole * 1_000_000
            };
            declared += share;
            set("/api/v1/forecasts", &self.units[i], share, ("declared_on", "2013-08-28")).await;
        }
    }

    async fn events(&self) {
        for (name, kind, on, place, guests, outcome) in [
            ("机械装备制造业恳谈会", "docking", "2013-07-26", "", None, "与晋工机械、协力集团开展产业对接"),
            ("合作投资洽谈会", "symposium", "2013-08-29", "", Some(4), "4家企业参会"),
            ("城两岸共建恳谈会", "symposium", "2013-10-29", "台北", Some(120), "签订意向书3份"),
        ] {
            let event = json!({ "name": name, "kind": kind, "held_on": on, "place": place, "guests": guests, "outcome": outcome });
            self.clerk.post("/api/v1/events", event).await.expect(201);
        }
    }

    async fn organisation(&mut self, name: &str, country: &str) -> String {
        if let Some(id) = self.organisations.get(name) {
            return id.clone();
        }
        let draft = json!({ "name": name, "kind": "enterprise", "country": country });
        let id = id(&self.clerk.post("/api/v1/organisations", draft).await.expect(201));
        self.organisations.insert(name.to_owned(), id.clone());
        id
    }

    async fn project(&mut self, p: &Project) -> String {
        let mut investors = Vec::new();
        for (name, country) in &p.investors {
            investors.push(
                json!({ "organisation_id": self.organisation(name, country).await, "role": "investor" }),
            );
        }
        let mut units: Vec<Value> = p
            .units
            .iter()
            .enumerate()
            .map(|(k, (unit, share))| {
                json!({ "unit_id": self.units[*unit], "role": if k == 0 { "lead" } else { "partner" }, "share_bp": share })
            })
            .collect();
        if let Some(team) = p.team {
            units.push(json!({ "unit_id": self.teams[team], "role": "partner", "share_bp": 0 }));
        }
        let amounts: Vec<Value> = [("total", &p.total), ("registered", &p.registered)]
            .into_iter()
            .filter_map(|(measure, amount)| amount.as_ref().map(|a| amount_body(measure, a)))
            .collect();
        let draft = json!({
            "name": p.name, "kind": p.kind, "industry": p.industry, "amounts": amounts, "land_m2": p.land_m2,
            "place": words::SCORED[p.units[0].0].1, "content": p.content, "investors": investors, "units": units,
            "agreement": p.agreement, "contract_signed_on": p.signed_on, "introduced_on": p.introduced_on,
            "progress": p.progress, "next_step": p.next_step,
        });
        id(&self.clerk.post("/api/v1/projects", draft).await.expect(201))
    }

    /// The documents without which the gate of this stage stays shut.
    async fn attach(&self, path: &str, mut now: Value, stage: &str) -> Value {
        let kinds: &[&str] = match stage {
            "signed" => &["contract"],
            "registered" => &["licence"],
            "approvals" => &["filing"],
            "construction" => &["works_permit", "photo"],
            "completed" => &["acceptance"],
            "production" => &["production_proof"],
            "at_capacity" => &["statistics_proof"],
            _ => &[],
        };
        for kind in kinds {
            now = crate::gate::attach(&self.clerk, path, &now["version"], kind).await;
        }
        if stage == "construction" {
            let content = format!("%PDF-1.4 opinion {path}");
            let file = self.clerk.upload("/api/v1/files", "环保意见.pdf", content.as_bytes()).await.json();
            let opinion = json!({ "kind": "opinion", "subject": "environment", "verdict": "agree",
                "sha256": file["sha256"], "name": "环保意见.pdf", "version": now["version"] });
            now = self.clerk.post(&format!("{path}/documents"), opinion).await.expect(201);
        }
        now
    }

    /// Moves a project through its stages as far as the gates let it; whether they let it to the end.
    async fn advance(&self, project: &str, p: &Project) -> bool {
        let path = format!("/api/v1/projects/{project}");
        for (stage, _) in &p.stages[1..] {
            let now = self.clerk.get(&path).await.expect(200);
            let now = self.attach(&path, now, stage).await;
            // The office enters the project today: it was in no stage before.
            let step = json!({ "to_stage": stage, "happened_on": "2013-11-15", "reason": "", "version": now["version"] });
            let answer = self.clerk.post(&format!("{path}/advance"), step).await;
            if answer.status.as_u16() != 200 {
                let refused = answer.expect(422);
                let code = refused["errors"][0]["code"].as_str().unwrap();
                assert!(code.starts_with("project.missing_"), "{}: {refused}", p.name);
                return false;
            }
        }
        true
    }

    /// The introduction as the office claims it for the unit, and as another recognises it.
    async fn introduce(&self, project: &str, p: &Project) {
        let Some(happened_on) = p.introduced_on else { return };
        let claim = json!({ "event": "introduced", "happened_on": happened_on });
        let claimed =
            self.clerk.post(&format!("/api/v1/projects/{project}/recognitions"), claim).await.expect(201);
        if let Some(on) = p.recognised_on {
            let path = format!("/api/v1/recognitions/{}/recognise", id(&claimed));
            self.reviewer
                .post(&path, json!({ "recognised_on": on, "version": claimed["version"] }))
                .await
                .expect(200);
        }
    }

    async fn fund(&self, project: &str, p: &Project, f: &Fund) -> Option<String> {
        // Only what was recognised by the day of the summary, and what waits, is told; returns have their own test.
        if !matches!(f.state, State::Recognised(_) | State::Claimed) {
            return None;
        }
        let mut evidence = Vec::new();
        for kind in ["bank_slip", "invoice", "land_payment"] {
            let content = format!("%PDF-1.4 {kind} {} {}", f.slip_no, f.fen);
            let file = self.clerk.upload("/api/v1/files", "slip.pdf", content.as_bytes()).await;
            assert!(file.status.is_success(), "{}", file.text());
            evidence.push(json!({ "sha256": file.json()["sha256"], "kind": kind, "name": "slip.pdf" }));
        }
        let draft = json!({
            "project_id": project, "unit_id": self.units[p.units[0].0], "kind": f.kind, "payer": p.investors[0].0,
            "slip_no": f.slip_no, "received_on": f.received_on, "amount": (f.fen / 1_000_000).to_string(), "unit": "wan",
            "evidence": evidence,
        });
        let fund = self.clerk.post("/api/v1/funds", draft).await.expect(201);
        if let State::Recognised(on) = f.state {
            let path = format!("/api/v1/funds/{}/recognise", id(&fund));
            self.reviewer
                .post(&path, json!({ "recognised_on": on, "version": fund["version"] }))
                .await
                .expect(200);
        }
        Some(id(&fund))
    }

    async fn summary(&self) -> Value {
        let span = json!({ "from": "2013-01-01", "to": "2013-08-31", "as_of": "2013-11-15" });
        self.clerk.post("/api/v1/reports/work-summary/preview", span).await.expect(200)
    }
}

fn id(body: &Value) -> String {
    body["id"].as_str().unwrap_or_else(|| panic!("no id in {body}")).to_owned()
}

fn amount_body(measure: &str, a: &Amount) -> Value {
    let rate_on = (a.currency != Currency::Cny).then_some("2013-10-29");
    json!({ "phase": 0, "measure": measure, "amount": a.figure, "unit": a.unit, "currency": a.currency, "rate_on": rate_on })
}

#[test]
fn the_year_2013_is_told_and_its_summary_says_what_the_records_say() {
    on_both(async |app| {
        let mut story = Story::begin(&app).await;
        story.targets(&app.units.committee.0.to_string()).await;
        story.events().await;
        let mut first_fund = None;
        let mut held = Vec::new();
        for p in plan::projects() {
            let project = story.project(&p).await;
            // The largest have gone through their review, and a second reviewer has signed.
            if plan::fen(&p).is_some_and(|fen| fen > 10 * YI_FEN) {
                crate::admission::admitted(&app, &project, Asked::ALL).await;
            }
            if !p.next_step.is_empty() && !story.advance(&project, &p).await {
                held.push(p.name.clone());
            }
            story.introduce(&project, &p).await;
            for f in &p.funds {
                let fund = story.fund(&project, &p, f).await;
                first_fund = first_fund.or_else(|| fund.map(|id| (id, f.fen)));
            }
        }
        // The gates hold those whose amounts are not known yet, whatever was celebrated.
        assert_eq!(held, ["中联混凝土", "众新新能源汽车", "萨伯特精密转动设备", "慢城城市综合体"]);
        let summary = story.summary().await;
        let text = summary["text"].as_str().unwrap().to_owned();
        for figure in [
            "199",
            "72.1亿元",
            "119.05亿元",
            "150亿元",
            "126%",
            "60.6%",
            "66.7%",
            "6.1个百分点",
            "2.16",
            "38",
            "80亿元",
        ] {
            assert!(text.contains(figure), "no {figure} in\n{text}");
        }
        for (team, _) in words::TEAMS {
            assert!(text.contains(team), "no {team}");
        }
        insta::assert_snapshot!("work_summary_2013", text);
        correction_moves_only_what_depends_on_it(&app, &story, first_fund.unwrap()).await;
    });
}

/// One receipt corrected by one 万元: the money and its ratios change by exactly that, counts of projects do not.
async fn correction_moves_only_what_depends_on_it(app: &TestApp, story: &Story, (fund, fen): (String, i64)) {
    let second = app.person("reviewer2", Role::OfficeReviewer, app.units.office).await;
    let figure = async |key: &str| {
        let path = format!("/api/v1/figures/{key}?from=2013-01-01&to=2013-11-15&as_of=2013-11-15");
        let body = story.clerk.get(&path).await.expect(200);
        (body["rows_total"].as_i64().unwrap(), body["value_text"].as_str().unwrap().to_owned())
    };
    let before = (figure("fund.recognised").await, figure("project.introduced").await);
    let old = story.clerk.get(&format!("/api/v1/funds/{fund}")).await.expect(200);
    let correct =
        json!({ "recognised_fen": fen - 1_000_000, "reason": "重复计入手续费", "version": old["version"] });
    let asked = story.reviewer.post(&format!("/api/v1/funds/{fund}/correct"), correct).await;
    assert!(asked.status.is_success(), "{}", asked.text());
    let entry = asked.json();
    let recognise = format!("/api/v1/funds/{}/recognise", id(&entry));
    let own = story.reviewer.post(&recognise, json!({ "version": entry["version"] })).await;
    assert_eq!(own.status.as_u16(), 409, "{}", own.text());
    second.post(&recognise, json!({ "version": entry["version"] })).await.expect(200);
    let untouched = story.clerk.get(&format!("/api/v1/funds/{fund}")).await.expect(200);
    assert_eq!(untouched["recognised_fen"], old["recognised_fen"]);
    let after = (figure("fund.recognised").await, figure("project.introduced").await);
    assert_eq!(after.0.0, before.0.0 + 1, "the correction is an entry of its own");
    assert_ne!(after.0.1, before.0.1);
    assert_eq!(after.1, before.1);
    // The period that was reported stays as it was reported: the correction is recognised later.
    let text = story.summary().await["text"].as_str().unwrap().to_owned();
    assert!(text.contains("72.1亿元"));
}
