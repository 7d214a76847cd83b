//! First report, first negotiation, over HTTP.

mod dispute;

use serde_json::{Value, json};
use yinfeng::{
    claim as claims,
    floor::{
        audit::{self, Proved, Receipt},
        web::Who,
    },
};
use yinfeng_domain::authority::Role;

use crate::{
    fund::upload,
    project::{organisation, with_codes},
    support::{Client, DISTRICT, TestApp, on_both},
};

const FIRM: &str = "中联水泥有限公司";

async fn proof(client: &Client, kind: &str, day: &str, content: &str) -> Value {
    let sha = upload(client, "会谈纪要.pdf", content.as_bytes()).await;
    json!({ "proof": kind, "happened_on": day, "text": "商谈选址", "sha256": sha, "name": "会谈纪要.pdf" })
}

pub async fn draft(app: &TestApp, client: &Client, name: &str) -> Value {
    json!({ "investor_name": name, "content": "建设混凝土生产基地", "amount_fen": 4_000_000_000_i64,
        "unit_id": app.units.yuhe, "evidence": [proof(client, "meeting", "2013-11-10", name).await] })
}

async fn ask(app: &TestApp, client: &Client, claim: &Value, way: &str, day: &str) -> Value {
    json!({ "unit_id": app.units.team, "way": way, "investor_name": FIRM, "text": "我方先行接触",
        "share_bp": if matches!(way, "join" | "referral") { json!(3000) } else { Value::Null },
        "evidence": [proof(client, "meeting", day, &format!("{way}{}", claim["id"])).await] })
}

fn path(view: &Value, rest: &str) -> String {
    format!("/api/v1/claims/{}{rest}", view["id"].as_str().unwrap())
}

fn at(kind: &str, view: &Value, rest: &str) -> String {
    format!("/api/v1/claim-{kind}/{}{rest}", view["id"].as_str().unwrap())
}

pub struct People {
    pub yuhe: Client,
    pub team: Client,
    pub reviewer: Client,
    pub second: Client,
}

pub async fn people(app: &TestApp) -> People {
    with_codes(app).await;
    People {
        yuhe: app.person("yuhe", Role::UnitFiller, app.units.yuhe).await,
        team: app.person("team", Role::UnitHead, app.units.team).await,
        reviewer: app.person("reviewer", Role::OfficeReviewer, app.units.office).await,
        second: app.person("second", Role::OfficeReviewer, app.units.office).await,
    }
}

async fn on_day(app: &TestApp, day: &str) -> People {
    app.clock.set(format!("{day}T02:00:00Z").parse().unwrap());
    People {
        yuhe: app.log_in("yuhe").await,
        team: app.log_in("team").await,
        reviewer: app.log_in("reviewer").await,
        second: app.log_in("second").await,
    }
}

async fn sweep(app: &TestApp) {
    let who = Who::system(DISTRICT, "calendar");
    app.app.db.write(move |tx| claims::sweep(tx, &who)).await.unwrap();
}

#[test]
fn who_reports_first_has_the_investor_and_a_rival_learns_no_more_than_it_needs() {
    on_both(async |app| {
        let People { yuhe, team, reviewer, .. } = people(&app).await;
        assert_eq!(yuhe.get("/api/v1/claims/check?name=中联水泥").await.expect(200)["occupied"], json!([]));
        // What cannot be looked up is not free.
        for (query, code) in [
            ("name=中", "claim.name_short"),
            ("", "claim.name_short"),
            ("uscc=91350100M000100Y44", "investor.uscc_check"),
        ] {
            assert_eq!(
                yuhe.get(&format!("/api/v1/claims/check?{query}")).await.refused(422),
                code,
                "{query}"
            );
        }
        let made = yuhe.post("/api/v1/claims", draft(&app, &yuhe, FIRM).await).await.expect(201);
        assert_eq!((&made["code"], &made["state"]), (&json!("C2013-0001"), &json!("open")));
        assert_eq!((&made["expires_on"], &made["days_left"]), (&json!("2014-02-13"), &json!(60)));
        assert_eq!(made["evidence"][0]["proof"], "meeting");
        assert_eq!(made["actions"]["renew"]["code"], "claim.renew_too_early");

        // By its name, its sound, a slip, and never a word about the investor itself.
        for (name, why) in [("中联水泥", "same_name"), ("中联水尼有限公司", "same_sound")] {
            let seen = team.get(&format!("/api/v1/claims/check?name={name}")).await.expect(200);
            let found = &seen["occupied"][0];
            assert_eq!((&found["why"], &found["own"]), (&json!(why), &json!(false)), "{name}");
            assert_eq!(found["claim"]["unit"]["name"], "于河街道");
            assert!(!seen.to_string().contains(FIRM), "{seen}");
        }
        assert_eq!(team.get(&path(&made, "")).await.refused(404), "floor.not_found");
        assert_eq!(team.get("/api/v1/claims").await.expect(200)["total"], 0);
        let mut second = draft(&app, &team, FIRM).await;
        second["unit_id"] = json!(app.units.team);
        assert_eq!(team.post("/api/v1/claims", second.clone()).await.refused(409), "claim.occupied");
        second["unit_id"] = json!(app.units.yuhe);
        assert_eq!(team.post("/api/v1/claims", second).await.refused(422), "claim.unit_not_yours");
        assert_eq!(reviewer.get("/api/v1/claims?q=zlsn").await.expect(200)["total"], 1);
        // What the investor's record says, its unit reads from now on.
        let firm = made["organisation"]["id"].as_str().unwrap();
        yuhe.get(&format!("/api/v1/organisations/{firm}")).await.expect(200);
        team.get(&format!("/api/v1/organisations/{firm}")).await.expect(404);
        let file = made["evidence"][0]["id"].as_str().unwrap();
        assert_eq!(yuhe.get(&format!("/api/v1/claim-evidence/{file}")).await.bytes, FIRM.as_bytes());
        team.get(&format!("/api/v1/claim-evidence/{file}")).await.expect(404);
    });
}

#[test]
fn a_group_is_occupied_whole() {
    on_both(async |app| {
        let People { yuhe, team, .. } = people(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let head = organisation(&clerk, "中国建材集团有限公司", "CN").await;
        let member = json!({ "name": FIRM, "kind": "enterprise", "country": "CN", "group_id": head,
            "uscc": "91350100M000100Y43" });
        clerk.post("/api/v1/organisations", member).await.expect(201);
        yuhe.post("/api/v1/claims", draft(&app, &yuhe, FIRM).await).await.expect(201);
        let seen = team.get("/api/v1/claims/check?name=中国建材集团").await.expect(200);
        assert_eq!(seen["occupied"][0]["why"], "group");
        let seen = team.get("/api/v1/claims/check?uscc=91350100M000100Y43").await.expect(200);
        assert_eq!(seen["occupied"][0]["why"], "uscc");
        let mut other = draft(&app, &team, "中国建材集团有限公司").await;
        other["unit_id"] = json!(app.units.team);
        assert_eq!(team.post("/api/v1/claims", other).await.refused(409), "claim.occupied");
    });
}

#[test]
fn of_64_reports_of_one_instant_exactly_one_wins() {
    on_both(async |app| {
        let People { yuhe, .. } = people(&app).await;
        let draft = draft(&app, &yuhe, FIRM).await;
        // The record is there, so that nothing but the claim itself decides.
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        organisation(&clerk, FIRM, "CN").await;
        let tries: Vec<_> = (0..64)
            .map(|_| {
                let (client, draft) = (yuhe.clone(), draft.clone());
                tokio::spawn(async move { client.post("/api/v1/claims", draft).await })
            })
            .collect();
        let (mut won, mut lost) = (0, 0);
        for answer in tries {
            let answer = answer.await.unwrap();
            if answer.status.as_u16() == 201 {
                won += 1;
            } else {
                let code = answer.refused(409);
                assert!(matches!(code.as_str(), "claim.occupied" | "claim.occupied_now"), "{code}");
                lost += 1;
            }
        }
        assert_eq!((won, lost), (1, 63));
        assert_eq!(yuhe.get("/api/v1/claims").await.expect(200)["total"], 1);
    });
}

#[test]
fn a_claim_lapses_is_released_or_renewed_and_then_the_next_may_report() {
    on_both(async |app| {
        let p = people(&app).await;
        let made = p.yuhe.post("/api/v1/claims", draft(&app, &p.yuhe, FIRM).await).await.expect(201);
        let p = on_day(&app, "2013-12-20").await;
        let idle = p.yuhe.get(&path(&made, "")).await.expect(200);
        assert_eq!((&idle["idle"], &idle["state"]), (&json!(true), &json!("open")));
        assert_eq!(p.yuhe.get("/api/v1/claims?hand=ending").await.expect(200)["total"], 1);
        let met = json!({ "version": 1, "evidence": [proof(&p.yuhe, "visit", "2013-12-18", "拜访").await] });
        let kept = p.yuhe.post(&path(&made, "/contacts"), met.clone()).await.expect(200);
        assert_eq!((&kept["idle"], &kept["release_on"]), (&json!(false), &json!("2014-02-16")));
        assert_eq!(p.yuhe.post(&path(&made, "/contacts"), met).await.refused(409), "floor.stale");
        let early = p.yuhe.post(&path(&made, "/renew"), json!({ "version": 2 })).await.refused(409);
        assert_eq!(early, "claim.renew_too_early");

        let p = on_day(&app, "2014-01-20").await;
        let renewed = p.yuhe.post(&path(&made, "/renew"), json!({ "version": 2 })).await.expect(200);
        assert_eq!((&renewed["expires_on"], &renewed["renewals"]), (&json!("2014-05-14"), &json!(1)));
        assert_eq!(renewed["actions"]["renew"]["code"], "claim.renewed_already");

        // Nobody has written it down yet, and it is over all the same.
        let p = on_day(&app, "2014-03-01").await;
        assert_eq!(p.yuhe.get(&path(&made, "")).await.expect(200)["state"], "released");
        assert_eq!(p.yuhe.get("/api/v1/claims?state=released").await.expect(200)["total"], 1);
        assert_eq!(p.yuhe.get("/api/v1/claims?state=open").await.expect(200)["total"], 0);
        assert_eq!(p.team.get("/api/v1/claims/check?name=中联水泥").await.expect(200)["occupied"], json!([]));
        let mut next = draft(&app, &p.team, FIRM).await;
        next["unit_id"] = json!(app.units.team);
        let next = p.team.post("/api/v1/claims", next).await.expect(201);
        assert_eq!(next["unit"]["name"], "城市工业");
        let over = p.yuhe.get(&path(&made, "")).await.expect(200);
        assert_eq!((&over["state"], &over["ended_on"]), (&json!("released"), &json!("2014-02-16")));
        assert_eq!(over["log"][0]["act"], "released");

        let p = on_day(&app, "2014-09-01").await;
        sweep(&app).await;
        assert_eq!(p.team.get(&path(&next, "")).await.expect(200)["log"][0]["act"], "released");
        let again =
            p.team.post(&path(&next, "/withdraw"), json!({ "version": 2, "reason": "不再跟进" })).await;
        assert_eq!(again.refused(409), "claim.over");
    });
}

#[test]
fn a_rival_joins_is_referred_to_or_starts_another_project() {
    on_both(async |app| {
        let People { yuhe, team, reviewer, .. } = people(&app).await;
        let made = yuhe.post("/api/v1/claims", draft(&app, &yuhe, FIRM).await).await.expect(201);
        let own = yuhe.post(&path(&made, "/asks"), ask(&app, &yuhe, &made, "join", "2013-11-11").await).await;
        assert_eq!(own.refused(422), "claim.unit_not_yours");
        let join = ask(&app, &team, &made, "join", "2013-11-11").await;
        let asked = team.post(&path(&made, "/asks"), join.clone()).await.expect(201);
        assert_eq!(asked["actions"]["answer"]["code"], "claim.own_ask");
        assert_eq!(team.post(&path(&made, "/asks"), join).await.refused(409), "claim.asked_already");
        let waits = yuhe.get("/api/v1/claim-asks?hand=answer").await.expect(200);
        assert_eq!((&waits["total"], &waits["items"][0]["way"]), (&json!(1), &json!("join")));
        let why = yuhe.post(&at("asks", &asked, "/answer"), json!({ "accept": false, "version": 1 })).await;
        assert_eq!(why.refused(422), "claim.reason_missing");
        let answer = json!({ "accept": true, "share_bp": 4000, "version": 1 });
        let done = yuhe.post(&at("asks", &asked, "/answer"), answer).await.expect(200);
        assert_eq!((&done["state"], &done["share_bp"]), (&json!("accepted"), &json!(4000)));
        let shared = team.get(&path(&made, "")).await.expect(200);
        assert_eq!(shared["partners"][0]["share_bp"], 4000);
        assert_eq!(shared["actions"]["contact"]["code"], "claim.not_holder");
        let twice = ask(&app, &team, &made, "referral", "2013-11-11").await;
        assert_eq!(team.post(&path(&made, "/asks"), twice).await.refused(409), "claim.already_in");

        let other =
            yuhe.post("/api/v1/claims", draft(&app, &yuhe, "巨力集团有限公司").await).await.expect(201);
        let refer = ask(&app, &team, &other, "referral", "2013-11-11").await;
        let asked = team.post(&path(&other, "/asks"), refer).await.expect(201);
        let answer = json!({ "accept": true, "version": 1 });
        yuhe.post(&at("asks", &asked, "/answer"), answer).await.expect(200);
        assert_eq!(yuhe.get(&path(&other, "")).await.expect(200)["state"], "referred");
        let taken = team.get("/api/v1/claims?hand=ours&q=巨力").await.expect(200);
        let got = &taken["items"][0];
        assert_eq!(
            (&got["organisation"]["name"], &got["code"]),
            (&json!("巨力集团有限公司"), &json!("C2013-0003"))
        );
        let got = team.get(&path(got, "")).await.expect(200);
        assert_eq!(
            (&got["partners"][0]["unit"]["name"], &got["partners"][0]["share_bp"]),
            (&json!("于河街道"), &json!(3000))
        );
        // It is theirs who asked, and proves nothing about who was first.
        assert_eq!((&got["reported_by"], &got["has_receipt"]), (&asked["asked_by"], &json!(false)));

        let third =
            yuhe.post("/api/v1/claims", draft(&app, &yuhe, "百速集团有限公司").await).await.expect(201);
        let mut different = ask(&app, &team, &third, "different", "2013-11-11").await;
        different["text"] = json!("设立研发中心，与生产基地无关");
        let asked = team.post(&path(&third, "/asks"), different).await.expect(201);
        let not = yuhe.post(&at("asks", &asked, "/answer"), json!({ "accept": true, "version": 1 })).await;
        assert_eq!(not.refused(409), "claim.not_reviewer");
        assert_eq!(reviewer.get("/api/v1/claim-asks?hand=answer").await.expect(200)["total"], 1);
        reviewer
            .post(&at("asks", &asked, "/answer"), json!({ "accept": true, "version": 1 }))
            .await
            .expect(200);
        let both = reviewer.get("/api/v1/claims?q=百速&state=open").await.expect(200);
        assert_eq!(both["total"], 2);
        let beside = team.get("/api/v1/claims?q=百速").await.expect(200);
        let beside = team.get(&path(&beside["items"][0], "")).await.expect(200);
        assert_eq!(beside["content"], "设立研发中心，与生产基地无关");
        assert_eq!(beside["evidence"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_receipt_proves_when_a_unit_reported() {
    on_both(async |app| {
        let People { yuhe, team, .. } = people(&app).await;
        let made = yuhe.post("/api/v1/claims", draft(&app, &yuhe, FIRM).await).await.expect(201);
        team.get(&path(&made, "/receipt")).await.expect(404);
        let told = yuhe.get(&path(&made, "/receipt")).await.expect(200);
        assert_eq!((&told["code"], &told["investor"]), (&json!("C2013-0001"), &json!(FIRM)));
        let receipt: Receipt = serde_json::from_value(told["receipt"].clone()).unwrap();
        let prove = async |receipt: &Receipt| {
            let receipt = receipt.clone();
            app.app.db.read(move |r| audit::prove(r, &receipt)).await.unwrap()
        };
        assert_eq!(prove(&receipt).await, Proved::Holds);
        let earlier = Receipt { at: "2013-11-01T00:00:00Z".parse().unwrap(), ..receipt.clone() };
        assert_eq!(prove(&earlier).await, Proved::Forged);
        let elsewhere = Receipt { district: "379902".into(), ..receipt };
        assert_eq!(prove(&elsewhere).await, Proved::Forged);
        let page = yuhe.get(&format!("/print/claims/{}", made["id"].as_str().unwrap())).await;
        assert!(page.text().contains("首报首谈回执") && page.text().contains(FIRM));
        let stranger = app.nobody().get(&format!("/print/claims/{}", made["id"].as_str().unwrap())).await;
        assert_eq!(stranger.status.as_u16(), 303);
    });
}

#[test]
fn bad_reports_say_what_is_wrong_and_leave_nothing() {
    on_both(async |app| {
        let People { yuhe, .. } = people(&app).await;
        let good = draft(&app, &yuhe, FIRM).await;
        for (field, value, at, code) in [
            ("investor_name", json!(" "), "investor_name", "claim.investor_missing"),
            ("investor_name", json!("项".repeat(300)), "investor_name", "claim.too_long"),
            ("uscc", json!("91350100M000100Y44"), "uscc", "investor.uscc_check"),
            ("country", json!("XX"), "country", "investor.country"),
            ("content", json!(""), "content", "claim.content_missing"),
            ("amount_fen", json!(-1), "amount_fen", "claim.amount"),
            ("evidence", json!([]), "evidence", "claim.evidence_missing"),
            (
                "evidence",
                json!([{ "proof": "visit", "happened_on": "2113-01-01", "sha256": "00", "name": "a" }]),
                "evidence[0].happened_on",
                "claim.happened_on",
            ),
        ] {
            let mut bad = good.clone();
            bad[field] = value;
            let answer = yuhe.post("/api/v1/claims", bad).await.expect(422);
            assert_eq!(
                (&answer["errors"][0]["code"], &answer["errors"][0]["field"]),
                (&json!(code), &json!(at)),
                "{answer}"
            );
        }
        assert_eq!(yuhe.get("/api/v1/claims").await.expect(200)["total"], 0);
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        assert_eq!(clerk.get("/api/v1/organisations").await.expect(200)["total"], 0);
    });
}

#[test]
fn the_rules_are_a_table_and_limit_what_one_person_holds() {
    on_both(async |app| {
        let People { yuhe, .. } = people(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let table = yuhe.get("/api/v1/claim-rules").await.expect(200);
        assert_eq!((&table["version"], &table["validity_days"]), (&json!(0), &json!(90)));
        let text = table["text"].as_str().unwrap();
        let publish = |text: &str| json!({ "text": text, "version": 0 });
        let bad = publish(&text.replace("open_per_person = 20", "open_per_person = 0"));
        let answer = clerk.post("/api/v1/claim-rules", bad).await.expect(422);
        assert_eq!(answer["code"], "claim.terms_range");
        let one = text
            .replace("open_per_person = 20", "open_per_person = 1")
            .replace("validity_days = 90", "validity_days = 30");
        assert_eq!(yuhe.post("/api/v1/claim-rules", publish(&one)).await.refused(409), "claim.not_office");
        clerk.post("/api/v1/claim-rules", publish(&one)).await.expect(201);
        assert_eq!(clerk.post("/api/v1/claim-rules", publish(&one)).await.refused(409), "floor.stale");
        let made = yuhe.post("/api/v1/claims", draft(&app, &yuhe, FIRM).await).await.expect(201);
        assert_eq!(made["expires_on"], "2013-12-15");
        let more = draft(&app, &yuhe, "巨力集团有限公司").await;
        assert_eq!(yuhe.post("/api/v1/claims", more).await.refused(409), "claim.too_many_open");
    });
}

#[test]
fn an_investor_is_not_reported_twice_under_two_names() {
    on_both(async |app| {
        let People { yuhe, team, .. } = people(&app).await;
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let firm =
            json!({ "name": FIRM, "kind": "enterprise", "country": "CN", "aliases": ["CUCC", "中联集团"] });
        let firm = clerk.post("/api/v1/organisations", firm).await.expect(201);
        let renamed = json!({ "name": "新天山水泥股份有限公司", "kind": "enterprise", "country": "CN",
            "aliases": ["CUCC", "中联集团"], "version": 1 });
        clerk.put(&at_organisation(&firm), renamed).await.expect(200);
        yuhe.post("/api/v1/claims", draft(&app, &yuhe, "新天山水泥股份有限公司").await).await.expect(201);
        // By what it was called before, by what it is called besides, by sound, and by a slip.
        for name in [FIRM, "CUCC", "中联集团", "中联水尼", "中联水泥厂"] {
            let seen = team.get(&format!("/api/v1/claims/check?name={name}")).await.expect(200);
            assert_eq!(seen["occupied"].as_array().unwrap().len(), 1, "{name}");
            assert!(!seen.to_string().contains("天山"), "{name}: {seen}");
        }
        for (name, uscc) in [(FIRM, ""), ("中联集团", ""), ("新天山水泥股份有限公司", "91350100M000100Y43")]
        {
            let mut second = draft(&app, &team, name).await;
            second["unit_id"] = json!(app.units.team);
            second["uscc"] = json!(uscc);
            assert_eq!(team.post("/api/v1/claims", second).await.refused(409), "claim.occupied", "{name}");
        }
    });
}

fn at_organisation(of: &Value) -> String {
    format!("/api/v1/organisations/{}", of["id"].as_str().unwrap())
}

#[test]
fn a_unit_is_reminded_once_at_each_of_the_days_of_the_table() {
    on_both(async |app| {
        let p = people(&app).await;
        let made = p.yuhe.post("/api/v1/claims", draft(&app, &p.yuhe, FIRM).await).await.expect(201);
        // Without a contact it is released on 14 January, long before its 90 days are over.
        assert_eq!((&made["days_left"], &made["reminder"]), (&json!(60), &Value::Null));
        for (day, reminder, told) in [
            ("2013-12-30", Value::Null, 0),
            ("2013-12-31", json!(14), 1),
            ("2014-01-02", json!(14), 1),
            ("2014-01-13", json!(1), 2),
            ("2014-01-14", json!(1), 2),
        ] {
            let p = on_day(&app, day).await;
            sweep(&app).await;
            sweep(&app).await;
            let now = p.yuhe.get(&path(&made, "")).await.expect(200);
            let log = now["log"].as_array().unwrap();
            assert_eq!(now["reminder"], reminder, "{day}");
            assert_eq!(log.iter().filter(|l| l["act"] == "remind").count(), told, "{day}");
            assert_eq!(now["version"], 1, "{day}");
            let home = p.yuhe.get("/api/v1/claims?hand=ending").await.expect(200);
            assert_eq!(home["total"], 1, "{day}"); // idle from 15 December on
        }
    });
}
