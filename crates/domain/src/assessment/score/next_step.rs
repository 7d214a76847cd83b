//! What is missing to the next step, rule kind by rule kind.

use super::{
    cases::{scheme, unit, unit_id, wan},
    kinds::{line, of, one, rate, target},
};
use crate::assessment::{
    facts::{Facts, Target, Value},
    say::Lang,
    scheme::Scheme,
};

#[test]
fn what_is_missing_is_found_by_trying_where_a_rule_is_no_line() {
    let gap = |scheme: &Scheme, facts: &Facts| line(scheme, facts, Lang::Zh).1;
    // Stairs: 3 points for each 4, the next at 8.
    let stairs = one("kind = \"formula\"\nformula = \"floor(x / 4) * 3\"", "20");
    assert_eq!(gap(&stairs, &of(&["5"])).as_deref(), Some("再完成 3个 可得6分"));
    assert_eq!(line(&stairs, &of(&["5"]), Lang::En).1.as_deref(), Some("3 more done would give 6 points"));
    // Brackets: 10 at 1, then 0.5 each: 16 at 22.
    let brackets = one(
        "kind = \"marginal\"\non = \"x\"\nbands = [{ from = 0, below = 10, rate = 1 }, { from = 10, rate = 0.5 }]",
        "16",
    );
    assert_eq!(gap(&brackets, &of(&["14"])).as_deref(), Some("再完成 1个 可得12.5分"));
    assert_eq!(gap(&brackets, &of(&["30"])), None);
    // Less with more, and nothing at all of it: neither is said.
    let falls = one("kind = \"formula\"\nformula = \"20 - x\"", "20");
    assert_eq!(gap(&falls, &of(&["5"])), None);
    let dip = one("kind = \"formula\"\nformula = \"if(x < 6, x, if(x < 40, 1, 20))\"", "20");
    assert_eq!(gap(&dip, &of(&["5"])), None);
    let level = one("kind = \"formula\"\nformula = \"if(x > 2, 7, 1)\"", "20");
    assert_eq!(gap(&level, &of(&["5"])), None);
    // By a computed measure, and among others.
    let ranked = one("kind = \"rank\"\non = \"x * 2 + 1\"\nlist = [10, 8]\notherwise = 1", "10");
    assert_eq!(gap(&ranked, &of(&["3", "7"])).as_deref(), Some("再完成 4个 升至第 1 位，可得满分"));
    let compared = one("kind = \"formula\"\nformula = \"minmax(x, 1) * 20\"", "20");
    assert_eq!(gap(&compared, &of(&["3", "7"])), None);
}

/// Who catches up stands beside the others: what is promised is what the rule for equal ones gives.
#[test]
fn a_place_that_is_shared_is_promised_as_it_would_be_shared() {
    let gap = |ties: &str, figures: &[&str]| {
        let scheme = one(
            &format!("kind = \"rank\"\non = \"x\"\nlist = [10, 8, 6]\notherwise = 1\nties = \"{ties}\""),
            "10",
        );
        line(&scheme, &of(figures), Lang::Zh).1
    };
    assert_eq!(gap("skip", &["3", "7", "7"]).as_deref(), Some("再完成 4个 升至第 1 位，可得满分"));
    assert_eq!(gap("average", &["3", "7", "7"]).as_deref(), Some("再完成 4个 升至第 1 位，可得8分"));
    assert_eq!(gap("dense", &["3", "5", "7", "7"]).as_deref(), Some("再完成 2个 升至第 2 位，可得8分"));
    // Both would stand third: nothing is gained by drawing level.
    assert_eq!(gap("next", &["3", "7", "7"]), None);
}

/// Above the full points there is more to earn, but nothing that is full.
#[test]
fn more_than_the_full_points_is_said_in_points() {
    let over = one(
        "kind = \"steps\"\non = \"x\"\nat = 10\nper = 10\nmode = \"full\"\nbase = 10\nup = 0.5\ndown = 1\nmax = 12",
        "10",
    );
    let gap = |figure: &str| line(&over, &of(&[figure]), Lang::Zh).1;
    assert_eq!(gap("0").as_deref(), Some("再完成 10个 可得满分"));
    assert_eq!(gap("25").as_deref(), Some("再完成 5个 可得11分"));
}

#[test]
fn money_that_counts_evenly_is_said_to_the_full_points() {
    let rest = "[[measure]]\nid = \"funds\"\nname = \"到位资金\"\nunit = \"万元\"\nfrom = \"funds\"\nverb = \"到位\"\nverb_en = \"in place\"\n\
        [[measure]]\nid = \"half\"\nname = \"折半\"\nunit = \"万元\"\nfrom = \"formula\"\nformula = \"funds / 2\"\n\
        [[item]]\nid = \"i\"\nname = \"项\"\npoints = 20\nkind = \"formula\"\nformula = \"half / target(funds) * 30\"\n";
    let scheme = scheme("total = 20", rest);
    let facts = Facts {
        units: vec![unit(1, "")],
        values: vec![Value { measure: "funds".into(), unit: unit_id(1), value: wan(300) }],
        targets: vec![Target { measure: "funds".into(), value: wan(900), ..target(1, "1") }],
        ..Facts::default()
    };
    // 20 of 30 points are half of 1,200; to the cent 19.995 already rounds to 20.00.
    assert_eq!(line(&scheme, &facts, Lang::Zh).1.as_deref(), Some("再到位 899.70万元 可得满分"));
    assert_eq!(
        line(&scheme, &facts, Lang::En).1.as_deref(),
        Some("899.70 ×10,000 yuan more in place would give full points")
    );
}

#[test]
fn a_share_counts_for_its_whole_too() {
    let text = "[[measure]]\nid = \"own\"\nname = \"本产业项目\"\nunit = \"个\"\nfrom = \"projects\"\nfilter = { industries = [\"C\"] }\nverb = \"引进\"\n\
        [[measure]]\nid = \"all\"\nname = \"全部项目\"\nunit = \"个\"\nfrom = \"projects\"\n\
        [[item]]\nid = \"i\"\nname = \"契合度\"\npoints = 20\nkind = \"share\"\npart = \"own\"\nwhole = \"all\"\n";
    let scheme = scheme("total = 20", text);
    let row = |no: u128, industry: &str| crate::assessment::facts::Row {
        id: uuid::Uuid::from_u128(no),
        unit: unit_id(1),
        fen: 0,
        size_fen: None,
        share_bp: 10_000,
        industry: Some(industry.into()),
        kind: None,
        project: None,
        tags: None,
    };
    let rows = vec![row(1, "C35"), row(2, "F52"), row(3, "C36")];
    let mut facts = Facts { units: vec![unit(1, "")], ..Facts::default() };
    facts.ledgers.insert(crate::assessment::scheme::Source::Projects, rows);
    // 2 of 3; one more of them makes 3 of 4, not 3 of 3.
    assert_eq!(
        line(&scheme, &facts, Lang::Zh),
        ("得分 = 占比 2个 ÷ 3个 = 66.67% × 20分 = 13.33分".into(), Some("再引进 1个 可得15分".into()))
    );
}

#[test]
fn what_people_rate_is_moved_by_their_ratings() {
    let item = one(
        "kind = \"rating\"\nraters = [{ id = \"parks\", name = \"园区\", weight = \"70%\" }, { id = \"towns\", name = \"乡镇\", weight = \"30%\" }]",
        "15",
    );
    let mut facts = of(&[""]);
    facts.ratings = vec![rate("parks", "甲", "", "13.5"), rate("towns", "乙", "", "12")];
    assert_eq!(line(&item, &facts, Lang::Zh).1.as_deref(), Some("再评得 1.95分 可得满分"));
    assert_eq!(
        line(&item, &facts, Lang::En).1.as_deref(),
        Some("1.95 points more from those who rate would give full points")
    );
    facts.ratings = vec![rate("parks", "甲", "", "15"), rate("towns", "乙", "", "15")];
    assert_eq!(line(&item, &facts, Lang::Zh).1, None);
}
