//! Records through a scheme to scores: the built-in schemes with their printed checks, and what bad records are told.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::assessment::{
    Lang, Severity,
    scheme::{BUILT_IN, Scheme},
};

fn built_in(id: &str) -> Scheme {
    let (_, text) = BUILT_IN.into_iter().find(|(known, _)| *known == id).expect("built in");
    Scheme::parse(text).unwrap_or_else(|list| {
        panic!("{}", list.iter().map(|f| f.say(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

pub(super) fn records(json: Value) -> Records {
    serde_json::from_value(json).expect("records")
}

fn outcome(scheme: &Scheme, json: Value) -> Outcome {
    score_records(scheme, &records(json))
        .unwrap_or_else(|m| panic!("{}", m.iter().map(|m| m.say(Lang::En)).collect::<Vec<_>>().join("\n")))
}

fn total(scheme: &Scheme, json: Value) -> String {
    outcome(scheme, json).scores.units[0].total.points.normalize().to_string()
}

fn value(measure: &str, value: &str) -> Value {
    json!({ "unit": "u", "measure": measure, "value": value })
}

/// One unit with figures and targets.
fn one(year: i16, values: &[(&str, &str)], targets: &[(&str, &str)]) -> Value {
    let list = |of: &[(&str, &str)]| of.iter().map(|(m, v)| value(m, v)).collect::<Vec<_>>();
    json!({ "as_of": format!("{year}-12-31"), "units": [{ "id": "u" }], "values": list(values), "targets": list(targets) })
}

#[test]
fn every_built_in_scheme_is_sound_and_named_as_its_file() {
    for (id, text) in BUILT_IN {
        let (scheme, findings) = Scheme::check(text);
        let bad: Vec<String> = findings
            .iter()
            // Sizes of targets that the source does not state are warned of, as they should be.
            .filter(|f| f.severity == Severity::Error || f.code != "scheme.size_without_value")
            .map(|f| f.say(Lang::En))
            .collect();
        assert!(bad.is_empty(), "{id}: {bad:?}");
        assert_eq!(scheme.expect("sound").id, id);
    }
}

#[test]
fn b1_county_2006() {
    let scheme = built_in("county-2006");
    for (done, want) in [
        ("4999万", "0"),
        ("5000万", "60"),
        ("5499万", "60"),
        ("5500万", "60.5"),
        ("8000万", "63"),
        ("16000万", "70"),
    ] {
        assert_eq!(total(&scheme, one(2006, &[("fixed", done)], &[("fixed", "5000万")])), want, "{done}");
    }
    // The same through receipts: what has no evidence does not count.
    let receipt = |id: &str, amount: &str, evidence: &str| json!({ "id": id, "on": "2006-05-01", "amounts": { "fixed": amount }, "evidence": [evidence], "units": [{ "unit": "u" }] });
    let mut facts = one(2006, &[], &[("fixed", "5000万")]);
    facts["receipts"] = json!([receipt("a", "5500万", "settlement"), receipt("b", "5000万", "promise")]);
    let done = outcome(&scheme, facts);
    assert_eq!(done.scores.units[0].total.points.normalize().to_string(), "60.5");
    let book = done.book.expect("recognised");
    assert_eq!((book.district_total_fen, book.receipts[1].recognised_fen), (5_500_000_000, 0));
    assert!(
        book.receipts[1].say(Lang::Zh).contains("不予认定；缺少有效凭证：土地缴款凭证"),
        "{}",
        book.receipts[1].say(Lang::Zh)
    );
}

#[test]
fn b2_xiangxi_2009() {
    let text = BUILT_IN[2].1;
    for (mode, wants) in [("full", ["100.4", "99.8", "99"]), ("proportional", ["100.5", "99.72", "99"])] {
        let scheme =
            Scheme::parse(&text.replace("mode = \"full\"", &format!("mode = \"{mode}\""))).expect("sound");
        for (domestic, want) in ["10500万", "6600万", "3000万"].into_iter().zip(wants) {
            let facts = one(2009, &[("fdi", "2000万"), ("domestic", domestic)], &[("task", "10000万")]);
            assert_eq!(total(&scheme, facts), want, "{mode} {domestic}");
        }
    }
}

#[test]
fn b3_luohe_part_b() {
    let scheme = built_in("luohe");
    for (target, done, want) in [
        ("8000万", "9200万", "109"),
        ("5000万", "5600万", "103.6"),
        ("3000万", "2400万", "84"),
        ("1000万", "1300万", "103"),
    ] {
        // With 20 points of daily work beside the printed block.
        let facts = json!({
            "as_of": "2010-12-31", "units": [{ "id": "u", "class": "department" }],
            "values": [value("province", done)], "targets": [value("province", target)],
            "projects": [], "returns": [],
            "ratings": [{ "item": "b_organisation", "unit": "u", "by": "市招商局", "points": 5 }],
        });
        assert_eq!(total(&scheme, facts), want, "{target}");
    }
    let size = |amount: &str, top: &str| json!({ "id": amount.to_owned() + top, "total": amount, "recognised_on": "2010-03-01", "units": [{ "unit": "u" }], "tags": { "top500": top } });
    let facts = json!({
        "as_of": "2010-12-31", "units": [{ "id": "u", "class": "area" }],
        "values": [value("province", "800万"), value("fdi", "120万"), value("signed", "12"), value("contract", "30亿"), value("started", "9"), value("invested", "12亿")],
        "targets": [value("province", "1000万"), value("fdi", "100万"), value("signed", "10"), value("contract", "28亿")],
        "projects": [size("6亿", "yes"), size("5亿", "no"), size("1亿", "yes"), size("1亿", "no")],
    });
    // 8 + 12 + 5 + 10 + 15 + 10 + (5 + 4 + 3), and 2 × 0.5 + 2 × 0.2 more.
    assert_eq!(total(&scheme, facts), "73.4");
}

fn team(
    projects: &[(&str, bool)],
    funds: &str,
    ratings: &[(&str, &str)],
    visits: usize,
    fair: usize,
    leads: usize,
) -> Value {
    let project = |(at, (total, fits)): (usize, &(&str, bool))| {
        json!({ "id": format!("p{at}"), "total": total, "recognised_on": "2023-05-01", "units": [{ "unit": "u" }],
            "tags": { "fits_industry": if *fits { "yes" } else { "no" }, "invested_ratio": "6%" } })
    };
    let activity = |kind: &str, count: usize| {
        (0..count)
            .map(|n| json!({ "id": format!("{kind}{n}"), "unit": "u", "kind": kind, "on": "2023-04-01" }))
            .collect::<Vec<_>>()
    };
    // The three aspects of five points that sum to the printed rating.
    let mut all: Vec<Value> = Vec::new();
    for (raters, points) in ratings {
        if *raters == "teams" {
            all.push(json!({ "item": "teams", "unit": "u", "raters": "teams", "by": format!("队{}", all.len()), "points": points }));
            continue;
        }
        let rest = number::parse(points).expect("a number") - Decimal::from(9);
        for (aspect, points) in
            [("depth", "4.5".to_owned()), ("effect", "4.5".to_owned()), ("help", rest.to_string())]
        {
            all.push(json!({ "item": "hosts", "unit": "u", "raters": raters, "aspect": aspect, "by": raters, "points": points }));
        }
    }
    json!({
        "as_of": "2023-12-31", "units": [{ "id": "u" }],
        "targets": [value("new_projects", "4"), value("funds", "80000万")],
        "values": [value("funds", funds)],
        "projects": projects.iter().enumerate().map(project).collect::<Vec<_>>(),
        "activities": ([activity("leader_visit", visits), activity("fair", fair), activity("lead", leads)].concat()),
        "ratings": all,
    })
}

#[test]
fn b4_industry_team() {
    let scheme = built_in("industry-team");
    let first = team(
        &[("10亿", true), ("2亿", true), ("1亿", false)],
        "62000万",
        &[("parks", "13.5"), ("towns", "12"), ("teams", "14"), ("teams", "12.5"), ("teams", "13")],
        4,
        1,
        2,
    );
    let done = outcome(&scheme, first);
    let points: Vec<String> =
        done.scores.units[0].items.iter().map(|i| i.points.normalize().to_string()).collect();
    assert_eq!(points, ["22.5", "15.5", "13.33", "13.05", "13.17", "2", "3", "1", "0", "4"]);
    assert_eq!(done.scores.units[0].total.points.normalize().to_string(), "87.55");
    let six: Vec<(&str, bool)> = [("50亿", true)].into_iter().chain([("1亿", true); 5]).collect();
    let capped = team(&six, "90000万", &[("parks", "14"), ("towns", "14"), ("teams", "15")], 8, 0, 0);
    assert_eq!(total(&scheme, capped), "114");
    // By the schedule two of four projects and half of the money are due in the middle of the year.
    let mut half =
        team(&[("2亿", true)], "20000万", &[("parks", "14"), ("towns", "14"), ("teams", "15")], 0, 0, 0);
    half["as_of"] = json!("2023-06-30");
    assert_eq!(
        outcome(&scheme, half).scores.units[0].items[0].explain.say(Lang::Zh),
        "得分 = 完成数 1个 ÷ 目标 2个 = 50.00% × 30分 = 15.00分"
    );
}

#[test]
fn b5_gaoan_2021() {
    let scheme = built_in("gaoan-2021");
    let mut values = Vec::new();
    let mut targets = Vec::new();
    let mut units = Vec::new();
    for (at, x) in ["1200", "300", "750", "0"].into_iter().enumerate() {
        let unit = format!("u{at}");
        let of = |measure: &str, v: &str| json!({ "unit": unit, "measure": measure, "value": v });
        values.extend([
            of("fdi_total", x),
            of("fdi_cash", x),
            of("secretary_months", "12"),
            of("head_months", "11"),
        ]);
        for measure in ["listed_investment", "listed_projects", "signed"] {
            values.push(of(measure, "5"));
            targets.push(of(measure, "5"));
        }
        units.push(json!({ "id": unit }));
    }
    let done = outcome(
        &scheme,
        json!({ "as_of": "2021-12-31", "units": units, "values": values, "targets": targets }),
    );
    let mut fdi: Vec<(String, String)> = done
        .scores
        .units
        .iter()
        .map(|u| (u.name.clone(), u.items[0].points.normalize().to_string()))
        .collect();
    fdi.sort();
    let points: Vec<&str> = fdi.iter().map(|(_, p)| p.as_str()).collect();
    assert_eq!(points, ["30", "21", "25.5", "18"]); // coefficients 100, 70, 85, 60
    // Trade and e-commerce have no targets: 72.5 of 75 points are scaled up.
    assert_eq!(done.scores.units[0].total.say(Lang::Zh), "总分 = 基础分 72.50分 ÷ 75 × 100 = 96.67分");
}

#[test]
fn b6_town_cluster() {
    let scheme = built_in("town-cluster");
    let points = |measure: &str, x: &str, item: usize| {
        let mut figures = vec![
            ("spending", "100万"),
            ("workshops", "3000"),
            ("firms", "3"),
            ("fixed", "2000万"),
            ("producing", "3"),
            ("intensity", "60万"),
        ];
        figures.iter_mut().filter(|(m, _)| *m == measure).for_each(|f| f.1 = x);
        let mut facts = one(2012, &figures, &[]);
        facts["ratings"] = json!([{ "item": "ground", "unit": "u", "by": "验收组", "points": 5 }]);
        outcome(&scheme, facts).scores.units[0].items[item].points.normalize().to_string()
    };
    for (x, want) in [
        ("130万", "6"),
        ("129万", "5"),
        ("160万", "7"),
        ("70万", "4"),
        ("69万", "4"),
        ("40万", "3"),
        ("29万", "0"),
    ] {
        assert_eq!(points("spending", x, 1), want, "{x}");
    }
    for (x, want) in [("2", "0"), ("3", "10"), ("5", "14")] {
        assert_eq!(points("firms", x, 3), want, "{x}");
    }
    for (x, want) in [("1999万", "0"), ("2000万", "10"), ("2499万", "10"), ("2500万", "12"), ("4100万", "18")]
    {
        assert_eq!(points("fixed", x, 4), want, "{x}");
    }
}

#[test]
fn b7_unit_sheet() {
    let scheme = built_in("unit-sheet");
    for (task, paid, plan, information, late, want) in [
        ("100%", "20%", "0", "0", 0, "100"),
        ("100%", "19.9%", "0", "0", 0, "0"),
        ("85%", "30%", "0", "1", 3, "67"),
        ("49.9%", "80%", "0", "0", 0, "0"),
        ("50%", "20%", "1", "1", 12, "28"),
    ] {
        let mut facts = one(
            2013,
            &[("task", task), ("paid", paid), ("no_plan", plan), ("no_information", information)],
            &[],
        );
        facts["returns"] = (1..=late).map(|m| json!({ "unit": "u", "month": format!("2013-{m:02}"), "due_on": format!("2013-{m:02}-05") })).collect();
        assert_eq!(total(&scheme, facts), want, "{task} {paid}");
    }
    let mut facts =
        one(2013, &[("task", "85%"), ("paid", "10%"), ("no_plan", "0"), ("no_information", "0")], &[]);
    facts["returns"] = json!([]);
    let item = outcome(&scheme, facts).scores.units[0].items[0].clone();
    assert_eq!(item.gap.map(|g| g.say(Lang::Zh)).as_deref(), Some("再完成 10.00% 可得50分"));
}

#[test]
fn b8_recognition_libraries_and_a_reward_on_the_whole_amount() {
    let yinzhou = built_in("yinzhou-2008");
    let receipt = |id: &str, on: &str, project: &str| json!({ "id": id, "on": on, "project": project, "amounts": { "fixed": "1000万" } });
    let facts = json!({
        "as_of": "2008-11-30", "units": [{ "id": "u" }], "targets": [value("funds", "1820万")],
        "projects": [
            { "id": "local", "outside_share": "40%", "units": [{ "unit": "u" }], "tags": { "local_partner": "yes" } },
            { "id": "away", "outside_share": "40%", "units": [{ "unit": "u" }], "tags": { "local_partner": "no" } },
        ],
        "receipts": [receipt("a", "2007-12-01", "local"), receipt("b", "2008-11-30", "away"), receipt("c", "2007-11-30", "away")],
    });
    let done = outcome(&yinzhou, facts);
    let book = done.book.expect("recognised");
    let fens: Vec<i64> = book.receipts.iter().map(|r| r.recognised_fen).collect();
    assert_eq!(fens, [0, 520_000_000, 1_300_000_000]); // by the day: outside the window, 520万, 1,300万
    assert_eq!(
        book.receipts[1].say(Lang::Zh),
        "认定 = 固定资产投资 1,000.00万元 × 区外投资方占比 40.00% = 400.00万元 + 流动资金按固定资产的 30.00% 120.00万元 = 520.00万元"
    );
    assert!(book.receipts[0].say(Lang::En).ends_with("; outside the window, not counted"));
    assert_eq!(done.scores.units[0].total.points.normalize().to_string(), "100");

    let street = built_in("street-2018");
    for (fixed, want) in
        [("9000万", "450000"), ("12000万", "960000"), ("50000万", "3000000"), ("2999万", "0")]
    {
        let facts = one(2018, &[("funds", "0"), ("fixed", fixed)], &[("funds", "100万")]);
        let done = outcome(&street, facts);
        let reward = done.scores.units[0].measures.iter().find(|m| m.measure == "reward").expect("shown");
        let yuan = reward.done.value * Decimal::from(10_000);
        assert_eq!(yuan.normalize().to_string(), want, "{fixed}");
    }
}

#[test]
fn b9_city_2023_and_b10_guichi_2013() {
    let facts =
        one(2023, &[("contract", "38.5亿"), ("leading", "9")], &[("contract", "45亿"), ("leading", "8")]);
    let done = outcome(&built_in("city-2023"), facts);
    let points: Vec<String> = done.scores.units[0].items.iter().map(|i| i.points.to_string()).collect();
    assert_eq!(points[..2], ["42.78", "30"]);
    let facts = one(
        2013,
        &[("projects", "5"), ("completed", "3"), ("funds", "72亿")],
        &[("projects", "6"), ("completed", "2"), ("funds", "80亿")],
    );
    let done = outcome(&built_in("guichi-2013"), facts);
    let points: Vec<String> = done.scores.units[0].items.iter().map(|i| i.points.to_string()).collect();
    assert_eq!(points, ["8.33", "6", "3.60"]);
}

#[test]
fn bad_records_are_told_with_their_place() {
    let scheme = built_in("county-2006");
    let mut facts = one(2006, &[("fixed", "1"), ("money", "1")], &[("fixed", "0.001"), ("fixed", "5")]);
    facts["targets"][1]["unit"] = json!("nobody");
    facts["targets"]
        .as_array_mut()
        .expect("a list")
        .push(json!({ "unit": "u", "measure": "fixed", "value": 1, "part": "q9" }));
    facts["decisions"] = json!([{ "receipt": "x", "verdict": "admit", "minutes_no": " ", "reason": "", "decided_on": "2006-05-01" }]);
    facts["ratings"] = json!([{ "item": "task", "unit": "u", "by": "x", "points": 1 }]);
    let said: Vec<String> =
        score_records(&scheme, &records(facts)).expect_err("wrong").iter().map(|m| m.say(Lang::Zh)).collect();
    assert_eq!(
        said,
        [
            "decisions[0].receipt：认定决定里的到位记录“x”不存在。",
            "decisions[0].minutes_no：到位记录“x”的认定决定没有写明会议纪要编号（minutes_no）。",
            "decisions[0].reason：到位记录“x”的认定决定没有写明理由（reason）。",
            "targets[0].value：“固定资产实际投资”的金额太大，或不到一分。",
            "targets[1].unit：数据里的单位“nobody”不在考核名单上。",
            "targets[2].part：“q9”不是季度或月份，应写 q1–q4 或 m1–m12。",
            "values[1].measure：办法里没有可以填报的指标“money”。",
            "ratings[0].item：没有需要评分的单位或项目“task”。",
        ]
    );
    for (bad, words) in [
        (
            json!({ "as_of": "2006-12-31", "units": [{ "id": "u" }], "values": [{ "unit": "u", "measure": "fixed", "value": 1.5 }] }),
            "a decimal in quotes",
        ),
        (json!({ "as_of": "2006-12-31", "units": [{ "id": "u" }], "value": [] }), "unknown field `value`"),
        (json!({ "as_of": "2006-13-31", "units": [] }), "parsing failed"),
        (json!({ "units": [] }), "missing field `as_of`"),
    ] {
        let error = serde_json::from_value::<Records>(bad.clone()).expect_err("wrong").to_string();
        assert!(error.contains(words) || bad["as_of"] == "2006-13-31", "{error}");
    }
}

#[test]
fn the_schema_describes_every_list() {
    let schema = schema();
    for key in [
        "as_of",
        "units",
        "targets",
        "receipts",
        "projects",
        "ratings",
        "activities",
        "returns",
        "rates",
        "decisions",
    ] {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
    assert_eq!(schema["required"], json!(["as_of", "units"]));
    assert!(schema["$defs"]["Receipt"]["properties"]["on"]["description"].as_str().is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever order the lists come in, nothing changes: neither scores nor what was recognised.
    #[test]
    fn the_order_of_records_never_changes_a_score(turn in any::<u64>(), sizes in prop::collection::vec((1u32..9_000, 0usize..3, 1i8..13), 1..25)) {
        let text = BUILT_IN[9].1.replace("mode = \"equal\"", "mode = \"equal\"\n[[recognition.cap]]\nof = \"contract\"").replace("year = 2008", "year = 2008\nwindow = [\"2008-01-01\", \"2008-12-31\"]").replace("window = [\"2007-12-01\", \"2008-11-30\"]", "");
        let scheme = Scheme::parse(&text).expect("sound");
        let receipts: Vec<Value> = sizes.iter().enumerate().map(|(at, (wan, project, month))| json!({
            "id": format!("r{at}"), "on": format!("2008-{month:02}-10"), "project": format!("p{project}"), "amounts": { "fixed": format!("{wan}万") },
        })).collect();
        let mut facts = json!({
            "as_of": "2008-12-31", "units": [{ "id": "a" }, { "id": "b" }, { "id": "c" }],
            "targets": (["a", "b", "c"].map(|u| json!({ "unit": u, "measure": "funds", "value": "5000万" }))),
            "projects": ([0, 1, 2].map(|p| json!({ "id": format!("p{p}"), "contract": "8000万", "units": (["a", "b", "c"][..=p].iter().map(|u| json!({ "unit": u })).collect::<Vec<_>>()) }))),
            "receipts": receipts,
        });
        let straight = score_records(&scheme, &records(facts.clone())).expect("complete");
        let credited: i64 = straight.book.iter().flat_map(|b| &b.receipts).flat_map(|r| &r.credits).map(|c| c.fen).sum();
        prop_assert_eq!(credited, straight.book.as_ref().map_or(0, |b| b.district_total_fen));
        let mut state = turn;
        for key in ["units", "targets", "projects", "receipts"] {
            let list = facts[key].as_array_mut().expect("a list");
            list.sort_by_cached_key(|_| { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); state >> 33 });
        }
        let turned = score_records(&scheme, &records(facts)).expect("complete");
        // The facts are kept as they came.
        prop_assert_eq!(super::Outcome { facts: straight.facts.clone(), ..turned }, straight);
    }
}
