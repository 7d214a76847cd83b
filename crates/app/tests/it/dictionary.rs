//! Code tables over HTTP.

use serde_json::json;
use yinfeng_domain::authority::Role;

use crate::{project::with_codes, support::on_both};

#[test]
fn codes_are_looked_up() {
    on_both(async |app| {
        with_codes(&app).await;
        let again = app.app.db.write(yinfeng::dictionary::load).await.unwrap();
        assert!(!again, "loaded twice");
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let sections = filler.get("/api/v1/industries").await.expect(200);
        assert_eq!(sections["items"].as_array().unwrap().len(), 20);
        let groups = filler.get("/api/v1/industries?parent=C37").await.expect(200);
        assert!(groups["items"].as_array().unwrap().iter().any(|i| i["code"] == "C374"));
        for q in ["航空", "c374", "374"] {
            let found = filler.get(&format!("/api/v1/industries?q={q}")).await.expect(200);
            assert!(found["items"].as_array().unwrap().iter().any(|i| i["code"] == "C374"), "{q}");
        }
        assert_eq!(
            filler.get("/api/v1/industries?q=%25").await.expect(200)["items"].as_array().map(Vec::len),
            Some(60)
        );
        let cities = filler.get("/api/v1/areas?parent=370000").await.expect(200);
        assert!(cities["items"].as_array().unwrap().iter().any(|a| a["name"] == "潍坊市"));
        let countries = filler.get("/api/v1/countries").await.expect(200);
        for country in countries["items"].as_array().unwrap() {
            let region = ["HK", "MO", "TW"].contains(&country["code"].as_str().unwrap());
            assert_eq!(country["region"], region, "{country}");
        }
        app.nobody().get("/api/v1/countries").await.expect(401);
    });
}

#[test]
fn rates_have_a_day_and_a_source() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let rate = json!({ "currency": "USD", "on_date": "2013-10-29", "rate": "6.1245", "source": "中国外汇交易中心" });
        let set = clerk.post("/api/v1/rates", rate.clone()).await.expect(201);
        assert_eq!((set["rate"].as_str(), set["rate_e8"].as_i64()), (Some("6.1245"), Some(612_450_000)));
        assert_eq!(filler.post("/api/v1/rates", rate.clone()).await.refused(404), "floor.not_found");
        for (field, value, code) in [
            ("rate", json!("0"), "dictionary.rate"),
            ("rate", json!("六"), "dictionary.rate"),
            ("currency", json!("CNY"), "dictionary.rate_of_cny"),
            ("currency", json!("XYZ"), "floor.field_wrong"),
            ("on_date", json!("2113-01-01"), "dictionary.rate_date"),
            ("source", json!(" "), "dictionary.rate_source"),
        ] {
            let mut wrong = rate.clone();
            wrong[field] = value;
            assert_eq!(clerk.post("/api/v1/rates", wrong).await.refused(422), code, "{field}");
        }
        let mut corrected = rate;
        corrected["rate"] = "6.13".into();
        clerk.post("/api/v1/rates", corrected).await.expect(201);
        let list = filler.get("/api/v1/rates?currency=USD&from=2013-10-01&to=2013-10-31").await.expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        assert_eq!(list["items"][0]["rate"], "6.13");
    });
}
