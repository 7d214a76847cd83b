//! Disputes about a first report: decided, appealed against, concluded.

use serde_json::{Value, json};
use yinfeng::floor::audit;
use yinfeng_domain::authority::Role;

use super::{FIRM, ask, at, draft, on_day, path, people, proof};
use crate::support::{DISTRICT, on_both};

#[test]
fn a_dispute_is_decided_by_somebody_without_a_part_and_moves_the_investor_and_the_credit() {
    on_both(async |app| {
        let p = people(&app).await;
        let made = p.yuhe.post("/api/v1/claims", draft(&app, &p.yuhe, FIRM).await).await.expect(201);
        let firm = made["organisation"]["id"].clone();
        let mut project = crate::project::draft(&app, "中联混凝土");
        project["units"] = json!([{ "unit_id": app.units.yuhe, "role": "lead", "share_bp": 10000 }]);
        project["investors"] = json!([{ "organisation_id": firm, "share_bp": 10000 }]);
        let project = p.yuhe.post("/api/v1/projects", project).await.expect(201);
        let link = json!({ "project_id": project["id"], "version": 1 });
        let linked = p.yuhe.post(&path(&made, "/project"), link).await.expect(200);
        assert_eq!(
            (&linked["project"]["name"], &linked["has_receipt"]),
            (&json!("中联混凝土"), &json!(true))
        );
        let id = project["id"].as_str().unwrap();
        let story = p.yuhe.get(&format!("/api/v1/projects/{id}/timeline?kind=claim")).await.expect(200);
        let told: Vec<_> =
            story["items"].as_array().unwrap().iter().map(|i| (&i["act"], &i["from"])).collect();
        assert_eq!(told, [(&json!("link"), &made["code"]), (&json!("report"), &made["code"])]);
        let of_project = p.yuhe.get(&format!("/api/v1/claims?project={id}")).await.expect(200);
        assert_eq!(of_project["items"][0]["code"], made["code"]);

        let contest = ask(&app, &p.team, &made, "contest", "2013-11-01").await;
        p.team.post(&path(&made, "/asks"), contest).await.expect(201);
        let waiting = p.reviewer.get("/api/v1/claim-cases?hand=decide").await.expect(200);
        let case = &waiting["items"][0];
        assert_eq!((&case["code"], &case["due_on"]), (&json!("D2013-0001"), &json!("2013-11-22")));
        // Each side reads its own; who decides reads both, weighed.
        let theirs = p.team.get(&at("cases", case, "")).await.expect(200);
        assert_eq!(
            (theirs["evidence"].as_array().unwrap().len(), &theirs["organisation"]),
            (1, &Value::Null)
        );
        assert_eq!(theirs["weighed"], json!([]));
        let seen = p.reviewer.get(&at("cases", case, "")).await.expect(200);
        assert_eq!(seen["evidence"].as_array().unwrap().len(), 2);
        let contact = &seen["weighed"][1];
        assert_eq!((&contact["ground"], &contact["other"]), (&json!("contact"), &json!("2013-11-01")));
        assert_eq!(contact["favours"]["name"], "城市工业");
        assert_eq!(seen["weighed"][2]["favours"]["name"], "于河街道");
        let contested = p.yuhe.get(&path(&made, "")).await.expect(200);
        assert_eq!(contested["actions"]["withdraw"]["code"], "claim.contested");

        let decision = json!({ "for_holder": false, "ground": "contact", "text": "先行会谈属实", "keeps_bp": 2000,
            "version": 1 });
        let own = p.team.post(&at("cases", case, "/decide"), decision.clone()).await;
        assert_eq!(own.refused(409), "claim.not_reviewer");
        let decided = p.reviewer.post(&at("cases", case, "/decide"), decision.clone()).await.expect(200);
        assert_eq!((&decided["state"], &decided["winner"]["name"]), (&json!("decided"), &json!("城市工业")));
        let again = p.reviewer.post(&at("cases", case, "/decide"), decision).await.refused(409);
        assert_eq!(again, "floor.stale");
        assert_eq!(p.yuhe.get(&path(&made, "")).await.expect(200)["state"], "overruled");
        let now =
            p.team.get(&format!("/api/v1/projects/{}", project["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(now["lead_unit"]["name"], "城市工业");
        let shares: Vec<_> = now["units"].as_array().unwrap().iter().map(|u| u["share_bp"].clone()).collect();
        assert_eq!(shares.iter().filter_map(Value::as_i64).sum::<i64>(), 10_000);

        // One appeal, heard by somebody else; the committee turns it round.
        let appeal = json!({ "text": "我街道持续服务", "version": 2 });
        assert_eq!(
            p.team.post(&at("cases", case, "/appeal"), appeal.clone()).await.refused(409),
            "claim.not_loser"
        );
        p.yuhe.post(&at("cases", case, "/appeal"), appeal).await.expect(200);
        let end = json!({ "upheld": false, "minutes_no": "凤招委纪〔2013〕6号", "text": "由于河街道继续洽谈", "version": 3 });
        let same = p.reviewer.post(&at("cases", case, "/conclude"), end.clone()).await;
        assert_eq!(same.refused(409), "claim.own_case");
        let ended = p.second.post(&at("cases", case, "/conclude"), end).await.expect(200);
        assert_eq!((&ended["state"], &ended["winner"]["name"]), (&json!("final"), &json!("于河街道")));
        let back = p.yuhe.get("/api/v1/claims?hand=ours").await.expect(200);
        assert_eq!((&back["total"], &back["items"][0]["project"]["name"]), (&json!(1), &json!("中联混凝土")));
        let back = p.yuhe.get(&path(&back["items"][0], "")).await.expect(200);
        assert_eq!(back["reported_by"], made["reported_by"]);
        let verified = app.app.db.read(|r| audit::verify(r, DISTRICT)).await.unwrap();
        assert!(verified.ok);
    });
}

#[test]
fn a_holder_that_is_right_gets_the_days_of_the_dispute_back() {
    on_both(async |app| {
        let p = people(&app).await;
        let made = p.yuhe.post("/api/v1/claims", draft(&app, &p.yuhe, FIRM).await).await.expect(201);
        let contest = ask(&app, &p.team, &made, "contest", "2013-11-12").await;
        p.team.post(&path(&made, "/asks"), contest).await.expect(201);
        let p = on_day(&app, "2013-11-25").await;
        let waiting = p.reviewer.get("/api/v1/claim-cases?hand=decide").await.expect(200);
        let case = waiting["items"][0].clone();
        assert_eq!(case["overdue"], true);
        let more =
            json!({ "version": 1, "evidence": [proof(&p.yuhe, "choice", "2013-11-20", "选择书").await] });
        let added = p.yuhe.post(&at("cases", &case, "/evidence"), more).await.expect(200);
        assert_eq!(added["evidence"].as_array().unwrap().len(), 2);
        let decision =
            json!({ "for_holder": true, "ground": "choice", "text": "投资方书面选择", "version": 2 });
        p.reviewer.post(&at("cases", &case, "/decide"), decision).await.expect(200);
        let kept = p.yuhe.get(&path(&made, "")).await.expect(200);
        assert_eq!((&kept["state"], &kept["expires_on"]), (&json!("open"), &json!("2014-02-23")));
        let p = on_day(&app, "2013-12-10").await;
        let over = p.team.get(&at("cases", &case, "")).await.expect(200);
        assert_eq!(
            (&over["state"], &over["actions"]["appeal"]["code"]),
            (&json!("final"), &json!("claim.case_final"))
        );
    });
}

#[test]
fn a_conclusion_between_two_does_not_take_the_investor_from_a_third() {
    on_both(async |app| {
        let p = people(&app).await;
        let third = app.person("zone", Role::UnitFiller, app.units.zone).await;
        let made = p.yuhe.post("/api/v1/claims", draft(&app, &p.yuhe, FIRM).await).await.expect(201);
        let contest = ask(&app, &p.team, &made, "contest", "2013-11-01").await;
        p.team.post(&path(&made, "/asks"), contest).await.expect(201);
        let case = p.reviewer.get("/api/v1/claim-cases?hand=decide").await.expect(200)["items"][0].clone();
        let decision = json!({ "for_holder": false, "ground": "contact", "text": "先行会谈属实", "keeps_bp": 0,
            "version": 1 });
        p.reviewer.post(&at("cases", &case, "/decide"), decision).await.expect(200);
        let won = p.team.get("/api/v1/claims?hand=ours").await.expect(200)["items"][0].clone();
        p.team
            .post(&path(&won, "/withdraw"), json!({ "reason": "投资方暂缓", "version": won["version"] }))
            .await
            .expect(200);
        p.yuhe
            .post(&at("cases", &case, "/appeal"), json!({ "text": "我街道持续服务", "version": 2 }))
            .await
            .expect(200);
        let mut other = draft(&app, &third, FIRM).await;
        other["unit_id"] = json!(app.units.zone);
        let other = third.post("/api/v1/claims", other).await.expect(201);

        let end = json!({ "upheld": false, "minutes_no": "凤招委纪〔2013〕7号", "text": "由于河街道继续洽谈", "version": 3 });
        let told = p.second.post(&at("cases", &case, "/conclude"), end.clone()).await.expect(409);
        assert_eq!(
            (&told["code"], &told["errors"][0]["field"]),
            (&json!("claim.third_holds"), &json!("upheld"))
        );
        assert!(told["detail"].as_str().unwrap().contains("经济开发区"), "{told}");
        third
            .post(&path(&other, "/withdraw"), json!({ "reason": "已有单位洽谈", "version": 1 }))
            .await
            .expect(200);
        p.second.post(&at("cases", &case, "/conclude"), end).await.expect(200);
        let back = p.yuhe.get("/api/v1/claims?hand=ours").await.expect(200);
        assert_eq!(back["total"], 1);
        // What the other unit gave up stays given up.
        assert_eq!(p.team.get(&path(&won, "")).await.expect(200)["state"], "withdrawn");
    });
}
