//! The amounts of a draft: figures, currencies, rates, and what an increase adds.

use jiff::civil::Date;
use yinfeng_domain::{
    money::{Currency, Money, RATE_SCALE},
    project::{
        Kind, LIMIT_FEN, LINE, Measure, NAME, increment, one_line, parse_amount, parse_rate, past, text_fits,
    },
};

use super::{AmountDraft, ProjectDraft};
use crate::{
    dictionary,
    floor::{Fault, Faults, Result, db::Reader, web::Who},
};

const MOST_AMOUNTS: usize = 60;

/// An amount as it is kept.
#[derive(Debug, Clone)]
pub(in crate::project) struct Amount {
    pub phase: i64,
    pub measure: Measure,
    /// What counts: of an increase, what was added.
    pub money: Money,
    pub before_minor: Option<i64>,
    pub rate_e8: i64,
    pub rate_on: Date,
    pub rate_source: String,
    pub fen: i64,
    pub source_text: String,
    pub source_unit: String,
}

/// The amounts of a draft, each with the rate of its day; phases never exceed their whole.
pub(super) fn amounts(
    reader: &Reader,
    who: &Who,
    draft: &ProjectDraft,
    today: Date,
    faults: &mut Faults,
) -> Result<Vec<Amount>> {
    faults.need(draft.amounts.len() <= MOST_AMOUNTS, || {
        Fault::at("amounts", "project.too_many").with("limit", MOST_AMOUNTS)
    });
    let mut out: Vec<Amount> = Vec::with_capacity(draft.amounts.len());
    for (at, amount) in draft.amounts.iter().enumerate() {
        let field = |name: &str| format!("amounts[{at}].{name}");
        let known =
            draft.amounts[..at].iter().any(|a| a.phase == amount.phase && a.measure == amount.measure);
        faults.need(!known, || Fault::at(field("measure"), "project.amount_twice"));
        let phase = amount.phase == 0 || draft.phases.iter().any(|p| p.no == amount.phase);
        faults.need(phase, || Fault::at(field("phase"), "project.phase_unknown"));
        let (minor, before_minor) = match counted(draft, amount, &format!("amounts[{at}]")) {
            Ok(found) => found,
            Err(fault) => {
                faults.add(fault);
                continue;
            }
        };
        let day = amount.rate_on.or(draft.contract_signed_on).unwrap_or(today);
        faults.need(past(day, today), || Fault::at(field("rate_on"), "project.date_past"));
        let (rate_e8, rate_on, rate_source) = match rate(reader, who, amount, day)? {
            Ok(rate) => rate,
            Err(code) => {
                faults.add(Fault::at(field("rate"), code).with("currency", amount.currency.code()));
                continue;
            }
        };
        let money = Money { minor, currency: amount.currency };
        let Some(fen) = money.to_fen(rate_e8).filter(|fen| *fen <= LIMIT_FEN) else {
            faults.add(Fault::at(field("amount"), "project.amount_too_large"));
            continue;
        };
        let short = |text: &Option<String>, or: &str| -> String {
            text.as_deref().unwrap_or(or).chars().take(NAME).collect()
        };
        out.push(Amount {
            phase: amount.phase,
            measure: amount.measure,
            money,
            before_minor,
            rate_e8,
            rate_on,
            rate_source,
            fen,
            source_text: short(&amount.source_text, &amount.amount),
            source_unit: short(&amount.source_unit, amount.unit.code()),
        });
    }
    for (at, whole) in draft.amounts.iter().enumerate().filter(|(_, a)| a.phase == 0) {
        let of = |a: &&Amount| a.measure == whole.measure;
        let total = out.iter().filter(of).find(|a| a.phase == 0).map(|a| i128::from(a.fen));
        let parts: i128 = out.iter().filter(of).filter(|a| a.phase > 0).map(|a| i128::from(a.fen)).sum();
        faults.need(total.is_none_or(|total| parts <= total), || {
            Fault::at(format!("amounts[{at}].amount"), "project.phases_exceed")
        });
    }
    Ok(out)
}

/// The rate of an amount with its day and source; the inner error is a code.
fn rate(
    reader: &Reader,
    who: &Who,
    amount: &AmountDraft,
    day: Date,
) -> Result<Result<(i64, Date, String), &'static str>> {
    if amount.currency == Currency::Cny {
        return Ok(Ok((RATE_SCALE, day, String::new())));
    }
    if let Some(text) = amount.rate.as_deref().filter(|t| !t.trim().is_empty()) {
        let source = amount.rate_source.as_deref().map(one_line).unwrap_or_default();
        return Ok(match parse_rate(text) {
            None => Err("project.rate"),
            Some(_) if source.is_empty() || !text_fits(&source, LINE) => Err("project.rate_source"),
            Some(rate_e8) => Ok((rate_e8, day, source)),
        });
    }
    let known = dictionary::rate_on(reader, who.district(), amount.currency, day)?;
    Ok(known.map(|r| (r.rate_e8, r.on_date, r.source)).ok_or("project.rate_missing"))
}

/// What counts of an amount in minor units, and what there was before an increase; the error is a fault.
fn counted(draft: &ProjectDraft, amount: &AmountDraft, field: &str) -> Result<(i64, Option<i64>), Fault> {
    let parse = |text: &str, name: &str| {
        parse_amount(text, amount.unit, amount.currency)
            .map_err(|error| Fault::at(format!("{field}.{name}"), format!("project.{}", error.code())))
    };
    let after = parse(&amount.amount, "amount")?;
    let Some(text) = amount.before.as_deref().filter(|text| !text.trim().is_empty()) else {
        return Ok((after, None));
    };
    if draft.kind != Kind::Expansion {
        return Err(Fault::at(format!("{field}.before"), "project.before_of_increase"));
    }
    let before = parse(text, "before")?;
    match increment(before, after) {
        Some(added) => Ok((added, Some(before))),
        None => Err(Fault::at(format!("{field}.before"), "project.before_not_less")),
    }
}
