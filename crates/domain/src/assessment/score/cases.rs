//! Published methods as small schemes, with the checks that were read or computed from their texts.

use jiff::civil::date;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::{
    assessment::{
        facts::{Facts, Quantity, Rating, Row, Target, Unit, Value},
        number,
        say::Lang,
        scheme::{Scheme, Source},
        score::{Scores, score},
    },
    id::{ProjectId, UnitId},
};

pub(super) fn unit_id(no: u128) -> UnitId {
    UnitId(Uuid::from_u128(no))
}

pub(super) fn unit(no: u128, class: &str) -> Unit {
    Unit { id: unit_id(no), name: format!("单位{no}"), class: class.into(), soft: false }
}

pub(super) fn d(text: &str) -> Decimal {
    number::parse(text).expect("a number")
}

pub(super) fn scheme(head: &str, rest: &str) -> Scheme {
    let text = format!("[scheme]\nid = \"t\"\nname = \"试\"\nyear = 2013\n{head}\n{rest}");
    Scheme::parse(&text).unwrap_or_else(|found| {
        panic!("{}", found.iter().map(|f| f.say(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

const FUNDS: &str =
    "[[measure]]\nid = \"funds\"\nname = \"到位资金\"\nunit = \"万元\"\nfrom = \"funds\"\nverb = \"到位\"\n";

/// A measure named `id` of plain numbers.
fn entered(id: &str, unit: &str) -> String {
    format!("[[measure]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"{unit}\"\nfrom = \"entered\"\n")
}

pub(super) fn wan(amount: i64) -> Quantity {
    Quantity::Fen(amount * 1_000_000)
}

/// One unit with one money measure done and targeted, in 万元.
fn money(target: i64, done: i64) -> Facts {
    Facts {
        units: vec![unit(1, "")],
        values: vec![Value { measure: "funds".into(), unit: unit_id(1), value: wan(done) }],
        targets: vec![Target {
            measure: "funds".into(),
            unit: unit_id(1),
            value: wan(target),
            version: 1,
            owner: None,
            level: None,
            part: None,
        }],
        ..Facts::default()
    }
}

/// Figures of one unit, by measure.
fn figures(list: &[(&str, &str)]) -> Facts {
    let value = |(measure, x): &(&str, &str)| Value {
        measure: (*measure).into(),
        unit: unit_id(1),
        value: Quantity::Number(d(x)),
    };
    Facts { units: vec![unit(1, "")], values: list.iter().map(value).collect(), ..Facts::default() }
}

pub(super) fn run(scheme: &Scheme, facts: &Facts) -> Scores {
    score(scheme, facts, date(2013, 12, 31)).unwrap_or_else(|missing| {
        panic!("{}", missing.iter().map(|m| m.say(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

fn total(scheme: &Scheme, facts: &Facts) -> String {
    run(scheme, facts).units[0].total.points.normalize().to_string()
}

#[test]
fn b1_a_county_of_2006_all_or_nothing_with_a_stepped_bonus() {
    let item = "[[item]]\nid = \"i\"\nname = \"固定资产投资\"\nkind = \"steps\"\nmeasure = \"funds\"\npoints = 60\n\
        at = \"100%\"\nper = \"10%\"\nmode = \"full\"\nup = 0.5\nmax = 70\nzero_below = \"100%\"\n";
    let scheme = scheme("total = 60", &format!("{FUNDS}{item}"));
    for (done, want) in
        [(4_999, "0"), (5_000, "60"), (5_499, "60"), (5_500, "60.5"), (8_000, "63"), (16_000, "70")]
    {
        assert_eq!(total(&scheme, &money(5_000, done)), want, "{done}");
    }
    let line = |done| {
        let item = run(&scheme, &money(5_000, done)).units[0].items[0].clone();
        (item.explain.say(Lang::Zh), item.gap.map(|g| g.say(Lang::Zh)))
    };
    assert_eq!(
        line(5_500),
        (
            "得分 = 60分 + 1档 × 0.5分 = 60.50分（110.00% 超过 100.00%，每 10.00% 一档）".into(),
            Some("再到位 500.00万元 可得61分".into())
        )
    );
    assert_eq!(line(4_999).1.as_deref(), Some("再到位 1.00万元 可得满分"));
    assert_eq!(line(16_000).1, None);
}

#[test]
fn b2_xiangxi_2009_symmetric_steps_depend_on_the_stated_mode() {
    let item = |mode: &str| {
        format!(
            "[[item]]\nid = \"i\"\nname = \"任务\"\nkind = \"steps\"\nmeasure = \"funds\"\npoints = 100\nper = \"10%\"\n\
             mode = \"{mode}\"\nup = 0.2\ndown = 0.2\nmax = 110\n"
        )
    };
    for (mode, wants) in [
        ("full", ["100.4", "99.8", "99"]),
        ("proportional", ["100.5", "99.72", "99"]),
        ("begun", ["100.6", "99.6", "99"]),
    ] {
        let scheme = scheme("total = 100", &format!("{FUNDS}{}", item(mode)));
        for (done, want) in [12_500, 8_600, 5_000].into_iter().zip(wants) {
            assert_eq!(total(&scheme, &money(10_000, done)), want, "{mode} {done}");
        }
    }
}

#[test]
fn b3_luohe_part_b_the_coefficient_depends_on_the_size_of_the_target() {
    let rest = "[[table]]\nid = \"rate\"\nbands = [\n\
        { from = \"5001万\", value = 0.6 }, { from = \"5000万\", value = 0.3 }, { from = \"3000万\", value = 0.2 }, { from = \"1000万\", value = 0.1 } ]\n\
        [[item]]\nid = \"a\"\nname = \"任务完成\"\nkind = \"ratio\"\nmeasure = \"funds\"\npoints = 80\n\
        [[item]]\nid = \"b\"\nname = \"超额\"\nkind = \"steps\"\nbonus = true\nmeasure = \"funds\"\npoints = 100\nper = \"1%\"\nmode = \"full\"\n\
        up = \"table(rate, target(funds))\"\n";
    let scheme = scheme("total = 80", &format!("{FUNDS}{rest}"));
    for (target, done, want) in
        [(8_000, 9_200, "89"), (5_000, 5_600, "83.6"), (3_000, 2_400, "64"), (1_000, 1_300, "83")]
    {
        assert_eq!(total(&scheme, &money(target, done)), want, "{target}");
    }
    // A size that the table does not name is asked for, not guessed.
    let missing = score(&scheme, &money(500, 600), date(2013, 12, 31)).expect_err("no band");
    assert_eq!(missing[0].code, "score.no_band");
}

#[test]
fn b5_gaoan_2021_the_best_unit_100_the_worst_60() {
    let item = "[[item]]\nid = \"i\"\nname = \"外资\"\nkind = \"minmax\"\non = \"x\"\npoints = 100\nall_equal = 100\n";
    let scheme = scheme("total = 100", &format!("{}{item}", entered("x", "万美元").replace("万美元", "个")));
    let facts = |values: &[&str]| Facts {
        units: (1..=values.len() as u128).map(|n| unit(n, "")).collect(),
        values: values
            .iter()
            .zip(1..)
            .map(|(x, n)| Value { measure: "x".into(), unit: unit_id(n), value: Quantity::Number(d(x)) })
            .collect(),
        ..Facts::default()
    };
    let by_name = |facts: &Facts| {
        let mut units = run(&scheme, facts).units;
        units.sort_by_key(|u| u.unit);
        units.into_iter().map(|u| (u.total.points.normalize().to_string(), u.place)).collect::<Vec<_>>()
    };
    let points = |list: Vec<(String, Option<u32>)>| list.into_iter().map(|(p, _)| p).collect::<Vec<_>>();
    assert_eq!(points(by_name(&facts(&["1200", "300", "750", "0"]))), ["100", "70", "85", "60"]);
    assert_eq!(points(by_name(&facts(&["5", "5", "5"]))), ["100", "100", "100"]);
    assert_eq!(by_name(&facts(&["5", "9", "5"]))[0].1, Some(2));
    let line = run(&scheme, &facts(&["1200", "300", "750", "0"])).units[1].items[0].explain.say(Lang::Zh);
    assert_eq!(
        line,
        "功效系数 = (750个 − 0个) ÷ (1,200个 − 0个) × 40 + 60 = 85.00，得分 = 85.00% × 100分 = 85.00分"
    );
}

#[test]
fn b6_town_clusters_base_and_steps_with_floors() {
    let item = |id: &str, at: &str, per: &str, up: &str, down: &str, zero: &str, points: &str| {
        format!(
            "{}[[item]]\nid = \"i{id}\"\nname = \"i{id}\"\nkind = \"steps\"\non = \"{id}\"\nat = \"{at}\"\nper = \"{per}\"\n\
             mode = \"full\"\nup = {up}\ndown = {down}\nzero_below = \"{zero}\"\npoints = {points}\nmax = 1000\n",
            entered(id, "个")
        )
    };
    let one = |item: String, points: &str, id: &str, cases: &[(&str, &str)]| {
        let scheme = scheme(&format!("total = {points}"), &item);
        for (x, want) in cases {
            assert_eq!(total(&scheme, &figures(&[(id, x)])), *want, "{id} {x}");
        }
    };
    one(
        item("spending", "100", "30", "1", "1", "30", "5"),
        "5",
        "spending",
        &[("130", "6"), ("129", "5"), ("160", "7"), ("70", "4"), ("69", "4"), ("40", "3"), ("29", "0")],
    );
    one(item("firms", "3", "1", "2", "0", "3", "10"), "10", "firms", &[("2", "0"), ("3", "10"), ("5", "14")]);
    one(
        item("assets", "2000", "500", "2", "0", "2000", "10"),
        "10",
        "assets",
        &[("1999", "0"), ("2000", "10"), ("2499", "10"), ("2500", "12"), ("4100", "18")],
    );
}

#[test]
fn b7_a_units_sheet_conditions_in_tiers_and_deductions() {
    let measures: String =
        ["task", "money", "no_plan", "no_information", "late"].iter().map(|id| entered(id, "次")).collect();
    let rest = "[[item]]\nid = \"main\"\nname = \"任务\"\nkind = \"tiers\"\npoints = 100\notherwise = 0\ntiers = [\n\
        { when = \"task >= 100% and money >= 20%\", points = 100 },\n\
        { when = \"task >= 80% and money >= 20%\", points = 75 },\n\
        { when = \"task >= 50% and money >= 20%\", points = 50 } ]\n\
        [[item]]\nid = \"plan\"\nname = \"无计划\"\nkind = \"deduct\"\nmeasure = \"no_plan\"\neach = 5\nmax = 5\n\
        [[item]]\nid = \"info\"\nname = \"无信息\"\nkind = \"deduct\"\nmeasure = \"no_information\"\neach = 5\nmax = 5\n\
        [[item]]\nid = \"late\"\nname = \"缺报表\"\nkind = \"deduct\"\nmeasure = \"late\"\neach = 1\nmax = 12\n";
    let scheme = scheme("total = 100", &format!("{measures}{rest}"));
    for (task, money, plan, info, late, want) in [
        ("100%", "20%", "0", "0", "0", "100"),
        ("100%", "19.9%", "0", "0", "0", "0"),
        ("85%", "30%", "0", "1", "3", "67"),
        ("49.9%", "80%", "0", "0", "0", "0"),
        ("50%", "20%", "1", "1", "12", "28"),
        ("50%", "20%", "1", "1", "15", "28"),
    ] {
        let facts = figures(&[
            ("task", task),
            ("money", money),
            ("no_plan", plan),
            ("no_information", info),
            ("late", late),
        ]);
        assert_eq!(total(&scheme, &facts), want, "{task} {money}");
    }
    let facts = figures(&[
        ("task", "85%"),
        ("money", "30%"),
        ("no_plan", "0"),
        ("no_information", "1"),
        ("late", "15"),
    ]);
    let unit = run(&scheme, &facts).units.remove(0);
    assert_eq!(unit.total.taken[2].say(Lang::Zh), "扣分 = 15 × 1分 = 15.00分，最多 12分，计 12.00分");
    assert_eq!(unit.total.say(Lang::Zh), "总分 = 基础分 75.00分 − 扣分 17.00分 = 58.00分");
    assert_eq!(unit.items[0].explain.say(Lang::Zh), "符合“task >= 80% and money >= 20%”档，得分 = 75.00分");
}

#[test]
fn b9_and_b10_ratios_by_weight() {
    let one = |points: &str, target: &str, done: &str| {
        let rest = format!(
            "{}[[item]]\nid = \"i\"\nname = \"完成\"\nkind = \"ratio\"\nmeasure = \"x\"\npoints = {points}\n",
            entered("x", "个")
        );
        let mut facts = figures(&[("x", done)]);
        let value = Quantity::Number(d(target));
        facts.targets.push(Target {
            measure: "x".into(),
            unit: unit_id(1),
            value,
            version: 3,
            owner: None,
            level: None,
            part: None,
        });
        run(&scheme(&format!("total = {points}"), &rest), &facts).units[0].total.points.to_string()
    };
    assert_eq!(one("50", "45", "38.5"), "42.78");
    assert_eq!(one("30", "8", "9"), "30");
    assert_eq!(one("10", "6", "5"), "8.33");
    assert_eq!(one("6", "2", "3"), "6");
    assert_eq!(one("4", "80", "72"), "3.60");
}

#[test]
fn what_is_missing_of_a_count_is_said_in_whole_ones() {
    let item =
        "[[item]]\nid = \"i\"\nname = \"完成率\"\nkind = \"ratio\"\nmeasure = \"firms\"\npoints = 20\n";
    let scheme = scheme("total = 20", &format!("{}verb = \"引进\"\n{item}", entered("firms", "家")));
    // A shared firm counted by the unit's share.
    let mut facts = figures(&[("firms", "9.8")]);
    facts.targets = vec![Target {
        measure: "firms".into(),
        unit: unit_id(1),
        value: Quantity::Number(d("10")),
        version: 1,
        owner: None,
        level: None,
        part: None,
    }];
    let done = run(&scheme, &facts).units[0].items[0].clone();
    assert!(done.explain.say(Lang::Zh).contains("完成数 9.80家"), "{}", done.explain.say(Lang::Zh));
    assert_eq!(done.gap.map(|g| g.say(Lang::Zh)).as_deref(), Some("再引进 1家 可得满分"));
}

#[test]
fn the_line_is_in_official_style_and_says_what_is_missing() {
    let item = "[[item]]\nid = \"i\"\nname = \"完成率\"\nkind = \"ratio\"\nmeasure = \"funds\"\npoints = 20\ncap = 24\n";
    let scheme = scheme("total = 20", &format!("{FUNDS}{item}"));
    let mut facts = money(1_500, 0);
    facts.values[0].value = Quantity::Fen(123_450_000_000 / 100);
    let item = |facts: &Facts| run(&scheme, facts).units[0].items[0].clone();
    let done = item(&facts);
    assert_eq!(
        done.explain.say(Lang::Zh),
        "得分 = 完成数 1,234.50万元 ÷ 目标 1,500.00万元 = 82.30% × 20分 = 16.46分"
    );
    assert_eq!(
        done.explain.say(Lang::En),
        "Score = done 1,234.50 ×10,000 yuan ÷ target 1,500.00 ×10,000 yuan = 82.30% × 20 points = 16.46 points"
    );
    assert_eq!(done.gap.map(|g| g.say(Lang::Zh)).as_deref(), Some("再到位 265.50万元 可得满分"));
    let over = item(&money(1_500, 1_600));
    assert_eq!(over.gap.map(|g| g.say(Lang::Zh)).as_deref(), Some("再到位 200.00万元 可得24分"));
    let most = item(&money(1_500, 3_000));
    assert!(most.explain.say(Lang::Zh).ends_with("= 200.00% × 20分 = 40.00分，最多 24分，计 24.00分"));
    assert_eq!(most.gap, None);
}

#[test]
fn nothing_is_silently_zero() {
    let rest = |more: &str| {
        format!(
            "{FUNDS}[[item]]\nid = \"i\"\nname = \"完成率\"\nkind = \"ratio\"\nmeasure = \"funds\"\npoints = 20\n{more}"
        )
    };
    let strict = scheme("total = 20", &rest(""));
    let codes = |scheme: &Scheme, facts: &Facts| {
        score(scheme, facts, date(2013, 8, 31))
            .map_or_else(|m| m.iter().map(|m| m.code).collect(), |_| vec![])
    };
    let mut facts = money(1_500, 100);
    facts.values.clear();
    assert_eq!(codes(&strict, &facts), ["score.no_measure"]);
    facts.ledgers.insert(Source::Funds, vec![]); // the ledger was read, and holds nothing of this unit
    assert_eq!(run(&strict, &facts).units[0].total.points, Decimal::ZERO);
    assert_eq!(codes(&strict, &money(0, 100)), ["score.zero_target"]);
    facts.targets.clear();
    assert_eq!(codes(&strict, &facts), ["score.no_target"]);
    for (rule, want) in [("zero", "0"), ("full", "20")] {
        let scheme = scheme("total = 20", &rest(&format!("no_target = \"{rule}\"\n")));
        assert_eq!(total(&scheme, &facts), want);
    }
    let dropping = scheme("total = 20", &rest("no_target = \"drop_and_rescale\"\n"));
    assert_eq!(codes(&dropping, &facts), ["score.nothing_applies"]);
    let mut wrong = money(1_500, 100);
    wrong.targets[0].value = Quantity::Number(Decimal::ONE);
    wrong.targets.push(Target { unit: unit_id(9), ..wrong.targets[0].clone() });
    assert_eq!(codes(&strict, &wrong), ["facts.unknown_unit", "facts.wrong_kind", "score.no_target"]);
    let mut huge = money(1, 1);
    huge.values[0].value = Quantity::Fen(i64::MAX);
    assert_eq!(total(&strict, &huge), "20");
}

#[test]
fn gates_and_deductions_of_an_item() {
    let rest = format!(
        "{FUNDS}{}[[item]]\nid = \"i\"\nname = \"完成率\"\nkind = \"ratio\"\nmeasure = \"funds\"\npoints = 20\n\
         [[item]]\nid = \"r\"\nname = \"日常\"\nkind = \"manual\"\npoints = 80\n\
         [[item]]\nid = \"x\"\nname = \"扣\"\nkind = \"deduct\"\nmeasure = \"bad\"\neach = 15\nfrom = \"i\"\n\
         [[item]]\nid = \"g\"\nname = \"门\"\nkind = \"gate\"\nwhen = \"bad >= 3\"\nthen = \"item_zero\"\nitem = \"r\"\nsay = \"三次以上\"\n\
         [[item]]\nid = \"c\"\nname = \"限\"\nkind = \"gate\"\nwhen = \"bad = 1\"\nthen = \"cap_total\"\nlimit = 50\nsay = \"不得评优\"\n",
        entered("bad", "次")
    );
    let scheme = scheme("total = 100", &rest);
    let with = |bad: &str| {
        let mut facts = money(100, 100);
        facts.values.extend(figures(&[("bad", bad)]).values);
        facts.ratings.push(Rating {
            item: "r".into(),
            unit: unit_id(1),
            points: d("70"),
            by: "区招商办".into(),
            note: String::new(),
            raters: None,
            aspect: None,
        });
        run(&scheme, &facts).units.remove(0)
    };
    assert_eq!(with("0").total.points, d("90"));
    assert_eq!(with("2").total.points, d("70")); // 30 would be taken, 20 are there
    assert_eq!(with("3").total.points, d("0"));
    let capped = with("1");
    assert_eq!(capped.total.say(Lang::Zh), "总分 = 基础分 75.00分 = 75.00分；不得评优，计 50.00分");
}

#[test]
fn a_project_counts_once_by_its_best_tier_and_by_its_share() {
    let tiers = "tiers = [{ from = \"10亿\", points = 5, say = \"10亿元以上\" }, { from = \"1亿\", points = 2, say = \"1亿元以上\" }]";
    let rest = |exclusive: &str| {
        format!(
            "{FUNDS}[[measure]]\nid = \"projects\"\nname = \"项目\"\nunit = \"个\"\nfrom = \"projects\"\n\
             [[item]]\nid = \"i\"\nname = \"完成率\"\nkind = \"ratio\"\nmeasure = \"funds\"\npoints = 20\n\
             [[item]]\nid = \"b\"\nname = \"大项目\"\nkind = \"per_item\"\nbonus = true\nmeasure = \"projects\"\npoints = 10\n\
             exclusive = \"{exclusive}\"\n{tiers}\n"
        )
    };
    let row = |no: u128, yi: i64, share_bp: u32, project: u128| Row {
        id: Uuid::from_u128(no),
        unit: unit_id(1),
        fen: 0,
        size_fen: Some(yi * 10_000_000_000),
        share_bp,
        industry: None,
        kind: None,
        project: Some(ProjectId(Uuid::from_u128(project))),
        tags: None,
    };
    let mut facts = money(100, 100);
    let rows = vec![row(1, 12, 10_000, 1), row(2, 12, 10_000, 1), row(3, 3, 5_000, 2), row(4, 0, 10_000, 3)];
    facts.ledgers.insert(Source::Projects, rows);
    let bonus = |exclusive: &str, facts: &Facts| {
        let unit = run(&scheme("total = 20\nbonus_max = 7", &rest(exclusive)), facts).units.remove(0);
        (unit.items[1].explain.say(Lang::Zh), unit.total.points)
    };
    assert_eq!(
        bonus("best", &facts),
        ("得分 = 10亿元以上 1个 × 5分 + 1亿元以上 0.5个 × 2分 = 6.00分".into(), d("26"))
    );
    assert_eq!(
        bonus("all", &facts),
        ("得分 = 10亿元以上 1个 × 5分 + 1亿元以上 1.5个 × 2分 = 8.00分".into(), d("27"))
    );
    facts.ledgers.insert(Source::Projects, vec![]);
    assert_eq!(bonus("best", &facts).0, "得分 = 无符合条件的 = 0.00分");
}

/// Every kind at once, on figures that no district meets: an answer or what is missing, never a panic.
#[test]
fn astronomic_figures_are_refused_or_held_at_the_caps() {
    let item = |id: &str, kind: &str, rest: &str| {
        format!("[[item]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"{kind}\"\n{rest}\n")
    };
    let rest = [
        entered("x", "个"),
        entered("y", "个"),
        "[[table]]\nid = \"t\"\nbands = [{ below = 0, value = 1 }, { from = 0, value = 10 }]\n".into(),
        item("a", "ratio", "num = \"x\"\nden = \"y\"\npoints = 10\nno_target = \"zero\""),
        item("b", "steps", "on = \"x\"\nat = 0\nper = 0.000000001\nmode = \"full\"\nup = \"y\"\ndown = \"y\"\npoints = 10\nmin = -10000000000000"),
        item("c", "tiers", "on = \"x\"\npoints = 10\notherwise = 0\ntiers = [{ from = 1, points = 10 }]"),
        item("e", "lookup", "on = \"x\"\ntable = \"t\"\npoints = 10"),
        item("f", "minmax", "on = \"x\"\npoints = 10\nall_equal = 100"),
        item("g", "rank", "on = \"x\"\npoints = 10\nlist = [10, 5]\notherwise = 0"),
        item("h", "threshold", "when = \"x > y\"\npoints = 10"),
        item("m", "marginal", "on = \"x\"\npoints = 10\nbands = [{ from = 0, below = 9, rate = 10000000000000 }, { from = 9, rate = 1 }]"),
        item("n", "share", "part = \"x\"\nwhole = \"y\"\npoints = 10\nden_zero = \"zero\""),
        item("o", "growth", "measure = \"x\"\nper = 0.000000001\nmode = \"begun\"\nup = \"x\"\ndown = \"y\"\npoints = 10\nno_measure = \"zero\""),
        item("p", "rank", "on = \"x\"\nlast = 0\nties = \"average\"\nbest = \"least\"\npoints = 10"),
        item("q", "formula", "formula = \"minmax(x, 1) * rank(y, all) + round(x, 99) + trunc(y, 3)\"\nmin = -10000000000000\npoints = 10"),
        item("r", "mix", "points = 10\nparts = [{ id = \"a\", name = \"a\", weight = 1, kind = \"minmax\", on = \"x - y\", all_equal = 100 }]"),
        item("k", "deduct", "measure = \"x\"\neach = 10000000000000"),
        item("l", "deduct", "measure = \"y\"\neach = 10000000000000"),
    ]
    .concat();
    let scheme = scheme("total = 130", &rest);
    let extremes = [
        Decimal::MAX,
        Decimal::MIN,
        Decimal::new(1, 28),
        Decimal::new(-1, 28),
        Decimal::ZERO,
        Decimal::from(i64::MAX),
    ];
    for x in extremes {
        for y in extremes {
            let value =
                |measure: &str, unit, v| Value { measure: measure.into(), unit, value: Quantity::Number(v) };
            let facts = Facts {
                units: vec![unit(1, ""), unit(2, "")],
                values: vec![
                    value("x", unit_id(1), x),
                    value("y", unit_id(1), y),
                    value("x", unit_id(2), y),
                    value("y", unit_id(2), x),
                ],
                ..Facts::default()
            };
            match score(&scheme, &facts, date(2013, 12, 31)) {
                Ok(scores) => assert!(scores.units.iter().all(|u| u.total.points <= Decimal::from(130))),
                Err(missing) => assert!(!missing.is_empty()),
            }
        }
    }
}
