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
fn weights_of_mixes_groups_raters_and_tables_are_checked() {
    let kind = |body: &str| codes(&GOOD.replace("kind = \"ratio\"\nmeasure = \"funds\"", body));
    let part = |weight: &str| {
        let id = weight.replace('.', "");
        format!(
            "{{ id = \"p{id}\", name = \"p\", weight = {weight}, kind = \"ratio\", measure = \"funds\" }}"
        )
    };
    assert_eq!(kind(&format!("kind = \"mix\"\nparts = [{}, {}]", part("0.6"), part("0.4"))), []);
    // 1.05, as one published prototype had it.
    assert_eq!(
        kind(&format!("kind = \"mix\"\nparts = [{}, {}]", part("0.65"), part("0.4"))),
        [("scheme.weights_not_one", 15)]
    );
    let raters = "raters = [{ id = \"a\", name = \"甲\", weight = 1.05 }]";
    assert!(kind(&format!("kind = \"rating\"\n{raters}")).contains(&("scheme.weights_not_one", 15)));
    let aspects = "raters = [{ id = \"a\", name = \"甲\", weight = 1 }]\naspects = [{ id = \"x\", name = \"x\", points = 99 }]";
    assert!(kind(&format!("kind = \"rating\"\n{aspects}")).contains(&("scheme.aspects", 16)));
    let class = "[[class]]\nid = \"a\"\nname = \"甲组\"\n[[class]]\nid = \"b\"\nname = \"乙组\"\n";
    let table = "[[table]]\nid = \"k\"\nclasses = [{ class = \"a\", value = 1 }]\n";
    let text = GOOD.replace(
        "kind = \"ratio\"\nmeasure = \"funds\"",
        "kind = \"formula\"\nformula = \"funds * table(k, class)\"",
    );
    assert_eq!(codes(&format!("{text}{class}{table}")), [("scheme.class_without_value", 23)]);
    let sizes = "[[table]]\nid = \"k\"\nbands = [{ from = \"1000万\", value = 1 }]\n";
    let text = text.replace("table(k, class)", "table(k, target(funds))");
    assert_eq!(codes(&format!("{text}{sizes}")), [("scheme.size_without_value", 17)]);
    let gate = "[[item]]\nid = \"g\"\nname = \"门\"\nkind = \"gate\"\nwhen = \"funds < 0\"\nthen = \"promote\"\nsay = \"x\"\n";
    assert_eq!(with(gate), [("scheme.no_outcomes", 17)]);
    let group = |mode: &str, weight: &str| {
        codes(
            &(GOOD.replace("points = 100", &format!("points = 100\ngroup = \"g\"\n{weight}"))
                + &format!("[[group]]\nid = \"g\"\nname = \"板块\"\npoints = 100\nmode = \"{mode}\"\n")),
        )
    };
    assert_eq!(group("weighted", "weight = 1"), []);
    assert_eq!(group("weighted", "weight = 0.9"), [("scheme.group_weights_not_one", 19)]);
    assert_eq!(group("best", ""), []);
    assert_eq!(
        found("unit = \"万元\"", "unit = \"万元\"\nschedule = [0.5, 0.4, 0.9, 1]"),
        [("scheme.bad_schedule", 10)]
    );
    assert_eq!(found("measure = \"funds\"", "num = \"funds\"\nden = \"if(kind = 'x', 1, 2)\"").len(), 1);
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

/// A condition that never holds is worse than one that fails: nothing would count, and nobody would be told why.
#[test]
fn conditions_that_can_never_be_answered_are_refused_at_their_word() {
    let rule = |need: &str| {
        let text = format!(
            "{GOOD}[recognition]\nbase = [\"cash\"]\n[[recognition.eligible]]\nid = \"d\"\nneed = \"{need}\"\nsay = \"逾期\"\n"
        );
        Scheme::check(&text).1.into_iter().map(|f| (f.code, f.line, f.column)).collect::<Vec<_>>()
    };
    assert_eq!(rule("on <= signed_on + 90"), []);
    assert_eq!(rule("total >= 1 or on <= 90"), [("expr.day_with_number", 21, 23)]);
    assert_eq!(rule("on >= '2013-6-30'"), [("expr.day_form", 21, 15)]);
    assert_eq!(rule("kind = cash"), [("expr.text_field", 21, 9)]);
    assert_eq!(rule("amount = '100'"), [("expr.number_field", 21, 9)]);
    assert_eq!(rule("stage >= 'signed'"), [("expr.text_order", 21, 9)]);
    assert_eq!(rule("park = A"), [("expr.quotes_wanted", 21, 16)]);
    assert_eq!(rule("orign = '境外'"), [("expr.field_near", 21, 9)]);
    assert_eq!(rule("size >= 1亿"), [("expr.field_of_row", 21, 9)]);
    let filter = |rest: &str| found("from = \"funds\"", &format!("from = \"funds\"\nfilter = {{ {rest} }}"));
    assert_eq!(filter("where = \"on <= signed_on + 90\""), []);
    assert_eq!(filter("where = \"class = 'street'\""), [("expr.field_of_unit", 11)]);
    assert_eq!(filter("where = \"evidence_count > 1\""), [("expr.field_of_receipt", 11)]);
    let formula = |text: &str| found("measure = \"funds\"", &format!("num = \"{text}\"\nden = 5"));
    assert_eq!(formula("sum(amount of funds where on <= signed_on + 90)"), []);
    assert_eq!(formula("sum(kind of funds)"), [("expr.text_field", 15)]);
    assert_eq!(formula("max(signed_on of funds)"), [("expr.day_field", 15)]);
    assert_eq!(formula("count(funds where on > 3)"), [("expr.day_with_number", 15)]);
    let of = |source: &str, filter: &str| {
        with(&format!(
            "[[measure]]\nid = \"m\"\nname = \"m\"\nunit = \"次\"\nfrom = \"{source}\"\nshow = true\nfilter = {{ {filter} }}\n"
        ))
    };
    assert_eq!(of("returns", "kinds = [\"late\"]"), []);
    assert_eq!(of("returns", "where = \"kind = 'late'\""), []);
    assert_eq!(of("forms", "at_least = 1"), [("scheme.filter_never", 23)]);
    assert_eq!(of("progress", "where = \"origin = '境外'\""), [("scheme.filter_never", 23)]);
    assert_eq!(of("entered", "kinds = [\"x\"]"), [("scheme.filter_without_rows", 23)]);
    let each = "[[item]]\nid = \"p\"\nname = \"每个\"\nkind = \"per_item\"\nmeasure = \"funds\"\nbonus = true\npoints = 5\neach = 1\nby = \"kind\"\n";
    assert_eq!(with(each), [("expr.text_field", 25)]);
}

#[test]
fn signs_of_the_chinese_keyboard_are_named_and_one_place_is_told_once() {
    let said = |text: &str| Scheme::check(text).1.iter().map(|f| f.say(Lang::Zh)).collect::<Vec<_>>();
    assert_eq!(
        said(&GOOD.replacen("\"t\"", "“t”", 1)),
        ["第 2 行第 6 列：这里用了中文符号““”，引号、等号、逗号和括号要用英文半角的。"]
    );
    assert!(said(&format!("a = {}", "[".repeat(100_000))).len() <= 3);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Scheme::check(&String::from_utf8_lossy(&bytes));
    }

    /// A real scheme with pieces cut out, doubled or written over, and scored if it still stands.
    #[test]
    fn a_mutilated_scheme_never_panics(
        which in 0usize..12,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..30, 0u8..3, "[-0-9a-z_ =\"'.,%万亿(){}\\[\\]\n]{0,12}"), 1..5),
    ) {
        let mut chars: Vec<char> = crate::assessment::scheme::BUILT_IN[which].1.chars().collect();
        for (at, length, how, put) in cuts {
            let at = at.index(chars.len());
            let end = (at + length).min(chars.len());
            let piece: Vec<char> = chars[at..end].to_vec();
            match how {
                0 => { chars.drain(at..end); }
                1 => { chars.splice(at..at, piece); }
                _ => { chars.splice(at..end, put.chars()); }
            }
        }
        let text: String = chars.into_iter().collect();
        let (scheme, list) = Scheme::check(&text);
        for finding in list {
            let open = finding.sentence(Lang::En).contains("{k");
            let said = !open || text.contains("{k");
            prop_assert!(said);
        }
        if let Some(scheme) = scheme {
            let records = crate::assessment::records::Records::default();
            let _ = crate::assessment::records::score_records(&scheme, &records);
        }
    }
}

/// As much as the limits allow: read, checked and scored for five units without hanging.
#[test]
fn the_largest_scheme_that_is_allowed_is_still_scored() {
    let chain: String = (0..190)
        .map(|n| {
            let before = if n == 0 { "1".to_owned() } else { format!("m{0} + m{0}", n - 1) };
            let held = format!("min(1000, {before})");
            format!("[[measure]]\nid = \"m{n}\"\nname = \"m{n}\"\nunit = \"个\"\nfrom = \"formula\"\nformula = \"{held}\"\nshow = true\n")
        })
        .collect::<Vec<_>>()
        .concat();
    let deep = format!("{}m189{}", "min(9, ".repeat(38), ")".repeat(38));
    let long = format!("{deep}{}", " + m1".repeat(100));
    let items: String = (0..299)
        .map(|n| format!("[[item]]\nid = \"i{n}\"\nname = \"i{n}\"\nkind = \"formula\"\nformula = \"rank({long})\"\npoints = 1\n"))
        .collect::<Vec<_>>()
        .concat();
    let text = GOOD.replace("total = 100", "total = 399") + &chain + &items;
    let scheme = Scheme::parse(&text).unwrap_or_else(|f| panic!("{}", f[0].say(Lang::En)));
    let units: Vec<serde_json::Value> =
        (0..5).map(|n| serde_json::json!({ "id": format!("u{n}") })).collect();
    let of = |value: &str| -> Vec<serde_json::Value> {
        (0..5)
            .map(|n| serde_json::json!({ "unit": format!("u{n}"), "measure": "funds", "value": value }))
            .collect()
    };
    let records =
        serde_json::json!({ "as_of": "2013-12-31", "units": units, "values": of("1"), "targets": of("1") });
    let records = serde_json::from_value(records).expect("records");
    let scores = crate::assessment::records::score_records(&scheme, &records).expect("complete").scores;
    assert_eq!(scores.units[0].total.points.normalize().to_string(), "399");
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
