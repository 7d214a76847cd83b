//! Formulas in words and figures.

use rust_decimal::Decimal;

use super::{
    Relation, Time,
    figure::{Printed, Worth},
    table::{Column, Table},
    total::Total,
};
use crate::{
    assessment::{
        number::{grouped, plain, round},
        say::Lang,
    },
    ledger::money::MoneyUnit,
};

/// The formula of a column, without figures.
pub(super) fn relation(table: &Table, column: &Column, lang: Lang) -> String {
    let Some(relation) = &column.relation else { return String::new() };
    let name = |c: &usize| table.columns[*c].short().to_owned();
    let zh = lang == Lang::Zh;
    match relation {
        Relation::Ratio { part, whole } => format!("{} ÷ {}", name(part), name(whole)),
        Relation::Share { of } if zh => format!("{} ÷ 合计", name(of)),
        Relation::Share { of } => format!("{} ÷ total", name(of)),
        Relation::Growth { now, before } => format!("({} − {}) ÷ {}", name(now), name(before), name(before)),
        Relation::Gap { from, less } => format!("{} − {}", name(from), name(less)),
        Relation::Sum { of } => of.iter().map(name).collect::<Vec<_>>().join(" + "),
        Relation::Lead { done, time, reversed, rounded } => {
            let gone = match (time, zh) {
                (Time::Column(c), _) => name(c),
                (Time::Months(m), true) => format!("序时进度（{m}÷12）"),
                (Time::Months(m), false) => format!("time gone ({m} ÷ 12)"),
            };
            let (a, b) = if *reversed { (gone, name(done)) } else { (name(done), gone) };
            match (*rounded, zh) {
                (true, true) => format!("{a} − {b}，先各保留两位小数"),
                (true, false) => format!("{a} − {b}, each rounded to 2 decimals first"),
                (false, _) => format!("{a} − {b}"),
            }
        }
        Relation::Rank { by, ascending, within, .. } => match (zh, ascending) {
            (true, false) => format!("{}按{}从高到低", if *within { "组内" } else { "" }, name(by)),
            (true, true) => format!("{}按{}从低到高", if *within { "组内" } else { "" }, name(by)),
            (false, false) => {
                format!("by {}, highest first{}", name(by), if *within { ", in each group" } else { "" })
            }
            (false, true) => {
                format!("by {}, lowest first{}", name(by), if *within { ", in each group" } else { "" })
            }
        },
    }
}

/// The formula of a cell with its figures, and how it is rounded.
pub(super) fn cell(
    table: &Table,
    row: usize,
    column: usize,
    worth: Worth,
    printed: Printed,
    lang: Lang,
) -> String {
    let about = &table.columns[column];
    let text = |c: &usize| {
        let unit = table.columns[*c].money.map_or_else(String::new, MoneyUnit::name);
        let figure = table.lines[row].cells[*c].text.trim().to_owned();
        format!("{}{unit}", if figure.is_empty() { "0".into() } else { figure })
    };
    let figures = match about.relation.as_ref() {
        Some(Relation::Ratio { part, whole }) => format!("{} ÷ {}", text(part), text(whole)),
        Some(Relation::Growth { now, before }) => {
            format!("({} − {}) ÷ {}", text(now), text(before), text(before))
        }
        Some(Relation::Gap { from, less }) => format!("{} − {}", text(from), text(less)),
        Some(Relation::Sum { of }) => of.iter().map(text).collect::<Vec<_>>().join(" + "),
        _ => String::new(),
    };
    let rule = relation(table, about, lang);
    let figures = if figures.is_empty() { String::new() } else { format!(" = {figures}") };
    format!("{rule}{figures} {}", outcome(worth, printed, rate(about), lang))
}

/// A total with the rows that it is of.
pub(super) fn total(table: &Table, total: &Total, column: usize, printed: Printed, lang: Lang) -> String {
    let (name, rows) = (table.columns[column].short(), total.rows);
    let (first, last) = (total.first, total.last);
    let rule = match lang {
        Lang::Zh => format!("{name}第{first}至{last}行共{rows}行相加"),
        Lang::En => format!("{name}: sum of the {rows} rows from {first} to {last}"),
    };
    format!("{rule} {}", outcome(total.worth, printed, "", lang))
}

fn rate(about: &Column) -> &'static str {
    let is_rate = matches!(
        about.relation,
        Some(
            Relation::Ratio { .. } | Relation::Share { .. } | Relation::Growth { .. } | Relation::Lead { .. }
        )
    );
    if is_rate && about.factor == Decimal::ONE_HUNDRED { "%" } else { "" }
}

/// `= 68.75%, rounded 68.8%`; the second half only where it says more.
fn outcome(worth: Worth, printed: Printed, sign: &str, lang: Lang) -> String {
    let decimals = printed.step.normalize().scale();
    let full = round(worth.exact, decimals + 4).normalize();
    let exact = if full.scale() <= decimals { grouped(full, decimals) } else { plain(full) };
    if full.scale() <= decimals {
        return format!("= {exact}{sign}");
    }
    let kept = printed.like(worth.exact);
    let kept = kept.trim_end_matches('%');
    match lang {
        Lang::Zh => format!("= {exact}{sign}，保留{decimals}位小数为 {kept}{sign}"),
        Lang::En => format!("= {exact}{sign}, to {decimals} decimals {kept}{sign}"),
    }
}
