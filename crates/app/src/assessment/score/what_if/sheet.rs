//! A what-if as an .xlsx file: the units side by side, what is supposed, and the lines that change.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};

use super::view::{Standing, WhatIf};
use crate::floor::{Error, Result, say::Lang, workbook::undated};

pub fn book(of: &WhatIf, lang: Lang) -> Result<Vec<u8>> {
    file(of, lang).map_err(|error| Error::Internal(error.into()))
}

struct Looks {
    title: Format,
    head: Format,
    text: Format,
    number: Format,
    signed: Format,
}

fn looks() -> Looks {
    Looks {
        title: Format::new().set_bold().set_font_size(14.0),
        head: Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin),
        text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        number: Format::new().set_num_format("#,##0.00##"),
        signed: Format::new().set_num_format("+#,##0.00##;-#,##0.00##;0.00"),
    }
}

fn words(lang: Lang) -> [&'static str; 18] {
    match lang {
        Lang::Zh => [
            "试算对照",
            "组别",
            "单位",
            "原位次",
            "新位次",
            "原总分",
            "新总分",
            "增减",
            "折算与封顶",
            "合计",
            "假设",
            "变动的得分",
            "考核项目",
            "原得分",
            "新得分",
            "原算式",
            "新算式",
            "截至",
        ],
        Lang::En => [
            "What if",
            "Group",
            "Unit",
            "Rank before",
            "Rank after",
            "Total before",
            "Total after",
            "Difference",
            "Scaling and limits",
            "Sum",
            "Supposed",
            "Changed points",
            "Item",
            "Points before",
            "Points after",
            "Line before",
            "Line after",
            "Up to",
        ],
    }
}

fn file(of: &WhatIf, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let (mut out, looks, words) = (undated()?, looks(), words(lang));
    units(out.add_worksheet(), of, &looks, &words)?;
    supposed(out.add_worksheet(), of, &looks, &words)?;
    changed(out.add_worksheet(), of, &looks, &words)?;
    out.save_to_buffer()
}

/// A decimal as its text; a cell takes the nearest binary number, which prints as the decimal again.
fn number(text: &str) -> f64 {
    text.replace([',', '+'], "").parse().unwrap_or_default()
}

fn heads(page: &mut Worksheet, row: u32, heads: &[&str], looks: &Looks) -> Result<(), XlsxError> {
    for (col, head) in heads.iter().enumerate() {
        page.write_string_with_format(row, col as u16, *head, &looks.head)?;
    }
    Ok(())
}

fn units(page: &mut Worksheet, of: &WhatIf, looks: &Looks, words: &[&str; 18]) -> Result<(), XlsxError> {
    page.set_name(words[0])?;
    page.set_landscape();
    page.set_paper_size(9); // A4
    page.set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, title(of, words), &looks.title)?;
    let mut head = vec![words[1], words[2], words[3], words[4], words[5], words[6], words[7]];
    head.extend(of.items.iter().map(|i| i.name.as_str()));
    head.push(words[8]);
    heads(page, 2, &head, looks)?;
    page.set_freeze_panes(3, 2)?;
    page.set_column_width(1, 24)?;
    let first = 3_u32;
    for (at, row) in of.rows.iter().enumerate() {
        let line = first + at as u32;
        page.write_string_with_format(line, 0, &row.group, &looks.text)?;
        page.write_string_with_format(line, 1, &row.unit.name, &looks.text)?;
        for (col, standing) in [(2, &row.before), (3, &row.after)] {
            if let Some(rank) = standing.as_ref().and_then(|s| s.rank) {
                page.write_number(line, col, rank)?;
            }
        }
        let total = |s: &Option<Standing>| s.as_ref().map_or(0.0, |s| number(&s.total_text));
        page.write_number_with_format(line, 4, total(&row.before), &looks.number)?;
        page.write_number_with_format(line, 5, total(&row.after), &looks.number)?;
        let excel = line + 1;
        let less = Formula::new(format!("=ROUND(F{excel}-E{excel},6)"))
            .set_result(number(&row.difference_text).to_string());
        page.write_formula_with_format(line, 6, less, &looks.signed)?;
        for (at, item) in row.items.iter().enumerate() {
            if let Some(text) = &item.difference_text {
                page.write_number_with_format(line, 7 + at as u16, number(text), &looks.signed)?;
            }
        }
        let rest = 7 + of.items.len() as u16;
        page.write_number_with_format(line, rest, number(&row.rest_text), &looks.signed)?;
    }
    let foot = first + of.rows.len() as u32;
    page.write_string_with_format(foot, 1, words[9], &looks.head)?;
    let mut sums = vec![(4, &of.before_text, &looks.number), (5, &of.after_text, &looks.number)];
    sums.push((6, &of.difference_text, &looks.signed));
    let items = of.items.iter().map(|i| &i.difference_text).chain([&of.rest_text]);
    sums.extend(items.enumerate().map(|(at, text)| (7 + at as u16, text, &looks.signed)));
    for (col, text, look) in sums {
        let letter = yinfeng_domain::ledger::column_letters(col.into());
        let sum = Formula::new(format!("=ROUND(SUM({letter}{}:{letter}{foot}),6)", first + 1))
            .set_result(number(text).to_string());
        page.write_formula_with_format(foot, col, sum, look)?;
    }
    Ok(())
}

fn title(of: &WhatIf, words: &[&str; 18]) -> String {
    let scheme = |s: &super::super::view::SchemeRef| format!("{} v{}", s.name, s.version);
    let (before, after) = (scheme(&of.before), scheme(&of.after));
    let schemes = if before == after { before } else { format!("{before} → {after}") };
    format!("{} · {schemes} · {} {}", words[0], words[17], of.as_of)
}

fn supposed(page: &mut Worksheet, of: &WhatIf, looks: &Looks, words: &[&str; 18]) -> Result<(), XlsxError> {
    page.set_name(words[10])?;
    page.set_column_width(0, 90)?;
    heads(page, 0, &words[10..11], looks)?;
    for (at, one) in of.supposed.iter().enumerate() {
        let text = one.line.as_ref().map_or_else(|| one.text.clone(), |line| format!("{}\n{line}", one.text));
        page.write_string_with_format(1 + at as u32, 0, text, &looks.text)?;
    }
    Ok(())
}

fn changed(page: &mut Worksheet, of: &WhatIf, looks: &Looks, words: &[&str; 18]) -> Result<(), XlsxError> {
    page.set_name(words[11])?;
    let head = [words[2], words[12], words[13], words[14], words[7], words[15], words[16]];
    heads(page, 0, &head, looks)?;
    for (col, width) in [24, 24, 10, 10, 10, 70, 70].into_iter().enumerate() {
        page.set_column_width(col as u16, width)?;
    }
    page.set_freeze_panes(1, 0)?;
    let mut line = 1;
    for row in &of.rows {
        for item in &row.changed {
            page.write_string_with_format(line, 0, &row.unit.name, &looks.text)?;
            page.write_string_with_format(line, 1, &item.name, &looks.text)?;
            for (col, text) in [(2, &item.before_text), (3, &item.after_text)] {
                if let Some(text) = text {
                    page.write_number_with_format(line, col, number(text), &looks.number)?;
                }
            }
            page.write_number_with_format(line, 4, number(&item.difference_text), &looks.signed)?;
            for (col, text) in [(5, &item.before_line), (6, &item.after_line)] {
                page.write_string_with_format(line, col, text.as_deref().unwrap_or_default(), &looks.text)?;
            }
            line += 1;
        }
    }
    Ok(())
}
