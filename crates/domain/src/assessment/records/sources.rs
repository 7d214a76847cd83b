//! Mechanisms of published methods that no built-in scheme covers, each as the smallest scheme that has it. The numbers
//! are those of `docs/sources.md`; figures are of the sources where they state any, and made up where they do not.

use serde_json::{Value, json};

use super::{score_records, tests::records};
use crate::assessment::{Lang, scheme::Scheme};

const FUNDS: &str = "[[measure]]\nid = \"funds\"\nname = \"到位资金\"\nunit = \"万元\"\nfrom = \"funds\"\n";
const PROJECTS: &str =
    "[[measure]]\nid = \"projects\"\nname = \"项目\"\nunit = \"个\"\nfrom = \"projects\"\n";

fn entered(id: &str, unit: &str) -> String {
    format!("[[measure]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"{unit}\"\nfrom = \"entered\"\n")
}

fn item(id: &str, points: &str, rest: &str) -> String {
    format!("[[item]]\nid = \"{id}\"\nname = \"{id}\"\npoints = {points}\n{rest}\n")
}

fn scheme(total: &str, parts: &[&str]) -> Scheme {
    let text =
        format!("[scheme]\nid = \"s\"\nname = \"试\"\nyear = 2013\ntotal = {total}\n{}", parts.join(""));
    Scheme::parse(&text).unwrap_or_else(|list| {
        panic!("{}\n{text}", list.iter().map(|f| f.say(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

/// Total and verdict of every unit, in the order of `units`.
fn totals(scheme: &Scheme, facts: &Value) -> Vec<String> {
    let done = score_records(scheme, &records(facts.clone()))
        .unwrap_or_else(|m| panic!("{}", m.iter().map(|m| m.say(Lang::En)).collect::<Vec<_>>().join("\n")));
    let said = |unit: &Value| {
        let name = unit["id"].as_str().expect("an id");
        let unit = done.scores.units.iter().find(|u| u.name == name).expect("scored");
        let verdict = unit.outcome.as_ref().map(|o| format!(" {}", o.zh)).unwrap_or_default();
        format!("{}{verdict}", unit.total.points.normalize())
    };
    facts["units"].as_array().expect("units").iter().map(said).collect()
}

/// What each receipt counts, in yuan.
fn counted(scheme: &Scheme, facts: &Value) -> Vec<String> {
    let done = score_records(scheme, &records(facts.clone()))
        .unwrap_or_else(|m| panic!("{}", m.iter().map(|m| m.say(Lang::En)).collect::<Vec<_>>().join("\n")));
    let receipts = done.book.expect("rules").receipts;
    receipts.iter().map(|r| (r.recognised_fen / 100).to_string()).collect()
}

fn value(unit: &str, measure: &str, value: &str) -> Value {
    json!({ "unit": unit, "measure": measure, "value": value })
}

#[test]
fn s4_s13_s35_what_counts_depends_on_place_intensity_subject_and_stage() {
    let funds_item = item("i", "100", "kind = \"ratio\"\nmeasure = \"funds\"\nno_target = \"zero\"");
    let rules = "[recognition]\nbase = [\"fixed\"]\n\
        [[recognition.eligible]]\nid = \"zone\"\nneed = \"place != '开发区' or (fixed >= 1000万 and intensity >= 1500)\"\nsay = \"开发区项目须固定资产千万元以上并达到投资强度\"\n\
        [[recognition.eligible]]\nid = \"local\"\nunless = \"origin = '区内'\"\nsay = \"区内企业投资不计入\"\n\
        [[recognition.eligible]]\nid = \"branch\"\nunless = \"subject in ('分支机构', '连锁门店')\"\nsay = \"分支机构和连锁店不计入\"\n\
        [[recognition.eligible]]\nid = \"second\"\nunless = \"extension_of != ''\"\nsay = \"已签合同内的二期不计入\"\n\
        [[recognition.eligible]]\nid = \"meeting\"\nneed = \"industry != 'K70'\"\nseverity = \"decide\"\nsay = \"房地产须领导小组研究\"\n";
    let scheme = scheme("100", &[FUNDS, &funds_item, rules]);
    let project = |id: &str, rest: Value| {
        let mut p = json!({ "id": id, "origin": "省外", "subject": "企业", "industry": "C35", "fixed": "3000万",
            "land_mu": 1, "place": "开发区", "units": [{ "unit": "u" }] });
        for (key, value) in rest.as_object().expect("fields") {
            p[key] = value.clone();
        }
        p
    };
    let projects = [
        project("good", json!({})),
        project("thin", json!({ "land_mu": 30000 })),
        project("elsewhere", json!({ "place": "街道", "fixed": "200万" })),
        project("local", json!({ "origin": "区内" })),
        project("branch", json!({ "subject": "分支机构" })),
        project("second", json!({ "extension_of": "good" })),
        project("estate", json!({ "industry": "K7010" })),
    ];
    let receipts: Vec<Value> = projects
        .iter()
        .map(|p| json!({ "id": format!("r-{}", p["id"].as_str().expect("an id")), "project": p["id"], "on": "2013-05-01", "amounts": { "fixed": "100万" } }))
        .collect();
    let mut facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "u" }], "projects": projects, "receipts": receipts });
    let by_id = |facts: &Value| {
        let done = score_records(&scheme, &records(facts.clone())).expect("scored").book.expect("rules");
        let of = |id: &str| {
            done.receipts.iter().find(|r| r.receipt == id).expect("there").recognised_fen / 100_000_000
        };
        ["r-good", "r-thin", "r-elsewhere", "r-local", "r-branch", "r-second", "r-estate"].map(of)
    };
    assert_eq!(by_id(&facts), [1, 0, 1, 0, 0, 0, 0]);
    // 其他经领导小组研究: a decision with its minutes stands above the rules.
    facts["decisions"] = json!([
        { "receipt": "r-estate", "verdict": "amount", "amount": "60万", "minutes_no": "招委〔2013〕7号", "reason": "总部项目", "decided_on": "2013-06-01" },
    ]);
    let done = score_records(&scheme, &records(facts)).expect("scored").book.expect("rules");
    assert_eq!(
        done.receipts.iter().find(|r| r.receipt == "r-estate").expect("there").recognised_fen,
        60_000_000
    );
}

#[test]
fn s8_s11_proofs_stand_in_for_each_other_in_a_stated_order() {
    let rules = "[recognition]\nbase = [\"cash\", \"fixed\"]\n\
        [[recognition.evidence]]\nid = \"proved\"\nany = [\"capital_verification\", \"bank_slip\", \"equipment_list\"]\nsay = \"验资、进账或设备清单\"\n\
        [[recognition.evidence]]\nid = \"goods\"\nwhere = \"kind = 'goods'\"\nall = [\"customs\", \"inspection\"]\nsay = \"报关并商检\"\n\
        [[recognition.evidence]]\nid = \"registered\"\nany = [\"licence\"]\ntake = \"registered\"\nsay = \"按注册资本\"\n\
        [[recognition.evidence]]\nid = \"statistics\"\nany = [\"statistics\"]\ntake = \"statistics\"\nsay = \"按统计数\"\n";
    let scheme = scheme(
        "100",
        &[FUNDS, &item("i", "100", "kind = \"ratio\"\nmeasure = \"funds\"\nno_target = \"zero\""), rules],
    );
    let receipt = |id: &str, kind: &str, evidence: &[&str]| {
        json!({ "id": id, "kind": kind, "on": "2013-05-01", "evidence": evidence, "units": [{ "unit": "u" }],
            "amounts": { "cash": "500万", "registered": "300万", "statistics": "200万" } })
    };
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "u" }], "receipts": [
        receipt("a", "cash", &["bank_slip"]),
        receipt("b", "goods", &["customs", "inspection"]),
        receipt("c", "goods", &["customs"]),
        receipt("d", "cash", &["licence"]),
        receipt("e", "cash", &["statistics"]),
        receipt("f", "cash", &["promise"]),
    ] });
    assert_eq!(counted(&scheme, &facts), ["5000000", "5000000", "0", "3000000", "2000000", "0"]);
}

#[test]
fn s12_only_what_was_registered_and_reported_in_time_counts_and_within_two_years() {
    let rules = "[recognition]\nbase = [\"cash\"]\n\
        [[recognition.eligible]]\nid = \"register\"\nneed = \"registered_on <= '2013-06-30' and reported_months >= 6\"\nsay = \"未按月登记在册\"\n\
        [[recognition.eligible]]\nid = \"years\"\nneed = \"age_years < 2\"\nsay = \"超过两年\"\n\
        [[recognition.eligible]]\nid = \"once\"\nunless = \"same_as != ''\"\nsay = \"重复申报\"\n";
    let scheme = scheme(
        "100",
        &[FUNDS, &item("i", "100", "kind = \"ratio\"\nmeasure = \"funds\"\nno_target = \"zero\""), rules],
    );
    let project = |id: &str, registered: &str, months: u32, first: &str, same: &str| {
        json!({ "id": id, "registered_on": registered, "reported_months": months, "first_claim_on": first,
            "same_as": same, "units": [{ "unit": "u" }] })
    };
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "u" }], "projects": [
        project("a", "2013-01-05", 8, "2012-06-01", ""),
        project("b", "2013-11-20", 8, "2012-06-01", ""),
        project("c", "2013-01-05", 2, "2012-06-01", ""),
        project("d", "2010-01-05", 8, "2010-06-01", ""),
        project("e", "2013-01-05", 8, "2012-06-01", "a"),
    ], "receipts": (["a", "b", "c", "d", "e"].map(|p| json!({ "id": format!("r{p}"), "project": p, "on": "2013-10-08", "amounts": { "cash": "10万" } }))) });
    assert_eq!(counted(&scheme, &facts), ["100000", "0", "0", "0", "0"]);
}

#[test]
fn s14_to_s18_who_spoke_first_and_where_it_landed_share_by_a_table() {
    let credit = "[recognition]\nbase = [\"cash\"]\n[credit]\nmode = \"table\"\nroles = [{ id = \"首谈\", share = \"50%\" }, { id = \"落地\", share = \"50%\" }]\nabsent = \"rescale\"\n";
    let scheme =
        scheme("100", &[FUNDS, &item("i", "100", "kind = \"formula\"\nformula = \"funds / 1万\""), credit]);
    let receipt = |id: &str, units: Value| json!({ "id": id, "on": "2013-05-01", "amounts": { "cash": "20万" }, "units": units });
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "a" }, { "id": "b" }], "receipts": [
        receipt("both", json!([{ "unit": "a", "role": "首谈" }, { "unit": "b", "role": "落地" }])),
        // Who speaks first and lands it has all of it.
        receipt("alone", json!([{ "unit": "b", "role": "落地" }])),
    ] });
    assert_eq!(totals(&scheme, &facts), ["10", "30"]);
    let done = score_records(&scheme, &records(facts)).expect("scored").book.expect("rules");
    assert_eq!((done.district_total_fen, done.credited_fen), (40_000_000, 40_000_000));
}

#[test]
fn s6_s20_a_unit_is_moved_by_what_it_lands() {
    let classes = "[[class]]\nid = \"a\"\nname = \"只招商\"\n[[class]]\nid = \"b\"\nname = \"有项目\"\n";
    let outcomes = "[[outcome]]\nat_least = 90\nsay = \"一等\"\n[[outcome]]\nat_least = 60\nsay = \"二等\"\n[[outcome]]\nat_least = 0\nsay = \"三等\"\n";
    let move_up = "[[item]]\nid = \"b\"\nname = \"转组\"\nkind = \"gate\"\nwhen = \"signed >= 1\"\nthen = \"move_class\"\nclass = \"b\"\nsay = \"已有签约项目，按乙类考核\"\n\
        [[item]]\nid = \"up\"\nname = \"晋档\"\nkind = \"gate\"\nwhen = \"completion(funds) >= 1 and (projects >= 3 or big >= 1)\"\nthen = \"promote\"\nsay = \"完成任务并多落地3个亿元项目，直接晋档\"\n";
    let scheme = scheme(
        "100",
        &[
            classes,
            FUNDS,
            PROJECTS,
            &entered("signed", "个"),
            "[[measure]]\nid = \"big\"\nname = \"10亿项目\"\nunit = \"个\"\nfrom = \"projects\"\nfilter = { at_least = \"10亿\" }\n",
            &item("i", "100", "kind = \"ratio\"\nmeasure = \"funds\"\nfloor = 0\ncap = 100"),
            move_up,
            outcomes,
        ],
    );
    let project = |id: &str, unit: &str, total: &str| json!({ "id": id, "total": total, "recognised_on": "2013-04-01", "units": [{ "unit": unit }] });
    let facts = json!({ "as_of": "2013-12-31",
        "units": [{ "id": "u", "class": "a" }, { "id": "v", "class": "a" }],
        "targets": [value("u", "funds", "1000万"), value("v", "funds", "1000万")],
        "values": [value("u", "funds", "700万"), value("v", "funds", "1000万"), value("u", "signed", "1"), value("v", "signed", "0")],
        "projects": [project("p", "v", "10亿")] });
    assert_eq!(totals(&scheme, &facts), ["70 二等", "100 一等"]);
    let done = score_records(&scheme, &records(facts)).expect("scored");
    let class = |name: &str| done.scores.units.iter().find(|u| u.name == name).expect("scored").class.clone();
    assert_eq!((class("u"), class("v")), ("b".to_owned(), "a".to_owned()));
}

#[test]
fn s19_s41_hard_and_soft_targets_of_two_owners() {
    let scheme = scheme(
        "100",
        &[
            FUNDS,
            // Over the city's target by its ratio, up to 10 points; short of the county's own in proportion.
            &item("city", "60", "kind = \"ratio\"\nnum = \"funds\"\nden = \"target(funds, city)\"\ncap = 70"),
            &item(
                "own",
                "40",
                "kind = \"steps\"\non = \"completion(funds, county)\"\nat = 1\nper = \"1%\"\nmode = \"proportional\"\nbase = 40\nup = 0\ndown = 0.4",
            ),
        ],
    );
    let target = |unit: &str, owner: &str, value: &str| json!({ "unit": unit, "measure": "funds", "value": value, "owner": owner });
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "县" }, { "id": "局", "soft": true }],
        "targets": [target("县", "city", "1000万"), target("县", "county", "1500万"), target("局", "city", "100万"), target("局", "county", "100万")],
        "values": [value("县", "funds", "1200万"), value("局", "funds", "100万")] });
    assert_eq!(totals(&scheme, &facts), ["102", "100"]);
    let done = score_records(&scheme, &records(facts)).expect("scored");
    let place = |name: &str| done.scores.units.iter().find(|u| u.name == name).expect("scored").place;
    assert_eq!((place("县"), place("局")), (Some(1), None));
}

#[test]
fn s23_s24_base_points_more_without_limit_and_what_fills_a_blank() {
    let scheme = scheme(
        "50",
        &[
            PROJECTS,
            &entered("foreign", "万美元"),
            &item("base", "50", "kind = \"formula\"\nformula = \"50\""),
            // 多超多得: 10 for each project, no limit.
            &item(
                "more",
                "10",
                "bonus = true\nkind = \"per_item\"\nmeasure = \"projects\"\neach = 10\nuncapped = true",
            ),
            // Nothing for three years, and some now: the base points of the item.
            &item(
                "blank",
                "5",
                "bonus = true\nkind = \"threshold\"\nwhen = \"foreign > 0 and lag(foreign) + lag(foreign, 2) + lag(foreign, 3) = 0\"",
            ),
            // Fewer than five new projects: nothing.
            &item(
                "least",
                "20",
                "bonus = true\nkind = \"steps\"\non = \"projects\"\nat = 5\nper = 1\nmode = \"full\"\nbase = 10\nup = 2\ndown = 0\nfloor_below = 5\nmax = 20",
            ),
        ],
    );
    let project = |unit: &str, n: usize| json!({ "id": format!("{unit}{n}"), "recognised_on": "2013-04-01", "units": [{ "unit": unit }] });
    let projects: Vec<Value> =
        (0..7).map(|n| project("u", n)).chain((0..4).map(|n| project("v", n))).collect();
    let earlier = |unit: &str, year: i16, x: &str| json!({ "unit": unit, "measure": "foreign", "year": year, "value": x });
    let history: Vec<Value> =
        [2010, 2011, 2012].into_iter().flat_map(|y| [earlier("u", y, "0"), earlier("v", y, "10")]).collect();
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "u" }, { "id": "v" }], "projects": projects, "history": history,
        "values": [value("u", "foreign", "3"), value("v", "foreign", "30")] });
    assert_eq!(totals(&scheme, &facts), ["139", "90"]); // 50 + 70 + 5 + 14; 50 + 40
}

#[test]
fn s25_units_are_ordered_by_verified_money_and_nothing_else() {
    let scheme = scheme(
        "100",
        &[
            FUNDS,
            &item("place", "100", "kind = \"rank\"\non = \"funds\"\nlist = [100, 90, 80]\notherwise = 60"),
            "[recognition]\nbase = [\"cash\"]\n[credit]\nmode = \"equal\"\n",
        ],
    );
    let receipt = |id: &str, amount: &str, units: &[&str]| json!({ "id": id, "on": "2013-05-01", "amounts": { "cash": amount }, "units": units.iter().map(|u| json!({ "unit": u })).collect::<Vec<_>>() });
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "a" }, { "id": "b" }, { "id": "c" }, { "id": "d" }],
        // Of 100.01 yuan three have 33.34, 33.34 and 33.33: the parts sum to the whole.
        "receipts": [receipt("r1", "100.01", &["a", "b", "c"]), receipt("r2", "40", &["d"])] });
    assert_eq!(totals(&scheme, &facts), ["90", "90", "60", "100"]);
    let done = score_records(&scheme, &records(facts)).expect("scored").book.expect("rules");
    assert_eq!((done.district_total_fen, done.credited_fen), (14_001, 14_001));
}

#[test]
fn s26_s30_s43_points_and_rewards_by_the_size_of_each_project() {
    let scheme = scheme(
        "10",
        &[
            PROJECTS,
            &entered("missing", "家"),
            "[[measure]]\nid = \"together\"\nname = \"两村合引\"\nunit = \"个\"\nfrom = \"projects\"\nfilter = { where = \"villages = '2'\" }\n",
            &item("base", "10", "kind = \"formula\"\nformula = \"10\""),
            &item(
                "size",
                "100",
                "bonus = true\nkind = \"per_item\"\nmeasure = \"projects\"\nexclusive = \"best\"\ntiers = [{ from = \"5亿\", points = 10 }, { from = \"1亿\", points = 4 }, { from = \"5000万\", points = 2 }]",
            ),
            &item(
                "foreign",
                "20",
                "bonus = true\nkind = \"per_item\"\nmeasure = \"projects\"\neach = 2\nwhere = \"foreign = 'yes'\"",
            ),
            // Two villages together need a project twice as big for the same credit.
            &item(
                "village",
                "10",
                "bonus = true\nkind = \"per_item\"\nmeasure = \"together\"\nwhole = true\ntiers = [{ from = \"1000万\", points = 5 }]",
            ),
            "[[item]]\nid = \"short\"\nname = \"缺企业\"\nkind = \"deduct\"\nmeasure = \"missing\"\neach = 1\nmax = 3\n",
        ],
    );
    let project = |id: &str, total: &str, tags: Value| json!({ "id": id, "total": total, "recognised_on": "2013-04-01", "units": [{ "unit": "u" }], "tags": tags });
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "u" }], "values": [value("u", "missing", "2")], "projects": [
        project("a", "6亿", json!({ "foreign": "yes", "villages": "1" })),
        project("b", "6000万", json!({ "foreign": "no", "villages": "1" })),
        project("c", "900万", json!({ "foreign": "no", "villages": "2" })),
        project("d", "1000万", json!({ "foreign": "no", "villages": "2" })),
    ] });
    assert_eq!(totals(&scheme, &facts), ["27"]); // 10 and 10 + 2, + 2, + 5, − 2
}

#[test]
fn s32_a_project_is_graded_before_it_enters() {
    // The "units" are projects: class of industry, size, output of a mu.
    let scheme = scheme(
        "25",
        &[
            &entered("class", "级"),
            &entered("size", "亿元"),
            &entered("output", "万元"),
            &item(
                "industry",
                "10",
                "kind = \"tiers\"\non = \"class\"\ntiers = [{ from = 2, points = 10, say = \"鼓励类\" }, { from = 1, below = 2, points = 5, say = \"允许类\" }, { from = 0, below = 1, points = 0, say = \"限制类\" }]\notherwise = 0",
            ),
            &item(
                "investment",
                "5",
                "kind = \"steps\"\non = \"size\"\nat = \"3亿\"\nper = \"1亿\"\nmode = \"full\"\nbase = 5\nup = 0\ndown = 1\nmin = 0\nmax = 5",
            ),
            &item(
                "mu",
                "10",
                "kind = \"steps\"\non = \"output\"\nat = \"400万\"\nper = \"10万\"\nmode = \"begun\"\nbase = 10\nup = 0\ndown = 0.1\nmin = 4\nmax = 10",
            ),
        ],
    );
    let of = |unit: &str, class: &str, size: &str, output: &str| {
        [value(unit, "class", class), value(unit, "size", size), value(unit, "output", output)]
    };
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "p" }, { "id": "q" }],
        "values": ([of("p", "2", "3.5亿", "405万"), of("q", "1", "1亿", "395万")].concat()) });
    assert_eq!(totals(&scheme, &facts), ["25", "17.9"]); // 5 + 3 + 9.9
}

#[test]
fn s33_s37_who_misses_one_of_two_targets_is_barred_and_the_last_are_named() {
    let scheme = scheme(
        "100",
        &[
            FUNDS,
            &entered("fdi", "万美元"),
            &item("domestic", "50", "kind = \"ratio\"\nmeasure = \"funds\"\ncap = 60"),
            &item("foreign", "50", "kind = \"ratio\"\nmeasure = \"fdi\"\ncap = 60"),
            "[[item]]\nid = \"both\"\nname = \"两项达标\"\nkind = \"gate\"\nwhen = \"completion(funds) < 1 or completion(fdi) < 1\"\nthen = \"bar_outcome\"\nbest = 2\nsay = \"内外资未同时完成，不得评奖\"\n\
             [[item]]\nid = \"none\"\nname = \"零引资\"\nkind = \"gate\"\nwhen = \"funds = 0\"\nthen = \"cap_total\"\nlimit = 50\nsay = \"内资为零，亮黄牌约谈\"\n\
             [[item]]\nid = \"last\"\nname = \"末位\"\nkind = \"gate\"\nwhen = \"rank(funds, all) > 2\"\nthen = \"note\"\nsay = \"增幅末位，约谈\"\n",
            "[[outcome]]\nat_least = 100\nsay = \"一等奖\"\n[[outcome]]\nat_least = 80\nsay = \"二等奖\"\n[[outcome]]\nat_least = 0\nsay = \"不奖\"\n",
        ],
    );
    let units = ["a", "b", "c"];
    let targets: Vec<Value> =
        units.iter().flat_map(|u| [value(u, "funds", "100万"), value(u, "fdi", "10")]).collect();
    let facts = json!({ "as_of": "2013-12-31", "units": units.map(|u| json!({ "id": u })), "targets": targets, "values": [
        value("a", "funds", "100万"), value("a", "fdi", "12"), value("b", "funds", "90万"), value("b", "fdi", "12"),
        value("c", "funds", "0"), value("c", "fdi", "12") ] });
    assert_eq!(totals(&scheme, &facts), ["110 一等奖", "105 二等奖", "50 不奖"]);
    let done = score_records(&scheme, &records(facts)).expect("scored");
    let last = done.scores.units.iter().find(|u| u.name == "c").expect("scored");
    assert!(last.total.say(Lang::Zh).ends_with("增幅末位，约谈"), "{}", last.total.say(Lang::Zh));
}

#[test]
fn s39_s40_s46_weights_by_class_growth_on_a_base_year_and_two_views_of_a_figure() {
    let classes = "[[class]]\nid = \"一类\"\nname = \"一类\"\n[[class]]\nid = \"三类\"\nname = \"三类\"\n";
    let scheme = scheme(
        "30",
        &[
            classes,
            FUNDS,
            &entered("big", "个"),
            // The same list for all, another weight for each class; 0 is not asked.
            &item("big", "4", "only = [\"一类\"]\nkind = \"ratio\"\nmeasure = \"big\"\ncap = 8"),
            &item("rest", "4", "only = [\"三类\"]\nkind = \"formula\"\nformula = \"4\""),
            // The base year is 80 % of the points, each 5 % more one more, half as much again at most.
            &item(
                "growth",
                "10",
                "kind = \"growth\"\nmeasure = \"funds\"\nbase_year = 2010\nat = 0\nper = \"5%\"\nmode = \"full\"\nbase = 8\nup = 1\ndown = 1\nmin = 0\nmax = 15",
            ),
            // Target and result, weighed apart.
            "[[item]]\nid = \"two\"\nname = \"目标任务与发展成效\"\nkind = \"mix\"\npoints = 16\nparts = [\n  { id = \"task\", name = \"目标任务\", kind = \"ratio\", measure = \"funds\", points = 100, weight = \"60%\" },\n  { id = \"effect\", name = \"发展成效\", kind = \"minmax\", on = \"funds\", all_equal = 100, points = 100, weight = \"40%\" },\n]\n",
        ],
    );
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "x", "class": "一类" }, { "id": "y", "class": "三类" }],
        "targets": [value("x", "funds", "200万"), value("y", "funds", "100万"), value("x", "big", "1")],
        "history": [{ "unit": "x", "measure": "funds", "year": 2010, "value": "100万" }, { "unit": "y", "measure": "funds", "year": 2010, "value": "100万" }],
        "values": [value("x", "funds", "120万"), value("y", "funds", "100万"), value("x", "big", "3")] });
    // x: 8 + (8 + 4) + (60 × 0.6 + 100 × 0.4) % of 16; y, in the class that is not asked for it, has other 4.
    let done = score_records(&scheme, &records(facts)).expect("scored");
    let points = |name: &str| -> Vec<String> {
        let unit = done.scores.units.iter().find(|u| u.name == name).expect("scored");
        unit.items.iter().map(|i| i.points.normalize().to_string()).collect()
    };
    assert_eq!(points("x"), ["8", "12", "12.16"]);
    assert_eq!(points("y"), ["4", "8", "16"]);
}

#[test]
fn s44_a_finder_is_paid_by_brackets_or_by_the_whole() {
    let scheme = scheme(
        "300",
        &[
            &entered("fixed", "万元"),
            "[[table]]\nid = \"rate\"\nbands = [{ below = \"3000万\", value = 0 }, { from = \"3000万\", below = \"1亿\", value = 0.005 }, { from = \"1亿\", value = 0.008 }]\n",
            &item(
                "whole",
                "300",
                "kind = \"formula\"\nformula = \"min(300, fixed * table(rate, fixed) / 1万)\"",
            ),
            &item(
                "brackets",
                "300",
                "bonus = true\nkind = \"marginal\"\non = \"fixed / 1万\"\nbands = [{ from = 0, below = 3000, rate = 0 }, { from = 3000, below = 10000, rate = 0.005 }, { from = 10000, rate = 0.008 }]",
            ),
        ],
    );
    let facts = json!({ "as_of": "2013-12-31", "units": [{ "id": "a" }, { "id": "b" }, { "id": "c" }],
        "values": [value("a", "fixed", "9000万"), value("b", "fixed", "12000万"), value("c", "fixed", "50000万")] });
    // The whole amount at its rate: 45, 96, 300 at most. By brackets: 30, 51, 355 held at 300.
    assert_eq!(totals(&scheme, &facts), ["75", "147", "600"]);
}

#[test]
fn p1_weights_that_do_not_sum_to_one_are_refused_and_nothing_is_missing_silently() {
    let weights = |last: &str| {
        format!(
            "[scheme]\nid = \"p\"\nname = \"平台\"\nyear = 2026\ntotal = 100\n{}{}[[group]]\nid = \"g\"\nname = \"指标\"\npoints = 100\nmode = \"weighted\"\n{}{}",
            entered("a", "个"),
            entered("b", "个"),
            item(
                "a",
                "100",
                "group = \"g\"\nweight = 0.8\nkind = \"ratio\"\nmeasure = \"a\"\ncap = \"120%\""
            ),
            item(
                "b",
                "100",
                &format!("group = \"g\"\nweight = {last}\nkind = \"ratio\"\nmeasure = \"b\"\ncap = \"120%\"")
            ),
        )
    };
    let said: Vec<&str> = Scheme::parse(&weights("0.25")).expect_err("1.05").iter().map(|f| f.code).collect();
    assert_eq!(said, ["scheme.group_weights_not_one"]);
    let scheme = Scheme::parse(&weights("0.2")).expect("sound");
    let facts = json!({ "as_of": "2026-12-31", "units": [{ "id": "u" }], "targets": [value("u", "a", "10")],
        "values": [value("u", "a", "20"), value("u", "b", "1")] });
    let missing = score_records(&scheme, &records(facts)).expect_err("no target");
    assert_eq!(missing.iter().map(|m| m.code).collect::<Vec<_>>(), ["score.no_target"]);
}
