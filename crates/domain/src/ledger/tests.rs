//! Whole sheets as offices keep them.

use std::collections::BTreeMap;

use jiff::civil::date;
use rust_decimal::Decimal;

use super::{
    RowKind::{Data, Note, Subtotal},
    mapping::Because,
    money::MoneyUnit,
    *,
};
use crate::money::{Currency, Money, YI_FEN};

fn cell(text: &str) -> Cell {
    if text.is_empty() {
        return Cell::Empty;
    }
    Decimal::from_str_exact(text).map_or_else(|_| Cell::Text(text.to_owned()), Cell::Number)
}

fn page(rows: &[&[&str]]) -> Page {
    let rows: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| (i as u32 + 1, row.iter().map(|t| cell(t)).collect::<Vec<_>>()))
        .collect();
    let columns = rows.iter().map(|(_, r)| r.len()).max().unwrap_or(0);
    Page {
        sheet: Sheet { name: "台账".into(), rows: rows.len() as u32, columns, ..Sheet::default() }, rows
    }
}

fn merge(page: &mut Page, first_row: u32, first_column: usize, last_row: u32, last_column: usize) {
    page.sheet.merged.push(Region { first_row, last_row, first_column, last_column });
}

fn read(page: &Page) -> (Layout, Choice, Table) {
    let layout = detect(page).expect("a ledger");
    let suggestions = suggest(&layout, &BTreeMap::new());
    let choice = Choice::suggested(0, &layout, &suggestions, Some(date(2013, 11, 15)));
    let table = read_table(page, &choice, &NoIndustries);
    (layout, choice, table)
}

fn codes(row: &Row) -> Vec<&str> {
    row.all_problems().map(|(_, p)| p.code.as_ref()).collect()
}

/// The ledger of an office: title, unit, two-row merged header, groups with subtotals, notes.
fn office_ledger() -> Page {
    let mut page = page(&[
        &["凤栖区2013年招商引资项目台账"],
        &["填报单位：区招商办", "", "", "", "", "", "", "", "单位：万元"],
        &["序号", "项目名称", "投资方", "", "总投资", "到位资金", "", "签约时间", "责任单位", "占地（亩）"],
        &["", "", "名称", "国别", "（亿元）", "本月", "本年累计", "", "", ""],
        &["一、已签约项目"],
        &[
            "1",
            "恒信住宅工业化",
            "恒信住工",
            "中国",
            "10",
            "1,200",
            "5000",
            "41587",
            "经发局、于河街道",
            "400余",
        ],
        &["2", "巨力电源合作", "巨力集团", "台湾", "2000万美元", "-", "约800", "2013.10", "于河街道", "/"],
        &["", "小计", "", "", "", "1200", "5800", "", "", ""],
        &["二、在谈项目"],
        &["3", "新能源", "新能源集团", "", "25", "", "无", "9月底", "开发区", ""],
        &["", "小计", "", "", "25", "", "100", "", "", ""],
        &["合 计", "", "", "", "", "1200", "5800", "", "", ""],
        &["注：本表每月5日前报送"],
    ]);
    for column in [0, 1, 4, 7, 8, 9] {
        if column != 4 {
            merge(&mut page, 3, column, 4, column);
        }
    }
    merge(&mut page, 3, 2, 3, 3);
    merge(&mut page, 3, 5, 3, 6);
    merge(&mut page, 1, 0, 1, 9);
    merge(&mut page, 5, 0, 5, 9);
    page
}

#[test]
fn an_office_ledger_is_understood() {
    let page = office_ledger();
    let (layout, choice, table) = read(&page);
    assert_eq!((layout.header_first, layout.header_last), (3, 4));
    assert_eq!(layout.title, "凤栖区2013年招商引资项目台账");
    assert_eq!((layout.year, layout.unit), (Some(2013), Some(MoneyUnit::WAN)));
    let headers: Vec<_> = layout.columns.iter().map(|c| c.header.as_str()).collect();
    assert_eq!(
        headers,
        [
            "序号",
            "项目名称",
            "投资方/名称",
            "投资方/国别",
            "总投资/(亿元)",
            "到位资金/本月",
            "到位资金/本年累计",
            "签约时间",
            "责任单位",
            "占地(亩)"
        ]
    );
    let fields: Vec<_> = choice.columns.iter().filter_map(|c| c.field).map(Field::code).collect();
    assert_eq!(
        fields,
        [
            "number",
            "project_name",
            "investor",
            "investor_country",
            "total_investment",
            "money_month",
            "money_year",
            "signed_on",
            "units",
            "land"
        ]
    );

    let kinds: Vec<_> = table.rows.iter().map(|r| (r.number, r.kind)).collect();
    assert_eq!(
        kinds,
        [
            (5, Note),
            (6, Data),
            (7, Data),
            (8, Subtotal),
            (9, Note),
            (10, Data),
            (11, Subtotal),
            (12, Subtotal),
            (13, Note)
        ]
    );

    let (row, draft) = table.data().next().expect("a first row");
    assert_eq!(draft.name, "恒信住宅工业化");
    assert_eq!(draft.investors, ["恒信住工"]);
    assert_eq!(
        draft.amount("total").map(|a| (a.money, a.text.as_str(), a.unit.as_str())),
        Some((Money::fen(10 * YI_FEN), "10", "亿元"))
    );
    assert_eq!(draft.receipts.month.as_ref().map(|a| a.money), Some(Money::fen(1_200_000_000)));
    assert_eq!(draft.receipts.year.as_ref().map(|a| a.money), Some(Money::fen(5_000_000_000)));
    assert_eq!(draft.signed_on, Some(date(2013, 11, 9)));
    assert_eq!(draft.units.iter().map(|u| u.name.as_str()).collect::<Vec<_>>(), ["经发局", "于河街道"]);
    assert_eq!(draft.land_m2, Some(266_667));
    assert_eq!(draft.stage, Some("signed"));
    assert_eq!(row.section.as_deref(), Some("一、已签约项目"));
    assert_eq!(codes(row), ["ledger.stage_from_section", "ledger.amount_approximate"]);
    assert!(row.importable());

    let (row, draft) = table.data().nth(1).expect("a second row");
    assert_eq!(draft.country, Some("TW"));
    assert_eq!(
        draft.amount("total").map(|a| a.money),
        Some(Money { minor: 2_000_000_000, currency: Currency::Usd })
    );
    assert_eq!(draft.receipts.month, None);
    assert_eq!(
        codes(row),
        [
            "ledger.stage_from_section",
            "ledger.unit_in_cell",
            "ledger.amount_approximate",
            "ledger.month_ambiguous"
        ]
    );

    let (_, draft) = table.data().nth(2).expect("a third row");
    assert_eq!((draft.stage, draft.signed_on), (Some("negotiation"), Some(date(2013, 9, 30))));

    // The second group states 100万元 that no row has; its own sum and the grand totals are right.
    let wrong: Vec<_> =
        table.rows.iter().filter(|r| r.kind == Subtotal).map(|r| (r.number, codes(r))).collect();
    assert_eq!(wrong, [(8, vec![]), (11, vec!["ledger.subtotal_differs"]), (12, vec![])]);
    let problem = &table.rows[6].problems[0];
    assert_eq!(say::say(problem, say::Lang::Zh), "“到位资金/本年累计”合计写的是1000000元，各行相加为0元。");
}

#[test]
fn the_header_of_a_csv_has_no_merged_cells() {
    let page = page(&[
        &["2013年到位资金统计表（单位：亿元）"],
        &["序号", "项目名称", "投资方", "", "到位资金", ""],
        &["", "", "名称", "国别地区", "本月", "本年累计"],
        &["1", "富盈国际城", "富盈", "香港", "1.5", "3"],
    ]);
    let (layout, _, table) = read(&page);
    assert_eq!((layout.header_first, layout.header_last), (2, 3));
    let headers: Vec<_> = layout.columns.iter().map(|c| c.header.as_str()).collect();
    assert_eq!(
        headers,
        ["序号", "项目名称", "投资方/名称", "投资方/国别地区", "到位资金/本月", "到位资金/本年累计"]
    );
    let (_, draft) = table.data().next().expect("a row");
    assert_eq!(draft.receipts.year.as_ref().map(|a| a.money), Some(Money::fen(3 * YI_FEN)));
    assert_eq!(draft.country, Some("HK"));
}

#[test]
fn a_one_row_header_does_not_swallow_its_first_row() {
    let page = page(&[
        &["项目名称", "投资方", "总投资(万元)", "责任单位", "备注"],
        &["恒信住宅工业化", "恒信", "100000", "经发局", ""],
        &["富盈国际城", "富盈", "600000", "于河街道", ""],
    ]);
    let (layout, _, table) = read(&page);
    assert_eq!((layout.header_first, layout.header_last), (1, 1));
    assert_eq!(table.data().count(), 2);
    assert_eq!(table.sum(Field::Total), Some(Money::fen(70 * YI_FEN)));
}

#[test]
fn names_merged_over_rows_hold_for_each_and_amounts_count_once() {
    let mut page = page(&[
        &["项目名称", "投资方", "总投资(万元)", "到位金额(万元)", "到账日期", "付款方", "凭证号"],
        &["恒信住宅工业化", "恒信", "1000", "100", "2013-03-01", "恒信", "A001"],
        &["", "", "", "200", "2013-04-01", "恒信", "A002"],
    ]);
    for column in 0..3 {
        merge(&mut page, 2, column, 3, column);
    }
    let (_, _, table) = read(&page);
    let drafts: Vec<_> = table.data().map(|(_, d)| d).collect();
    assert_eq!(drafts[1].name, "恒信住宅工业化");
    assert_eq!(drafts[1].investors, ["恒信"]);
    assert_eq!((drafts[0].amounts.len(), drafts[1].amounts.len()), (1, 0));
    assert_eq!(drafts[1].receipts.slip, "A002");
    assert_eq!(drafts[1].receipts.received_on, Some(date(2013, 4, 1)));
    assert_eq!(codes(&table.rows[0]), ["ledger.amount_merged"]);
    assert_eq!(codes(&table.rows[1]), ["ledger.name_repeated"]);
}

#[test]
fn totals_above_their_rows_are_checked_at_the_end() {
    let rows: [&[&str]; 7] = [
        &["序号", "项目名称", "投资方", "总投资(万元)"],
        &["", "合计", "", "60"],
        &["一", "工业项目", "", "30"],
        &["1", "甲厂扩建工程", "甲", "10"],
        &["2", "乙厂新建工程", "乙", "20"],
        &["二", "商贸项目", "", "40"],
        &["3", "丙城", "丙", "30"],
    ];
    let (_, _, table) = read(&page(&rows));
    assert_eq!(table.data().count(), 3);
    let wrong: Vec<_> =
        table.problems.iter().map(|(row, p)| (*row, p.param("stated"), p.param("sum"))).collect();
    assert_eq!(wrong, [(6, Some("400000"), Some("300000"))]);
}

#[test]
fn hidden_rows_and_columns_are_said() {
    let mut page = page(&[
        &["项目名称", "投资方", "总投资(万元)", "投资额(亿元)"],
        &["恒信住宅工业化", "恒信", "100", "7"],
    ]);
    page.sheet.hidden_columns = vec![2];
    page.sheet.hidden_rows = vec![2];
    let layout = detect(&page).expect("a ledger");
    let suggestions = suggest(&layout, &BTreeMap::new());
    assert_eq!((suggestions[2].hidden, suggestions[2].because), (true, Because::Taken));
    let mut choice = Choice::suggested(0, &layout, &suggestions, None);
    let table = read_table(&page, &choice, &NoIndustries);
    assert_eq!(table.sum(Field::Total), Some(Money::fen(7 * YI_FEN)));
    assert_eq!(codes(&table.rows[0]), ["ledger.row_hidden"]);
    choice.skip_hidden = true;
    assert!(read_table(&page, &choice, &NoIndustries).rows.is_empty());
}

#[test]
fn what_was_remembered_goes_first() {
    let page =
        page(&[&["项目名称", "投资方", "总投资(万元)", "奇怪的列", "备注"], &["甲", "乙", "1", "x", ""]]);
    let layout = detect(&page).expect("a ledger");
    let remembered = BTreeMap::from([
        ("奇怪的列".to_owned(), "next_step".to_owned()),
        ("备注".to_owned(), String::new()),
        ("总投资".to_owned(), "contract_amount".to_owned()),
    ]);
    let suggestions = suggest(&layout, &remembered);
    let found: Vec<_> = suggestions.iter().map(|s| (s.field.map(Field::code), s.because)).collect();
    assert_eq!(
        found,
        [
            (Some("project_name"), Because::Synonym),
            (Some("investor"), Because::Synonym),
            (Some("contract_amount"), Because::Remembered),
            (Some("next_step"), Because::Remembered),
            (None, Because::Remembered)
        ]
    );
    let choice = Choice::suggested(0, &layout, &suggestions, None);
    assert_eq!(choice.to_remember().get("奇怪的列").map(String::as_str), Some("next_step"));
    let json = serde_json::to_string(&choice).expect("serialises");
    assert_eq!(serde_json::from_str::<Choice>(&json).expect("reads back"), choice);
}

#[test]
fn headers_by_table() {
    use mapping::{Match, match_header};
    for (header, expected) in [
        ("项 目 名 称", Match::Certain(Field::ProjectName)),
        ("投资金额(亿元)", Match::Certain(Field::Total)),
        ("投资金额（亿元）", Match::Certain(Field::Total)),
        ("投資方名稱", Match::Certain(Field::Investor)),
        ("基本情况/总投资（万元）", Match::Certain(Field::Total)),
        ("2013年1-8月到位资金", Match::Likely(Field::MoneyYear)),
        ("资金到账时间", Match::Likely(Field::ReceivedOn)),
        ("注册资本(亿元)", Match::Certain(Field::Registered)),
        ("统一社会信用代码", Match::Certain(Field::Uscc)),
        ("意向/框架协议/正式合同", Match::Certain(Field::Agreement)),
        ("预计年产值（亿元）", Match::None),
        ("投资强度（万元/亩）", Match::None),
        ("是否楚商", Match::None),
    ] {
        assert_eq!(match_header(header), expected, "{header}");
    }
}

#[test]
fn errors_stop_a_row_and_warnings_do_not() {
    let long = "长".repeat(300);
    let page = page(&[
        &[
            "项目名称",
            "投资方",
            "总投资(万元)",
            "本年到位资金(万元)",
            "责任单位",
            "统一社会信用代码",
            "签约日期",
        ],
        &["", "恒信", "100", "", "", "", ""],
        &[&long, "恒信", "100", "", "", "", ""],
        &["甲项目🎉", "恒信", "-5", "", "", "", ""],
        &["乙项目", "恒信", "3-5亿", "", "经发局60%、于河街道39%", "", ""],
        &["丙项目", "恒信", "3-5亿", "", "", "91350100M000100Y44", "2013-12-01"],
        &["丁项目", "恒信", "100", "见附件", "", "", "2113-01-01"],
        &["戊项目", "恒信", "100", "300", "", "91350100M000100Y43", ""],
    ]);
    let (_, _, table) = read(&page);
    let found: Vec<_> = table.rows.iter().map(|r| (r.importable(), codes(r))).collect();
    assert_eq!(
        found,
        [
            (false, vec!["ledger.name_missing"]),
            (false, vec!["ledger.name_too_long"]),
            (false, vec!["ledger.amount_negative"]),
            (false, vec!["ledger.shares_sum", "ledger.amount_range"]),
            (true, vec!["ledger.amount_range", "uscc.check", "ledger.day_in_future"]),
            (false, vec!["ledger.amount_unreadable", "ledger.day_out_of_range"]),
            (true, vec!["ledger.received_exceeds_contract"]),
        ]
    );
    let drafts: Vec<_> = table.data().map(|(_, d)| d).collect();
    assert_eq!(drafts[2].name, "甲项目🎉");
    assert_eq!(drafts[6].uscc.as_ref().map(crate::org_code::Uscc::as_str), Some("91350100M000100Y43"));
}

#[test]
fn what_is_no_ledger_is_not_taken_for_one() {
    assert_eq!(detect(&page(&[])), None);
    assert_eq!(detect(&page(&[&["姓名", "电话"], &["张三", "123"]])), None);
    assert_eq!(detect(&page(&[&["项目名称"], &["甲"]])), None);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(texts in proptest::collection::vec("\\PC{0,24}|[0-9.,一二两十百千万亿元美约余年月日/%（）:-]{0,16}", 24)) {
        let mut rows: Vec<Vec<&str>> = vec![vec![
            "项目名称", "投资方", "总投资(万元)", "到位资金", "签约日期", "占地", "责任单位", "共享比例", "项目阶段", "行业", "国别", "汇率",
        ]];
        rows.extend(texts.chunks(12).map(|row| row.iter().map(String::as_str).collect()));
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let page = page(&rows);
        let layout = layout::layout_at(&page, 1, 1).expect("a header");
        let choice = Choice::suggested(0, &layout, &suggest(&layout, &BTreeMap::new()), Some(date(2013, 11, 15)));
        for row in read_table(&page, &choice, &NoIndustries).rows {
            for (_, problem) in row.all_problems() {
                let sentence = say::say(problem, say::Lang::Zh);
                let unfilled = sentence.contains('{') && problem.params.iter().all(|(_, v)| !v.contains('{'));
                proptest::prop_assert!(!unfilled, "a parameter is missing: {}", sentence);
            }
        }
    }
}
