//! 这个数怎么来的: a figure's definition, its parts, and the rows it was made of.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    authority::{Act, Class},
    money,
    report::{
        document::Document,
        figure::{Figure, FigureValue},
    },
};

use super::{
    compose,
    figures::{Asked, Value, asked},
    gather::{TRACKS, money_by},
    scope::{Narrow, Scope, Span},
    store::{self, TraceRow},
};
use crate::{
    floor::{
        Result,
        db::{Reader, page},
        say::{Lang, amount, word},
        web::Who,
    },
    project,
};

/// A figure with everything it was made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct Trace {
    pub key: String,
    pub name: String,
    pub definition: String,
    /// What the figure is narrowed to, in words.
    pub filter_text: String,
    #[schema(value_type = String)]
    pub from: jiff::civil::Date,
    #[schema(value_type = String)]
    pub to: jiff::civil::Date,
    #[schema(value_type = String)]
    pub as_of: jiff::civil::Date,
    /// As printed, without the unit.
    pub value_text: String,
    pub unit: String,
    pub label: String,
    pub parts: Vec<FigurePart>,
    pub rows: Vec<TraceRow>,
    pub rows_total: i64,
    pub next_cursor: Option<String>,
}

/// A figure that this one is made of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FigurePart)]
pub struct FigurePart {
    pub name: String,
    pub value_text: String,
    pub key: Option<String>,
}

/// The trace of a figure for this reader, with a page of its rows.
pub fn trace(
    reader: &Reader,
    who: &Who,
    span: Span,
    key: &str,
    beside: Narrow,
    cursor: Option<&str>,
    limit: Option<i64>,
) -> Result<Trace> {
    let reach = who.reach(Class::Figure, Act::Read)?;
    let asked = asked(key, beside)?;
    let span = asked.narrow.back.map_or(span, |years| span.back(years));
    let scope = Scope { district: who.district().to_owned(), reach, span, veil: project::veil(reader, who)? };
    let (mut rows, next_cursor, rows_total) =
        store::rows(reader, &scope, &asked.narrow, asked.entry.rows, cursor, page::limit(limit))?;
    // Parts and value were given with the first page.
    let first = cursor.is_none();
    let needs_document = first && (asked.entry.value == Value::Composed || !asked.entry.of.is_empty());
    let document = if needs_document { Some(compose(reader, &scope)?.0) } else { None };
    let (value_text, unit) = if first {
        value(reader, &scope, &asked, document.as_ref(), rows_total)?
    } else {
        Default::default()
    };
    for row in &mut rows {
        row.amount_text = row.amount_fen.map(|fen| amount(who.lang, fen));
    }
    Ok(Trace {
        name: word(who.lang, &format!("report.{}", asked.entry.name)),
        definition: word(who.lang, &format!("report.{}.is", asked.entry.name)),
        filter_text: filter_text(reader, &scope, &asked.narrow, who.lang)?,
        from: span.window.from,
        to: span.window.to,
        as_of: span.as_of,
        value_text,
        unit,
        label: word(who.lang, "report.label"),
        parts: if first { parts(reader, &scope, &asked, document.as_ref(), who.lang)? } else { Vec::new() },
        key: asked.key,
        rows,
        rows_total,
        next_cursor,
    })
}

fn value(
    reader: &Reader,
    scope: &Scope,
    asked: &Asked,
    document: Option<&Document>,
    rows_total: i64,
) -> Result<(String, String)> {
    let figure = match asked.entry.value {
        Value::Rows => Some(Figure::count(&asked.key, rows_total, "个")),
        Value::Sum if asked.entry.name == "fund.recognised" => {
            Some(exact(&asked.key, store::money_total(reader, scope, &asked.narrow)?))
        }
        Value::Sum => Some(exact(&asked.key, store::signed(reader, scope)?.2)),
        Value::Composed => None,
    };
    let figure = figure.or_else(|| document.and_then(|document| find(document, &asked.key)).cloned());
    Ok(figure.map_or_else(|| ("—".to_owned(), String::new()), split))
}

/// To the 元, where a document rounds: who asks where a figure comes from wants to add up its rows.
fn exact(key: &str, fen: i64) -> Figure {
    Figure { text: format!("{}亿元", money::yi_short(fen, 8)), ..Figure::yi(key, fen, 2) }
}

/// The figure as it stands in the summary; in a sentence rather than in a table, where the unit is left out.
fn find<'a>(document: &'a Document, key: &str) -> Option<&'a Figure> {
    let figures = document.figures();
    let mut same = figures.into_iter().filter(|figure| figure.key == key);
    let first = same.next()?;
    let with_unit = |figure: &&Figure| figure.text.ends_with(figure.unit.as_str());
    Some(if with_unit(&first) { first } else { same.find(with_unit).unwrap_or(first) })
}

/// The number and its unit apart.
fn split(figure: Figure) -> (String, String) {
    // In a sentence words say whether points are ahead or behind; here only the sign can.
    let sign = match figure.value {
        FigureValue::Points(points) if points.is_sign_negative() && !figure.text.starts_with('-') => "-",
        _ => "",
    };
    let number = figure.text.strip_suffix(figure.unit.as_str()).unwrap_or(&figure.text);
    (format!("{sign}{number}"), figure.unit)
}

fn parts(
    reader: &Reader,
    scope: &Scope,
    asked: &Asked,
    document: Option<&Document>,
    lang: Lang,
) -> Result<Vec<FigurePart>> {
    if let Some(document) = document {
        let of = asked.entry.of.iter().filter_map(|name| {
            // A unit's completion is made of that unit's money, where the summary has it.
            let own = asked.key.split_once(':').map(|(_, filters)| format!("{name}:{filters}"));
            let figure = own.and_then(|key| find(document, &key)).or_else(|| find(document, name))?;
            let (number, unit) = split(figure.clone());
            Some(FigurePart {
                name: word(lang, &format!("report.{name}")),
                value_text: format!("{number}{}", unit_in(lang, &unit)),
                key: Some(figure.key.clone()),
            })
        });
        return Ok(of.collect());
    }
    if asked.narrow != Narrow::default() {
        return Ok(Vec::new());
    }
    let names = |unit| store::units(reader, scope).map(|units| units.into_iter().find(|u| u.id == unit));
    match asked.entry.name {
        "fund.recognised" => {
            let mut parts = Vec::new();
            let credited = store::credited(reader, scope)?;
            for (unit, (_, fen)) in money_by(&credited, |row| row.unit) {
                let name = names(unit)?.map(|unit| unit.called()).unwrap_or_default();
                let key = Some(format!("fund.recognised:unit={unit}"));
                parts.push((fen, FigurePart { name, value_text: money_part(lang, fen), key }));
            }
            parts.sort_by_key(|(fen, _)| std::cmp::Reverse(*fen));
            Ok(parts.into_iter().map(|(_, part)| part).collect())
        }
        "project.introduced" => {
            let introduced = store::introduced(reader, scope)?;
            let tracks = TRACKS.into_iter().map(|(track, _)| {
                let count: i64 =
                    introduced.iter().filter(|row| row.track == track).map(|row| row.projects).sum();
                FigurePart {
                    name: word(lang, &format!("report.track.{track}")),
                    value_text: format!("{count}{}", unit_in(lang, "个")),
                    key: Some(format!("project.introduced:track={track}")),
                }
            });
            Ok(tracks.collect())
        }
        _ => Ok(Vec::new()),
    }
}

fn money_part(lang: Lang, fen: i64) -> String {
    match lang {
        Lang::Zh => format!("{}亿元", money::yi(fen, 2)),
        Lang::En => amount(lang, fen),
    }
}

/// What is counted, after its number. Figures carry their Chinese measure; it is spoken for readers of English.
fn unit_in(lang: Lang, unit: &str) -> String {
    if lang == Lang::Zh {
        return unit.to_owned();
    }
    match unit {
        "亿元" => " × CNY 100m",
        "万元" => " × CNY 10k",
        "个百分点" => " points",
        "倍" => " times",
        "天" => " days",
        "亩" => " mu",
        "人" => " people",
        "个" | "家" | "项" | "次" => "",
        other => other,
    }
    .to_owned()
}

fn filter_text(reader: &Reader, scope: &Scope, narrow: &Narrow, lang: Lang) -> Result<String> {
    let window = scope.span.window;
    let mut words = vec![format!("{} – {}", window.from, window.to)];
    if let Some(unit) = narrow.unit {
        let unit = store::units(reader, scope)?.into_iter().find(|record| record.id == unit);
        words.push(unit.map(|unit| unit.called()).unwrap_or_default());
    }
    let coded = [
        ("track", &narrow.track),
        ("structure", &narrow.structure),
        ("class", &narrow.class),
        ("stage", &narrow.stage),
    ];
    for (prefix, code) in coded {
        if let Some(code) = code {
            let prefix = if prefix == "class" { "structure" } else { prefix };
            words.push(word(lang, &format!("report.{prefix}.{code}")));
        }
    }
    for (prefix, code) in [("sector", &narrow.sector), ("origin", &narrow.origin)] {
        words.extend(code.as_ref().map(|code| word(lang, &format!("report.{prefix}_{code}"))));
    }
    words.extend(narrow.month.clone());
    words.extend(narrow.section.clone());
    words.extend(narrow.on.map(|on| on.to_string()));
    Ok(words.join(" · "))
}
