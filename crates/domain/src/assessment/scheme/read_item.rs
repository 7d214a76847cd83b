//! One `[[item]]` → its rule kind: which keys each kind has, and which of them it needs.

use rust_decimal::Decimal;

use super::{
    Deduction, Gate, Item, Kind, Name, NotApplicable, Otherwise, PerItem, RankPoints, Ratio, StepMode, Steps,
    Then, Tier, Ties,
    bands::{Band, Bands},
    fields::Fields,
};
use crate::assessment::{
    expr::{Cond, Expr},
    finding::Findings,
};

const NA: [(&str, NotApplicable); 3] = [
    ("drop_and_rescale", NotApplicable::DropAndRescale),
    ("zero", NotApplicable::Zero),
    ("full", NotApplicable::Full),
];
pub(super) const TIES: [(&str, Ties); 2] = [("skip", Ties::Skip), ("dense", Ties::Dense)];
const KINDS: [&str; 11] = [
    "ratio",
    "threshold",
    "tiers",
    "steps",
    "per_item",
    "lookup",
    "minmax",
    "rank",
    "manual",
    "deduct",
    "gate",
];

impl Item {
    /// Reads one `[[item]]`; `None` when something it cannot do without is missing or wrong.
    pub(super) fn read(mut fields: Fields<'_>, found: &mut Findings<'_>) -> Option<Self> {
        let words = KINDS.map(|k| (k, k));
        let kind = fields.need_text(found, "kind").and_then(|_| fields.choice(found, "kind", &words));
        let id = fields.id(found, "id");
        let name = fields.need_name(found);
        let kind = kind?; // which keys fit is unknown: one finding is enough
        let scores = !matches!(kind, "deduct" | "gate");
        let points = if scores { fields.need_positive(found, "points") } else { Some(Decimal::ZERO) };
        let bonus = scores && fields.yes(found, "bonus").unwrap_or(false);
        let group = if scores { fields.text(found, "group") } else { None };
        let only = fields.texts(found, "only");
        let no_target = fields.choice(found, "no_target", &NA);
        let zero_target = fields.choice(found, "zero_target", &NA);
        let digits = fields.whole(found, "digits", 0..=6);
        let kind = read_kind(kind, points.unwrap_or_default(), bonus, &mut fields, found);
        fields.finish(found);
        Some(Self {
            id: id?,
            name: name?,
            points: points?,
            bonus,
            group,
            only,
            no_target,
            zero_target,
            digits,
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
        "steps" => read_steps(points, bonus, f, found).map(|s| Kind::Steps(Box::new(s))),
        "per_item" => read_per_item(f, found).map(Kind::PerItem),
        "lookup" => {
            let (on, table) = (need_figure(f, found, "on"), f.need_text(found, "table"));
            Some(Kind::Lookup { on: on?, table: table? })
        }
        "minmax" => read_minmax(f, found),
        "rank" => read_rank(f, found).map(Kind::Rank),
        "manual" => Some(Kind::Manual),
        "deduct" => read_deduct(f, found).map(Kind::Deduct),
        _ => read_gate(f, found).map(Kind::Gate),
    }
}

fn need_figure(f: &mut Fields<'_>, found: &mut Findings<'_>, key: &'static str) -> Option<Expr> {
    if !f.has(key) {
        f.error(found, "scheme.missing_key", key, [("key", key)]);
    }
    f.figure(found, key)
}

fn need_condition(f: &mut Fields<'_>, found: &mut Findings<'_>, key: &'static str) -> Option<Cond> {
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
    let cap = f.number(found, "cap").unwrap_or(points);
    if cap < points {
        let (cap, points) = (cap.to_string(), points.to_string());
        f.error(found, "scheme.cap_below_points", "cap", [("cap", &cap), ("points", &points)]);
    }
    let zero_below = f.number(found, "zero_below");
    Some(Ratio { num: num?, den: den?, cap, zero_below })
}

fn read_threshold(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let when = need_condition(f, found, "when");
    let text = f.text(found, "when").unwrap_or_default();
    let by_ratio = f.choice(found, "otherwise", &[("zero", false), ("ratio", true)]).unwrap_or(false);
    let otherwise = if by_ratio {
        Otherwise::Ratio(Expr::Completion(f.need_text(found, "measure")?))
    } else {
        Otherwise::Zero
    };
    Some(Kind::Threshold { when: when?, text, otherwise })
}

fn read_tiers(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let on = f.figure(found, "on");
    let otherwise = f.number(found, "otherwise");
    let tiers = tier_list(f, found, on.is_some());
    let open = tiers.last().is_some_and(|t| t.when.is_none() && t.from.is_none() && t.below.is_none());
    if !open && otherwise.is_none() {
        f.error(found, "scheme.no_otherwise", "otherwise", []);
        return None;
    }
    (!tiers.is_empty()).then_some(Kind::Tiers { on, tiers, otherwise })
}

/// The tiers, checked for flaws. `bands` says that they are bands of a figure.
fn tier_list(f: &mut Fields<'_>, found: &mut Findings<'_>, bands: bool) -> Vec<Tier> {
    let mut spans = Vec::new();
    let mut tiers = Vec::new();
    for mut t in f.list(found, "tiers", 100) {
        let (from, below) = (t.number(found, "from"), t.number(found, "below"));
        let when = t.condition(found, "when");
        if !bands && (from.is_some() || below.is_some()) {
            t.error(found, "scheme.tier_needs_on", "from", []);
        }
        if !t.has("points") {
            t.error(found, "scheme.missing_key", "points", [("key", "points")]);
        }
        let points = t.number(found, "points");
        let text = t.text(found, "when");
        let say = t.name(found, "say", "say_en").unwrap_or_else(|| {
            let said = text.unwrap_or_else(|| match (from, below) {
                (Some(a), Some(b)) => format!("{a} – {b}"),
                (Some(a), None) => format!("≥ {a}"),
                (None, Some(b)) => format!("< {b}"),
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

fn read_steps(points: Decimal, bonus: bool, f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Steps> {
    let on = match f.text(found, "measure") {
        Some(m) => Some(Expr::Completion(m)),
        None => need_figure(f, found, "on"),
    };
    let modes =
        [("full", StepMode::Full), ("begun", StepMode::Begun), ("proportional", StepMode::Proportional)];
    let mode = f.need_text(found, "mode").and_then(|_| f.choice(found, "mode", &modes));
    let at = f.number(found, "at").unwrap_or(Decimal::ONE);
    let per = f.need_positive(found, "per");
    let base = f.number(found, "base").unwrap_or(if bonus { Decimal::ZERO } else { points });
    let zero = Expr::Number(Decimal::ZERO);
    let up = f.figure(found, "up").unwrap_or_else(|| zero.clone());
    let down = f.figure(found, "down").unwrap_or(zero);
    let max = f.number(found, "max").unwrap_or(points);
    let min = f.number(found, "min").unwrap_or(Decimal::ZERO);
    if max < base || max < points {
        let (cap, points) = (max.to_string(), base.max(points).to_string());
        f.error(found, "scheme.cap_below_points", "max", [("cap", &cap), ("points", &points)]);
    }
    if min > base {
        let (min, base) = (min.to_string(), base.to_string());
        f.error(found, "scheme.floor_above_base", "min", [("min", &min), ("base", &base)]);
    }
    let zero_below = f.number(found, "zero_below");
    Some(Steps { on: on?, at, per: per?, mode: mode?, base, up, down, max, min, zero_below })
}

fn read_per_item(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<PerItem> {
    let measure = f.need_text(found, "measure");
    let best_only = f.choice(found, "exclusive", &[("best", true), ("all", false)]).unwrap_or(true);
    let tiers = match f.positive(found, "each") {
        Some(points) => {
            let say = Name { zh: "每个".into(), en: "each".into() };
            vec![Tier { from: None, below: None, when: None, points, say }]
        }
        None => tier_list(f, found, true),
    };
    Some(PerItem { measure: measure?, tiers, best_only })
}

fn read_minmax(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let on = need_figure(f, found, "on");
    let low = f.number(found, "low").unwrap_or(Decimal::from(60));
    let high = f.number(found, "high").unwrap_or(Decimal::ONE_HUNDRED);
    if low >= high {
        f.error(found, "scheme.low_not_below_high", "low", []);
    }
    if !f.has("all_equal") {
        f.error(found, "scheme.missing_key", "all_equal", [("key", "all_equal")]);
    }
    let all_equal = f.number(found, "all_equal");
    Some(Kind::MinMax { on: on?, low, high, all_equal: all_equal? })
}

fn read_rank(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<RankPoints> {
    let on = need_figure(f, found, "on");
    let list = f.numbers(found, "list");
    if list.is_empty() {
        f.error(found, "scheme.empty_list", "list", [("key", "list")]);
    }
    if list.windows(2).any(|pair| pair[0] < pair[1]) {
        f.error(found, "scheme.rank_list_rises", "list", []);
    }
    if !f.has("otherwise") {
        f.error(found, "scheme.no_otherwise", "otherwise", []);
    }
    let otherwise = f.number(found, "otherwise");
    let ties = f.choice(found, "ties", &TIES).unwrap_or(Ties::Skip);
    Some(RankPoints { on: on?, list, otherwise: otherwise?, ties })
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
    Some(Deduction { count: count?, each: each?, max, from })
}

fn read_gate(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Gate> {
    let when = need_condition(f, found, "when");
    let words = [("total_zero", 0), ("item_zero", 1), ("cap_total", 2), ("note", 3)];
    let then = f.need_text(found, "then").and_then(|_| f.choice(found, "then", &words));
    let then = match then {
        Some(0) => Some(Then::TotalZero),
        Some(1) => f.need_text(found, "item").map(Then::ItemZero),
        Some(2) => f.need_positive(found, "limit").map(Then::CapTotal),
        Some(_) => Some(Then::Note),
        None => None,
    };
    if !f.has("say") {
        f.error(found, "scheme.missing_key", "say", [("key", "say")]);
    }
    let say = f.name(found, "say", "say_en");
    Some(Gate { when: when?, then: then?, say: say? })
}
