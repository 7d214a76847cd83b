//! One `[[item]]` → its rule kind: which keys each kind has, and which of them it needs.

use rust_decimal::Decimal;

use super::{
    Deduction, Item, Kind, Name, NotApplicable, Otherwise, PerItem, Ratio, Tier, Way,
    bands::{Band, Bands},
    fields::Fields,
    read_more as more,
    read_step::{growth, steps},
};
use crate::assessment::{
    expr::{self, Cond, Expr, Misuse, Of, of_a_row},
    finding::Findings,
};

pub(super) const NA: [(&str, NotApplicable); 4] = [
    ("average", NotApplicable::Average),
    ("drop_and_rescale", NotApplicable::DropAndRescale),
    ("zero", NotApplicable::Zero),
    ("full", NotApplicable::Full),
];
pub(super) const WAYS: [(&str, Way); 3] = [("half_up", Way::HalfUp), ("down", Way::Down), ("up", Way::Up)];
const KINDS: [&str; 17] = [
    "ratio",
    "threshold",
    "tiers",
    "steps",
    "per_item",
    "marginal",
    "lookup",
    "minmax",
    "rank",
    "share",
    "growth",
    "manual",
    "rating",
    "mix",
    "formula",
    "deduct",
    "gate",
];

impl Item {
    /// Reads one `[[item]]`; `None` when something it cannot do without is missing or wrong.
    pub(super) fn read(fields: Fields<'_>, found: &mut Findings<'_>) -> Option<Self> {
        Self::read_as(fields, found, false)
    }

    /// A part of a mix has a weight instead of points, and no bonus, group or class of its own.
    pub(super) fn read_as(mut fields: Fields<'_>, found: &mut Findings<'_>, part: bool) -> Option<Self> {
        let words: Vec<(&str, &str)> = KINDS
            .iter()
            .filter(|k| !part || !matches!(**k, "mix" | "deduct" | "gate"))
            .map(|k| (*k, *k))
            .collect();
        let kind = fields.need_text(found, "kind").and_then(|_| fields.choice(found, "kind", &words));
        let id = fields.id(found, "id");
        let name = fields.need_name(found);
        let kind = kind?; // which keys fit is unknown: one finding is enough
        let scores = !matches!(kind, "deduct" | "gate");
        let points = if part {
            Some(fields.positive(found, "points").unwrap_or(Decimal::ONE_HUNDRED))
        } else if scores {
            fields.need_positive(found, "points")
        } else {
            Some(Decimal::ZERO)
        };
        let bonus = scores && !part && fields.yes(found, "bonus").unwrap_or(false);
        let group = if scores && !part { fields.text(found, "group") } else { None };
        let only = if part { Vec::new() } else { fields.texts(found, "only") };
        let weight = if scores { fields.positive(found, "weight") } else { None };
        if part && weight.is_none() {
            fields.error(found, "scheme.missing_key", "weight", [("key", "weight")]);
        }
        // The average of others needs their points, which a part of a mix does not have by itself.
        let words = if part { &NA[1..] } else { &NA[..] };
        let no_target = fields.choice(found, "no_target", words);
        let zero_target = fields.choice(found, "zero_target", words);
        let den_zero = fields.choice(found, "den_zero", words);
        let no_measure = fields.choice(found, "no_measure", words);
        let no_rating = fields.choice(found, "no_rating", words);
        let digits = fields.whole(found, "digits", 0..=6);
        let unrounded = !fields.yes(found, "round").unwrap_or(true);
        let way = fields.choice(found, "rounding", &WAYS);
        let kind = read_kind(kind, points.unwrap_or_default(), bonus, &mut fields, found);
        fields.finish(found);
        let mut kind = kind;
        if let (Some(Kind::Mix(parts)), Some(id)) = (&mut kind, &id) {
            for part in parts {
                part.id = format!("{id}.{}", part.id);
            }
        }
        Some(Self {
            id: id?,
            name: name?,
            points: points?,
            bonus,
            group,
            only,
            no_target,
            zero_target,
            den_zero,
            no_measure,
            no_rating,
            digits,
            unrounded,
            way,
            weight,
            kind: kind?,
        })
    }
}

fn read_kind(
    kind: &str,
    points: Decimal,
    bonus: bool,
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
) -> Option<Kind> {
    match kind {
        "ratio" => read_ratio(points, f, found).map(Kind::Ratio),
        "threshold" => read_threshold(f, found),
        "tiers" => read_tiers(f, found),
        "steps" => steps(points, bonus, f, found).map(|s| Kind::Steps(Box::new(s))),
        "growth" => growth(points, bonus, f, found),
        "marginal" => more::marginal(f, found),
        "share" => more::share(f, found),
        "rating" => more::rating(points, f, found),
        "mix" => more::mix(f, found),
        "formula" => more::formula(f, found),
        "per_item" => read_per_item(f, found).map(Kind::PerItem),
        "lookup" => {
            let (on, table) = (need_figure(f, found, "on"), f.need_text(found, "table"));
            Some(Kind::Lookup { on: on?, table: table? })
        }
        "minmax" => more::minmax(f, found),
        "rank" => more::rank(points, f, found).map(Kind::Rank),
        "manual" => Some(Kind::Manual),
        "deduct" => read_deduct(f, found).map(Kind::Deduct),
        _ => more::gate(f, found).map(Kind::Gate),
    }
}

pub(super) fn need_figure(f: &mut Fields<'_>, found: &mut Findings<'_>, key: &'static str) -> Option<Expr> {
    if !f.has(key) {
        f.error(found, "scheme.missing_key", key, [("key", key)]);
    }
    f.figure(found, key)
}

pub(super) fn need_condition(
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
    key: &'static str,
) -> Option<Cond> {
    if !f.has(key) {
        f.error(found, "scheme.missing_key", key, [("key", key)]);
    }
    f.condition(found, key)
}

fn read_ratio(points: Decimal, f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Ratio> {
    let (num, den) = match f.text(found, "measure") {
        Some(m) => (Some(Expr::Measure(m.clone())), Some(Expr::Target(m))),
        None => (need_figure(f, found, "num"), need_figure(f, found, "den")),
    };
    let cap = f.points(found, "cap", points).unwrap_or(points);
    let floor = f.points(found, "floor", points).unwrap_or_default();
    if floor > points {
        let (min, base) = (floor.to_string(), points.to_string());
        f.error(found, "scheme.floor_above_base", "floor", [("min", &min), ("base", &base)]);
    }
    if cap < points {
        let (cap, points) = (cap.to_string(), points.to_string());
        f.error(found, "scheme.cap_below_points", "cap", [("cap", &cap), ("points", &points)]);
    }
    let zero_below = f.number(found, if f.has("zero_if_below") { "zero_if_below" } else { "zero_below" });
    Some(Ratio { num: num?, den: den?, cap, floor, zero_below })
}

/// One condition, or lists of which all or any must hold.
fn read_threshold(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let (when, text) = match ("all", "any") {
        (all, _) if f.has(all) => joined(f.conditions(found, all), " 且 ", Cond::And)?,
        (_, any) if f.has(any) => joined(f.conditions(found, any), " 或 ", Cond::Or)?,
        _ => {
            let when = need_condition(f, found, "when");
            (when?, f.text(found, "when").unwrap_or_default())
        }
    };
    let otherwise = if let Some(points) = f.plain_number("otherwise") {
        Otherwise::Points(points)
    } else if f.choice(found, "otherwise", &[("zero", false), ("ratio", true)]).unwrap_or(false) {
        Otherwise::Ratio(match f.text(found, "measure") {
            Some(m) => Expr::Completion(m),
            None => need_figure(f, found, "ratio")?,
        })
    } else {
        Otherwise::Zero
    };
    Some(Kind::Threshold { when, text, otherwise })
}

fn joined(
    list: Vec<(Cond, String)>,
    word: &str,
    join: fn(Box<Cond>, Box<Cond>) -> Cond,
) -> Option<(Cond, String)> {
    let text = list.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(word);
    let cond = list.into_iter().map(|(cond, _)| cond).reduce(|a, b| join(Box::new(a), Box::new(b)))?;
    Some((cond, text))
}

fn read_tiers(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let on = f.figure(found, "on");
    let otherwise = f.number(found, "otherwise");
    let ends = [("from", false), ("below", true)];
    let upper = f.choice(found, "inclusive", &ends).unwrap_or(false);
    let tiers = tier_list(f, found, on.is_some(), false);
    if upper && tiers.iter().any(|t| t.from.is_none() && t.below.is_none() && t.when.is_none()) {
        f.error(found, "scheme.inclusive_needs_bands", "inclusive", []);
    }
    let open = tiers.last().is_some_and(|t| t.when.is_none() && t.from.is_none() && t.below.is_none());
    if !open && otherwise.is_none() {
        f.error(found, "scheme.no_otherwise", "otherwise", []);
        return None;
    }
    (!tiers.is_empty()).then_some(Kind::Tiers { on, tiers, otherwise, upper })
}

/// The tiers, checked for flaws. `bands` says that they are bands of a figure, `rows` that they are of single rows.
fn tier_list(f: &mut Fields<'_>, found: &mut Findings<'_>, bands: bool, rows: bool) -> Vec<Tier> {
    let mut spans = Vec::new();
    let mut tiers = Vec::new();
    for mut t in f.list(found, "tiers", 100) {
        let (from, below) = (t.number(found, "from"), t.number(found, "below"));
        let when =
            if rows { row_condition(&mut t, found, "when", Of::Row) } else { t.condition(found, "when") };
        if !bands && (from.is_some() || below.is_some()) {
            t.error(found, "scheme.tier_needs_on", "from", []);
        }
        if !t.has("points") {
            t.error(found, "scheme.missing_key", "points", [("key", "points")]);
        }
        let points = t.number(found, "points");
        let text = t.text(found, "when");
        let say = t.name(found, "say", "say_en").unwrap_or_else(|| {
            // As the author wrote it: 10亿, 80%.
            let (a, b) = (t.text_or_number("from"), t.text_or_number("below"));
            let said = text.unwrap_or_else(|| match (from, below) {
                (Some(_), Some(_)) => format!("{a} – {b}"),
                (Some(_), None) => format!("≥ {a}"),
                (None, Some(_)) => format!("< {b}"),
                (None, None) => "—".to_owned(),
            });
            Name { zh: said.clone(), en: said }
        });
        spans.push((t.span.clone(), t.path.clone()));
        t.finish(found);
        if let Some(points) = points {
            tiers.push(Tier { from, below, when, points, say });
        }
    }
    if spans.is_empty() {
        f.error(found, "scheme.empty_list", "tiers", [("key", "tiers")]);
    }
    if tiers.len() == spans.len() {
        super::check::tiers(&tiers, &spans, found);
    }
    tiers
}

/// The bands of tiers that have no condition of their own.
pub(super) fn bands_of(tiers: &[Tier]) -> Bands {
    Bands(tiers.iter().map(|t| Band { from: t.from, below: t.below, value: t.points }).collect())
}

fn read_per_item(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<PerItem> {
    let measure = f.need_text(found, "measure");
    let best_only = f.choice(found, "exclusive", &[("best", true), ("all", false)]).unwrap_or(true);
    let tiers = match f.positive(found, "each") {
        Some(points) => {
            let say = Name { zh: "每个".into(), en: "each".into() };
            vec![Tier { from: None, below: None, when: None, points, say }]
        }
        None => tier_list(f, found, true, true),
    };
    let once = f.yes(found, "once").unwrap_or(true);
    let whole = f.yes(found, "whole").unwrap_or(false);
    let uncapped = f.yes(found, "uncapped").unwrap_or(false);
    let by = f.text(found, "by");
    if let Some(Misuse { code, word }) = by.as_deref().and_then(|name| expr::not_a_number(name, Of::Row)) {
        f.error(found, code, "by", [("word", &word)]);
    }
    let filter = row_condition(f, found, "where", Of::Row);
    Some(PerItem { measure: measure?, tiers, best_only, once, whole, uncapped, by, filter })
}

/// A condition on the fields of a row, or of a receipt.
pub(super) fn row_condition(
    f: &mut Fields<'_>,
    found: &mut Findings<'_>,
    key: &'static str,
    of: Of,
) -> Option<Cond> {
    let cond = f.condition(found, key)?;
    if !of_a_row(&cond) {
        f.error(found, "expr.not_of_a_row", key, []);
        return None;
    }
    if let Some(Misuse { code, word }) = expr::misuse(&cond, of) {
        f.error_at_word(found, code, key, &word);
        return None;
    }
    f.warn_of_fields(found, key, &cond, of);
    Some(cond)
}

fn read_deduct(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Deduction> {
    let count = match f.text(found, "measure") {
        Some(m) => Some(Expr::Measure(m)),
        None => need_figure(f, found, "count"),
    };
    let each = f.need_positive(found, "each");
    let max = f.positive(found, "max");
    if let (Some(each), Some(limit)) = (each, max)
        && limit < each
    {
        let (cap, points) = (limit.to_string(), each.to_string());
        f.error(found, "scheme.cap_below_points", "max", [("cap", &cap), ("points", &points)]);
    }
    let from = f.text(found, "from").filter(|from| from != "total");
    let floor = f.number(found, "never_below").unwrap_or_default();
    Some(Deduction { count: count?, each: each?, max, from, floor })
}
