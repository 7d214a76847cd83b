//! Row after row of a sheet, read as the office chose.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{
    area::read_area,
    day::{DayContext, read_day},
    field::Field,
    grid::{Cell, Page, Region, Sheet},
    mapping::{Choice, ColumnChoice},
    money::{MoneyContext, read_money},
    parties::{split_names, split_shares, split_units},
    problem::{Problem, Severity},
    reading::{Reading, Value, unusable},
    row::{Draft, Row, RowKind},
    subtotal::{Difference, Subtotals},
    word_cell::{check_name, currency_of, rate, uscc, word},
    words,
};
use crate::{
    money::{Currency, Money},
    text::{clean, tidy},
};

/// Longest name of a project or firm that is stored, in characters.
pub const LONGEST_NAME: usize = 200;
/// Longest free text of a cell that is stored, in characters.
pub const LONGEST_TEXT: usize = 4000;

/// Looks up industries by GB/T 4754; the tables live outside of the rules.
pub trait Industries {
    /// The code, when it exists.
    fn by_code(&self, code: &str) -> Option<String>;
    /// The class whose name is nearest to a free text, and whether it is the very name.
    fn by_name(&self, text: &str) -> Option<(String, bool)>;
}

/// Knows no industries: codes are taken by their form, texts by [`words::INDUSTRY_HINTS`].
pub struct NoIndustries;

impl Industries for NoIndustries {
    fn by_code(&self, code: &str) -> Option<String> {
        Some(code.to_owned())
    }
    fn by_name(&self, _: &str) -> Option<(String, bool)> {
        None
    }
}

/// A column that is read, with its place among the money columns.
struct Column {
    choice: ColumnChoice,
    field: Field,
    money_place: Option<usize>,
}

/// Merged cells that are open downwards at the current row.
struct Open {
    last_row: u32,
    cell: Cell,
}

/// Reads rows in the order of the sheet.
pub struct Reader<'a> {
    choice: &'a Choice,
    industries: &'a dyn Industries,
    columns: Vec<Column>,
    since_1904: bool,
    hidden_rows: &'a [u32],
    /// Regions over several rows, by their first row, last first (a stack).
    merged: Vec<Region>,
    open: BTreeMap<usize, Open>,
    section: Option<String>,
    subtotals: Subtotals,
    names: HashMap<String, u32>,
}

impl<'a> Reader<'a> {
    pub fn new(sheet: &'a Sheet, choice: &'a Choice, industries: &'a dyn Industries) -> Self {
        let mut places = 0;
        let mut columns: Vec<Column> = choice
            .columns
            .iter()
            .filter_map(|c| {
                let field = c.field.filter(|f| *f != Field::Number)?;
                let money_place = field.is_money().then(|| {
                    places += 1;
                    places - 1
                });
                Some(Column { choice: c.clone(), field, money_place })
            })
            .collect();
        columns.sort_by_key(|c| c.choice.column);
        let mut merged: Vec<Region> = sheet
            .merged
            .iter()
            .filter(|r| r.last_row > r.first_row && r.first_row > choice.header_last)
            .copied()
            .collect();
        merged.sort_by_key(|r| std::cmp::Reverse(r.first_row));
        Self {
            choice,
            industries,
            columns,
            since_1904: sheet.since_1904,
            hidden_rows: &sheet.hidden_rows,
            merged,
            open: BTreeMap::new(),
            section: None,
            subtotals: Subtotals::new(places),
            names: HashMap::new(),
        }
    }

    /// Reads the row with this number; `None` for the header and what is above it, and for hidden rows when
    /// they are left out.
    pub fn row(&mut self, number: u32, cells: &[Cell]) -> Option<Row> {
        if number <= self.choice.header_last {
            return None;
        }
        let hidden = self.hidden_rows.binary_search(&number).is_ok();
        let merges = self.open_merges(number, cells);
        if hidden && self.choice.skip_hidden {
            return None;
        }
        let kind = super::row_kind::row_kind(cells, &self.choice.columns);
        let mut row = Row {
            number,
            kind: kind.is,
            hidden,
            section: None,
            readings: Vec::new(),
            problems: Vec::new(),
            draft: None,
        };
        match kind.is {
            RowKind::Blank => {}
            RowKind::Note => {
                if let Some(section) = kind.section {
                    self.section = Some(section);
                }
            }
            RowKind::Subtotal => {
                if let Some(section) = kind.section {
                    self.section = Some(section);
                }
                self.read_subtotal(&mut row, cells, kind.grand, kind.part);
            }
            RowKind::Data => self.read_data(&mut row, cells, &merges),
        }
        Some(row)
    }

    /// What differs in totals that stand above their rows, by row number; call it after the last row.
    pub fn finish(mut self) -> Vec<(u32, Problem)> {
        let differences = self.subtotals.finish();
        differences.into_iter().map(|d| self.named(d)).collect()
    }

    /// Opens merged regions that begin at this row and closes those above; answers the first rows of regions, by
    /// column.
    fn open_merges(&mut self, number: u32, cells: &[Cell]) -> Vec<usize> {
        let mut first_here = Vec::new();
        if self.merged.is_empty() && self.open.is_empty() {
            return first_here;
        }
        self.open.retain(|_, open| open.last_row >= number);
        while let Some(region) = self.merged.last().copied().filter(|r| r.first_row <= number) {
            self.merged.pop();
            if region.last_row < number {
                continue;
            }
            let cell = cells.get(region.first_column).cloned().unwrap_or_default();
            for column in region.first_column..=region.last_column {
                self.open.insert(column, Open { last_row: region.last_row, cell: cell.clone() });
                first_here.push(column);
            }
        }
        first_here
    }

    fn read_subtotal(&mut self, row: &mut Row, cells: &[Cell], grand: bool, part: bool) {
        let mut stated = vec![None; self.columns.iter().filter(|c| c.money_place.is_some()).count()];
        for column in &self.columns {
            let Some(place) = column.money_place else { continue };
            let cell = cells.get(column.choice.column).unwrap_or(&Cell::Empty);
            let reading = self.read_amount(column, cell, None);
            if let Value::Money(money) = reading.value {
                stated[place] = Some(money);
            }
            // What cannot be read in a total is no problem: it is not imported.
            row.readings.push(Reading { problems: Vec::new(), ..reading });
        }
        // 其中 … is a part of something, not a sum of rows.
        if part {
            return;
        }
        for difference in self.subtotals.total(row.number, grand, stated) {
            let (number, problem) = self.named(difference);
            // A total above its rows is complete only now; say so where it is complete.
            row.problems.push(if number == row.number { problem } else { problem.with("row", number) });
        }
    }

    fn named(&self, (row, place, problem): Difference) -> (u32, Problem) {
        let header =
            self.columns.iter().find(|c| c.money_place == Some(place)).map(|c| c.choice.header.clone());
        (row, problem.with("column", header.unwrap_or_default()))
    }

    fn read_data(&mut self, row: &mut Row, cells: &[Cell], first_of_merge: &[usize]) {
        let currency = self.row_currency(cells);
        let mut readings = Vec::with_capacity(self.columns.len());
        let mut sums = Vec::new();
        for column in &self.columns {
            let at = column.choice.column;
            let own = cells.get(at).unwrap_or(&Cell::Empty);
            let merged = self.open.get(&at).filter(|_| own.is_blank());
            let once = column.field.is_money() || column.field == Field::Land;
            // A name merged over several rows holds for each of them; an amount counts once.
            let cell = match merged {
                Some(open) if !once => &open.cell,
                _ => own,
            };
            let mut reading = self.read_cell(column, cell, currency);
            if once && first_of_merge.contains(&at) {
                reading.problems.push(Problem::warning("ledger.amount_merged"));
                reading.certain = false;
            }
            if let Some(place) = column.money_place {
                let money = if let Value::Money(money) = reading.value { Some(money) } else { None };
                sums.push((place, money, money.is_none() && !reading.problems.is_empty()));
            }
            readings.push(reading);
        }
        for (place, money, unread) in sums {
            self.subtotals.add(place, money, unread);
        }
        self.subtotals.end_row();
        let mut draft = Draft::assemble(&mut readings, &mut row.problems);
        if row.hidden {
            row.problems.push(Problem::info("ledger.row_hidden"));
        }
        self.take_section(&mut draft, row);
        if !draft.name_key.is_empty() {
            if let Some(first) = self.names.get(&draft.name_key) {
                row.problems.push(Problem::info("ledger.name_repeated").with("row", first));
            } else {
                self.names.insert(draft.name_key.clone(), row.number);
            }
        }
        row.readings = readings;
        row.draft = Some(Box::new(draft));
    }

    /// 二、在谈项目 says the stage of the rows below when no column does.
    fn take_section(&self, draft: &mut Draft, row: &mut Row) {
        let Some(section) = &self.section else { return };
        if draft.stage.is_none()
            && !self.columns.iter().any(|c| c.field == Field::Stage)
            && let Some((stage, _)) = words::stage(section)
        {
            draft.stage = Some(stage);
            row.problems.push(Problem::info("ledger.stage_from_section").with("section", section));
        }
        row.section = Some(section.clone());
    }

    fn row_currency(&self, cells: &[Cell]) -> Option<Currency> {
        let column = self.columns.iter().find(|c| c.field == Field::Currency)?;
        currency_of(&clean(&cells.get(column.choice.column)?.text()))
    }

    fn read_cell(&self, column: &Column, cell: &Cell, currency: Option<Currency>) -> Reading {
        use Field as F;
        let field = column.field;
        if field.is_money() {
            // The currency column says the currency of what was received.
            return self.read_amount(column, cell, currency.filter(|_| field.is_receipt()));
        }
        let mut problems = Vec::new();
        let mut unit = None;
        let value = match field {
            F::SignedOn
            | F::ReceivedOn
            | F::IntroducedOn
            | F::RegisteredOn
            | F::StartedOn
            | F::ProducedOn => {
                let defaults = &self.choice.defaults;
                let context =
                    DayContext { year: defaults.year, as_of: defaults.as_of, since_1904: self.since_1904 };
                let reading = read_day(cell, context);
                problems = reading.problems;
                reading.day.map_or(Value::Missing, Value::Day)
            }
            F::Land => {
                let reading = read_area(cell, column.choice.area);
                problems = reading.problems;
                unit = reading.unit.map(|u| u.name().to_owned());
                reading.m2.map_or(Value::Missing, Value::Area)
            }
            _ if matches!(cell, Cell::Formula | Cell::Error(_)) => {
                problems.push(unusable(cell, "ledger.error_cell", Severity::Warning));
                Value::Missing
            }
            _ => {
                let text = cell.text();
                let tidied = tidy(&text);
                if tidied.is_empty() || super::quantity::is_missing(&tidied) {
                    Value::Missing
                } else {
                    self.read_text(field, &text, tidied, &mut problems)
                }
            }
        };
        Reading { unit, ..Reading::new(column.choice.column, field, cell, value, problems) }
    }

    fn read_amount(&self, column: &Column, cell: &Cell, currency: Option<Currency>) -> Reading {
        let context = MoneyContext {
            unit: column.choice.unit.or(self.choice.defaults.unit),
            currency,
            strict: column.field.is_receipt(),
        };
        let reading = read_money(cell, context);
        let value = reading.money.filter(|m| m.minor != 0).map_or(Value::Missing, Value::Money);
        Reading {
            unit: reading.unit.map(super::money::MoneyUnit::name),
            ..Reading::new(column.choice.column, column.field, cell, value, reading.problems)
        }
    }

    fn read_text(&self, field: Field, text: &str, tidied: String, problems: &mut Vec<Problem>) -> Value {
        use Field as F;
        match field {
            F::Investor => {
                let names = split_names(text);
                for name in &names {
                    check_name(name, problems);
                }
                Value::Names(names)
            }
            F::Units => Value::Units(split_units(text)),
            F::UnitShares => split_shares(text).map_or_else(
                || {
                    problems.push(Problem::warning("ledger.shares_unreadable").with("text", &tidied));
                    Value::Missing
                },
                Value::Shares,
            ),
            F::ProjectName | F::ProjectAlias | F::ProjectCompany | F::LandingUnit | F::Payer | F::Slip => {
                check_name(&tidied, problems);
                Value::Text(tidied)
            }
            F::InvestorCountry => word(words::country(&tidied), "ledger.country_unknown", &tidied, problems),
            F::Track => word(words::track(&tidied), "ledger.word_unknown", &tidied, problems),
            F::Kind => word(words::kind(&tidied), "ledger.word_unknown", &tidied, problems),
            F::FundKind => word(words::fund_kind(&tidied), "ledger.word_unknown", &tidied, problems),
            F::Stage => word(words::stage(&tidied), "ledger.stage_unknown", &tidied, problems),
            F::Agreement => word(words::agreement(&tidied), "ledger.word_unknown", &tidied, problems),
            F::Currency => {
                let code = currency_of(&clean(&tidied)).map(|c| (c.code(), true));
                word(code, "ledger.currency_unknown", &tidied, problems)
            }
            F::Rate => rate(&tidied, problems),
            F::Uscc => uscc(&tidied, problems),
            F::Industry => self.industry(&tidied, problems),
            _ => {
                if tidied.chars().count() > LONGEST_TEXT {
                    problems.push(Problem::error("ledger.text_too_long").with("longest", LONGEST_TEXT));
                }
                Value::Text(tidied)
            }
        }
    }

    fn industry(&self, text: &str, problems: &mut Vec<Problem>) -> Value {
        let code = clean(text).to_ascii_uppercase();
        let head: String = code.chars().take_while(char::is_ascii_alphanumeric).collect();
        let digits = head.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let coded = matches!(digits.len(), 2..=4)
            && head.len() - digits.len() <= 1
            && digits.bytes().all(|b| b.is_ascii_digit());
        if coded && let Some(code) = self.industries.by_code(&head) {
            return Value::Industry(code);
        }
        let named = self.industries.by_name(text);
        let guess = match named {
            Some((code, true)) => return Value::Industry(code),
            Some((code, false)) => Some(code),
            None => words::industry_hint(text).map(str::to_owned),
        };
        if let Some(code) = guess {
            problems.push(Problem::warning("ledger.industry_guessed").with("text", text).with("code", &code));
            return Value::Industry(code);
        }
        problems.push(Problem::warning("ledger.industry_unknown").with("text", text));
        Value::Missing
    }
}

/// A whole sheet at once; for previews and tests. Long sheets are read row by row with [`Reader`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    pub rows: Vec<Row>,
    /// Totals above their rows that differ, by row number.
    pub problems: Vec<(u32, Problem)>,
}

impl Table {
    pub fn data(&self) -> impl Iterator<Item = (&Row, &Draft)> {
        self.rows.iter().filter_map(|row| Some((row, row.draft.as_deref()?)))
    }

    /// The sum of a measure over the rows, when all are in one currency.
    pub fn sum(&self, field: Field) -> Option<Money> {
        let mut total: Option<Money> = None;
        let data = self.rows.iter().filter(|r| r.kind == RowKind::Data);
        for reading in data.flat_map(|r| &r.readings).filter(|r| r.field == field) {
            if let Value::Money(money) = reading.value {
                let sum = total.get_or_insert(Money { minor: 0, currency: money.currency });
                if sum.currency != money.currency {
                    return None;
                }
                sum.minor = sum.minor.checked_add(money.minor)?;
            }
        }
        total
    }
}

pub fn read_table(page: &Page, choice: &Choice, industries: &dyn Industries) -> Table {
    let mut reader = Reader::new(&page.sheet, choice, industries);
    let rows = page.rows.iter().filter_map(|(number, cells)| reader.row(*number, cells)).collect();
    Table { rows, problems: reader.finish() }
}
