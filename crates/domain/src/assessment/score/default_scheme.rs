//! The scheme that a district starts with: what it gives, and that the order of facts never matters.

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::cases::{d, run, unit, unit_id, wan};
use crate::{
    assessment::{
        facts::{Facts, Quantity, Rating, Row, Target},
        say::Lang,
        scheme::{DEFAULT, Scheme, Source},
        score::{rows_behind, score},
    },
    id::ProjectId,
};

fn scheme() -> Scheme {
    let (scheme, findings) = Scheme::check(DEFAULT);
    assert_eq!(findings, [], "not even a warning");
    scheme.expect("sound")
}

fn row(no: u128, unit: u128, fen: i64, industry: &str) -> Row {
    Row {
        id: Uuid::from_u128(no),
        unit: unit_id(unit),
        fen,
        size_fen: None,
        share_bp: 10_000,
        industry: Some(industry.into()),
        kind: None,
        project: Some(ProjectId(Uuid::from_u128(no))),
        tags: None,
    }
}

/// Three units, two of them streets; the zone has no target for institutes.
fn facts() -> Facts {
    let target = |unit, measure: &str, value| Target {
        measure: measure.into(),
        unit: unit_id(unit),
        value,
        version: 2,
        owner: None,
        level: None,
        part: None,
    };
    let number = |n: u32| Quantity::Number(n.into());
    let mut facts = Facts {
        units: vec![unit(1, "street"), unit(2, "street"), unit(3, "zone")],
        targets: vec![
            target(1, "funds", wan(10_000)),
            target(2, "funds", wan(10_000)),
            target(3, "funds", wan(10_000)),
            target(1, "talents", number(4)),
            target(2, "talents", number(4)),
            target(3, "talents", number(4)),
            target(1, "institutes", number(2)),
            target(2, "institutes", number(2)),
        ],
        ..Facts::default()
    };
    let wan = 1_000_000;
    let ledgers = &mut facts.ledgers;
    ledgers.insert(
        Source::Funds,
        vec![
            row(1, 1, 5_000 * wan, "C3511"), // × 1.2
            row(2, 1, 4_000 * wan, "K7010"), // × 0.3
            row(3, 2, 9_000 * wan, "F5211"),
            row(4, 3, 20_000 * wan, "C"),
        ],
    );
    ledgers.insert(
        Source::Projects,
        vec![row(5, 1, 20_000_000 * wan / 1_000, "C3511"), row(6, 2, 100 * wan, "")],
    );
    ledgers.insert(
        Source::Talents,
        (10..14).map(|no| row(no, 1, 0, "")).chain([row(20, 2, 0, ""), row(21, 3, 0, "")]).collect(),
    );
    ledgers.insert(Source::Institutes, vec![row(30, 1, 0, "")]);
    ledgers.insert(Source::Forms, (40..43).map(|no| row(no, 2, 0, "")).collect());
    let rating = |unit, points| Rating {
        item: "routine".into(),
        unit: unit_id(unit),
        points: d(points),
        by: "区招商办".into(),
        note: "年终评议".into(),
        raters: None,
        aspect: None,
    };
    facts.ratings = vec![rating(1, "9"), rating(2, "8"), rating(3, "7.5")];
    facts
}

#[test]
fn three_equal_tracks_factors_bonus_and_deductions() {
    let scores = run(&scheme(), &facts());
    let [first, second, zone] = scores.units.as_slice() else { panic!("three units") };
    // Street 1: 5,000 × 1.2 + 4,000 × 0.3 = 7,200万: 21.60; talents 4/4: 30; institutes 1/2: 15; rated 9; bonus 2.
    assert_eq!((first.unit, first.total.points, first.place, first.of), (unit_id(1), d("77.6"), Some(1), 2));
    assert_eq!(
        first.items[0].explain.say(Lang::Zh),
        "得分 = 完成数 7,200.00万元 ÷ 目标 10,000.00万元 = 72.00% × 30分 = 21.60分"
    );
    assert_eq!(first.items[2].gap.as_ref().map(|g| g.say(Lang::Zh)).as_deref(), Some("再引进 1家 可得满分"));
    assert_eq!(first.total.say(Lang::Zh), "总分 = 基础分 75.60分 + 加分 2.00分 = 77.60分");
    assert_eq!(first.outcome.as_ref().map(|o| o.zh.as_str()), Some("合格"));
    let funds = &first.measures[0];
    let behind = rows_behind(&scheme(), &facts(), unit_id(1));
    assert_eq!((funds.measure.as_str(), behind[0].measure.as_str()), ("funds", "funds"));
    assert_eq!(behind[0].rows.iter().map(|r| r.factor).collect::<Vec<_>>(), [Some(d("1.2")), Some(d("0.3"))]);
    assert_eq!(funds.target_version, Some(2));
    // Street 2: 27 + 7.5 + 0 + 8 − 3 late forms.
    assert_eq!((second.total.points, second.place), (d("39.5"), Some(2)));
    assert_eq!(second.total.taken[0].say(Lang::Zh), "扣分 = 3 × 1分 = 3.00分");
    // Zone: capped 36 + 7.5 + 7.5 of 70 points, scaled to 100.
    assert_eq!(zone.total.say(Lang::Zh), "总分 = 基础分 51.00分 ÷ 70 × 100 = 72.86分");
    assert_eq!(zone.items[2].explain.say(Lang::Zh), "未下达目标，本项不计，其余各项按比例折算");
}

#[test]
fn confirmed_fraud_leaves_nothing() {
    let mut facts = facts();
    facts.ledgers.insert(Source::Fraud, vec![row(90, 1, 0, "")]);
    let scores = run(&scheme(), &facts);
    let hit = scores.units.iter().find(|u| u.unit == unit_id(1)).expect("scored");
    assert_eq!((hit.total.points, hit.place), (d("0"), Some(2)));
    assert!(hit.total.say(Lang::Zh).ends_with("；查实弄虚作假，总分为零，计 0.00分"));
    assert_eq!(hit.total.gates[0].measures, ["fraud"]);
}

#[test]
fn time_progress_stands_beside_each_target() {
    let scores = score(&scheme(), &facts(), date(2013, 8, 31)).expect("complete");
    let pace = scores.units[0].measures[0].pace.clone().expect("a target");
    assert_eq!(pace.lead_points.round_dp(2), d("5.33")); // 72.00 − 66.67
    assert_eq!(pace.needed_rate.map(|r| r.normalize()), Some(d("700万"))); // 2,800万 in 4 months
}

#[test]
fn soft_units_are_scored_without_a_place_and_equal_totals_share_one() {
    let mut facts = facts();
    facts.units[1].soft = true;
    let scores = run(&scheme(), &facts);
    assert_eq!((scores.units[0].place, scores.units[0].of), (Some(1), 1));
    assert_eq!((scores.units[1].place, scores.units[1].soft), (None, true));
    facts.units[1] = unit(1, "street");
    let missing = score(&scheme(), &facts, date(2013, 8, 31)).expect_err("one unit twice, one unknown");
    let codes: std::collections::BTreeSet<_> = missing.iter().map(|m| m.code).collect();
    assert!(codes.contains("facts.unit_twice") && codes.contains("facts.unknown_unit"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_order_of_facts_never_changes_a_score(seed in any::<u64>(), amounts in prop::collection::vec((1u128..4, -1_000_000_000i64..1_000_000_000_000, 0usize..3), 0..30)) {
        let mut facts = facts();
        let more = amounts.iter().zip(1_000..).map(|((unit, fen, industry), no)| row(no, *unit, *fen, ["C35", "K70", "A"][*industry]));
        facts.ledgers.entry(Source::Funds).or_default().extend(more);
        let straight = score(&scheme(), &facts, date(2013, 8, 31)).expect("complete");
        let mut turn = seed;
        let mut next = || { turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); turn >> 33 };
        facts.units.sort_by_cached_key(|_| next());
        facts.targets.sort_by_cached_key(|_| next());
        facts.ratings.sort_by_cached_key(|_| next());
        facts.ledgers.values_mut().for_each(|rows| rows.sort_by_cached_key(|_| next()));
        prop_assert_eq!(score(&scheme(), &facts, date(2013, 8, 31)).expect("complete"), straight);
    }
}

#[test]
fn facts_are_plain_records() {
    let json = serde_json::to_string(&facts()).expect("writes");
    assert_eq!(serde_json::from_str::<Facts>(&json).expect("reads"), facts());
    let scores = serde_json::to_value(run(&scheme(), &facts())).expect("writes");
    assert_eq!(scores["units"][0]["items"][0]["points"], "21.60");
    assert!(serde_json::from_str::<Facts>("{\"unit\": []}").is_err());
}
