//! A what-if as it is shown: every unit before and after, with the lines that change.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    assessment::{
        number,
        scheme::Source,
        what_if::{self, Difference, Part, UnitDifference, differences, signed},
    },
    authority::{Act, Reach},
    id::UnitId,
};

use super::{
    super::{
        facts::measure_for,
        view::{MissingFact, SchemeRef, group_name, missing, unit_row},
    },
    Tried,
    ask::{Entry, What},
    resolve::Resolution,
    spoken,
};
use crate::{
    assessment::{Measure, book::Method},
    floor::{
        Fault, Result,
        db::Reader,
        say::{Lang, amount, say_fault},
        web::Who,
    },
    fund,
    org::UnitRef,
    project,
};

/// Scores as they are and as they would be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhatIf {
    pub year: i64,
    #[schema(value_type = String)]
    pub as_of: Date,
    /// The scheme of the scores as they are.
    pub before: SchemeRef,
    /// The scheme of the scores as they would be: the same, or another.
    pub after: SchemeRef,
    /// Whether that scheme itself says what money counts: a supposed receipt has to name its project then.
    pub by_rules: bool,
    pub supposed: Vec<SupposedView>,
    /// Group by group in the order of the scheme; in a group who gains most first, who loses most last.
    pub rows: Vec<WhatIfRow>,
    /// What each item makes in all units together.
    pub items: Vec<ItemTotal>,
    /// The part of the difference that is in no single item: rescaling, limits, vetoes.
    pub rest_text: String,
    pub before_text: String,
    pub after_text: String,
    pub difference_text: String,
    pub gains: usize,
    pub losses: usize,
    pub same: usize,
    /// What stops the scores of either side.
    pub missing: Vec<MissingFact>,
}

/// One supposition, said.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupposedView {
    /// As it stands in the address.
    pub entry: String,
    /// `receipt`, `project`, `talent`, `institute`, `target` or `without`.
    pub kind: &'static str,
    pub text: String,
    /// Whether it counts up to the day; a receipt of a later day does not.
    pub counts: bool,
    /// What the rules make of a receipt of a project, step by step.
    pub line: Option<String>,
    /// The units it is about.
    #[schema(value_type = Vec<Uuid>)]
    pub units: Vec<UnitId>,
}

/// A unit before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WhatIfRow {
    pub unit: UnitRef,
    /// The group in which it is compared; empty where all are compared with each other.
    pub group: String,
    pub before: Option<Standing>,
    pub after: Option<Standing>,
    /// `+1.50`, `-2.00`, `0.00`.
    pub difference_text: String,
    /// Places won; negative is lost.
    pub places: Option<i64>,
    /// Whether something is supposed of the unit itself.
    pub supposed: bool,
    /// Of every item of [`WhatIf::items`], in its order; none where the unit has not the item.
    pub items: Vec<ItemChange>,
    pub rest_text: String,
    /// The lines that are not the same.
    pub changed: Vec<ChangedItem>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Standing {
    pub total_text: String,
    /// 总分 = 基础分 … + 加分 …
    pub total_line: String,
    pub rank: Option<u32>,
    pub of: u32,
    pub outcome: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemChange {
    pub code: String,
    /// None where the unit has not the item in either result.
    pub difference_text: Option<String>,
}

/// An item whose points, or whose line, is not the same.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangedItem {
    pub code: String,
    pub name: String,
    pub before_text: Option<String>,
    pub before_line: Option<String>,
    pub after_text: Option<String>,
    pub after_line: Option<String>,
    pub difference_text: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemTotal {
    pub code: String,
    pub name: String,
    pub difference_text: String,
}

fn points(value: Decimal) -> String {
    number::grouped(value, 2.max(number::round(value, 6).normalize().scale()))
}

pub fn shown(reader: &Reader, who: &Who, tried: &Tried) -> Result<WhatIf> {
    let lang = who.lang;
    let mut supposed = Vec::new();
    for (entry, became) in tried.entries.iter().zip(&tried.each) {
        supposed.push(said(reader, who, tried, entry, became)?);
    }
    let both = tried.before.outcome.as_ref().ok().zip(tried.scores.as_ref().ok());
    let found = both.map(|(before, after)| differences(before, after));
    let whole = tried.reach == Reach::District;
    let mut out = WhatIf {
        year: tried.after.year,
        as_of: tried.after.as_of,
        before: SchemeRef::of(&tried.before.brief, &tried.before.scheme, lang),
        after: SchemeRef::of(&tried.after.brief, &tried.after.scheme, lang),
        by_rules: Method::is_of(&tried.after.scheme),
        supposed,
        rows: Vec::new(),
        items: Vec::new(),
        rest_text: signed(Decimal::ZERO),
        before_text: points(Decimal::ZERO),
        after_text: points(Decimal::ZERO),
        difference_text: signed(Decimal::ZERO),
        gains: 0,
        losses: 0,
        same: 0,
        missing: stops(tried, lang),
    };
    if let Some(found) = found {
        fill(&mut out, tried, &found, lang);
    }
    // Sums over all units tell of units that one may not see.
    if !whole {
        sums_of_own(&mut out);
    }
    Ok(out)
}

fn stops(tried: &Tried, lang: Lang) -> Vec<MissingFact> {
    let mut out = Vec::new();
    if tried.before.outcome.is_err() {
        out.extend(missing(&tried.before, lang));
    }
    if let Err(found) = &tried.scores {
        let said =
            found.iter().map(|m| MissingFact { code: m.code.to_owned(), message: m.say(spoken(lang)) });
        for one in said {
            if out.iter().all(|known: &MissingFact| known.message != one.message) {
                out.push(one);
            }
        }
    }
    out
}

fn fill(out: &mut WhatIf, tried: &Tried, found: &Difference<'_>, lang: Lang) {
    out.items = found
        .items
        .iter()
        .map(|i| ItemTotal {
            code: i.item.to_owned(),
            name: spoken(lang).of(i.name).to_owned(),
            difference_text: signed(i.difference),
        })
        .collect();
    out.rest_text = signed(found.rest);
    out.before_text = points(found.before);
    out.after_text = points(found.after);
    out.difference_text = signed(found.after - found.before);
    (out.gains, out.losses, out.same) = (found.gains, found.losses, found.same);
    // As the league is laid out: a group together, in the order of its scheme.
    let mut units: Vec<&UnitDifference<'_>> = found.units.iter().collect();
    let classes = &tried.after.scheme.classes;
    if tried.after.scheme.rank.by_class {
        units.sort_by_key(|u| {
            (classes.iter().position(|c| c.id == u.class).unwrap_or(classes.len()), u.class)
        });
    }
    for unit in units {
        let row = unit_row(&tried.after, unit.unit).or_else(|| unit_row(&tried.before, unit.unit));
        let Some(row) = row.filter(|row| tried.reach.covers(&row.path)) else { continue };
        let supposed = out.supposed.iter().any(|s| s.counts && s.units.contains(&unit.unit));
        out.rows.push(row_of(tried, unit, row.into(), (supposed, &out.items), lang));
    }
}

fn row_of(
    tried: &Tried,
    unit: &UnitDifference<'_>,
    named: UnitRef,
    (supposed, items): (bool, &[ItemTotal]),
    lang: Lang,
) -> WhatIfRow {
    let words = spoken(lang);
    let standing = |s: &what_if::Standing<'_>| Standing {
        total_text: points(s.total),
        total_line: s.score.total.say(words),
        rank: s.place,
        of: s.of,
        outcome: s.outcome.map(|name| words.of(name).to_owned()),
    };
    let text = |part: &Option<Part<'_>>| part.as_ref().map(|p| points(p.points()));
    let line = |part: &Option<Part<'_>>| part.as_ref().map(|p| p.say(words));
    let changed = unit.items.iter().filter(|i| i.changed(words)).map(|i| ChangedItem {
        code: i.item.to_owned(),
        name: words.of(i.name).to_owned(),
        before_text: text(&i.before),
        before_line: line(&i.before),
        after_text: text(&i.after),
        after_line: line(&i.after),
        difference_text: signed(i.difference),
    });
    let place = |s: &Option<what_if::Standing<'_>>| s.as_ref().and_then(|s| s.place).map(i64::from);
    let change = |total: &ItemTotal| ItemChange {
        code: total.code.clone(),
        difference_text: unit.items.iter().find(|i| i.item == total.code).map(|i| signed(i.difference)),
    };
    WhatIfRow {
        unit: named,
        group: if tried.after.scheme.rank.by_class {
            group_name(&tried.after, unit.class, lang)
        } else {
            String::new()
        },
        before: unit.before.as_ref().map(standing),
        after: unit.after.as_ref().map(standing),
        difference_text: signed(unit.difference),
        places: place(&unit.before).zip(place(&unit.after)).map(|(before, after)| before - after),
        supposed,
        items: items.iter().map(change).collect(),
        rest_text: signed(unit.rest),
        changed: changed.collect(),
    }
}

/// Only of the rows that are shown.
fn sums_of_own(out: &mut WhatIf) {
    let sum = |pick: &dyn Fn(&WhatIfRow) -> Option<&str>| -> Decimal {
        out.rows.iter().filter_map(|row| number::parse(&pick(row)?.replace(['+', ','], ""))).sum()
    };
    let before = sum(&|row| row.before.as_ref().map(|s| s.total_text.as_str()));
    let after = sum(&|row| row.after.as_ref().map(|s| s.total_text.as_str()));
    let rest = sum(&|row| Some(&row.rest_text));
    let of_item = |at: usize| sum(&|row: &WhatIfRow| row.items.get(at)?.difference_text.as_deref());
    let of_items: Vec<String> = (0..out.items.len()).map(|at| signed(of_item(at))).collect();
    for (item, text) in out.items.iter_mut().zip(of_items) {
        item.difference_text = text;
    }
    (out.before_text, out.after_text) = (points(before), points(after));
    (out.difference_text, out.rest_text) = (signed(after - before), signed(rest));
    let count = |sign: char| out.rows.iter().filter(|row| row.difference_text.starts_with(sign)).count();
    (out.gains, out.losses) = (count('+'), count('-'));
    out.same = out.rows.len() - out.gains - out.losses;
}

fn said(
    reader: &Reader,
    who: &Who,
    tried: &Tried,
    entry: &Entry,
    became: &Resolution,
) -> Result<SupposedView> {
    let lang = who.lang;
    let name = |unit: UnitId| unit_row(&tried.after, unit).map(|row| row.name.clone()).unwrap_or_default();
    let (kind, fault, units) = match &entry.what {
        What::More { source, unit, fen, industry, on } => {
            let (kind, code) = match source {
                Source::Talents => ("talent", "assessment.supposed_talent"),
                Source::Institutes => ("institute", "assessment.supposed_institute"),
                Source::Projects => ("project", "assessment.supposed_project"),
                _ => ("receipt", "assessment.supposed_receipt"),
            };
            let mut about: Vec<String> = industry.clone().into_iter().collect();
            about.extend(on.map(|on| on.to_string()));
            let (open, close) = if lang == Lang::Zh { ("（", "）") } else { (" (", ")") };
            let about = match about.join(", ") {
                text if text.is_empty() => text,
                text => format!("{open}{text}{close}"),
            };
            let fault = Fault::new(code).with("unit", name(*unit)).with("amount", amount(lang, *fen));
            (kind, fault.with("about", about), vec![*unit])
        }
        What::Paid { unit, project, fen, on } => {
            let of = project::reference(reader, who, *project)?;
            let on = on.unwrap_or(tried.after.as_of);
            let fault = Fault::new("assessment.supposed_paid").with("unit", name(*unit));
            let fault = fault.with("project", of.name).with("amount", amount(lang, *fen)).with("on", on);
            let units = if became.credited.is_empty() { vec![*unit] } else { became.credited.clone() };
            ("receipt", fault, units)
        }
        What::Target { unit, measure, value } => {
            let scale = measure_for(&tried.after.scheme, *measure);
            let named = scale.map(|m| spoken(lang).of(&m.name).to_owned()).unwrap_or_default();
            let value = match measure {
                Measure::Funds => amount(lang, *value),
                _ => scale.map_or_else(
                    || value.to_string(),
                    |m| yinfeng_domain::assessment::score::Figure::of(m, (*value).into()).say(spoken(lang)),
                ),
            };
            let fault = Fault::new("assessment.supposed_target").with("unit", name(*unit));
            ("target", fault.with("measure", named).with("value", value), vec![*unit])
        }
        What::Without { fund } => {
            let found = fund::subject(reader, who, Act::Read, *fund)?;
            let unit = tried.after.gathered.counts_for.get(&found.unit_id).copied();
            let fault = Fault::new("assessment.supposed_without")
                .with("code", &found.code)
                .with("amount", amount(lang, found.claimed_fen))
                .with("unit", unit.map(name).unwrap_or_default());
            ("without", fault, unit.into_iter().collect())
        }
    };
    Ok(SupposedView {
        entry: entry.text.clone(),
        kind,
        text: say_fault(lang, &fault),
        counts: became.counts,
        line: became.line.clone(),
        units,
    })
}
