//! Checks across sections: what each line says may be right, and the whole still wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use rust_decimal::Decimal;

use super::{
    Bands, Kind, Otherwise, Scheme, Then, Tier, bands::Flaw, item::Item, read_item::bands_of,
    sections::Places,
};
use crate::assessment::{
    expr::{Expr, Names},
    finding::{Findings, params},
};

type Spans = [(Range<usize>, String)];

/// Overlapping, empty and unreachable bands.
pub(super) fn bands(bands: &Bands, spans: &Spans, found: &mut Findings<'_>) {
    for flaw in bands.flaws() {
        let (code, at, other) = match flaw {
            Flaw::Empty(at) => ("scheme.empty_band", at, at),
            Flaw::Unreachable { band, by } => ("scheme.unreachable_tier", band, by),
            Flaw::Overlap { band, with } => ("scheme.overlapping_tiers", band, with),
        };
        let (at_no, other) = ((at + 1).to_string(), (other + 1).to_string());
        found.error(code, &spans[at].0, &spans[at].1, params([("tier", &at_no), ("other", &other)]));
    }
}

/// Tiers by band as above; tiers by condition: none after one that always fits, no condition twice.
pub(super) fn tiers(tiers: &[Tier], spans: &Spans, found: &mut Findings<'_>) {
    if tiers.iter().all(|t| t.when.is_none()) {
        return bands(&bands_of(tiers), spans, found);
    }
    for (at, tier) in tiers.iter().enumerate() {
        let same = |other: &Tier| {
            other.when.is_none() && other.from.is_none() && other.below.is_none()
                || (other.when == tier.when && other.from == tier.from && other.below == tier.below)
        };
        if let Some(by) = tiers[..at].iter().position(same) {
            let (tier, other) = ((at + 1).to_string(), (by + 1).to_string());
            let said = params([("tier", &tier), ("other", &other)]);
            found.error("scheme.unreachable_tier", &spans[at].0, &spans[at].1, said);
        }
    }
}

pub(super) fn scheme(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    unique(scheme, places, found);
    names(scheme, places, found);
    cycles(scheme, places, found);
    weights(scheme, places, found);
    groups(scheme, places, found);
    unused(scheme, places, found);
    for (item, span) in scheme.items.iter().zip(&places.items) {
        reach(scheme, item, span, found);
    }
}

fn unique(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let mut twice = |ids: Vec<&String>, what: &str, spans: &[Range<usize>]| {
        let mut seen = BTreeSet::new();
        for (at, id) in ids.into_iter().enumerate() {
            if !seen.insert(id) {
                let span = spans.get(at).unwrap_or(&places.whole);
                found.error("scheme.id_twice", span, what, params([("id", id), ("section", what)]));
            }
        }
    };
    twice(scheme.items.iter().map(|i| &i.id).collect(), "item", &places.items);
    twice(scheme.measures.iter().map(|m| &m.id).collect(), "measure", &places.measures);
    twice(scheme.groups.iter().map(|g| &g.id).collect(), "group", &places.groups);
    twice(scheme.classes.iter().map(|c| &c.id).collect(), "class", &[]);
    twice(scheme.tables.iter().map(|t| &t.id).collect(), "table", &[]);
}

/// Every measure, table, group, class and item that is named exists.
fn names(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let mut unknown = |what: &str, name: &str, span: &Range<usize>, path: &str| {
        let said = params([("section", what), ("name", name)]);
        found.error("scheme.unknown_name", span, path, said);
    };
    for (at, item) in scheme.items.iter().enumerate() {
        let (span, path) = (&places.items[at], format!("item[{}]", at + 1));
        let names = item.names();
        for name in names.measures.union(&names.targets).filter(|n| scheme.measure(n).is_none()) {
            unknown("measure", name, span, &path);
        }
        for name in names.tables.iter().filter(|n| scheme.table(n).is_none()) {
            unknown("table", name, span, &path);
        }
        for name in item.only.iter().filter(|n| scheme.classes.iter().all(|c| c.id != **n)) {
            unknown("class", name, span, &path);
        }
        for name in item.group.iter().filter(|n| scheme.groups.iter().all(|g| g.id != **n)) {
            unknown("group", name, span, &path);
        }
        for name in item.points_at().filter(|n| scheme.item(n).is_none_or(|i| !i.scores())) {
            unknown("item", name, span, &path);
        }
    }
    for (at, measure) in scheme.measures.iter().enumerate() {
        let mut names = Names::default();
        measure.formula.iter().for_each(|f| f.names(&mut names));
        let path = format!("measure[{}]", at + 1);
        for name in names.measures.union(&names.targets).filter(|n| scheme.measure(n).is_none()) {
            unknown("measure", name, &places.measures[at], &path);
        }
        for name in names.tables.iter().filter(|n| scheme.table(n).is_none()) {
            unknown("table", name, &places.measures[at], &path);
        }
    }
    for name in scheme.rank.then.iter().filter(|n| scheme.measure(n).is_none()) {
        unknown("measure", name, &places.whole, "rank.then");
    }
}

/// A measure that is computed from itself, over whatever other measures.
fn cycles(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let uses: BTreeMap<&str, BTreeSet<String>> = scheme
        .measures
        .iter()
        .map(|m| {
            let mut names = Names::default();
            m.formula.iter().for_each(|f| f.names(&mut names));
            (m.id.as_str(), names.measures)
        })
        .collect();
    for (at, measure) in scheme.measures.iter().enumerate() {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = vec![&measure.id];
        while let Some(name) = open.pop() {
            for next in uses.get(name).into_iter().flatten() {
                if reached.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        if reached.contains(measure.id.as_str()) {
            let path: Vec<&str> = reached.into_iter().collect();
            let said = params([("name", &measure.id), ("path", &path.join("、"))]);
            found.error("scheme.cycle", &places.measures[at], &format!("measure[{}]", at + 1), said);
        }
    }
}

/// What is no bonus adds up to the total, for each class.
fn weights(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let classes: Vec<Option<&str>> = if scheme.classes.is_empty() {
        vec![None]
    } else {
        scheme.classes.iter().map(|c| Some(c.id.as_str())).collect()
    };
    for class in classes {
        let sum: Decimal = scheme
            .items
            .iter()
            .filter(|i| !i.bonus && class.is_none_or(|c| i.is_for(c)))
            .map(|i| i.points)
            .sum();
        if sum != scheme.total {
            let (sum, total) = (sum.normalize().to_string(), scheme.total.to_string());
            let said = params([("sum", &sum), ("total", &total), ("class", class.unwrap_or("—"))]);
            found.error("scheme.weights", &places.total, "scheme.total", said);
        }
    }
}

fn groups(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    for (group, span) in scheme.groups.iter().zip(&places.groups) {
        let items = || scheme.items.iter().filter(|i| i.group.as_ref() == Some(&group.id));
        if items().next().is_none() {
            found.error("scheme.empty_group", span, "group", params([("name", &group.name.zh)]));
            continue;
        }
        // Items of different classes stand side by side in a group: each class must get the group's points.
        let classes: Vec<Option<&str>> = if scheme.classes.is_empty() {
            vec![None]
        } else {
            scheme.classes.iter().map(|c| Some(c.id.as_str())).collect()
        };
        for class in classes {
            let sum: Decimal =
                items().filter(|i| !i.bonus && class.is_none_or(|c| i.is_for(c))).map(|i| i.points).sum();
            if sum != group.points {
                let (sum, total) = (sum.normalize().to_string(), group.points.to_string());
                let said = params([("name", &group.name.zh), ("sum", &sum), ("total", &total)]);
                found.error("scheme.group_weights", span, "group", said);
                break;
            }
        }
    }
}

/// A measure that nothing uses is hardly meant: a line was deleted, or an id misspelt.
fn unused(scheme: &Scheme, places: &Places, found: &mut Findings<'_>) {
    let mut names = Names::default();
    for item in &scheme.items {
        names.measures.append(&mut item.names().measures);
    }
    scheme.measures.iter().filter_map(|m| m.formula.as_ref()).for_each(|f| f.names(&mut names));
    names.measures.extend(scheme.rank.then.clone());
    for (measure, span) in scheme.measures.iter().zip(&places.measures) {
        if !names.measures.contains(&measure.id) {
            found.warning("scheme.unused_measure", span, "measure", params([("name", &measure.name.zh)]));
        }
    }
}

/// Whether the item's rule can give its points, and no more.
fn reach(scheme: &Scheme, item: &Item, span: &Range<usize>, found: &mut Findings<'_>) {
    let best = match &item.kind {
        Kind::Tiers { tiers, otherwise, .. } => tiers.iter().map(|t| t.points).chain(*otherwise).max(),
        Kind::Rank(rank) => rank.list.iter().copied().chain([rank.otherwise]).max(),
        Kind::Lookup { table, .. } => {
            scheme.table(table).and_then(|t| t.bands.0.iter().map(|b| b.value).max())
        }
        _ => None,
    };
    let Some(best) = best else { return };
    let (best_text, points) = (best.normalize().to_string(), item.points.to_string());
    let said = params([("name", &item.name.zh), ("best", &best_text), ("points", &points)]);
    if best > item.points {
        found.error("scheme.points_exceeded", span, "item", said);
    } else if best < item.points {
        found.error("scheme.points_unreachable", span, "item", said);
    }
}

impl Item {
    /// Whether it gives points (deductions and gates do not).
    pub fn scores(&self) -> bool {
        !matches!(self.kind, Kind::Deduct(_) | Kind::Gate(_))
    }

    pub fn is_for(&self, class: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|c| c == class)
    }

    /// Other items that it names.
    fn points_at(&self) -> impl Iterator<Item = &String> {
        match &self.kind {
            Kind::Deduct(d) => d.from.as_ref(),
            Kind::Gate(super::Gate { then: Then::ItemZero(id), .. }) => Some(id),
            _ => None,
        }
        .into_iter()
    }

    /// The measures, targets and tables that it uses.
    pub fn names(&self) -> Names {
        let mut out = Names::default();
        let mut add = |e: &Expr| e.names(&mut out);
        match &self.kind {
            Kind::Ratio(r) => [&r.num, &r.den].into_iter().for_each(add),
            Kind::Threshold { when, otherwise, .. } => {
                if let Otherwise::Ratio(e) = otherwise {
                    add(e);
                }
                when.names(&mut out);
            }
            Kind::Tiers { on, tiers, .. } => {
                on.iter().for_each(&mut add);
                tiers.iter().filter_map(|t| t.when.as_ref()).for_each(|c| c.names(&mut out));
            }
            Kind::Steps(s) => [&s.on, &s.up, &s.down].into_iter().for_each(add),
            Kind::PerItem(p) => {
                out.measures.insert(p.measure.clone());
            }
            Kind::Lookup { on, table } => {
                add(on);
                out.tables.insert(table.clone());
            }
            Kind::MinMax { on, .. } => add(on),
            Kind::Rank(r) => add(&r.on),
            Kind::Manual => {}
            Kind::Deduct(d) => add(&d.count),
            Kind::Gate(g) => g.when.names(&mut out),
        }
        out
    }
}
