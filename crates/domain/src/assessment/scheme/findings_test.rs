//! What the validator tells, where, and in which words.

use proptest::prelude::*;

use super::Scheme;
use crate::assessment::{say::Lang, scheme::Kind};

const GOOD: &str = r#"[scheme]
id = "t"
name = "试"
year = 2013
total = 100
[[measure]]
id = "funds"
name = "到位资金"
unit = "万元"
from = "funds"
[[item]]
id = "i"
name = "完成率"
kind = "ratio"
measure = "funds"
points = 100
"#;

/// Code and line of everything found in the good text with one change.
fn found(from: &str, to: &str) -> Vec<(&'static str, usize)> {
    assert!(GOOD.contains(from), "{from}");
    codes(&GOOD.replacen(from, to, 1))
}

fn codes(text: &str) -> Vec<(&'static str, usize)> {
    Scheme::check(text).1.into_iter().map(|f| (f.code, f.line)).collect()
}

fn with(more: &str) -> Vec<(&'static str, usize)> {
    codes(&format!("{GOOD}{more}"))
}

#[test]
fn a_good_scheme_has_no_findings_and_each_mistake_has_its_own() {
    assert_eq!(codes(GOOD), []);
    assert_eq!(
        found("points = 100", "point = 100"),
        [("scheme.missing_key", 11), ("scheme.unknown_key_near", 16)]
    );
    assert_eq!(found("total = 100", "total = 105"), [("scheme.weights", 5)]);
    assert_eq!(found("points = 100", "points = 0"), [("scheme.not_positive", 16)]);
    assert_eq!(found("points = 100", "points = -3"), [("scheme.not_positive", 16)]);
    assert_eq!(found("points = 100", "points = \"many\""), [("scheme.wrong_type", 16)]);
    assert_eq!(found("points = 100", "points = 1e2"), [("scheme.wrong_type", 16)]);
    assert_eq!(found("points = 100", "points = nan"), [("scheme.wrong_type", 16)]);
    assert_eq!(found("points = 100", "points = 100\ncap = 90"), [("scheme.cap_below_points", 17)]);
    assert_eq!(found("\"ratio\"", "\"percent\""), [("scheme.unknown_word", 14)]);
    assert_eq!(
        found("measure = \"funds\"", "measure = \"fund\""),
        [("scheme.unused_measure", 6), ("scheme.unknown_name", 11)]
    );
    assert_eq!(found("from = \"funds\"", "from = \"money\""), [("scheme.unknown_word", 10)]);
    assert_eq!(found("id = \"i\"", "id = \"i i\""), [("scheme.bad_id", 12)]);
    assert_eq!(found("year = 2013", "year = 13"), [("scheme.out_of_range", 4)]);
    assert_eq!(
        found("year = 2013", "year = 2013\nwindow = [\"2013-12-31\", \"2013-01-01\"]"),
        [("scheme.bad_window", 5)]
    );
    assert_eq!(found("id = \"t\"", "id = \"t"), [("scheme.not_toml", 2)]);
    assert_eq!(codes(""), [("scheme.missing_section", 1), ("scheme.missing_section", 1)]);
}

#[test]
fn mistakes_across_sections() {
    let group = "[[group]]\nid = \"g\"\nname = \"板块\"\npoints = 50\n";
    assert_eq!(with(group), [("scheme.empty_group", 17)]);
    let text = GOOD.replace("points = 100", "points = 100\ngroup = \"g\"") + group;
    assert_eq!(codes(&text), [("scheme.group_weights", 18)]);
    let again = "[[item]]\nid = \"i\"\nname = \"又\"\nbonus = true\nkind = \"manual\"\npoints = 5\n";
    assert_eq!(with(again), [("scheme.id_twice", 17)]);
    let formula = |id: &str, text: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\nname = \"{id}\"\nunit = \"个\"\nfrom = \"formula\"\nformula = \"{text}\"\n"
        )
    };
    let cycle = formula("a", "b + 1") + &formula("b", "funds / a");
    assert_eq!(with(&cycle), [("scheme.cycle", 17), ("scheme.cycle", 23)]);
    assert_eq!(with(&formula("a", "a")), [("scheme.cycle", 17)]);
    assert_eq!(with(&formula("a", "funds >= 1")), [("expr.figure_wanted", 22)]);
    assert_eq!(with(&formula("a", "funds + (2")), [("expr.ends_early", 22)]);
    let factor = "[[factor]]\nindustry = \"C\"\ntimes = 1.2\n";
    assert_eq!(with(factor), [("scheme.factor_without_rest", 17)]);
    assert_eq!(with("[[factor]]\ntimes = 1\n[[factor]]\ntimes = 2\n"), [("scheme.factor_unreachable", 19)]);
    assert_eq!(
        with("[[outcome]]\nat_least = 60\nsay = \"合格\"\n[[outcome]]\nat_least = 90\nsay = \"优秀\"\n"),
        [("scheme.outcome_unreachable", 21)]
    );
}

#[test]
fn tiers_and_bands_that_overlap_miss_or_never_apply() {
    let tiers = |list: &str, rest: &str| {
        let item = format!("kind = \"tiers\"\non = \"completion(funds)\"\ntiers = [\n{list}\n]\n{rest}");
        codes(&GOOD.replace("kind = \"ratio\"\nmeasure = \"funds\"", &item))
    };
    let full = "{ from = \"100%\", points = 100 },\n";
    assert_eq!(tiers(&format!("{full}{{ from = \"80%\", points = 75 }}"), "otherwise = 0"), []);
    assert_eq!(tiers(&format!("{full}{{ from = \"80%\", points = 75 }}"), ""), [("scheme.no_otherwise", 11)]);
    assert_eq!(
        tiers(&format!("{{ from = \"80%\", points = 75 }},\n{full}"), "otherwise = 0"),
        [("scheme.unreachable_tier", 18)]
    );
    assert_eq!(
        tiers(
            "{ from = \"80%\", below = \"101%\", points = 75 },\n{ from = \"100%\", points = 100 }",
            "otherwise = 0"
        ),
        [("scheme.overlapping_tiers", 18)]
    );
    assert_eq!(
        tiers("{ from = \"80%\", points = 75 }", "otherwise = 0"),
        [("scheme.points_unreachable", 11)]
    );
    assert_eq!(tiers("{ from = \"80%\", points = 175 }", "otherwise = 0"), [("scheme.points_exceeded", 11)]);
    assert_eq!(tiers("{ from = 1, below = 1, points = 100 }", "otherwise = 0"), [("scheme.empty_band", 17)]);
    assert_eq!(tiers("", "otherwise = 0"), [("scheme.empty_list", 16)]);
    let table = |bands: &str| with(&format!("[[table]]\nid = \"t\"\nbands = [{bands}]\n"));
    assert_eq!(table("{ from = 0, below = 10 }"), [("scheme.band_without_value", 19)]);
    assert_eq!(
        table("{ from = 0, below = 10, value = 1 }, { from = 20, value = 2 }"),
        [("scheme.band_gap", 19)]
    );
}

#[test]
fn ten_thousand_items_get_one_clear_message() {
    let many = GOOD.to_owned()
        + &"[[item]]\nid = \"x\"\nname = \"x\"\nkind = \"manual\"\npoints = 1\n".repeat(10_000);
    let (scheme, list) = Scheme::check(&many);
    assert!(scheme.is_none());
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].sentence(Lang::Zh), "“item”有 10001 个，最多允许 300 个。");
    assert_eq!(codes(&"#".repeat(1_000_001))[0].0, "scheme.too_large");
    let wrong = (0..5_000).fold("[scheme]\n".to_owned(), |text, n| text + &format!("k{n} = 1\n"));
    assert_eq!(codes(&wrong).len(), 100);
}

#[test]
fn sentences_are_for_clerks_and_point_at_the_place() {
    let text = GOOD.replace("points = 100", "pionts = 100").replace("\"ratio\"", "\"ratio\" # 比例");
    let said: Vec<String> = Scheme::check(&text).1.iter().map(|f| f.say(Lang::Zh)).collect();
    assert_eq!(
        said,
        ["第 11 行第 1 列：缺少“points”。", "第 16 行第 1 列：不认识“pionts”，是不是想写“points”？"]
    );
    let text = GOOD
        .replace("kind = \"ratio\"\nmeasure = \"funds\"", "kind = \"ratio\"\nnum = \"funds * (\"\nden = 5");
    let list = Scheme::check(&text).1;
    assert_eq!(
        (list[0].code, list[0].line, list[0].column, list[0].path.as_str()),
        ("expr.ends_early", 15, 17, "item[1].num")
    );
}

#[test]
fn decimals_are_read_from_the_text_not_through_a_binary_fraction() {
    let text =
        GOOD.replace("total = 100", "total = 0.3").replace("points = 100", "points = 0.1\ncap = 0.10000001")
            + "[[item]]\nid = \"j\"\nname = \"又\"\nkind = \"ratio\"\nmeasure = \"funds\"\npoints = 0.2\n";
    let scheme = Scheme::parse(&text).expect("0.1 + 0.2 is 0.3");
    let Kind::Ratio(ratio) = &scheme.items[0].kind else { panic!("a ratio") };
    assert_eq!(ratio.cap.to_string(), "0.10000001");
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = Scheme::check(&text);
    }

    #[test]
    fn no_scheme_like_text_panics(
        lines in prop::collection::vec(
            (
                "\\[(scheme|rank)\\]|\\[\\[(item|measure|class|factor|table|group|outcome)\\]\\]|[a-z_]{1,9}",
                "-?[0-9]{1,20}(\\.[0-9]{1,12})?|\"[a-z0-9()%万亿 +*/<>=,-]{0,20}\"|\\[\\]|\\{ from = 1, points = 2 \\}|true|inf",
            ),
            0..40,
        )
    ) {
        let text: String = lines
            .iter()
            .map(|(key, value)| if key.starts_with('[') { format!("{key}\n") } else { format!("{key} = {value}\n") })
            .collect();
        let _ = Scheme::check(&text);
    }

    /// One changed line of a real scheme, scored if it still stands.
    #[test]
    fn a_damaged_scheme_never_panics(at in 0usize..200, value in "-?[0-9]{1,14}|\"[a-z()%万0-9 >=]{0,12}\"|\\[\\{\\}\\]|\\{\\}") {
        let text = crate::assessment::scheme::DEFAULT;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = at % lines.len();
        if let Some((key, _)) = lines[at].clone().split_once('=') {
            lines[at] = format!("{key}= {value}");
        }
        let (scheme, list) = Scheme::check(&lines.join("\n"));
        for finding in list {
            let open = finding.sentence(Lang::Zh).contains("{k");
            prop_assert!(!open);
            let last = lines.len() + 1;
            prop_assert!(finding.line <= last);
        }
        if let Some(scheme) = scheme {
            let _ = crate::assessment::score(&scheme, &crate::assessment::Facts::default(), jiff::civil::date(2013, 8, 31));
        }
    }
}

#[test]
fn texts_nested_without_end_are_refused_not_followed() {
    for text in [
        "a = [".to_owned(),
        "[".repeat(20_000),
        format!("a = {}", "[".repeat(50_000)),
        format!("a = {}", "{a=".repeat(50_000)),
        format!("{}a = 1", "a.".repeat(50_000)),
        format!("[{}a]", "a.".repeat(50_000)),
    ] {
        assert!(!codes(&text).is_empty());
    }
}
