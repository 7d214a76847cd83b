use jiff::civil::{Date, date};

use super::*;

const ON: Date = date(2013, 8, 31);

fn quiet(stage: Stage) -> Measured {
    Measured {
        stage,
        stage_since_on: date(2013, 8, 25),
        entered_on: date(2013, 1, 5),
        progress_on: None,
        planned_start: None,
        planned_completion: None,
        started: false,
        completed: false,
        total_fen: None,
        recognised_fen: 0,
        nodes_late: 0,
        approvals_late: 0,
        problems_overdue: 0,
    }
}

fn colour(m: &Measured) -> Colour {
    LightTable::built_in().judge(&inputs(m, ON))
}

#[test]
fn the_standard_table_is_sound_and_lights_as_the_cities_do() {
    assert_eq!(LightTable::check(STANDARD).1, []);
    let long = |stage, since| Measured { stage_since_on: since, ..quiet(stage) };
    let building = |m: Measured| Measured { stage: Stage::Construction, started: true, ..m };
    let planned =
        |start, end| Measured { planned_start: start, planned_completion: end, ..quiet(Stage::Approvals) };
    let money = |fen| Measured {
        total_fen: Some(1_000),
        recognised_fen: fen,
        ..building(planned(Some(date(2013, 1, 1)), Some(date(2013, 12, 31))))
    };
    let cases = [
        ("a new one", quiet(Stage::Negotiation), Colour::Green),
        ("two months without progress", long(Stage::Negotiation, date(2013, 7, 2)), Colour::Yellow),
        ("three months without progress", long(Stage::Negotiation, date(2013, 6, 2)), Colour::Red),
        (
            "a report is progress",
            Measured { progress_on: Some(date(2013, 8, 19)), ..long(Stage::Negotiation, date(2013, 2, 2)) },
            Colour::Green,
        ),
        ("signed, not registered", long(Stage::Signed, date(2013, 6, 1)), Colour::Yellow),
        ("to be started this month", planned(Some(date(2013, 8, 1)), None), Colour::Green),
        ("not started in the planned month", planned(Some(date(2013, 7, 31)), None), Colour::Yellow),
        ("three months past the planned start", planned(Some(date(2013, 5, 31)), None), Colour::Red),
        ("started", building(planned(Some(date(2013, 5, 31)), None)), Colour::Green),
        ("not completed", building(planned(None, Some(date(2013, 7, 1)))), Colour::Yellow),
        ("money keeps pace with time", money(600), Colour::Green),
        ("money is 16 points behind", money(500), Colour::Yellow),
        ("money is 36 points behind", money(300), Colour::Red),
        ("one problem is overdue", Measured { problems_overdue: 1, ..quiet(Stage::Signed) }, Colour::Yellow),
        ("three nodes are late", Measured { nodes_late: 3, ..quiet(Stage::Construction) }, Colour::Red),
    ];
    for (what, measured, wanted) in cases {
        assert_eq!(colour(&measured), wanted, "{what}: {}", inputs(&measured, ON).text());
    }
}

#[test]
fn what_is_kept_of_a_light_says_line_by_line_why() {
    let measured = Measured { stage_since_on: date(2013, 6, 20), ..quiet(Stage::Negotiation) };
    let kept = inputs(&measured, ON).text();
    assert_eq!(
        kept,
        "negotiation days_in_stage=72 days_idle=72 nodes_late=0 approvals_late=0 problems_overdue=0"
    );
    let read = Inputs::from_text(&kept).unwrap();
    assert_eq!(read, inputs(&measured, ON));
    let met: Vec<_> =
        LightTable::built_in().lines(&read).filter(|l| l.met).map(|l| l.rule.basis.as_str()).collect();
    assert_eq!(met, ["两个月无进展亮黄灯"]);
    for broken in ["", "nowhere", "lead days_idle", "lead days_idle=x", "lead days=1"] {
        assert_eq!(Inputs::from_text(broken), None, "{broken}");
    }
}

const ZAOZHUANG: &str = r#"name = "红黄蓝牌"
[[colour]]
code = "green"
name = "正常"
meaning = "正常推进"
[[colour]]
code = "blue"
name = "蓝牌"
meaning = "表扬"
[[colour]]
code = "red"
name = "红牌"
meaning = "警告"
[[rule]]
input = "money_points_behind"
at_most = -10
colour = "blue"
[[rule]]
input = "money_points_behind"
at_least = 20
colour = "red"
"#;

#[test]
fn a_colour_may_praise() {
    let (table, found) = LightTable::check(ZAOZHUANG);
    assert_eq!(found, []);
    let table = table.unwrap();
    let at = |points| table.judge(&Inputs::at(Stage::Construction).with(Input::MoneyPointsBehind, points));
    assert_eq!([at(-10), at(-9), at(20)], [Colour::Blue, Colour::Green, Colour::Red]);
    assert_eq!(table.judge(&Inputs::at(Stage::Construction)), Colour::Green);
    assert_eq!(table.shade(Colour::Blue).unwrap().meaning, "表扬");
}

#[test]
fn everything_wrong_with_a_table_is_told_with_its_line() {
    let with = |from: &str, to: &str| ZAOZHUANG.replacen(from, to, 1);
    let rule = |text: &str| format!("{ZAOZHUANG}[[rule]]\n{text}");
    let cases = [
        ("= broken".to_owned(), "light.table_syntax", 1),
        (String::new(), "light.table_missing", 1),
        (with("code = \"blue\"", "code = \"pink\""), "light.table_unknown", 7),
        (with("meaning = \"表扬\"", "sense = \"表扬\""), "light.table_key", 9),
        (with("code = \"blue\"", "code = \"green\""), "light.table_twice", 6),
        (rule("input = \"days_idle\"\nat_least = 5\ncolour = \"yellow\""), "light.table_colour_unlisted", 22),
        (rule("input = \"days_idle\"\nat_least = 5\ncolour = \"green\""), "light.table_colour_first", 22),
        (rule("input = \"days_idle\"\ncolour = \"red\""), "light.table_bound", 22),
        (rule("input = \"days_idle\"\nat_least = 1\nat_most = 2\ncolour = \"red\""), "light.table_bound", 22),
        (rule("input = \"days_idle\"\nat_least = 1.5\ncolour = \"red\""), "light.table_number", 24),
        (
            rule("input = \"days_idle\"\nat_least = 99999999999999999999\ncolour = \"red\""),
            "light.table_number",
            24,
        ),
        (rule("input = \"wind\"\nat_least = 1\ncolour = \"red\""), "light.table_unknown", 23),
        (
            rule("input = \"days_idle\"\nstages = [\"at_capacity\"]\nat_least = 1\ncolour = \"red\""),
            "light.table_unknown",
            24,
        ),
        (rule("input = \"money_points_behind\"\nat_least = 30\ncolour = \"red\""), "light.table_twice", 22),
        (rule("input = \"money_points_behind\"\nat_least = 25\ncolour = \"blue\""), "light.table_never", 22),
        (with("name = \"红黄蓝牌\"", "name = \"红黄蓝牌\"\noverride_months = 40"), "light.table_number", 2),
        (with("name = \"蓝牌\"", &format!("name = \"{}\"", "蓝".repeat(61))), "light.table_text", 8),
        ("#".repeat(200_000), "light.table_too_large", 1),
    ];
    for (text, code, line) in cases {
        let (table, found) = LightTable::check(&text);
        assert!(table.is_none(), "{code}");
        let first = found.iter().find(|f| f.code == code);
        assert_eq!(first.map(|f| f.line), Some(line), "{code}: {found:?}");
    }
}
