//! Published tables, uploaded and pasted, over HTTP.

use serde_json::{Value, json};
use yinfeng_domain::authority::Role;

use crate::support::on_both;

const STARTS: &str = "2024年上半年签约开工情况\n单位,签约(个),开工(个),开工率\n金安区,30,21,70.0%\n金寨县,32,22,68.9%\n合计,62,43,69.4%\n";

fn cell<'a>(check: &'a Value, address: &str) -> &'a Value {
    let rows = check["tables"][0]["rows"].as_array().unwrap();
    rows.iter()
        .flat_map(|row| row["cells"].as_array().unwrap())
        .find(|cell| cell["address"] == address)
        .unwrap_or_else(|| panic!("no {address} in {check}"))
}

#[test]
fn a_table_is_recomputed_cell_by_cell() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let found = clerk.upload("/api/v1/circular-checks", "通报.csv", STARTS.as_bytes()).await.expect(200);
        assert_eq!(found["counts"]["wrong"], 1, "{found}");
        assert_eq!(cell(&found, "D4")["mark"], "wrong");
        assert_eq!(cell(&found, "D4")["should"], "68.8%");
        assert_eq!(cell(&found, "D5")["mark"], "right");
        let pasted = json!({ "text": STARTS.replace(',', "\t"), "months": 6 });
        let again = clerk.post("/api/v1/circular-checks/pasted", pasted).await.expect(200);
        assert_eq!(again["counts"], found["counts"]);
    });
}

#[test]
fn what_is_no_table_is_refused_with_a_sentence() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        for (body, code) in [
            (json!({ "text": " " }), "report.circular_empty"),
            (json!({ "text": "各单位：请报送" }), "report.circular_no_table"),
            (json!({ "text": STARTS, "months": 13 }), "report.circular_months"),
        ] {
            let answer = clerk.post("/api/v1/circular-checks/pasted", body).await.expect(422);
            assert!(answer.to_string().contains(code), "{answer}");
        }
    });
}

#[test]
fn a_reader_may_say_what_columns_and_rows_are() {
    on_both(async |app| {
        let clerk = app.person("clerk", Role::OfficeClerk, app.units.office).await;
        let table = "单位,甲,乙,丙\n金安区,30,21,70.0%\n金寨县,32,22,68.9%\n都有,62,43,69.4%\n";
        let plain = clerk.upload("/api/v1/circular-checks", "通报.csv", table.as_bytes()).await.expect(200);
        assert_eq!(
            (&plain["counts"]["wrong"], &plain["tables"][0]["columns"][3]["fixed"]),
            (&json!(0), &json!(false))
        );
        let path = "/api/v1/circular-checks?columns=B=target,C=done,D=completion&rows=4=total";
        let found = clerk.upload(path, "通报.csv", table.as_bytes()).await.expect(200);
        assert_eq!(cell(&found, "D3")["should"], "68.8%");
        assert_eq!(cell(&found, "C4")["mark"], "right");
        assert_eq!(found["tables"][0]["columns"][3]["fixed"], true);
        let pasted = json!({ "text": table.replace(',', "\t"), "columns": "B=target,C=done,D=completion", "rows": "4=total" });
        let again = clerk.post("/api/v1/circular-checks/pasted", pasted).await.expect(200);
        assert_eq!(again["counts"], found["counts"]);
        for (columns, rows, code) in
            [("B=goal", "", "report.circular_column"), ("", "4=sum", "report.circular_row")]
        {
            let body = json!({ "text": table, "columns": columns, "rows": rows });
            let told = clerk.post("/api/v1/circular-checks/pasted", body).await.expect(422);
            assert_eq!(told["errors"][0]["code"], code, "{told}");
        }
    });
}
