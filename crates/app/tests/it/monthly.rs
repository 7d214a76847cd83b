//! The monthly circular over HTTP: its figures, its files, its setting, and the card of a unit.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::{
    scores::{Desk, year},
    support::on_both,
};

const CIRCULAR: &str = "/api/v1/reports/circular";

/// Text of a Word file.
fn words(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    xml
}

#[test]
fn a_circular_counts_from_records_and_every_figure_opens_its_rows() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let path = format!("{CIRCULAR}?month=2013-08");
        let shown = leader.get(&path).await.expect(200);
        assert_eq!((&shown["from"], &shown["to"]), (&json!("2013-01-01"), &json!("2013-08-31")));
        assert_eq!(shown["title"], "关于2013年1至8月招商引资工作情况的通报");
        let html = shown["html"].as_str().unwrap();
        let key = format!("fund.recognised:unit={},month=2013-08", app.units.yuhe);
        assert!(html.contains(&format!("data-figure=\"{key}\"")), "{html}");
        // What the table prints is what its rows add up to.
        let trace = format!("/api/v1/figures/{key}?from=2013-01-01&to=2013-08-31&as_of=2013-08-31");
        let trace = leader.get(&trace).await.expect(200);
        let rows: i64 = trace["rows"]["items"]
            .as_array()
            .unwrap_or(&vec![])
            .iter()
            .filter_map(|r| r["amount_fen"].as_i64())
            .sum();
        assert!(trace.to_string().contains("晋工机械") || rows > 0, "{trace}");

        let docx = leader.get(&format!("{CIRCULAR}.docx?month=2013-08")).await;
        assert_eq!(docx.status.as_u16(), 200);
        assert!(words(&docx.bytes).contains("红黑榜"));
        let xlsx = leader.get(&format!("{CIRCULAR}.xlsx?month=2013-08")).await;
        // The same figures are the same bytes, whenever the file is made.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let again = leader.get(&format!("{CIRCULAR}.xlsx?month=2013-08")).await;
        assert!(xlsx.bytes == again.bytes);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx.bytes)).unwrap();
        let names = book.sheet_names();
        assert!(names[0].starts_with("附表1"), "{names:?}");
        let range = book.worksheet_range(&names[0]).unwrap();
        let rows: Vec<Vec<Data>> = range.rows().skip(3).map(<[Data]>::to_vec).collect();
        let yuhe = rows.iter().find(|r| r[2] == Data::String("于河街道".into())).unwrap();
        // 1亿元 as its target, and a ratio that was not rounded.
        assert_eq!(yuhe[3], Data::Float(1.0));
        let (Data::Float(done), Data::Float(ratio)) = (&yuhe[5], &yuhe[6]) else { panic!("{yuhe:?}") };
        assert!((done - ratio).abs() < 1e-12, "{yuhe:?}");

        assert_eq!(filler.get(&path).await.refused(404), "floor.not_found");
        assert_eq!(leader.get(&format!("{CIRCULAR}?month=2014-01")).await.refused(422), "report.month_ahead");
        assert_eq!(leader.get(&format!("{CIRCULAR}?month=8")).await.refused(422), "floor.field_wrong");
    });
}

#[test]
fn the_office_settles_how_a_lead_is_rounded() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let leader = app.person("leader", Role::DistrictLeader, app.units.committee).await;
        let path = format!("{CIRCULAR}/setting");
        let body = |lead: &str, listed: usize, version: i64| json!({ "lead": lead, "listed": listed, "version": version });
        let shown = |view: Value| view["setting"].clone();
        let first = shown(leader.get(CIRCULAR).await.expect(200));
        assert_eq!(
            (&first["lead"], &first["listed"], &first["version"]),
            (&json!("exact"), &json!(3), &json!(0))
        );
        assert_eq!(first["change"]["code"], "report.not_office");
        assert_eq!(leader.put(&path, body("printed", 2, 0)).await.refused(409), "report.not_office");
        assert_eq!(desk.clerk.put(&path, body("printed", 11, 0)).await.refused(422), "report.listed");
        assert_eq!(desk.clerk.put(&path, body("rounded", 2, 0)).await.refused(422), "floor.field_wrong");
        desk.clerk.put(&path, body("printed", 2, 0)).await.expect(200);
        assert_eq!(desk.clerk.put(&path, body("exact", 2, 0)).await.expect(409)["code"], "floor.stale");
        let now = leader.get(&format!("{CIRCULAR}?month=2013-08")).await.expect(200);
        assert_eq!((&now["setting"]["lead"], &now["setting"]["version"]), (&json!("printed"), &json!(1)));
        assert!(now["html"].as_str().unwrap().contains("取两位小数的完成率"), "{now}");
    });
}

#[test]
fn the_card_of_a_unit_says_where_its_points_come_from() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let filler = app.person("filler", Role::UnitFiller, app.units.yuhe).await;
        let card = |unit| format!("{CIRCULAR}/units/{unit}");
        let own = filler.get(&format!("{}?month=2013-08", card(app.units.yuhe))).await.expect(200);
        assert_eq!(own["title"], "于河街道2013年8月考核成绩单");
        assert!(own["html"].as_str().unwrap().contains("到位资金完成率"), "{own}");
        assert_eq!(filler.get(&card(app.units.zone)).await.refused(404), "floor.not_found");
        let file = filler.get(&format!("{}/docx?month=2013-08", card(app.units.yuhe))).await;
        assert!(words(&file.bytes).contains("得分依据"));
    });
}

#[test]
fn parts_by_industry_and_origin_and_the_year_before_open_their_rows() {
    on_both(async |app| {
        let desk = Desk::of(&app).await;
        year(&app, &desk).await;
        let shown = desk.clerk.get(&format!("{CIRCULAR}?month=2013-08")).await.expect(200);
        let html = shown["html"].as_str().unwrap();
        let opened = async |key: String| {
            assert!(html.contains(&format!("data-figure=\"{key}\"")), "{key} in {html}");
            let path = format!("/api/v1/figures/{key}?from=2013-01-01&to=2013-08-31&as_of=2013-08-31");
            desk.clerk.get(&path).await.expect(200)
        };
        // 5,000 of machines, 1,000 of real estate; all of it from within the country.
        for (key, value, rows) in [
            ("sector=secondary", "0.5", 1),
            ("sector=tertiary", "0.1", 1),
            ("sector=tertiary,month=2013-08", "0.1", 1),
            ("origin=domestic", "0.6", 2),
        ] {
            let trace = opened(format!("fund.recognised:{key}")).await;
            assert_eq!(
                (trace["value_text"].as_str(), &trace["rows_total"]),
                (Some(value), &json!(rows)),
                "{key}: {trace}"
            );
        }
        let before = opened(format!("fund.recognised:unit={},back=1", app.units.yuhe)).await;
        assert_eq!((&before["from"], &before["to"]), (&json!("2012-01-01"), &json!("2012-08-31")));
        assert_eq!(before["rows_total"], 0);
        for key in ["fund.recognised:sector=fourth", "fund.recognised:back=0", "fund.recognised:origin=mars"]
        {
            let path = format!("/api/v1/figures/{key}?from=2013-01-01&to=2013-08-31");
            assert!(desk.clerk.get(&path).await.expect(422).to_string().contains("report.filter"), "{key}");
        }
    });
}
