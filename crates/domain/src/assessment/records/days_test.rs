//! Days in conditions: two of them compared, and moved by a number of days.

use serde_json::{Value, json};

use super::{score_records, tests::records};
use crate::assessment::{Lang, recognition::State, scheme::Scheme};

const HEAD: &str = "[scheme]\nid = \"s\"\nname = \"试\"\nyear = 2013\ntotal = 100\n\
    [[item]]\nid = \"i\"\nname = \"到位\"\nkind = \"formula\"\nformula = \"funds / 1万\"\npoints = 100\n\
    [[measure]]\nid = \"funds\"\nname = \"到位资金\"\nunit = \"万元\"\nfrom = \"funds\"\n";

fn scheme(rest: &str) -> Scheme {
    let text = format!("{HEAD}{rest}");
    Scheme::parse(&text).unwrap_or_else(|list| panic!("{}", list[0].say(Lang::En)))
}

/// 90 days after signing is 2013-05-31.
fn facts() -> Value {
    let receipt = |id: &str, project: &str, on: &str| json!({ "id": id, "project": project, "on": on, "amounts": { "cash": "10万" } });
    json!({ "as_of": "2013-12-31", "units": [{ "id": "u" }],
        "projects": [
            { "id": "p", "signed_on": "2013-03-02", "units": [{ "unit": "u" }], "tags": { "opened_on": "2013-04-01" } },
            { "id": "unsigned", "units": [{ "unit": "u" }] },
        ],
        "receipts": [
            receipt("early", "p", "2013-02-01"),
            receipt("last", "p", "2013-05-31"),
            receipt("late", "p", "2013-06-01"),
            receipt("unsigned", "unsigned", "2013-06-01"),
        ] })
}

#[test]
fn money_counts_that_came_within_so_many_days_of_signing() {
    let rule = "[recognition]\nbase = [\"cash\"]\n[[recognition.eligible]]\nid = \"days\"\nneed = \"between(on - signed_on, 0, 90)\"\nsay = \"须在签约后九十天内到位\"\n";
    let done = score_records(&scheme(rule), &records(facts())).expect("scored");
    let receipts = done.book.expect("rules").receipts;
    let state = |id: &str| receipts.iter().find(|r| r.receipt == id).expect("there");
    assert_eq!(state("early").state, State::Refused);
    assert_eq!(state("last").state, State::Recognised);
    assert_eq!(state("late").state, State::Refused);
    // Without the day of signing it is for the office to decide, and the missing field is named.
    let unsigned = state("unsigned");
    assert_eq!(unsigned.state, State::Undecided);
    assert_eq!(unsigned.reasons[0].not_recorded.as_deref(), Some("signed_on"));
}

#[test]
fn measures_and_rows_compare_days_as_well() {
    let filter = HEAD.replace(
        "from = \"funds\"",
        "from = \"funds\"\nfilter = { where = \"on > signed_on and on <= signed_on + 90\" }",
    );
    let total = |text: &str| {
        let scheme = Scheme::parse(text).unwrap_or_else(|list| panic!("{}", list[0].say(Lang::En)));
        score_records(&scheme, &records(facts())).expect("scored").scores.units[0]
            .total
            .points
            .normalize()
            .to_string()
    };
    assert_eq!(total(HEAD), "40");
    assert_eq!(total(&filter), "10");
    // A further field that ends in _on is a day too.
    assert_eq!(total(&HEAD.replace("funds / 1万", "count(funds where on >= opened_on + 61)")), "1");
    assert_eq!(
        total(&HEAD.replace("funds / 1万", "count(funds where on <= min(opened_on, signed_on))")),
        "1"
    );
}

#[test]
fn rows_know_the_other_fields_of_their_project_too() {
    let mut facts = facts();
    facts["projects"][0]["fixed"] = json!("3000万");
    facts["projects"][0]["land_mu"] = json!("20");
    facts["projects"][0]["reported_months"] = json!(6);
    let total = |filter: &str| {
        let text = HEAD
            .replace("from = \"funds\"", &format!("from = \"funds\"\nfilter = {{ where = \"{filter}\" }}"));
        let scheme = Scheme::parse(&text).unwrap_or_else(|list| panic!("{}", list[0].say(Lang::En)));
        score_records(&scheme, &records(facts.clone())).expect("scored").scores.units[0]
            .total
            .points
            .normalize()
            .to_string()
    };
    assert_eq!(total("intensity >= 150万 and reported_months >= 6 and same_as = ''"), "30");
    assert_eq!(total("intensity > 150万"), "0");
}

#[test]
fn amounts_in_another_currency_are_yuan_in_rows_or_told() {
    let mut facts = facts();
    facts["projects"][0]["total"] = json!("1000万");
    facts["projects"][0]["currency"] = json!("USD");
    let scored = |filter: &str, facts: &serde_json::Value| {
        let filter = format!("from = \"funds\"\nfilter = {{ where = \"{filter}\" }}");
        let scheme = Scheme::parse(&HEAD.replace("from = \"funds\"", &filter)).unwrap();
        let done = score_records(&scheme, &records(facts.clone()));
        done.map(|done| done.scores.units[0].total.points.normalize().to_string())
    };
    let by_size = "total >= 6000万 and total < 7000万 and total_usd = 1000万";
    assert_eq!(scored(by_size, &facts).expect_err("no rate")[0].code, "facts.no_project_rate");
    assert_eq!(scored("total_usd = 1000万", &facts).expect("no size is asked for"), "30");
    facts["rates"] = json!([{ "currency": "USD", "on": "2012-12-31", "rate": "6.2" }]);
    assert_eq!(scored(by_size, &facts).expect("6,200"), "30");
}
