//! What-if: suppositions against really having it so, over HTTP, and nothing of them in the ledger.

use serde_json::{Value, json};
use yinfeng_domain::{assessment::scheme::DEFAULT, authority::Role, id::ProjectId};

use crate::{
    scores::{Desk, WAN, project, year},
    support::{Client, on_both},
};

const AUGUST: &str = "year=2013&as_of=2013-08-31";

async fn asked(client: &Client, supposed: &str) -> Value {
    client.get(&format!("/api/v1/scores/what-if?{AUGUST}&{supposed}")).await.expect(200)
}

/// Unit, place and total of every unit, by name.
fn totals(league: &Value) -> Vec<(String, Value, String)> {
    let groups = league["groups"].as_array().unwrap().iter();
    let units = groups.flat_map(|g| g["units"].as_array().unwrap());
    let mut all: Vec<_> = units.map(|u| named(u, u)).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn side(found: &Value, side: &str) -> Vec<(String, Value, String)> {
    let mut all: Vec<_> = found["rows"].as_array().unwrap().iter().map(|r| named(r, &r[side])).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn named(of: &Value, standing: &Value) -> (String, Value, String) {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    (text(&of["unit"]["name"]), standing["rank"].clone(), text(&standing["total_text"]))
}

fn row<'a>(found: &'a Value, unit: &str) -> &'a Value {
    found["rows"].as_array().unwrap().iter().find(|r| r["unit"]["id"] == unit).unwrap()
}

#[test]
fn a_supposed_receipt_is_what_the_receipt_will_be() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let (yuhe, zone) = (app.units.yuhe, app.units.zone);
        let league = format!("/api/v1/scores?{AUGUST}");
        let before = desk.clerk.get(&league).await.expect(200);

        // Nothing supposed: nothing changes, and no line does.
        let same = asked(&desk.clerk, "if=").await;
        assert_eq!((side(&same, "before"), side(&same, "after")), (totals(&before), totals(&before)));
        assert_eq!((&same["gains"], &same["losses"]), (&json!(0), &json!(0)));
        assert!(same["rows"].as_array().unwrap().iter().all(|r| r["changed"] == json!([])));

        let entry = format!("receipt~{yuhe}~{}~F5211~2013-08-31", 100 * WAN);
        let supposed = asked(&desk.clerk, &format!("if={entry}")).await;
        assert_eq!(desk.clerk.get(&league).await.expect(200), before, "nothing was written");
        let own = row(&supposed, &yuhe.to_string());
        assert_eq!((&own["difference_text"], &own["supposed"]), (&json!("+0.30"), &json!(true)));
        assert_eq!(
            own["changed"][0]["after_line"],
            "得分 = 完成数 4,000.00万元 ÷ 目标 10,000.00万元 = 40.00% × 30分 = 12.00分"
        );
        assert_eq!(supposed["difference_text"], "+0.30");
        assert_eq!(
            supposed["supposed"][0]["text"],
            "假设于河街道新增到位资金 100.00万元（F5211, 2013-08-31），按已认定计"
        );
        let shop = project(&app, "商城", ("capital", "F5211", 0), &[(yuhe, 10_000)], "2013-08-02").await;
        // The project itself counts as one more, but is too small for the bonus.
        let fund = desk.money(shop, yuhe, "100", "2013-08-31").await;
        let really = desk.clerk.get(&league).await.expect(200);
        assert_eq!(side(&supposed, "after"), totals(&really));
        let without = asked(&desk.clerk, &format!("if=without~{}", fund["id"].as_str().unwrap())).await;
        assert_eq!(side(&without, "after"), totals(&before));
        assert_eq!(without["supposed"][0]["counts"], true);

        // Groups stand as in the league, whoever gains.
        let entry = format!("receipt~{zone}~{}~F5211~2013-08-31", 9_000 * WAN);
        let found = asked(&desk.clerk, &format!("if={entry}")).await;
        let groups: Vec<&str> =
            found["rows"].as_array().unwrap().iter().map(|r| r["group"].as_str().unwrap()).collect();
        assert_eq!((groups, &found["gains"]), (vec!["街道", "开发区"], &json!(1)));
        // Of a project of the ledger it needs no industry: what the project has is taken.
        let entry = format!("receipt~{yuhe}~{}~~2013-08-31~{}", 100 * WAN, shop.0);
        let found = asked(&desk.clerk, &format!("if={entry}")).await;
        let text = "假设于河街道申报的“商城”于 2013-08-31 到位资金 100.00万元，经核实，凭证齐全";
        assert_eq!(
            (&found["supposed"][0]["text"], &found["difference_text"]),
            (&json!(text), &json!("+0.30"))
        );

        // A day after the one that is read does not count, and is said not to.
        let later = asked(&desk.clerk, &format!("if=receipt~{zone}~{}~~2013-09-01", 100 * WAN)).await;
        assert_eq!((&later["supposed"][0]["counts"], &later["same"]), (&json!(false), &json!(2)));

        let target = format!("if=target~{zone}~funds~{},talent~{zone}~~~", 4_000 * WAN);
        let found = asked(&desk.clerk, &target).await;
        let zone_row = row(&found, &zone.to_string());
        let line =
            zone_row["changed"].as_array().unwrap().iter().find(|i| i["code"] == "funds_done").unwrap();
        assert!(line["after_line"].as_str().unwrap().contains("目标 4,000.00万元"), "{line}");
    });
}

async fn found_project(client: &Client, name: &str) -> String {
    let found = client.get("/api/v1/projects").await.expect(200);
    let of_name = found["items"].as_array().unwrap().iter().find(|p| p["name"] == name);
    of_name.unwrap()["id"].as_str().unwrap().to_owned()
}

/// The default with rules: no more of a project than its total.
fn with_rules() -> String {
    DEFAULT.replacen("version = 1 ", "version = 2 ", 1)
        + "\n[recognition]\nbase = [\"cash\"]\n[[recognition.cap]]\nof = \"total\"\n[credit]\nmode = \"agreement\"\n"
}

#[test]
fn with_rules_what_a_receipt_took_up_is_free_for_others() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let made = desk.clerk.post("/api/v1/schemes", json!({ "text": with_rules() })).await.expect(201);
        let force = format!("/api/v1/schemes/{}/in-force", made["id"].as_str().unwrap());
        desk.clerk.post(&force, json!(null)).await.expect(200);
        let yuhe = app.units.yuhe;
        // 300 and 200 of a project of 400 in all: 400 count, and 200 when the first is left out.
        let small =
            project(&app, "小厂", ("capital", "F5211", 400 * WAN), &[(yuhe, 10_000)], "2013-08-02").await;
        let first = desk.money(small, yuhe, "300", "2013-08-20").await;
        desk.money(small, yuhe, "200", "2013-08-30").await;
        let found = asked(&desk.clerk, &format!("if=without~{}", first["id"].as_str().unwrap())).await;
        assert_eq!(row(&found, &yuhe.to_string())["difference_text"], "-0.60", "{found}");

        // A supposed receipt passes the same rules: of a project that is full nothing more counts, and the line says why.
        let full =
            asked(&desk.clerk, &format!("if=receipt~{yuhe}~{}~~2013-08-31~{}", 100 * WAN, small.0)).await;
        assert_eq!((&full["gains"], &full["supposed"][0]["counts"]), (&json!(0), &json!(false)), "{full}");
        let line = full["supposed"][0]["line"].as_str().unwrap();
        assert!(line.contains("100.00万元") && line.contains("不超过总投资"), "{line}");
        // Left out together, the first makes room for it: 200 and 100 of 400.
        let both = format!(
            "if=without~{},receipt~{yuhe}~{}~~2013-08-31~{}",
            first["id"].as_str().unwrap(),
            100 * WAN,
            small.0
        );
        let found = asked(&desk.clerk, &both).await;
        assert_eq!(row(&found, &yuhe.to_string())["difference_text"], "-0.30", "{found}");
        // Of a shared project it is divided as the shares say, and both units are told of.
        let works = found_project(&desk.clerk, "晋工机械").await;
        let shared =
            asked(&desk.clerk, &format!("if=receipt~{yuhe}~{}~~2013-08-31~{works}", 1_000 * WAN)).await;
        assert_eq!(
            (&shared["gains"], &shared["supposed"][0]["counts"]),
            (&json!(2), &json!(true)),
            "{shared}"
        );
        assert_eq!(shared["supposed"][0]["units"].as_array().unwrap().len(), 2);
        let zone = app.units.zone;
        let really = {
            let id: ProjectId = works.parse().unwrap();
            desk.money(id, yuhe, "1000", "2013-08-31").await;
            desk.clerk.get(&format!("/api/v1/scores?{AUGUST}")).await.expect(200)
        };
        assert_eq!(side(&shared, "after"), totals(&really));
        assert_eq!(row(&shared, &zone.to_string())["supposed"], true);
        // Money of no project has no rules that could be applied to it.
        let path = format!("/api/v1/scores/what-if?{AUGUST}&if=receipt~{yuhe}~{}~C3511~", 100 * WAN);
        let refused = desk.clerk.get(&path).await.expect(422);
        assert_eq!(refused["errors"][0]["code"], "assessment.what_if_project");
        let nowhere = format!("/api/v1/scores/what-if?{AUGUST}&if=receipt~{yuhe}~100~~~{}", app.new_id());
        assert_eq!(desk.clerk.get(&nowhere).await.refused(404), "floor.not_found");
    });
}

#[test]
fn two_schemes_are_set_side_by_side_over_all_units() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let text =
            DEFAULT.replacen("version = 1 ", "version = 2 ", 1).replacen("times = 1.2", "times = 1.0", 1);
        let trial = json!({ "text": text, "as_of": "2013-08-31" });
        let tried = desk.clerk.post("/api/v1/schemes/try", trial).await.expect(200);
        let made = desk.clerk.post("/api/v1/schemes", json!({ "text": text })).await.expect(201);
        let against = made["id"].as_str().unwrap();
        let found = asked(&desk.clerk, &format!("against={against}")).await;
        assert_eq!((&found["before"]["version"], &found["after"]["version"]), (&json!(1), &json!(2)));
        // 3,000 × 1.2 of 10,000 against 3,000: 1.80 of 30 points; the zone 2,000 × 0.2 of 20,000, scaled up.
        let yuhe = row(&found, &app.units.yuhe.to_string());
        assert_eq!(yuhe["difference_text"], "-1.80");
        assert_eq!(
            found["items"][0],
            json!({ "code": "funds_done", "name": "到位资金完成率", "difference_text": "-2.40" })
        );
        assert_eq!((&found["gains"], &found["losses"]), (&json!(0), &json!(2)));
        assert_eq!(
            (&tried["comparison"]["rows"], &tried["comparison"]["items"]),
            (&found["rows"], &found["items"])
        );
        let other = desk.clerk.get(&format!("/api/v1/scores?{AUGUST}&scheme={against}")).await.expect(200);
        assert_eq!(side(&found, "after"), totals(&other));

        let path = format!("/api/v1/scores/what-if.xlsx?{AUGUST}&against={against}");
        let book = desk.clerk.get(&path).await;
        assert_eq!(book.status.as_u16(), 200);
        assert!(book.bytes.starts_with(b"PK"));
    });
}

#[test]
fn what_cannot_be_supposed_is_told_by_its_number() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        let none = desk.clerk.get("/api/v1/scores/what-if?year=2013").await;
        assert_eq!(none.refused(409), "assessment.no_scheme");
        year(&app, &desk).await;
        let (yuhe, zone, team) = (app.units.yuhe, app.units.zone, app.units.team);
        let filler = app.person("filler", Role::UnitFiller, yuhe).await;
        let refused = async |client: &Client, text: String| {
            let found = client.get(&format!("/api/v1/scores/what-if?{AUGUST}&if={text}")).await.expect(422);
            let error = &found["errors"][0];
            assert_eq!(error["field"], "if");
            (error["code"].as_str().unwrap().to_owned(), error["message"].as_str().unwrap().to_owned())
        };
        for text in ["nonsense", "receipt~x~1~~", "target~x~funds", "receipt~~~~"] {
            assert_eq!(refused(&desk.clerk, text.into()).await.0, "assessment.what_if_entry", "{text}");
        }
        for text in [
            format!("receipt~{yuhe}~0~~"),
            format!("receipt~{yuhe}~100~35~"),
            format!("receipt~{yuhe}~1~~2013-02-30"),
        ] {
            assert_eq!(refused(&desk.clerk, text.clone()).await.0, "assessment.what_if_entry", "{text}");
        }
        let many = vec![format!("talent~{yuhe}~~~"); 41].join(",");
        assert_eq!(refused(&desk.clerk, many).await.0, "assessment.what_if_many");
        let good = format!("talent~{yuhe}~~~");
        let (code, message) = refused(&desk.clerk, format!("{good},receipt~{team}~100~~")).await;
        assert_eq!((code.as_str(), message.contains("第 2 条")), ("assessment.what_if_unit", true));

        // A unit tries its own; of others it is told no more than of units that are not assessed.
        assert_eq!(refused(&filler, format!("receipt~{zone}~100~~")).await.0, "assessment.what_if_unit");
        let own = asked(&filler, &format!("if={good}")).await;
        assert_eq!(own["rows"].as_array().unwrap().len(), 1);
        assert_eq!((&own["before_text"], &own["same"]), (&json!("37.20"), &json!(0)), "{own}");
        let nowhere = format!("/api/v1/scores/what-if?{AUGUST}&if=without~{}", app.new_id());
        assert_eq!(desk.clerk.get(&nowhere).await.refused(404), "floor.not_found");
        let scheme = format!("/api/v1/scores/what-if?{AUGUST}&against={}", app.new_id());
        assert_eq!(desk.clerk.get(&scheme).await.refused(404), "floor.not_found");
        let books = filler.get(&format!("/api/v1/scores/what-if.xlsx?{AUGUST}&if={good}")).await;
        assert_eq!(books.refused(404), "floor.not_found");
    });
}
