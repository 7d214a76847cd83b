//! Workbooks as offices keep them, and files that are none.

use std::{
    io::{Cursor, Read, Write},
    ops::ControlFlow,
};

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};
use yinfeng_domain::ledger::{Cell, Choice, NoIndustries, Reader, Region, RowKind, detect, suggest};
use yinfeng_sheet::{Kind, Lang, Refusal, Workbook, limit, open};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const XLS: &[u8] = include_bytes!("fixtures/ledger.xls");

fn rows(book: &mut Workbook, sheet: usize) -> Vec<(u32, Vec<String>)> {
    let mut out = Vec::new();
    book.rows(sheet, |number, cells| {
        out.push((number, cells.iter().map(|c| c.text().into_owned()).collect()));
        ControlFlow::Continue(())
    })
    .expect("reads");
    out
}

fn texts(book: &mut Workbook) -> Vec<(u32, Vec<String>)> {
    rows(book, 0)
}

/// A ledger with everything that is awkward: title rows, a merged header of two rows, a hidden column and row, dates
/// as serials, a formula, a subtotal inside, a second hidden sheet.
fn office_xlsx() -> Vec<u8> {
    let mut book = Writer::new();
    let plain = Format::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet();
    sheet.set_name("2013年台账").expect("name");
    sheet.merge_range(0, 0, 0, 6, "凤栖区2013年招商引资项目台账", &plain).expect("merge");
    sheet.write(1, 6, "单位：万元").expect("write");
    for (column, title) in
        [(0, "序号"), (1, "项目名称"), (4, "总投资（亿元）"), (5, "本年到位资金"), (6, "签约日期")]
    {
        sheet.merge_range(2, column, 3, column, title, &plain).expect("merge");
    }
    sheet.merge_range(2, 2, 2, 3, "投资方", &plain).expect("merge");
    sheet.write(3, 2, "名称").expect("write");
    sheet.write(3, 3, "国别").expect("write");
    for (row, name, investor, total, money, date) in [
        (4, "恒信住宅工业化", "恒信住工", 10.0, 5000.0, (2013, 11, 9)),
        (5, "巨力电源合作", "巨力集团", 1.87, 0.1 + 0.2, (2013, 10, 29)),
    ] {
        sheet.write(row, 0, row - 3).expect("write");
        sheet.write(row, 1, name).expect("write");
        sheet.write(row, 2, investor).expect("write");
        sheet.write(row, 4, total).expect("write");
        sheet.write(row, 5, money).expect("write");
        let date = ExcelDateTime::from_ymd(date.0, date.1, date.2).expect("date");
        sheet.write_with_format(row, 6, &date, &day).expect("write");
    }
    sheet.write(6, 1, "合计").expect("write");
    sheet.write_formula(6, 4, Formula::new("=SUM(E5:E6)").set_result("11.87")).expect("write");
    sheet.write_formula(6, 5, Formula::new("=SUM(F5:F6)").set_result("5000.3")).expect("write");
    sheet.set_column_hidden(3).expect("hide");
    sheet.set_row_hidden(5).expect("hide");
    let notes = book.add_worksheet();
    notes.set_name("说明").expect("name");
    notes.write(0, 0, "填表说明").expect("write");
    notes.set_hidden(true);
    book.save_to_buffer().expect("saves")
}

/// The archive with one of its files rewritten.
fn rewritten(bytes: &[u8], path: &str, rewrite: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let name = entry.name().expect("a name").into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("reads");
        if name == path {
            content = rewrite(String::from_utf8(content).expect("XML")).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).expect("starts");
        out.write_all(&content).expect("writes");
    }
    out.finish().expect("finishes").into_inner()
}

#[test]
fn an_office_workbook_is_read_as_excel_shows_it() {
    let mut book = open(office_xlsx(), "台账.xlsx").expect("opens");
    assert_eq!(book.kind(), Kind::Xlsx);
    let sheets = book.sheets();
    assert_eq!(
        sheets.iter().map(|s| (s.name.as_str(), s.hidden)).collect::<Vec<_>>(),
        [("2013年台账", false), ("说明", true)]
    );
    let sheet = &sheets[0];
    assert_eq!((sheet.rows, sheet.columns), (7, 7));
    assert_eq!(sheet.hidden_columns, [3]);
    assert_eq!(sheet.hidden_rows, [6]);
    assert!(sheet.merged.contains(&Region { first_row: 3, last_row: 3, first_column: 2, last_column: 3 }));
    assert_eq!(sheet.merged.len(), 7);
    assert_eq!(
        texts(&mut book)[4..],
        [
            (
                5,
                ["1", "恒信住宅工业化", "恒信住工", "", "10", "5000", "2013-11-09"]
                    .map(String::from)
                    .to_vec()
            ),
            (
                6,
                ["2", "巨力电源合作", "巨力集团", "", "1.87", "0.3", "2013-10-29"].map(String::from).to_vec()
            ),
            (7, ["", "合计", "", "", "11.87", "5000.3"].map(String::from).to_vec()),
        ]
    );
}

#[test]
fn from_the_file_to_the_projects() {
    for (bytes, name, total) in
        [(office_xlsx(), "a.xlsx", "1000000000"), (XLS.to_vec(), "a.xls", "1000000000")]
    {
        let mut book = open(bytes, name).expect("opens");
        let page = book.head(0, 40).expect("a head");
        let layout = detect(&page).expect("a ledger");
        let choice =
            Choice::suggested(0, &layout, &suggest(&layout, &std::collections::BTreeMap::new()), None);
        let sheet = page.sheet.clone();
        let mut reader = Reader::new(&sheet, &choice, &NoIndustries);
        let mut read = Vec::new();
        book.rows(0, |number, cells| {
            read.extend(reader.row(number, cells));
            ControlFlow::Continue(())
        })
        .expect("reads");
        assert!(reader.finish().is_empty());
        let kinds: Vec<_> = read.iter().map(|r| r.kind).collect();
        assert_eq!(kinds, [RowKind::Data, RowKind::Data, RowKind::Subtotal], "{name}");
        assert!(read[2].problems.is_empty(), "{name}: {:?}", read[2].problems);
        let draft = read[0].draft.as_ref().expect("a draft");
        assert_eq!(
            draft.amount("total").map(|a| a.money.units().normalize().to_string()).as_deref(),
            Some(total),
            "{name}"
        );
        assert_eq!(draft.signed_on.map(|d| d.to_string()).as_deref(), Some("2013-11-09"), "{name}");
        assert!(read[1].hidden, "{name}");
    }
}

#[test]
fn the_old_format_tells_the_same() {
    let mut book = open(XLS.to_vec(), "台账.xls").expect("opens");
    assert_eq!(book.kind(), Kind::Xls);
    let sheet = &book.sheets()[0];
    assert_eq!(sheet.name, "2013年台账");
    assert_eq!((sheet.hidden_columns.as_slice(), sheet.hidden_rows.as_slice()), (&[3][..], &[5][..]));
    assert!(sheet.merged.contains(&Region { first_row: 2, last_row: 2, first_column: 2, last_column: 3 }));
    assert!(book.sheets()[1].hidden);
    assert_eq!(
        texts(&mut book)[3..],
        [
            (
                4,
                ["1", "恒信住宅工业化", "恒信住工", "中国", "100000", "2013-11-09"]
                    .map(String::from)
                    .to_vec()
            ),
            (
                5,
                ["2", "巨力电源合作", "巨力集团", "台湾", "1234.56", "2013-10-29"].map(String::from).to_vec()
            ),
            (6, ["", "合计", "", "", "101234.56"].map(String::from).to_vec()),
        ]
    );
}

#[test]
fn a_formula_without_a_value_is_a_cell_of_its_own_kind() {
    let bytes =
        rewritten(&office_xlsx(), "xl/worksheets/sheet1.xml", |xml| xml.replace("</f><v>11.87</v>", "</f>"));
    let mut book = open(bytes, "a.xlsx").expect("opens");
    let mut found = Vec::new();
    book.rows(0, |number, cells| {
        found.extend(
            cells
                .iter()
                .enumerate()
                .filter(|(_, c)| **c == Cell::Formula)
                .map(|(column, _)| (number, column)),
        );
        ControlFlow::Continue(())
    })
    .expect("reads");
    assert_eq!(found, [(7, 4)]);
}

#[test]
fn reading_stops_when_told() {
    for (bytes, name) in
        [(office_xlsx(), "a.xlsx"), (XLS.to_vec(), "a.xls"), (b"a,b\n1,2\n3,4\n".to_vec(), "a.csv")]
    {
        let mut book = open(bytes, name).expect("opens");
        assert_eq!(book.head(0, 1).expect("a head").rows.len(), 1, "{name}");
        assert!(matches!(book.head(9, 1), Err(Refusal::NoSuchSheet { sheet: 9 })));
    }
}

#[test]
fn text_in_every_encoding() {
    let text = "项目名称,投资方,总投资(万元)\r\n\"恒信住宅,\"\"工业化\"\"\",恒信,1000\n\n甲,\"两\n行\",0001";
    let expected = [
        (1, ["项目名称", "投资方", "总投资(万元)"].map(String::from).to_vec()),
        (2, ["恒信住宅,\"工业化\"", "恒信", "1000"].map(String::from).to_vec()),
        (4, ["甲", "两\n行", "0001"].map(String::from).to_vec()),
    ];
    let mut marked = vec![0xEF, 0xBB, 0xBF];
    marked.extend_from_slice(text.as_bytes());
    let wide = |be: bool| -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(|u| if be { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    for (what, bytes) in [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with mark", marked),
        ("UTF-16LE", wide(false)),
        ("UTF-16BE", wide(true)),
        ("GB18030", gb.into_owned()),
        ("tabs", text.replace(',', "\t").replace("住宅\t", "住宅,").into_bytes()),
        ("semicolons", text.replace(',', ";").replace("住宅;", "住宅,").into_bytes()),
    ] {
        let mut book = open(bytes, "台账.csv").expect(what);
        assert_eq!((book.kind(), book.sheets()[0].name.as_str()), (Kind::Csv, "台账"), "{what}");
        assert_eq!(texts(&mut book), expected, "{what}");
    }
}

/// Importers that decode buffer by buffer damage the characters that straddle their edges.
#[test]
fn characters_at_every_buffer_boundary_survive() {
    for shift in 0..4 {
        let mut text = "x".repeat(shift);
        while text.len() < 140_000 {
            text.push_str("凤栖区招商引资𠮷,");
        }
        let expected = text.clone();
        let (gb, _, unmappable) = encoding_rs::GB18030.encode(&text);
        assert!(!unmappable);
        for bytes in [text.clone().into_bytes(), gb.into_owned()] {
            // One long row: read back by joining its fields.
            let bytes_with_lines: Vec<u8> =
                bytes.iter().map(|b| if *b == b',' { b'\n' } else { *b }).collect();
            let mut book = open(bytes_with_lines, "a.csv").expect("opens");
            let back: String = texts(&mut book).into_iter().map(|(_, row)| row.concat() + ",").collect();
            assert_eq!(back, expected);
        }
    }
}

fn refused(bytes: Vec<u8>, name: &str) -> &'static str {
    match open(bytes, name) {
        Ok(_) => "opened",
        Err(refusal) => {
            assert!(!refusal.say(Lang::Zh).is_empty() && !refusal.say(Lang::En).contains('{'));
            refusal.code()
        }
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        out.start_file(*name, SimpleFileOptions::default()).expect("starts");
        out.write_all(content).expect("writes");
    }
    out.finish().expect("finishes").into_inner()
}

#[test]
fn what_is_no_workbook_is_refused_by_name() {
    let mut encrypted = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let mut broken_ole = encrypted[..8].to_vec();
    broken_ole.extend("Workbook\0".encode_utf16().flat_map(u16::to_le_bytes));
    for (bytes, name, code) in [
        (vec![], "a.xlsx", "sheet.empty"),
        (b" \r\n".to_vec(), "a.csv", "sheet.empty"),
        (b",,\n,,\n".to_vec(), "a.csv", "sheet.empty"),
        (b"%PDF-1.4".to_vec(), "a.xlsx", "sheet.wrong_type"),
        (b"\x89PNG\r\n".to_vec(), "a.xls", "sheet.wrong_type"),
        (b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "a.xls", "sheet.wrong_type"),
        (b"plain words".to_vec(), "a.md", "sheet.wrong_type"),
        (zipped(&[("word/document.xml", b"<w/>")]), "a.xlsx", "sheet.wrong_type"),
        (zipped(&[("a.txt", b"x")]), "a.xlsx", "sheet.wrong_type"),
        (b"PK\x03\x04 and nothing".to_vec(), "a.xlsx", "sheet.damaged"),
        (encrypted, "a.xlsx", "sheet.password_protected"),
        (broken_ole, "a.xls", "sheet.damaged"),
        (vec![b'a'; limit::BYTES + 1], "a.csv", "sheet.file_too_large"),
        (vec![0xFF, 0x80, 0x00, 0x81], "a.csv", "sheet.not_text"),
        (b"a,b\x00c".to_vec(), "a.csv", "sheet.not_text"),
        ("a\n".repeat(limit::ROWS as usize + 1).into_bytes(), "a.csv", "sheet.too_many_rows"),
        (format!("{}x", ",".repeat(limit::COLUMNS)).into_bytes(), "a.csv", "sheet.too_many_columns"),
    ] {
        assert_eq!(refused(bytes, name), code, "{name}");
    }
}

#[test]
fn a_workbook_under_a_password_says_so() {
    // Encrypted as Excel 2010 and later do (ECMA-376 agile), with `msoffcrypto-tool -e`.
    let locked = include_bytes!("fixtures/locked.xlsx").to_vec();
    assert_eq!(refused(locked.clone(), "a.xlsx"), "sheet.password_protected");
    // Excel leaves the old ending to a workbook that was renamed.
    assert_eq!(refused(locked, "a.xls"), "sheet.password_protected");
    // The old format says it in the record after the first: FILEPASS.
    let mut locked = XLS.to_vec();
    let first = locked.windows(4).position(|w| w == [0x09, 0x08, 0x10, 0x00]).expect("the first record");
    locked[first + 20..first + 22].copy_from_slice(&0x2F_u16.to_le_bytes());
    assert_eq!(refused(locked, "a.xls"), "sheet.password_protected");
}

#[test]
fn a_bomb_does_not_go_off() {
    let office = office_xlsx();
    // 24 MiB of blanks pack into 24 KiB.
    let swollen = rewritten(&office, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("</sheetData>", &format!("{}</sheetData>", " ".repeat(24 << 20)))
    });
    assert!(swollen.len() < 200_000);
    assert_eq!(refused(swollen, "a.xlsx"), "sheet.zip_bomb");
    let texts = rewritten(&office, "xl/sharedStrings.xml", |xml| xml + &"\n".repeat(24 << 20));
    assert_eq!(refused(texts, "a.xlsx"), "sheet.zip_bomb");
    let many: Vec<(String, &[u8])> = (0..=limit::ENTRIES).map(|i| (format!("{i}.xml"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    assert_eq!(refused(zipped(&many), "a.xlsx"), "sheet.too_many_entries");
}

#[test]
fn a_sheet_that_claims_a_far_corner_is_refused_not_allocated() {
    let far = rewritten(&office_xlsx(), "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("</sheetData>", r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#)
    });
    assert_eq!(refused(far, "a.xlsx"), "sheet.too_many_rows");
    // Styled empty cells out there are no content.
    let styled = rewritten(&office_xlsx(), "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("</sheetData>", r#"<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>"#)
    });
    assert_eq!(refused(styled, "a.xlsx"), "opened");
    // The dimensions record of the old format decides how much its parser asks for.
    let at = XLS.windows(4).position(|w| w == [0x00, 0x02, 0x0E, 0x00]).expect("a dimensions record");
    let mut far = XLS.to_vec();
    far[at + 8..at + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_ne!(refused(far, "a.xls"), "opened");
}

/// Opens and reads whatever it is; must return.
fn survive(bytes: Vec<u8>, name: &str) {
    if let Ok(mut book) = open(bytes, name) {
        for sheet in 0..book.sheets().len() {
            let _ = book.rows(sheet, |_, _| ControlFlow::Continue(()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in "a\\.(csv|xls|xlsx)") {
        survive(bytes, &name);
    }

    #[test]
    fn no_damage_makes_it_panic(at in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in proptest::option::of(any::<prop::sample::Index>())) {
        for (original, name) in [(XLS.to_vec(), "a.xls"), (office_xlsx(), "a.xlsx")] {
            let mut bytes = original;
            for (index, value) in &at {
                let i = index.index(bytes.len());
                bytes[i] = *value;
            }
            if let Some(cut) = &cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            survive(bytes, name);
        }
    }

    #[test]
    fn no_damage_inside_the_sheet_makes_it_panic(at in any::<prop::sample::Index>(), with in "[<>/\"a-z0-9=]{0,6}", len in 0usize..40) {
        let bytes = rewritten(&office_xlsx(), "xl/worksheets/sheet1.xml", |xml| {
            let from = at.index(xml.len());
            let from = (0..=from).rev().find(|i| xml.is_char_boundary(*i)).unwrap_or(0);
            let to = (from + len).min(xml.len());
            let to = (to..=xml.len()).find(|i| xml.is_char_boundary(*i)).unwrap_or(xml.len());
            format!("{}{with}{}", &xml[..from], &xml[to..])
        });
        survive(bytes, "a.xlsx");
    }
}
