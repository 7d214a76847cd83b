//! Published tables with the figures that were really printed.

use super::*;
use crate::ledger::Cell;

fn page(title: &str, text: &str) -> Page {
    let mut rows = vec![(1, vec![Cell::Text(title.to_owned())])];
    for (at, line) in text.trim().lines().enumerate() {
        let cell = |t: &str| match t.trim() {
            "" => Cell::Empty,
            t => t.parse().map_or_else(|_| Cell::Text(t.to_owned()), Cell::Number),
        };
        rows.push((at as u32 + 2, line.split('|').map(cell).collect()));
    }
    Page { rows, ..Page::default() }
}

fn checked(title: &str, text: &str) -> Checked {
    check(&page(title, text), 1, &Asked::default(), Lang::Zh).unwrap()
}

/// Mark and value that should be there.
fn at(checked: &Checked, address: &str) -> (Mark, String) {
    let cell = checked.rows.iter().flat_map(|r| &r.cells).find(|c| c.address == address).unwrap();
    (cell.mark, cell.should.clone().unwrap_or_default())
}

fn formula<'a>(checked: &'a Checked, address: &str) -> &'a str {
    let cell = checked.rows.iter().flat_map(|r| &r.cells).find(|c| c.address == address).unwrap();
    cell.formula.as_deref().unwrap_or_default()
}

#[test]
fn a_rate_typed_from_transposed_digits_is_wrong() {
    // 881.4 of 6793.18; the printed rate is that of 6973.
    let found = checked(
        "第21届兰洽会签约项目履约情况",
        "届次|合同金额(亿元)|到位资金(亿元)|资金到位率\n第十九届|6129.09|2794.49|45.59%\n第二十一届|6793.18|881.4|12.64%",
    );
    assert_eq!(at(&found, "D3"), (Mark::Right, "45.59%".into()));
    assert_eq!(at(&found, "D4"), (Mark::Wrong, "12.97%".into()));
    assert!(
        formula(&found, "D4").contains("881.4亿元 ÷ 6793.18亿元 = 12.974778%"),
        "{}",
        formula(&found, "D4")
    );
    assert_eq!(found.counts.wrong, 1);
}

/// One mistake is one mistake: what was worked out from the right total is not called wrong for the total's sake.
#[test]
fn a_wrong_total_does_not_make_its_shares_wrong() {
    let found = checked(
        "关于1—8月招商引资情况的通报",
        "单位|年度目标（亿元）|累计到位（亿元）|完成率|占比\n甲街道|8.00|8.04|100.50%|44.37%\n乙街道|9.00|6.34|70.44%|35.99%\n丙街道|7.20|3.74|51.94%|20.64%\n合计|24.20|18.21|74.88%|100.00%",
    );
    assert_eq!(at(&found, "C6"), (Mark::Wrong, "18.12".into()));
    assert_eq!(at(&found, "E3"), (Mark::Right, "44.37%".into()));
    assert_eq!(at(&found, "D6"), (Mark::Right, "74.88%".into()));
    assert!(formula(&found, "D6").contains("18.12亿元 ÷ 24.20亿元"), "{}", formula(&found, "D6"));
    // Wrong of either: told by the right one.
    assert_eq!(at(&found, "E4"), (Mark::Wrong, "34.99%".into()));
    assert_eq!(found.counts.wrong, 2);
}

#[test]
fn a_rate_of_counts_has_no_room() {
    let found = checked(
        "2024年上半年签约开工情况",
        "单位|签约(个)|开工(个)|开工率\n金安区|30|21|70.0%\n金寨县|32|22|68.9%\n霍山县|16|11|68.8%\n合计|78|54|69.2%",
    );
    assert_eq!(at(&found, "D4"), (Mark::Wrong, "68.8%".into()));
    assert!(formula(&found, "D4").contains("22 ÷ 32 = 68.75%"), "{}", formula(&found, "D4"));
    for right in ["D3", "D5", "D6", "B6", "C6"] {
        assert_eq!(at(&found, right).0, Mark::Right, "{right}");
    }
}

#[test]
fn what_was_cut_off_is_told_apart() {
    let found = checked("西洽会", "届次|签约项目(个)|履约项目(个)|履约率\n2010|292|291|99.65%");
    assert_eq!(at(&found, "D3"), (Mark::Truncated, "99.66%".into()));
}

#[test]
fn leads_are_right_in_either_order_of_rounding() {
    let found = checked("1-10月招商引资完成情况", "单位|完成率(%)|超序时进度(百分点)\n攀枝花|125.64|42.31");
    assert_eq!(at(&found, "C3"), (Mark::Right, "42.31".into()));
    // 66.67 - 58.33 rounded first is 8.34; after, 66.6667 - 58.3333 is 8.33.
    let table = |lead: &str| {
        checked(
            "截至7月底",
            &format!(
                "单位|目标(万元)|完成(万元)|完成率(%)|超欠序时\n甲|300|200|66.67|{lead}\n乙|700|350|50.00|-8.33"
            ),
        )
    };
    assert_eq!(at(&table("8.33"), "E3").0, Mark::Right);
    assert_ne!(at(&table("8.34"), "E3").0, Mark::Wrong);
    assert_eq!(at(&table("8.43"), "E3"), (Mark::Wrong, "8.33".into()));
}

#[test]
fn sums_shares_growth_and_ranks() {
    let found = checked(
        "一季度到位资金（单位：万元）",
        "单位|目标|累计完成|完成率%|上年同期|同比增长%|占比%|位次\n\
         甲|1000|450|45.0|300|50.0|45.0|1\n乙|1000|300|30.0|320|-6.3|30.0|2\n丙|1000|250|25.0|200|20.0|25.0|2\n\
         合计|3000|1010|33.3|820|22.0|100.0|",
    );
    assert_eq!(at(&found, "C6"), (Mark::Wrong, "1,000".into()));
    assert_eq!(at(&found, "F4"), (Mark::Right, "-6.3".into()));
    assert_eq!(at(&found, "F5"), (Mark::Wrong, "25.0".into()));
    assert_eq!(at(&found, "H5"), (Mark::Wrong, "3".into()));
    assert_eq!(at(&found, "H4").0, Mark::Right);
    assert!(formula(&found, "C6").contains("第3至5行共3行相加"), "{}", formula(&found, "C6"));
}

#[test]
fn parts_that_differ_by_rounding_are_not_wrong() {
    let found = checked(
        "投资（亿元）",
        "单位|工业(亿元)|服务业(亿元)|合计(亿元)\n甲|1.24|2.24|3.49\n乙|1.00|1.00|2.00\n合计|2.24|3.24|5.49",
    );
    assert_eq!(at(&found, "D3").0, Mark::Rounding);
    assert_eq!(found.counts.wrong, 0, "{found:#?}");
}

#[test]
fn headers_of_several_rows_and_bare_ratios_of_a_workbook() {
    let found = checked(
        "到位资金",
        "单位|到位资金|||签约项目||\n|目标|完成|完成率|目标|完成|完成率\n|万元|万元|%|个|个|%\n\
         甲|2000|1500|0.75|8|5|0.625\n乙|3000|1000|0.3333|4|4|1",
    );
    assert_eq!(found.columns[3].header, "到位资金/完成率");
    assert_eq!(at(&found, "D5").0, Mark::Right);
    assert_eq!(at(&found, "G5").0, Mark::Right);
    assert_eq!(found.counts.wrong, 0, "{found:#?}");
}

#[test]
fn what_is_no_table_is_refused_and_nothing_panics() {
    assert!(check(&page("通知", "各单位：|请报送"), 1, &Asked::default(), Lang::En).is_none());
    for text in ["a|b\n1|0\n2|0", "完成率|目标\n1|0", "位次\n1", "|\n|", "合计|合计\n合计|5"] {
        let _ = check(&page("x", text), 1, &Asked { months: Some(12), ..Asked::default() }, Lang::En);
    }
}

fn corrected(text: &str, columns: &str, rows: &str) -> Checked {
    let corrections = Corrections::parse(columns, rows).unwrap();
    check(&page("通报", text), 1, &Asked { months: None, corrections }, Lang::Zh).unwrap()
}

#[test]
fn places_are_checked_within_the_groups_that_headings_name() {
    let text = "单位|目标(万元)|完成(万元)|完成率|位次\n一、街道\n于河|100|80|80%|1\n北苑|100|70|70%|2\n二、开发区\n\
                经开|100|90|90%|1\n高新|100|60|60%|2\n说明：以上为上报数";
    let found = checked("通报", text);
    assert_eq!(found.rows[0].kind, LineKind::Heading);
    assert_eq!(found.rows.last().unwrap().kind, LineKind::Note);
    assert_eq!(found.columns[4].formula, "组内按完成率从高到低");
    assert_eq!(found.counts.wrong, 0, "{found:?}");
    let one_wrong = checked("通报", &text.replace("90%|1", "90%|2").replace("60%|2", "60%|1"));
    assert_eq!(
        (at(&one_wrong, "E7"), at(&one_wrong, "E8")),
        ((Mark::Wrong, "1".into()), (Mark::Wrong, "2".into()))
    );
    // Ranked through all of them, a table with headings is no less right.
    let through = "单位|完成率|位次\n街道\n于河|80%|2\n北苑|70%|3\n开发区\n经开|90%|1\n高新|60%|4";
    let found = checked("通报", through);
    assert_eq!((found.columns[2].formula.as_str(), found.counts.wrong), ("按完成率从高到低", 0));
}

#[test]
fn places_are_checked_within_the_groups_of_a_column() {
    let text = "组别|单位|完成率|位次\nA类|于河|80%|1\n|北苑|70%|2\nB类|经开|90%|1\n|高新|60%|2";
    let found = checked("通报", text);
    assert_eq!(found.columns[0].role, Role::Group);
    assert_eq!((found.columns[3].formula.as_str(), found.counts.wrong), ("组内按完成率从高到低", 0));
    // Named by the reader under any header, and then only in groups.
    let other = text.replace("组别", "片区").replace("90%|1", "90%|2").replace("60%|2", "60%|1");
    let found = corrected(&other, "A=group", "");
    assert_eq!((at(&found, "D5"), at(&found, "D6")), ((Mark::Wrong, "1".into()), (Mark::Wrong, "2".into())));
}

#[test]
fn what_the_reader_says_of_columns_and_rows_holds() {
    // Headers that say nothing: the third is done, the second its target, the fourth the rate, the fifth the place.
    let text = "单位|数一|数二|数三|数四\n于河|100|80|80|1\n北苑|200|100|50|2\n全部|300|190|60|";
    let found = checked("通报", text);
    assert!(found.columns.iter().all(|c| c.formula.is_empty() && !c.fixed), "{found:?}");
    let found = corrected(text, "B=target,C=done,D=completion,E=rank", "5=total");
    assert_eq!(found.columns[3].formula, "数二 ÷ 数一");
    assert!(found.columns[3].fixed && !found.columns[0].fixed);
    assert_eq!(at(&found, "D3"), (Mark::Right, "80".into()));
    assert_eq!(at(&found, "E4"), (Mark::Right, "2".into()));
    assert_eq!(at(&found, "C5"), (Mark::Wrong, "180".into()));
    // What is to be ignored is not looked at, and is no part of anything.
    let found = corrected(text, "B=target,C=ignore,D=completion,E=rank", "5=total");
    assert_eq!(at(&found, "C5"), (Mark::Given, String::new()));
    assert_eq!(at(&found, "D3").0, Mark::Unchecked);
    // A row that is no data any more is in no total.
    let found = corrected(text, "B=target,C=done", "4=note,5=total");
    assert_eq!(at(&found, "B5"), (Mark::Wrong, "100".into()));
}
