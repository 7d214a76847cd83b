//! Suppositions against really having it so.

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Suppose, differences, signed};
use crate::{
    assessment::{
        facts::{Facts, Quantity, Row, Target, Unit},
        say::Lang,
        scheme::{DEFAULT, Scheme, Source},
        score::{Scores, score},
    },
    id::{ProjectId, UnitId},
};

const CLASSES: [&str; 3] = ["street", "zone", "department"];
const INDUSTRIES: [&str; 3] = ["C3511", "K7010", "F5211"];

fn unit(no: usize) -> UnitId {
    UnitId(Uuid::from_u128(no as u128 + 1))
}

fn row(id: u128, unit_no: usize, wan: i64, industry: usize) -> Row {
    Row {
        id: Uuid::from_u128(id),
        unit: unit(unit_no),
        fen: wan * 1_000_000,
        size_fen: Some(wan * 1_000_000),
        share_bp: 10_000,
        industry: Some(INDUSTRIES[industry].into()),
        kind: Some("new".into()),
        project: Some(ProjectId(Uuid::from_u128(id))),
        tags: None,
    }
}

fn target(no: usize, measure: &str, value: Quantity) -> Target {
    Target {
        measure: measure.into(),
        unit: unit(no),
        value,
        version: 1,
        owner: None,
        level: None,
        part: None,
    }
}

type Given = Vec<(usize, i64, usize)>;

fn facts(targets: &[i64], receipts: &Given, projects: &Given) -> Facts {
    let mut out = Facts::default();
    for (no, wan) in targets.iter().enumerate() {
        let class = CLASSES[no % CLASSES.len()].to_owned();
        out.units.push(Unit { id: unit(no), name: format!("单位{no}"), class, soft: false });
        out.targets.push(target(no, "funds", Quantity::Fen(wan * 1_000_000)));
        out.targets.push(target(no, "talents", Quantity::Number(Decimal::from(1 + no))));
    }
    let rows = |given: &Given, first: u128| {
        let one = |(at, (unit, wan, industry)): (usize, &(usize, i64, usize))| {
            row(first + at as u128, unit % targets.len(), *wan, *industry)
        };
        given.iter().enumerate().map(one).collect::<Vec<_>>()
    };
    out.ledgers.insert(Source::Funds, rows(receipts, 1_000));
    out.ledgers.insert(Source::Projects, rows(projects, 2_000));
    for source in [Source::Talents, Source::Institutes, Source::Forms, Source::Fraud] {
        out.ledgers.insert(source, Vec::new());
    }
    out
}

fn scored(facts: &Facts) -> Scores {
    scored_by(DEFAULT, facts)
}

fn scored_by(text: &str, facts: &Facts) -> Scores {
    let scheme = Scheme::parse(text).expect("a scheme");
    score(&scheme, facts, date(2013, 8, 31)).expect("scores")
}

fn given() -> impl Strategy<Value = (Vec<i64>, Given, Given)> {
    let some = || prop::collection::vec((0_usize..6, 1_i64..200_000, 0_usize..3), 0..12);
    (prop::collection::vec(1_i64..100_000, 1..7), some(), some())
}

proptest! {
    #[test]
    fn nothing_supposed_changes_nothing((targets, receipts, projects) in given()) {
        let facts = facts(&targets, &receipts, &projects);
        prop_assert_eq!(&facts.supposing(&[]), &facts);
        let (before, after) = (scored(&facts), scored(&facts.supposing(&[])));
        let found = differences(&before, &after);
        prop_assert_eq!((found.gains, found.losses, found.same), (0, 0, targets.len()));
        prop_assert!(found.units.iter().flat_map(|u| &u.items).all(|i| !i.changed(Lang::Zh)));
    }

    #[test]
    fn a_supposed_receipt_is_what_the_receipt_would_be(
        (targets, receipts, projects) in given(), no in 0_usize..6, wan in 1_i64..50_000, industry in 0_usize..3,
    ) {
        let known = facts(&targets, &receipts, &projects);
        let no = no % targets.len();
        let mut more = receipts.clone();
        more.push((no, wan, industry));
        let really = facts(&targets, &more, &projects);
        let source = Source::Funds;
        let one = row(1_000 + receipts.len() as u128, no, wan, industry);
        let supposed = known.supposing(&[Suppose::Row { source, row: one.clone() }]);
        prop_assert_eq!(scored(&supposed), scored(&really));
        // And taken away again, by its id or by its amount.
        for less in [Suppose::Without { source, id: one.id }, Suppose::Less { source, row: one.clone() }] {
            prop_assert_eq!(scored(&supposed.supposing(&[less])), scored(&known));
        }
        // A ledger of sums has no projects: it comes to the same.
        let mut sums = really;
        for row in sums.ledgers.entry(source).or_default() {
            row.project = None;
        }
        let less = Suppose::Less { source, row: one };
        prop_assert_eq!(scored(&sums.supposing(&[less])), scored(&known));
    }

    #[test]
    fn a_supposed_target_stands_in_the_place_of_the_one_in_force(
        (targets, receipts, projects) in given(), no in 0_usize..6, wan in 1_i64..100_000,
    ) {
        let known = facts(&targets, &receipts, &projects);
        let mut other = targets.clone();
        let no = no % targets.len();
        other[no] = wan;
        let really = facts(&other, &receipts, &projects);
        let supposed =
            known.supposing(&[Suppose::Target(target(no, "funds", Quantity::Fen(wan * 1_000_000)))]);
        prop_assert_eq!(scored(&supposed), scored(&really));
    }

    #[test]
    fn differences_add_up((targets, receipts, projects) in given(), extra in 1_i64..50_000) {
        let known = facts(&targets, &receipts, &projects);
        let more = known.supposing(&[Suppose::Row { source: Source::Funds, row: row(9, 0, extra, 0) }]);
        let harder = DEFAULT.replacen("times = 1.2", "times = 0.9", 1).replacen("cap = 36", "cap = 30", 1);
        let (before, after) = (scored(&known), scored_by(&harder, &more));
        let found = differences(&before, &after);
        for unit in &found.units {
            let items: Decimal = unit.items.iter().map(|i| i.difference).sum();
            prop_assert_eq!(items + unit.rest, unit.difference);
        }
        let units: Decimal = found.units.iter().map(|u| u.difference).sum();
        let items: Decimal = found.items.iter().map(|i| i.difference).sum();
        prop_assert_eq!(units, found.after - found.before);
        prop_assert_eq!(items + found.rest, units);
        prop_assert_eq!(found.gains + found.losses + found.same, targets.len());
        prop_assert!(found.units.windows(2).all(|two| two[0].difference >= two[1].difference));
    }
}

#[test]
fn items_of_two_schemes_are_the_same_by_their_id() {
    let known = facts(&[10_000], &vec![(0, 5_000, 2)], &Vec::new());
    let other = DEFAULT.replacen("id = \"funds_done\"", "id = \"money\"", 1);
    let (before, after) = (scored(&known), scored_by(&other, &known));
    let found = differences(&before, &after);
    let unit = &found.units[0];
    let of = |id: &str| unit.items.iter().find(|i| i.item == id).expect("an item");
    assert_eq!((of("funds_done").after, of("money").before), (None, None));
    assert_eq!(of("money").difference, -of("funds_done").difference);
    assert_eq!((unit.difference, unit.rest), (Decimal::ZERO, Decimal::ZERO));
    assert!(of("money").changed(Lang::En));
    let line = of("money").after.expect("a part").say(Lang::Zh);
    assert_eq!(line, "得分 = 完成数 5,000.00万元 ÷ 目标 10,000.00万元 = 50.00% × 30分 = 15.00分");
}

#[test]
fn a_difference_has_its_sign() {
    let said = |text: &str| signed(text.parse().expect("a decimal"));
    assert_eq!([said("1.5"), said("0.00"), said("-2"), said("0.125")], ["+1.50", "0.00", "-2.00", "+0.125"]);
}
