//! Each rule kind with each of its parameters, on figures that can be checked by hand.

use jiff::civil::date;
use rust_decimal::Decimal;

use super::cases::{d, scheme, unit, unit_id, wan};
use crate::assessment::{
    expr::{Level, Owner, Part},
    facts::{Earlier, Facts, Quantity, Rating, Target, Value},
    say::Lang,
    scheme::Scheme,
    score::{Scores, UnitScore, score},
};

fn entered(id: &str) -> String {
    format!("[[measure]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"个\"\nfrom = \"entered\"\nshow = true\n")
}

/// One measure `x` in several units.
pub(super) fn of(values: &[&str]) -> Facts {
    Facts {
        units: (1..=values.len() as u128).map(|n| unit(n, "")).collect(),
        values: values
            .iter()
            .zip(1..)
            .filter(|(x, _)| !x.is_empty())
            .map(|(x, n)| Value { measure: "x".into(), unit: unit_id(n), value: Quantity::Number(d(x)) })
            .collect(),
        ..Facts::default()
    }
}

pub(super) fn target(unit: u128, value: &str) -> Target {
    let value = Quantity::Number(d(value));
    Target {
        measure: "x".into(),
        unit: unit_id(unit),
        value,
        version: 1,
        owner: None,
        level: None,
        part: None,
    }
}

pub(super) fn one(kind: &str, points: &str) -> Scheme {
    let item = format!("[[item]]\nid = \"i\"\nname = \"项\"\npoints = {points}\n{kind}\n");
    scheme(&format!("total = {points}"), &format!("{}{item}", entered("x")))
}

fn by_unit(scheme: &Scheme, facts: &Facts) -> Vec<UnitScore> {
    let scores: Scores = score(scheme, facts, date(2013, 8, 31))
        .unwrap_or_else(|m| panic!("{}", m.iter().map(|m| m.say(Lang::En)).collect::<Vec<_>>().join("\n")));
    let mut units = scores.units;
    units.sort_by_key(|u| u.unit);
    units
}

fn points(scheme: &Scheme, facts: &Facts) -> Vec<String> {
    by_unit(scheme, facts).iter().map(|u| u.total.points.normalize().to_string()).collect()
}

pub(super) fn line(scheme: &Scheme, facts: &Facts, lang: Lang) -> (String, Option<String>) {
    let item = by_unit(scheme, facts)[0].items[0].clone();
    (item.explain.say(lang), item.gap.map(|g| g.say(lang)))
}

fn codes(scheme: &Scheme, facts: &Facts) -> Vec<&'static str> {
    score(scheme, facts, date(2013, 8, 31)).map_or_else(|m| m.iter().map(|m| m.code).collect(), |_| vec![])
}

pub(super) fn rate(raters: &str, by: &str, aspect: &str, points: &str) -> Rating {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Rating {
        item: "i".into(),
        unit: unit_id(1),
        points: d(points),
        by: by.into(),
        note: String::new(),
        raters: some(raters),
        aspect: some(aspect),
    }
}

#[test]
fn ratio_caps_by_percent_and_keeps_a_floor() {
    let capped = one("kind = \"ratio\"\nmeasure = \"x\"\ncap = \"120%\"\nfloor = 2", "20");
    let mut facts = of(&["15", "1", "9"]);
    facts.targets = vec![target(1, "10"), target(2, "100"), target(3, "10")];
    assert_eq!(points(&capped, &facts), ["24", "2", "18"]);
    assert_eq!(
        line(&capped, &facts, Lang::En).0,
        "Score = done 15 ÷ target 10 = 150.00% × 20 points = 30.00 points, at most 24 points: 24.00 points"
    );
}

#[test]
fn rounding_is_as_the_scheme_says() {
    let mut facts = of(&["2"]);
    facts.targets = vec![target(1, "3")];
    for (more, want) in [
        ("", "6.67"),
        ("digits = 0", "7"),
        ("rounding = \"down\"", "6.66"),
        ("rounding = \"up\"\ndigits = 1", "6.7"),
    ] {
        let scheme = one(&format!("kind = \"ratio\"\nmeasure = \"x\"\n{more}"), "10");
        assert_eq!(points(&scheme, &facts), [want], "{more}");
    }
    let scheme = one("kind = \"ratio\"\nmeasure = \"x\"\nround = false", "10");
    assert!(points(&scheme, &facts)[0].starts_with("6.66666666666"));
}

#[test]
fn thresholds_of_all_and_any_say_what_is_missing() {
    let all = one("kind = \"threshold\"\nall = [\"x >= 3\", \"completion(x) >= 50%\"]\notherwise = 4", "10");
    let mut facts = of(&["2", "3"]);
    facts.targets = vec![target(1, "6"), target(2, "6")];
    assert_eq!(points(&all, &facts), ["4", "10"]);
    let (said, gap) = line(&all, &facts, Lang::Zh);
    assert_eq!(said, "未达到条件“x >= 3 且 completion(x) >= 50%”，得分 = 4.00分");
    assert_eq!(gap.as_deref(), Some("再完成 1个 可得满分"));
    let any = one("kind = \"threshold\"\nany = [\"x >= 3\", \"x in (1, 2)\"]", "10");
    assert_eq!(points(&any, &facts), ["10", "10"]);
}

#[test]
fn tiers_take_in_their_lower_or_their_upper_end() {
    let tiers = "kind = \"tiers\"\non = \"x\"\notherwise = 0\ntiers = [{ from = 10, points = 10 }, { from = 5, below = 10, points = 4 }]\n";
    let facts = of(&["10", "5", "4", "11"]);
    assert_eq!(points(&one(tiers, "10"), &facts), ["10", "4", "0", "10"]);
    let upper = one(&format!("{tiers}inclusive = \"below\""), "10");
    assert_eq!(points(&upper, &facts), ["4", "0", "0", "10"]);
}

#[test]
fn steps_are_limited_upwards_and_downwards() {
    let steps = one(
        "kind = \"steps\"\non = \"x\"\nat = 10\nper = 1\nmode = \"full\"\nup = 1\ndown = 2\ncap_up = 3\nfloor_down = \"50%\"\nfloor_below = 2",
        "10",
    );
    assert_eq!(points(&steps, &of(&["10", "12", "20", "9", "4", "1"])), ["10", "12", "13", "8", "5", "0"]);
}

#[test]
fn brackets_are_progressive() {
    let scheme = one(
        "kind = \"marginal\"\non = \"x\"\nbands = [{ from = 0, below = 10, rate = 1 }, { from = 10, below = 20, per = 2, points = 1 }, { from = 20, rate = 0.1 }]",
        "16",
    );
    assert_eq!(points(&scheme, &of(&["5", "14", "30", "100"])), ["5", "12", "16", "16"]);
    assert_eq!(
        line(&scheme, &of(&["100"]), Lang::Zh).0,
        "100个 分段累进，得分 = 10个 × 1 + 10个 × 0.5 + 80个 × 0.1 = 23.00分，最多 16分，计 16.00分"
    );
}

#[test]
fn places_give_points_and_ties_are_settled_as_stated() {
    let rank = |ties: &str| {
        one(
            &format!("kind = \"rank\"\non = \"x\"\nlist = [10, 8, 6]\notherwise = 1\nties = \"{ties}\""),
            "10",
        )
    };
    let facts = of(&["5", "9", "5", "1"]);
    for (ties, want) in [
        ("skip", ["8", "10", "8", "1"]),
        ("next", ["6", "10", "6", "1"]),
        ("average", ["7", "10", "7", "1"]),
        ("dense", ["8", "10", "8", "6"]),
    ] {
        assert_eq!(points(&rank(ties), &facts), want, "{ties}");
    }
    let linear = one("kind = \"rank\"\non = \"x\"\nlast = 4\nbest = \"least\"", "10");
    assert_eq!(points(&linear, &of(&["1", "2", "3", "4"])), ["10", "8", "6", "4"]);
    assert_eq!(
        line(&rank("skip"), &facts, Lang::Zh),
        (
            "5个，在 4 个单位中列第 2 位（最好 9个，最差 1个），得分 = 8.00分".into(),
            Some("再完成 4个 升至第 1 位，可得满分".into())
        )
    );
    let least = one("kind = \"minmax\"\non = \"x\"\nall_equal = 100\nbest = \"least\"", "100");
    assert_eq!(points(&least, &of(&["1200", "300", "0"])), ["60", "90", "100"]);
}

#[test]
fn a_share_of_nothing_is_settled_by_the_scheme() {
    let item = "kind = \"share\"\npart = \"x\"\nwhole = \"y\"";
    let text = |more: &str| {
        scheme(
            "total = 20",
            &format!(
                "{}{}[[item]]\nid = \"i\"\nname = \"契合度\"\npoints = 20\n{item}\n{more}\n",
                entered("x"),
                entered("y")
            ),
        )
    };
    let mut facts = of(&["2"]);
    let y = |n: &str| Value { measure: "y".into(), unit: unit_id(1), value: Quantity::Number(d(n)) };
    facts.values.push(y("3"));
    assert_eq!(points(&text(""), &facts), ["13.33"]);
    assert_eq!(line(&text(""), &facts, Lang::Zh).0, "得分 = 占比 2个 ÷ 3个 = 66.67% × 20分 = 13.33分");
    facts.values[1] = y("0");
    assert_eq!(codes(&text(""), &facts), ["score.division_by_zero"]);
    assert_eq!(points(&text("den_zero = \"full\""), &facts), ["20"]);
    assert_eq!(line(&text("den_zero = \"zero\""), &facts, Lang::Zh).0, "分母为零，按办法计 0.00分");
}

#[test]
fn growth_is_stepped_on_an_earlier_year() {
    // S40: the level of the base year gives 80 % of the points, +1 for each 5 %, at most half of the item more.
    let item = |more: &str| {
        one(
            &format!(
                "kind = \"growth\"\nmeasure = \"x\"\n{more}\nper = \"5%\"\nmode = \"full\"\nbase = \"80%\"\nup = 1\ndown = 1\ncap_up = \"50%\""
            ),
            "20",
        )
    };
    let growth = item("base_year = 2010");
    let mut facts = of(&["120", "100", "90", "300"]);
    let earlier = |unit, year, n: &str| Earlier {
        measure: "x".into(),
        unit: unit_id(unit),
        year,
        value: Quantity::Number(d(n)),
    };
    facts.history = (1..=4).map(|n| earlier(n, 2010, "100")).collect();
    assert_eq!(points(&growth, &facts), ["20", "16", "14", "26"]);
    assert_eq!(
        line(&growth, &facts, Lang::Zh),
        (
            "本期 120个，2010 年 100个；得分 = 16分 + 4档 × 1分 = 20.00分（20.00% 超过 0.00%，每 5.00% 一档）".into(),
            Some("再完成 5个 可得21分".into())
        )
    );
    assert_eq!(codes(&item("back = 1"), &facts), ["score.no_history"; 4]);
    facts.history[0] = earlier(1, 2010, "0");
    assert_eq!(codes(&growth, &facts), ["score.zero_base"]);
    let filled = item("base_year = 2010\nden_zero = \"full\"");
    assert_eq!(points(&filled, &facts)[0], "20"); // 填补空白
}

#[test]
fn ratings_by_groups_aspects_and_trimmed_means() {
    let item = |more: &str| {
        one(
            &format!(
                "kind = \"rating\"\n{more}\nraters = [{{ id = \"parks\", name = \"园区\", weight = \"70%\" }}, {{ id = \"towns\", name = \"乡镇\", weight = \"30%\" }}]"
            ),
            "15",
        )
    };
    let mut facts = of(&[""]);
    facts.ratings = vec![rate("parks", "甲", "", "13.5"), rate("towns", "乙", "", "12")];
    assert_eq!(points(&item(""), &facts), ["13.05"]);
    assert_eq!(
        line(&item(""), &facts, Lang::Zh).0,
        "得分 = 园区 13.50分（1 份）× 70% + 乡镇 12.00分（1 份）× 30% = 13.05分"
    );
    facts.ratings.pop();
    assert_eq!(codes(&item(""), &facts), ["score.no_rater"]);
    assert_eq!(points(&item("absent_raters = \"reweigh\""), &facts), ["13.5"]);
    assert_eq!(points(&item("absent_raters = \"zero\""), &facts), ["9.45"]);
    assert_eq!(points(&item("no_rating = \"full\""), &facts), ["15"]);
    facts.ratings = ["15", "2", "10", "11", "12"]
        .iter()
        .zip(["甲", "乙", "丙", "丁", "戊"])
        .map(|(p, by)| rate("parks", by, "", p))
        .collect();
    assert_eq!(points(&item("trim = 1\nabsent_raters = \"reweigh\""), &facts), ["11"]);
    let aspects = item(
        "absent_raters = \"reweigh\"\naspects = [{ id = \"a\", name = \"深度\", points = 10 }, { id = \"b\", name = \"配合\", points = 5 }]",
    );
    facts.ratings =
        vec![rate("parks", "甲", "a", "9"), rate("parks", "甲", "b", "4"), rate("parks", "乙", "a", "7")];
    assert_eq!(codes(&aspects, &facts), ["score.no_rater"]);
    facts.ratings.push(rate("parks", "乙", "b", "5"));
    assert_eq!(points(&aspects, &facts), ["12.5"]);
    facts.ratings.push(rate("parks", "乙", "b", "5"));
    facts.ratings.push(rate("press", "丙", "b", "5"));
    facts.ratings.push(rate("parks", "丙", "b", "6"));
    assert_eq!(
        codes(&aspects, &facts),
        ["facts.rating_out_of_range", "facts.rating_twice", "facts.unknown_raters"]
    );
}

#[test]
fn a_mix_weighs_its_parts_and_spreads_what_is_left_out() {
    let mix = |more: &str| {
        one(
            &format!(
                "kind = \"mix\"\nparts = [{{ id = \"a\", name = \"量\", weight = \"60%\", kind = \"ratio\", measure = \"x\"{more} }}, {{ id = \"b\", name = \"质\", weight = \"40%\", kind = \"formula\", formula = \"50\" }}]"
            ),
            "20",
        )
    };
    let mut facts = of(&["5"]);
    facts.targets = vec![target(1, "10")];
    assert_eq!(points(&mix(""), &facts), ["10"]);
    assert_eq!(
        line(&mix(""), &facts, Lang::Zh),
        (
            "得分 = (量 50.00% × 60% + 质 50.00% × 40%) × 20分 = 10.00分；量：得分 = 完成数 5个 ÷ 目标 10个 = 50.00% × 100分 = 50.00分；质：按算式“50”，得分 = 50.00分".into(),
            Some("再完成 5个 可得16分".into())
        )
    );
    facts.targets.clear();
    assert_eq!(points(&mix(", no_target = \"drop_and_rescale\""), &facts), ["10"]);
    assert!(
        line(&mix(", no_target = \"drop_and_rescale\""), &facts, Lang::En)
            .0
            .starts_with("Score = (质 50.00% × 40%) ÷ 40% × 20 points")
    );
}

#[test]
fn formulas_reach_everything_and_are_held_at_the_points() {
    let formula = |text: &str| one(&format!("kind = \"formula\"\nformula = \"{text}\"\nmin = -3"), "20");
    let mut facts = of(&["6", "2"]);
    facts.targets = vec![
        target(1, "12"),
        target(2, "4"),
        Target { owner: Some(Owner::City), ..target(1, "24") },
        Target { level: Some(Level::Strive), ..target(1, "15") },
        Target { part: Some(Part::Quarter(2)), ..target(1, "5") },
    ];
    facts.history =
        vec![Earlier { measure: "x".into(), unit: unit_id(1), year: 2012, value: Quantity::Number(d("3")) }];
    for (text, want) in [
        ("x * 2", "12"),
        ("target(x, city) / 2", "12"),
        ("target(x, strive)", "15"),
        ("target(x, q2)", "5"),
        ("target(x, q3)", "9"),  // by the months: 9 of 12
        ("target(x, now)", "8"), // 8 of 12
        ("completion(x, now) * 10", "7.5"),
        ("lag(x) + lag(x, 2012)", "6"),
        ("rank(x) + minmax(x, 1)", "2"),
        ("progress(month) * 12 + progress(day) * 365 - 243", "8"),
        ("progress(day, '2013-08-01', '2013-09-30') * 61", "20"), // 31 of 61 days, held at 20
        ("if(class = '' and not x in (1, 2), 7, 1)", "7"),
        ("0 - x", "-3"),
    ] {
        let scheme = formula(text);
        assert_eq!(
            score(&scheme, &facts, date(2013, 8, 31))
                .map(|s| s.units.iter().find(|u| u.unit == unit_id(1)).expect("scored").items[0]
                    .points
                    .normalize()
                    .to_string())
                .map_err(|m| m[0].say(Lang::En))
                .or_else(|m| if m.contains("单位2") { only_first(&scheme, &facts) } else { Err(m) }),
            Ok(want.to_owned()),
            "{text}"
        );
    }
}

/// For figures that only the first unit has.
fn only_first(scheme: &Scheme, facts: &Facts) -> Result<String, String> {
    let mut facts = facts.clone();
    facts.units.truncate(1);
    facts.values.truncate(1);
    facts.targets.retain(|t| t.unit == unit_id(1));
    let scores = score(scheme, &facts, date(2013, 8, 31)).map_err(|m| m[0].say(Lang::En))?;
    Ok(scores.units[0].items[0].points.normalize().to_string())
}

#[test]
fn what_does_not_apply_may_take_the_mean_of_the_group() {
    let scheme =
        one("kind = \"ratio\"\nmeasure = \"x\"\nno_target = \"average\"\nno_measure = \"zero\"", "10");
    let mut facts = of(&["5", "9", "3", ""]);
    facts.targets = vec![target(1, "10"), target(2, "10"), target(4, "10")];
    assert_eq!(points(&scheme, &facts), ["5", "9", "7", "0"]);
    let units = by_unit(&scheme, &facts);
    assert_eq!(units[2].items[0].explain.say(Lang::Zh), "未下达目标，按办法计本组平均分 7.00分");
    assert_eq!(units[3].items[0].explain.say(Lang::En), "There is no figure: 0.00 points by the scheme");
    facts.targets.clear();
    facts.values.truncate(1);
    facts.units.truncate(1);
    assert_eq!(codes(&scheme, &facts), ["score.no_peers"]);
}

#[test]
fn groups_weigh_or_take_the_best() {
    let item = |id: &str, rest: &str, points: &str| {
        format!(
            "[[item]]\nid = \"{id}\"\nname = \"{id}\"\ngroup = \"g\"\nkind = \"ratio\"\nnum = \"{id}\"\nden = 10\npoints = {points}\n{rest}\n"
        )
    };
    let values = |list: &[(&str, &str)]| Facts {
        units: vec![unit(1, "")],
        values: list
            .iter()
            .map(|(m, x)| Value { measure: (*m).into(), unit: unit_id(1), value: Quantity::Number(d(x)) })
            .collect(),
        ..Facts::default()
    };
    let facts = values(&[("x", "5"), ("y", "8"), ("z", "2")]);
    let measures = [entered("x"), entered("y"), entered("z")].concat();
    let weighted = scheme(
        "total = 40",
        &format!(
            "{measures}[[group]]\nid = \"g\"\nname = \"板块\"\npoints = 40\nmode = \"weighted\"\n{}{}",
            item("x", "weight = \"30%\"", "100"),
            item("y", "weight = \"70%\"", "100")
        ),
    );
    assert_eq!(points(&weighted, &facts), ["28.4"]); // (50 × 0.3 + 80 × 0.7) ÷ 100 × 40
    let best = scheme(
        "total = 30",
        &format!(
            "{measures}[[group]]\nid = \"g\"\nname = \"板块\"\npoints = 30\nmode = \"best\"\nbest = 2\n{}{}{}",
            item("x", "", "10"),
            item("y", "", "20"),
            item("z", "", "10")
        ),
    );
    assert_eq!(points(&best, &facts), ["21"]); // 5 + 16, not 2
    assert_eq!(by_unit(&best, &facts)[0].total.groups[0].counted, ["y", "x"]);
}

#[test]
fn gates_move_classes_and_verdicts() {
    let classes = "[[class]]\nid = \"a\"\nname = \"甲组\"\n[[class]]\nid = \"b\"\nname = \"乙组\"\n";
    let gate = |id: &str, when: &str, then: &str| {
        format!(
            "[[item]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"gate\"\nwhen = \"{when}\"\n{then}\nsay = \"{id}\"\n"
        )
    };
    let rest = [
        classes.to_owned(),
        entered("x"),
        "[[table]]\nid = \"k\"\nclasses = [{ class = \"a\", value = 1 }, { class = \"b\", value = 2 }]\n".into(),
        "[[item]]\nid = \"i\"\nname = \"项\"\nkind = \"formula\"\nformula = \"x * table(k, class)\"\npoints = 100\n".into(),
        gate("升档", "x >= 40", "then = \"move_class\"\nclass = \"b\""),
        gate("晋级", "x = 44", "then = \"promote\""),
        gate("降级", "x = 45", "then = \"demote\"\nby = 2"),
        gate("不得评优", "x = 46", "then = \"bar_outcome\"\nbest = 2"),
        gate("黄牌", "x = 0", "then = \"note\""),
        "[[outcome]]\nat_least = 90\nsay = \"优秀\"\n[[outcome]]\nat_least = 80\nsay = \"良好\"\n[[outcome]]\nat_least = 0\nsay = \"合格\"\n".into(),
    ]
    .concat();
    let scheme = scheme("total = 100", &rest);
    let mut facts = of(&["30", "44", "45", "46", "0"]);
    facts.units.iter_mut().for_each(|u| u.class = "a".into());
    let units = by_unit(&scheme, &facts);
    let seen = |at: usize| {
        let u = &units[at];
        let outcome = u.outcome.as_ref().map(|o| o.zh.clone()).unwrap_or_default();
        (u.class.clone(), u.total.points.normalize().to_string(), outcome, u.of)
    };
    assert_eq!(seen(0), ("a".into(), "30".into(), "合格".into(), 2));
    assert_eq!(seen(1), ("b".into(), "88".into(), "优秀".into(), 3));
    assert_eq!(seen(2), ("b".into(), "90".into(), "合格".into(), 3));
    assert_eq!(seen(3), ("b".into(), "92".into(), "良好".into(), 3));
    assert!(units[1].total.say(Lang::Zh).ends_with("；升档；晋级"), "{}", units[1].total.say(Lang::Zh));
    assert!(units[4].total.say(Lang::Zh).ends_with("；黄牌"));
}

#[test]
fn deductions_leave_what_the_scheme_says() {
    let rest = format!(
        "{}[[item]]\nid = \"i\"\nname = \"项\"\nkind = \"formula\"\nformula = \"50\"\npoints = 100\n\
         [[item]]\nid = \"a\"\nname = \"扣\"\nkind = \"deduct\"\nmeasure = \"x\"\neach = 10\nnever_below = 35\n",
        entered("x")
    );
    let scheme = scheme("total = 100", &rest);
    assert_eq!(points(&scheme, &of(&["0", "1", "5"])), ["50", "40", "35"]);
    assert_eq!(
        by_unit(&scheme, &of(&["5"]))[0].total.say(Lang::Zh),
        "总分 = 基础分 50.00分 − 扣分 50.00分 = 35.00分"
    );
}

#[test]
fn a_measure_is_limited_and_a_target_follows_its_schedule() {
    let rest = "[[measure]]\nid = \"funds\"\nname = \"到位资金\"\nunit = \"万元\"\nfrom = \"funds\"\nmost = \"target(funds) * 2\"\n\
        schedule = [\"10%\", \"40%\", \"70%\", \"100%\"]\n\
        [[item]]\nid = \"i\"\nname = \"进度\"\nkind = \"formula\"\nformula = \"completion(funds, now) * 10\"\npoints = 100\n";
    let scheme = scheme("total = 100", rest);
    let facts = |done| Facts {
        units: vec![unit(1, "")],
        values: vec![Value { measure: "funds".into(), unit: unit_id(1), value: wan(done) }],
        targets: vec![Target { measure: "funds".into(), value: wan(1_000), ..target(1, "1") }],
        ..Facts::default()
    };
    // On 31 August 40 % + two thirds of 30 % = 60 % are due.
    assert_eq!(points(&scheme, &facts(300)), ["5"]);
    assert_eq!(points(&scheme, &facts(9_000)), ["33.33"]); // 2,000 ÷ 600
    assert_eq!(by_unit(&scheme, &facts(9_000))[0].measures[0].done.value, Decimal::from(2_000));
}
