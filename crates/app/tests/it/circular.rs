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
