//! Recognition by hand: the pipeline in its order, each rule of the section, and what is said.

use serde_json::{Value, json};

use super::*;
use crate::assessment::{Lang, records::Records, scheme::Scheme};

const HEAD: &str = "[scheme]\nid = \"t\"\nname = \"试\"\nyear = 2013\ntotal = 100\n\
    [[measure]]\nid = \"funds\"\nname = \"到位资金\"\nunit = \"万元\"\nfrom = \"funds\"\n\
    [[item]]\nid = \"i\"\nname = \"完成率\"\nkind = \"ratio\"\nmeasure = \"funds\"\npoints = 100\n";

fn scheme(section: &str) -> Scheme {
    Scheme::parse(&format!("{HEAD}{section}")).unwrap_or_else(|list| {
        panic!("{}", list.iter().map(|f| f.say(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

fn run(section: &str, facts: Value) -> (Book, Vec<String>) {
    let scheme = scheme(section);
    let records: Records = serde_json::from_value(facts).expect("records");
    let mut missing = Vec::new();
    let rules = scheme.recognition.as_ref().expect("the section");
    let book = recognise(rules, scheme.credit.as_ref(), scheme.window, &records, &mut missing);
    (book, missing.iter().map(|m| m.say(Lang::Zh)).collect())
}

fn facts(project: Value, receipts: Value) -> Value {
    let mut project = project;
    project["id"] = json!("p");
    if project.get("units").is_none() {
        project["units"] = json!([{ "unit": "u" }]);
    }
    let mut receipts = receipts;
    for (at, receipt) in receipts.as_array_mut().expect("a list").iter_mut().enumerate() {
        receipt["project"] = json!("p");
        if receipt.get("id").is_none() {
            receipt["id"] = json!(format!("r{at}"));
        }
        if receipt.get("on").is_none() {
            receipt["on"] = json!("2013-08-20");
        }
    }
    json!({ "as_of": "2013-12-31", "units": [{ "id": "u" }], "projects": [project], "receipts": receipts,
        "rates": [
            { "currency": "USD", "on": "2013-08-19", "rate": "6.17", "source": "人民银行" },
            { "currency": "USD", "on": "2013-08", "rate": "6.1708" },
            { "currency": "USD", "on": "2013", "rate": "6.1932" },
        ] })
}

#[test]
fn the_pipeline_keeps_every_step_in_its_order() {
    let section = "[recognition]\nbase = [\"cash\", \"registered\"]\ndeduct = [\"registered\"]\n\
        [recognition.ownership]\nsay = \"外方占比\"\n\
        [[recognition.derived]]\nrate = \"30%\"\nsay = \"流动资金\"\n\
        [[recognition.cap]]\nof = \"contract\"\n\
        [[recognition.factor]]\nwhere = \"industry = 'C' and place = '园区'\"\ntimes = 1.2\nsay = \"园区制造业\"\n\
        [[recognition.factor]]\ntimes = 1\n";
    let project =
        json!({ "industry": "C3511", "place": "园区", "outside_share": "50%", "contract": "400万" });
    let receipts = json!([{ "currency": "USD", "amounts": { "cash": "100万" }, "already": [{ "what": "registered", "amount": "1.05万" }, { "what": "earlier", "amount": "1万" }] }]);
    let (book, missing) = run(section, facts(project, receipts));
    assert!(missing.is_empty(), "{missing:?}");
    let done = &book.receipts[0];
    // 100万 USD × 6.17 = 617万; × 50 % = 308.5万; + 30 % = 401.05万; − 1.05万 = 400万; at most 400万; × 1.2 = 480万.
    assert_eq!(
        (done.claimed_fen, done.verified_fen, done.recognised_fen),
        (617_000_000, 617_000_000, 480_000_000)
    );
    assert_eq!(
        done.say(Lang::Zh),
        "认定 = 到账资金 1,000,000.00 USD × 汇率 6.17（人民银行 2013-08-19）= 617.00万元 × 外方占比 50.00% = 308.50万元 \
         + 流动资金 30.00% 92.55万元 = 401.05万元 − 已单独计入的注册资本 1.05万元 = 400.00万元 × 园区制造业 1.2 = 480.00万元"
    );
    assert_eq!(
        done.steps.iter().map(|s| s.step).collect::<Vec<_>>(),
        [
            StepKind::Base,
            StepKind::Rate,
            StepKind::Ownership,
            StepKind::Derived,
            StepKind::Deduct,
            StepKind::Factor
        ]
    );
    assert_eq!((book.district_total_fen, book.credited_fen), (480_000_000, 480_000_000));
}

#[test]
fn rates_are_dated_and_never_guessed() {
    let one = |rates: &str, on: &str| {
        let receipts = json!([{ "currency": "USD", "on": on, "amounts": { "cash": "1万" } }]);
        let (book, missing) =
            run(&format!("[recognition]\nbase = [\"cash\"]\n{rates}\n"), facts(json!({}), receipts));
        book.receipts.first().map_or_else(|| missing[0].clone(), |r| r.recognised_fen.to_string())
    };
    assert_eq!(one("", "2013-08-20"), "6170000");
    assert_eq!(one("", "2013-09-20"), "到位记录“r0”缺少汇率：USD 2013-09-20。"); // a month old
    assert_eq!(one("rates = { by = \"day\", oldest = 60 }", "2013-09-20"), "6170000");
    assert_eq!(one("", "2013-08-18"), "到位记录“r0”缺少汇率：USD 2013-08-18。"); // published later
    assert_eq!(one("rates = { by = \"month\" }", "2013-08-01"), "6170800");
    assert_eq!(one("rates = { by = \"year\" }", "2013-02-01"), "6193200");
    assert_eq!(
        one("rates = { by = \"fixed\", fixed = [{ currency = \"USD\", rate = 7 }] }", "2013-02-01"),
        "7000000"
    );
    assert_eq!(
        one("rates = { by = \"fixed\", fixed = [{ currency = \"EUR\", rate = 8 }] }", "2013-02-01"),
        "到位记录“r0”缺少汇率：USD 2013-02-01。"
    );
}

#[test]
fn rules_refuse_or_ask_and_meetings_stand_above_them() {
    let section = "[recognition]\nbase = [\"cash\"]\n\
        [[recognition.eligible]]\nid = \"E1\"\nunless = \"industry = 'K70'\"\nsay = \"房地产项目不计入\"\nsay_en = \"real estate does not count\"\n\
        [[recognition.eligible]]\nid = \"E2\"\nneed = \"total >= 1000万\"\nsay = \"总投资不足 1000 万元\"\nseverity = \"decide\"\n\
        [[recognition.eligible]]\nid = \"E3\"\nneed = \"registered_on <= '2013-06-30' and same_as = ''\"\nsay = \"须在 6 月底前入库，且不重复\"\n";
    let run = |project: Value, decisions: Value| {
        let mut all = facts(project, json!([{ "amounts": { "cash": "500万" }, "claimed": "800万" }]));
        all["decisions"] = decisions;
        let (mut book, missing) = run(section, all);
        assert!(missing.is_empty(), "{missing:?}");
        book.receipts.remove(0)
    };
    let good = json!({ "industry": "C35", "total": "1000万", "registered_on": "2013-06-30" });
    let done = run(good.clone(), json!([]));
    assert_eq!(
        (done.state, done.claimed_fen, done.recognised_fen),
        (State::Recognised, 800_000_000, 500_000_000)
    );
    let estate =
        run(json!({ "industry": "K7010", "total": "1000万", "registered_on": "2013-06-30" }), json!([]));
    assert_eq!(estate.state, State::Refused);
    assert_eq!(estate.say(Lang::Zh), "认定 = 到账资金 500.00万元；不予认定；房地产项目不计入");
    assert_eq!(
        estate.say(Lang::En),
        "Recognised = money in place 500.00 ×10,000 yuan; refused; real estate does not count"
    );
    // What is not recorded asks for a decision, it does not refuse.
    let unknown = run(json!({ "industry": "C35", "registered_on": "2013-06-30" }), json!([]));
    assert_eq!(
        (unknown.state, unknown.reasons[0].not_recorded.as_deref()),
        (State::Undecided, Some("total"))
    );
    assert!(unknown.say(Lang::Zh).ends_with("；需会议认定；总投资不足 1000 万元（未登记 total）"));
    let decision = |verdict: &str, amount: Value| json!([{ "receipt": "r0", "verdict": verdict, "amount": amount, "minutes_no": "区招商会〔2013〕8号", "reason": "重点项目", "decided_on": "2013-09-01" }]);
    let admitted = run(
        json!({ "industry": "K70", "total": "1亿", "registered_on": "2013-01-01" }),
        decision("amount", json!("300万")),
    );
    assert_eq!(
        (admitted.state, admitted.verified_fen, admitted.recognised_fen),
        (State::Recognised, 500_000_000, 300_000_000)
    );
    assert!(admitted.say(Lang::Zh).ends_with("；会议认定（区招商会〔2013〕8号：重点项目），计 300.00万元"));
    assert_eq!(
        run(
            json!({ "industry": "K70", "total": "1亿", "registered_on": "2013-01-01" }),
            decision("admit", Value::Null)
        )
        .recognised_fen,
        500_000_000
    );
    assert_eq!(run(good, decision("refuse", Value::Null)).recognised_fen, 0);
}

#[test]
fn evidence_falls_back_in_the_stated_order() {
    let section = "[recognition]\nbase = [\"cash\"]\nno_evidence = \"decide\"\n\
        [[recognition.evidence]]\nid = \"full\"\nkinds = [\"cash\"]\nall = [\"capital_report\", \"bank_slip\"]\nsay = \"验资报告和进账单\"\n\
        [[recognition.evidence]]\nid = \"registered\"\nkinds = [\"cash\"]\nany = [\"licence\"]\ntake = \"registered\"\nsay = \"营业执照（按注册资本）\"\n\
        [[recognition.evidence]]\nid = \"two\"\nkinds = [\"goods\"]\nany = [\"invoice\", \"customs\", \"list\"]\nleast = 2\nsay = \"发票、报关单、清单中的两种\"\n";
    let one = |kind: &str, evidence: &[&str]| {
        let receipts = json!([{ "kind": kind, "amounts": { "cash": "500万", "registered": "200万" }, "evidence": evidence }]);
        let mut book = run(section, facts(json!({}), receipts)).0;
        book.receipts.remove(0)
    };
    assert_eq!(one("cash", &["capital_report", "bank_slip"]).recognised_fen, 500_000_000);
    assert_eq!(one("cash", &["bank_slip", "licence"]).recognised_fen, 200_000_000);
    let none = one("cash", &["bank_slip"]);
    assert_eq!(none.state, State::Undecided);
    assert!(none.say(Lang::Zh).ends_with("缺少有效凭证：验资报告和进账单；或者营业执照（按注册资本）"));
    assert_eq!(one("goods", &["invoice", "list"]).state, State::Recognised);
    assert_eq!(one("goods", &["invoice"]).state, State::Undecided);
    assert!(one("land", &["invoice"]).say(Lang::Zh).ends_with("没有适用于此类资金的凭证规定"));
}

/// The contract limits the money, not what the money is converted to.
#[test]
fn a_cap_looks_at_the_money_before_its_factor() {
    let left = |times: &str| {
        let section = format!(
            "[recognition]\nbase = [\"cash\"]\n[[recognition.cap]]\nof = \"contract\"\n[[recognition.factor]]\ntimes = {times}\n"
        );
        let receipts = json!([{ "amounts": { "cash": "400万" } }, { "amounts": { "cash": "400万" } }]);
        let (book, missing) = run(&section, facts(json!({ "contract": "500万" }), receipts));
        assert!(missing.is_empty(), "{missing:?}");
        [0, 1].map(|at| book.receipts[at].recognised_fen / 1_000_000)
    };
    assert_eq!(left("1"), [400, 100]);
    assert_eq!(left("0.3"), [120, 30]);
    assert_eq!(left("1.2"), [480, 120]);
}

#[test]
fn caps_hold_over_all_receipts_of_a_project_in_the_order_of_arrival() {
    let section = "[recognition]\nbase = [\"cash\"]\n[[recognition.cap]]\nof = \"contract\"\n[[recognition.cap]]\nmost = \"700万\"\neach = true\n";
    let receipts = json!([
        { "id": "c", "on": "2013-09-01", "amounts": { "cash": "500万" } },
        { "id": "a", "on": "2013-01-01", "amounts": { "cash": "800万" } },
        { "id": "b", "on": "2013-05-01", "amounts": { "cash": "200万" } },
    ]);
    let (book, _) = run(section, facts(json!({ "contract": "1000万" }), receipts));
    let fens: Vec<(&str, i64)> =
        book.receipts.iter().map(|r| (r.receipt.as_str(), r.recognised_fen / 1_000_000)).collect();
    assert_eq!(fens, [("a", 700), ("b", 200), ("c", 100)]);
    assert!(book.receipts[2].say(Lang::Zh).ends_with("500.00万元，不超过合同金额，计 100.00万元"));
}

#[test]
fn what_was_signed_before_is_carried_over_for_foreign_money_alone() {
    let section = "[recognition]\nbase = [\"cash\"]\nwindow = [\"2012-12-01\", \"2013-11-30\"]\n\
        [[recognition.carry]]\nwhere = \"origin = '境外'\"\nthen = \"carry\"\nsay = \"外资结转\"\n\
        [[recognition.carry]]\nwhere = \"origin = '省外'\"\nthen = \"next\"\n\
        [[recognition.carry]]\nthen = \"drop\"\nsay = \"内资不结转\"\n";
    let one = |origin: &str, signed: &str, on: &str| {
        let receipts = json!([{ "on": on, "amounts": { "cash": "100万" } }]);
        let project = json!({ "origin": origin, "signed_on": signed, "registered": "300万" });
        let (mut book, missing) = run(section, facts(project, receipts));
        assert!(missing.is_empty(), "{missing:?}");
        (book.receipts.remove(0), book.open)
    };
    let (foreign, _) = one("境外", "2012-06-01", "2013-03-01");
    assert_eq!((foreign.state, foreign.recognised_fen), (State::Recognised, 100_000_000));
    assert!(foreign.say(Lang::Zh).ends_with("；外资结转，计 100.00万元"));
    let (domestic, _) = one("市外", "2012-06-01", "2013-03-01");
    assert_eq!((domestic.state, domestic.recognised_fen), (State::Refused, 0));
    assert!(domestic.say(Lang::Zh).contains("；内资不结转，计 0.00万元；不予认定"));
    assert_eq!(one("省外", "2012-06-01", "2013-03-01").0.state, State::Next);
    // Signed within the shifted window: counts, and what has not come is carried or lapses.
    let (now, open) = one("境外", "2012-12-01", "2013-03-01");
    assert_eq!(
        (now.recognised_fen, open),
        (100_000_000, vec![Open { project: "p".into(), fen: 200_000_000, carried: true }])
    );
    assert!(!one("市外", "2012-12-01", "2013-03-01").1[0].carried);
    assert_eq!(one("境外", "2012-06-01", "2013-12-01").0.state, State::OutsideWindow);
}

#[test]
fn credits_and_the_district_total_are_apart() {
    let section = |mode: &str| {
        format!(
            "[recognition]\nbase = [\"cash\"]\n[credit]\nmode = \"{mode}\"\nroles = [{{ id = \"首谈\", share = \"50%\" }}, {{ id = \"落地\", share = \"50%\" }}]\n"
        )
    };
    let all = || {
        let project = json!({ "units": [{ "unit": "b", "role": "落地", "share": "30%" }, { "unit": "a", "role": "首谈", "share": "70%" }] });
        facts(project, json!([{ "amounts": { "cash": "0.01" } }, { "amounts": { "cash": "100.01" } }]))
    };
    for (mode, want, credited) in [
        ("full", vec![("a", 10_001), ("b", 10_001)], 20_004),
        ("equal", vec![("a", 5_001), ("b", 5_000)], 10_002),
        ("table", vec![("a", 5_001), ("b", 5_000)], 10_002),
        ("agreement", vec![("a", 7_001), ("b", 3_000)], 10_002),
    ] {
        let (book, missing) = run(&section(mode), all());
        assert!(missing.is_empty(), "{missing:?}");
        let credits: Vec<(&str, i64)> =
            book.receipts[1].credits.iter().map(|c| (c.unit.as_str(), c.fen)).collect();
        assert_eq!(credits, want, "{mode}");
        assert_eq!((book.district_total_fen, book.credited_fen), (10_002, credited), "{mode}");
    }
    let (_, missing) = run(
        "[recognition]\nbase = [\"cash\"]\n[credit]\nmode = \"table\"\nroles = [{ id = \"首谈\", share = 1 }]\n",
        all(),
    );
    assert_eq!(missing[0], "“r0”的分成角色不在办法里。");
}

#[test]
fn mistakes_in_the_section_are_found_where_they_stand() {
    let codes = |section: &str| -> Vec<(&'static str, String)> {
        Scheme::check(&format!("{HEAD}{section}")).1.into_iter().map(|f| (f.code, f.path)).collect()
    };
    let one = |section: &str, code: &'static str, path: &str| {
        assert_eq!(codes(section), [(code, path.to_owned())], "{section}");
    };
    one("[recognition]\n", "scheme.missing_key", "recognition.base");
    one("[recognition]\nbase = [\"gold\"]\n", "scheme.unknown_word", "recognition.base");
    one(
        "[recognition]\nbase = [\"cash\"]\n[[recognition.factor]]\nwhere = \"industry = 'C'\"\ntimes = 1\n",
        "scheme.factor_without_rest",
        "recognition.factor",
    );
    one(
        "[recognition]\nbase = [\"cash\"]\n[[recognition.eligible]]\nid = \"e\"\nneed = \"target(funds) > 1\"\nsay = \"x\"\n",
        "expr.not_of_a_row",
        "recognition.eligible[1].need",
    );
    one(
        "[recognition]\nbase = [\"cash\"]\n[[recognition.evidence]]\nid = \"e\"\nany = [\"slip\"]\nleast = 2\n",
        "scheme.evidence_least",
        "recognition.evidence[1].least",
    );
    one(
        "[recognition]\nbase = [\"cash\"]\n[[recognition.cap]]\nof = \"contract\"\nmost = 5\n",
        "scheme.cap_of_or_most",
        "recognition.cap[1].of",
    );
    one(
        "[credit]\nmode = \"table\"\nroles = [{ id = \"a\", share = \"60%\" }]\n",
        "scheme.weights_not_one",
        "credit.roles",
    );
    one(
        "[credit]\nmode = \"equal\"\nroles = [{ id = \"a\", share = 1 }, { id = \"a\", share = 1 }]\n",
        "scheme.roles_twice",
        "credit.roles",
    );
}
