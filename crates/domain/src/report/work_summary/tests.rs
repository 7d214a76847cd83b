use jiff::civil::date;

use super::{seed::facts, *};
use crate::report::document::{Block, Run};

fn text(document: &Document) -> String {
    let mut lines = Vec::new();
    for (number, block) in document.numbered() {
        match block {
            Block::Title { text }
            | Block::Heading { text, .. }
            | Block::Number { text }
            | Block::Addressee { text } => lines.push(format!("{number}{text}")),
            Block::Paragraph { runs } => lines.push(runs.iter().map(Run::as_str).collect()),
            Block::Attachments { names } => lines.push(format!("附件：{}", names.join(" "))),
            Block::Signature { office, on } => lines.push(format!("{office} {on}")),
            Block::Table(table) => {
                for row in table.rows.iter().chain(&table.total) {
                    lines.push(
                        row.iter().map(super::super::document::Cell::as_str).collect::<Vec<_>>().join("|"),
                    );
                }
                lines.extend(table.notes.clone());
            }
        }
    }
    lines.join("\n")
}

fn composed(facts: &Facts) -> String {
    text(&compose(facts, &Judgement::default()).expect("parts add up"))
}

#[test]
fn the_year_is_told_whole() {
    insta::assert_snapshot!(composed(&facts()));
}

#[test]
fn every_figure_of_the_seed_is_stated() {
    let text = composed(&facts());
    for figure in [
        "199个",
        "72.1亿元",
        "119.05亿元",
        "150亿元",
        "126%",
        "60.6%",
        "66.7%",
        "落后6.1个百分点",
        "19.5亿元",
        "9.0亿元",
        "2.16倍",
        "38个",
        "80亿元",
        "文化创意、城市开发、现代物流、商贸经济、都市农业、会展经济、城市工业、金融总部8支",
    ] {
        assert!(text.contains(figure), "{figure} is missing");
    }
}

#[test]
fn figures_carry_their_trace() {
    let document = compose(&facts(), &Judgement::default()).expect("parts add up");
    let figures = document.figures();
    let key_of = |printed: &str| figures.iter().find(|figure| figure.text == printed).map(|f| f.key.as_str());
    assert_eq!(key_of("199个"), Some("project.introduced"));
    assert_eq!(key_of("72.1亿元"), Some("fund.recognised"));
    assert_eq!(key_of("2.16倍"), Some("fund.rate_times"));
    assert!(
        figures.iter().all(|figure| !figure.key.is_empty() && !figure.key.contains([' ', '&', '?', '#']))
    );
}

#[test]
fn a_total_that_is_not_its_parts_is_refused_in_both_languages() {
    let mut wrong = facts();
    wrong.units[0].money_fen += 1;
    let found = compose(&wrong, &Judgement::default()).expect_err("one fen too many");
    let by_unit = found.iter().find(|mismatch| mismatch.by == "unit").expect("by unit");
    assert_eq!((by_unit.figure.as_str(), by_unit.parts - by_unit.whole), ("fund.recognised", 1));
    assert!(by_unit.zh().contains("相差1") && by_unit.en().contains("a difference of 1"));

    let mut wrong = facts();
    wrong.introduced.total = 198;
    let found = compose(&wrong, &Judgement::default()).expect_err("one project too few");
    let cuts: Vec<_> = found.iter().map(|mismatch| mismatch.by.as_str()).collect();
    assert_eq!(cuts, ["unit", "track", "table"]);

    let mut wrong = facts();
    if let Some(structure) = &mut wrong.structure {
        structure.classes[0].count = structure.count + 1;
    }
    assert_eq!(compose(&wrong, &Judgement::default()).expect_err("more than all")[0].by, "share");
}

#[test]
fn a_problem_is_named_only_when_its_figure_says_so() {
    let mut good = facts();
    good.quiet.clear();
    for unit in &mut good.units {
        unit.target_fen = Some(unit.money_fen.max(1));
    }
    good.units[8].money_fen = 1;
    good.units[0].money_fen -= 1;
    if let Some(structure) = &mut good.structure {
        structure.classes.retain(|class| class.kind == ClassKind::RealEstate);
        structure.classes[0].count = 20;
        structure.classes[0].amount_fen = structure.amount_fen / 10;
    }
    good.money.cuts.clear();
    good.tracks[1].measure = None;
    for team in &mut good.teams {
        team.staff = 5;
        team.signed = 5;
    }
    let text = composed(&good);
    assert!(!text.contains("存在问题") && !text.contains("房地产"), "{text}");
    assert!(text.contains("下步打算"));
}

#[test]
fn sections_without_records_are_left_out() {
    let bare = Facts {
        teams: Vec::new(),
        committee: None,
        unit_kinds: Vec::new(),
        trainings: None,
        events: Vec::new(),
        squads: Vec::new(),
        key_projects: Vec::new(),
        structure: None,
        units: Vec::new(),
        quiet: Vec::new(),
        tracks: Vec::new(),
        forecast: None,
        signed: None,
        plan_fen: None,
        introduced: Whole::of(0),
        money: Whole::of(0),
        ..facts()
    };
    let text = composed(&bare);
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("认定项目0个，认定到位资金0亿元。"));
}

#[test]
fn a_part_of_a_year_has_no_completion_of_a_yearly_plan() {
    let mut part = facts();
    part.window.from = date(2013, 3, 1);
    let text = composed(&part);
    assert!(text.contains("2013年3至8月") && !text.contains("时序进度") && !text.contains("60.6%"), "{text}");
}
