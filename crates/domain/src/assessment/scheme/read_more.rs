//! The rule kinds that compare units, mix others or ask people.

use rust_decimal::Decimal;

use super::{
    AbsentRaters, Aspect, Band, Bands, Gate, Item, Kind, RankPoints, Rated, Raters, Then, Ties, check,
    fields::Fields,
    read_item::{need_condition, need_figure},
};
use crate::assessment::finding::Findings;

pub(super) fn minmax(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
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
    let least_best = least_best(f, found);
    Some(Kind::MinMax { on: on?, low, high, all_equal: all_equal?, least_best })
}

pub(super) fn rank(points: Decimal, f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<RankPoints> {
    let on = need_figure(f, found, "on");
    let list = f.numbers(found, "list");
    let last = f.number(found, "last");
    if let Some(last) = last.filter(|last| *last > points || f.has("list")) {
        let (cap, points) = (points.to_string(), last.to_string());
        f.error(found, "scheme.cap_below_points", "last", [("cap", &cap), ("points", &points)]);
    }
    if list.is_empty() && last.is_none() {
        f.error(found, "scheme.empty_list", "list", [("key", "list")]);
    }
    if list.windows(2).any(|pair| pair[0] < pair[1]) {
        f.error(found, "scheme.rank_list_rises", "list", []);
    }
    if !f.has("otherwise") && last.is_none() {
        f.error(found, "scheme.no_otherwise", "otherwise", []);
    }
    let otherwise = f.number(found, "otherwise").or(last);
    let words =
        [("skip", Ties::Skip), ("dense", Ties::Dense), ("average", Ties::Average), ("next", Ties::Next)];
    let ties = f.choice(found, "ties", &words).unwrap_or(Ties::Skip);
    let least_best = least_best(f, found);
    Some(RankPoints { on: on?, list, last, otherwise: otherwise?, ties, least_best })
}

/// `best = "least"`: the smallest figure is the best (days to approval, complaints).
fn least_best(f: &mut Fields<'_>, found: &mut Findings<'_>) -> bool {
    f.choice(found, "best", &[("most", false), ("least", true)]).unwrap_or(false)
}

/// Brackets without gaps, each with a `rate`, or `points` for each `per`.
pub(super) fn marginal(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let on = need_figure(f, found, "on");
    let (mut bands, mut spans) = (Vec::new(), Vec::new());
    for mut band in f.list(found, "bands", 100) {
        let (from, below) = (band.number(found, "from"), band.number(found, "below"));
        spans.push((band.span.clone(), band.path.clone()));
        let rate = band.number(found, "rate").or_else(|| {
            let (per, points) = (band.need_positive(found, "per")?, band.need_positive(found, "points")?);
            points.checked_div(per)
        });
        band.finish(found);
        bands.extend(rate.map(|value| Band { from, below, value }));
    }
    if spans.is_empty() {
        f.error(found, "scheme.empty_list", "bands", [("key", "bands")]);
    }
    let bands = Bands(bands);
    if bands.0.len() == spans.len() {
        check::bands(&bands, &spans, found);
    }
    if let Some((from, to)) = bands.gap() {
        f.error(found, "scheme.band_gap", "bands", [("from", &from.to_string()), ("to", &to.to_string())]);
    }
    Some(Kind::Marginal { on: on?, bands })
}

pub(super) fn share(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let (part, whole) = (need_figure(f, found, "part"), need_figure(f, found, "whole"));
    Some(Kind::Share { part: part?, whole: whole? })
}

pub(super) fn formula(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let formula = need_figure(f, found, "formula");
    let text = f.text_or_number("formula");
    let min = f.number(found, "min").unwrap_or_default();
    Some(Kind::Formula { formula: formula?, text, min })
}

/// The parts of a mix, whose weights are 1 together.
pub(super) fn mix(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let list = f.list(found, "parts", 50);
    if list.is_empty() {
        f.error(found, "scheme.empty_list", "parts", [("key", "parts")]);
    }
    let parts: Option<Vec<Item>> =
        list.into_iter().map(|p| Item::read_as(p, found, true)).collect::<Vec<_>>().into_iter().collect();
    let parts = parts.filter(|parts| !parts.is_empty())?;
    let sum: Decimal = parts.iter().filter_map(|p| p.weight).sum();
    weights_are_one(f, found, "parts", sum)?;
    Some(Kind::Mix(parts))
}

fn weights_are_one(f: &Fields<'_>, found: &mut Findings<'_>, key: &'static str, sum: Decimal) -> Option<()> {
    if sum == Decimal::ONE {
        return Some(());
    }
    f.error(found, "scheme.weights_not_one", key, [("sum", &sum.normalize().to_string())]);
    None
}

pub(super) fn rating(points: Decimal, f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Kind> {
    let mut raters = Vec::new();
    let list = f.list(found, "raters", 20);
    let count = list.len();
    for mut r in list {
        let (id, name, weight) = (r.id(found, "id"), r.need_name(found), r.need_positive(found, "weight"));
        r.finish(found);
        if let (Some(id), Some(name), Some(weight)) = (id, name, weight) {
            raters.push(Raters { id, name, weight });
        }
    }
    let mut aspects = Vec::new();
    for mut a in f.list(found, "aspects", 20) {
        let (id, name, points) = (a.id(found, "id"), a.need_name(found), a.need_positive(found, "points"));
        a.finish(found);
        if let (Some(id), Some(name), Some(points)) = (id, name, points) {
            aspects.push(Aspect { id, name, points });
        }
    }
    let trim = f.whole(found, "trim", 0..=10).unwrap_or(0);
    let words = [
        ("missing", AbsentRaters::Missing),
        ("reweigh", AbsentRaters::Reweigh),
        ("zero", AbsentRaters::Zero),
    ];
    let absent = f.choice(found, "absent_raters", &words).unwrap_or(AbsentRaters::Missing);
    if count == 0 {
        f.error(found, "scheme.empty_list", "raters", [("key", "raters")]);
        return None;
    }
    if raters.len() == count {
        weights_are_one(f, found, "raters", raters.iter().map(|r| r.weight).sum())?;
    }
    let of_aspects: Decimal = aspects.iter().map(|a| a.points).sum();
    if !aspects.is_empty() && of_aspects != points {
        let (sum, total) = (of_aspects.to_string(), points.to_string());
        f.error(found, "scheme.aspects", "aspects", [("sum", &sum), ("total", &total)]);
    }
    let twice = |ids: Vec<&String>| ids.iter().enumerate().any(|(at, id)| ids[..at].contains(id));
    if twice(raters.iter().map(|r| &r.id).collect()) || twice(aspects.iter().map(|a| &a.id).collect()) {
        f.error(found, "scheme.raters_twice", "raters", []);
    }
    Some(Kind::Rating(Rated { raters, aspects, trim, absent }))
}

pub(super) fn gate(f: &mut Fields<'_>, found: &mut Findings<'_>) -> Option<Gate> {
    let when = need_condition(f, found, "when");
    let words = [
        ("total_zero", 0),
        ("item_zero", 1),
        ("cap_total", 2),
        ("move_class", 3),
        ("promote", 4),
        ("demote", 5),
        ("bar_outcome", 6),
        ("note", 7),
    ];
    let then = f.need_text(found, "then").and_then(|_| f.choice(found, "then", &words));
    let then = match then {
        Some(0) => Some(Then::TotalZero),
        Some(1) => f.need_text(found, "item").map(Then::ItemZero),
        Some(2) => f.need_positive(found, "limit").map(Then::CapTotal),
        Some(3) => f.need_text(found, "class").map(Then::MoveClass),
        Some(4) => Some(Then::Promote(f.whole(found, "by", 1..=20).unwrap_or(1))),
        Some(5) => Some(Then::Demote(f.whole(found, "by", 1..=20).unwrap_or(1))),
        Some(6) => {
            if !f.has("best") {
                f.error(found, "scheme.missing_key", "best", [("key", "best")]);
            }
            f.whole(found, "best", 1..=20).map(|best| Then::BarOutcome(best as usize - 1))
        }
        Some(_) => Some(Then::Note),
        None => None,
    };
    if !f.has("say") {
        f.error(found, "scheme.missing_key", "say", [("key", "say")]);
    }
    let say = f.name(found, "say", "say_en");
    Some(Gate { when: when?, then: then?, say: say? })
}
